/*
 * Where cases stand, of records as the input says.  A case's docket is the same
 * whether all cases are followed or it alone, and whatever else is in the log;
 * and its dates are in the order they have to be.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "docket/dockets.h"
#include "life.h"

#define RECORDS_MAX 300

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* Those that the ledger knows of and life.h does not. */
static void
put_line(char out[LIFE_LINE], const uint8_t op[4], uint64_t seq)
{
	char t[SAR_UTC_LEN];

#define PUT(...) (void)snprintf(out, LIFE_LINE, __VA_ARGS__)
#define TAIL                                                               \
	",\"by\":\"u1\",\"seq\":%llu,\"t\":\"%s\",\"v\":1,\"salt\":\"oKCg" \
	"oKCgoKCgoKCgoKCgoA==\"}"
	sar_utc_format(LIFE_START + (int64_t)op[2] * 43200, t);
	switch (op[0] % 8) {
	case 0:
	case 1:
		PUT("{\"type\":\"%s\",\"case\":\"SAR-%u\",\"due\":\"2026-02-01"
		    "\",\"found\":1,\"select\":1,\"subject\":" LIFE_DIGEST TAIL,
		    op[0] % 8 == 0 ? "intent" : "nil-return", op[1] % 4U,
		    (unsigned long long)seq, t);
		break;
	case 2:
		PUT("{\"type\":\"release\",\"intent\":%u,\"pkg\":" LIFE_DIGEST
		    ",\"manifest\":" LIFE_DIGEST
		    ",\"size\":1,\"withheld\":%u" TAIL,
		    op[3], op[1] % 2U, (unsigned long long)seq, t);
		break;
	case 3:
		PUT("{\"type\":\"void\",\"intent\":%u,\"reason\":"
		    "\"failed\"" TAIL,
		    op[3], (unsigned long long)seq, t);
		break;
	case 4:
		PUT("{\"type\":\"approve\",\"case\":\"SAR-%u\","
		    "\"plan\":" LIFE_DIGEST TAIL,
		    op[1] % 4U, (unsigned long long)seq, t);
		break;
	case 5:
		PUT("{\"type\":\"deliver\",\"case\":\"SAR-%u\",\"channel\":"
		    "\"post\",\"on\":\"%.10s\",\"release\":%u,\"what\":\"%"
		    "s\"" TAIL,
		    op[1] % 4U, t, op[3],
		    op[1] >= 64 ? "package" : "passphrase",
		    (unsigned long long)seq, t);
		break;
	case 6:
		PUT("{\"type\":\"refuse\",\"case\":\"SAR-%u\",\"reason\":"
		    "\"excessive\"%s" TAIL,
		    op[1] % 4U, op[1] >= 64 ? ",\"text\":" LIFE_DIGEST : "",
		    (unsigned long long)seq, t);
		break;
	default:
		out[0] = '\0';
	}
}

static void
tell(struct sar_dockets *dockets, const uint8_t op[4], uint64_t seq)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record erased = { .seq = seq, .type = SAR_RECORD_ERASED };
	struct sar_record *record;
	char line[LIFE_LINE];

	if (op[0] >= 90)
		life_line(line, op, seq);
	else
		put_line(line, op, seq);
	if (line[0] == '\0') {
		must(sar_dockets_record(dockets, &erased, &err) == 0);
		return;
	}
	record = sar_record_new("line", line, strlen(line), seq, &err);
	must(record != NULL);
	must(sar_dockets_record(dockets, record, &err) == 0);
	sar_record_free(record);
}

static struct sar_dockets *
replay(const uint8_t *data, size_t size, const char *only)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_dockets *dockets = sar_dockets_new(NULL, &err);
	uint64_t seq;

	must(dockets != NULL);
	must(only == NULL || sar_dockets_only(dockets, only, &err) == 0);
	for (seq = 0; seq < RECORDS_MAX && size >= 4 * (seq + 1); seq++)
		tell(dockets, data + 4 * seq, seq);
	return dockets;
}

static void
check_dates(const struct sar_docket *one, const struct sar_holidays *holidays)
{
	struct sar_clock_dates dates;
	int32_t day = (int32_t)(LIFE_START / 86400) + 150;

	sar_clock_compute(&one->clock, holidays, one->nation, day, &dates);
	must(dates.start >= one->received);
	must(dates.safe <= dates.latest);
	must(dates.latest >= dates.base);
	must(dates.paused_exclusive <= dates.paused_inclusive);
	must(!dates.extended || one->extension != SAR_DOCKET_NO);
}

/* What follows from each other in one docket. */
static void
check(const struct sar_docket *one, const struct sar_holidays *holidays)
{
	enum sar_docket_state state = sar_docket_state(one);

	must(sar_docket_state_name(state) != NULL);
	must(sar_docket_slip_text(one->slip) != NULL);
	must((one->receive == SAR_DOCKET_NO) == (state == SAR_DOCKET_UNKNOWN));
	must(sar_docket_answered(one) ==
	     (one->release != SAR_DOCKET_NO || one->nil != SAR_DOCKET_NO ||
		 one->refusal != SAR_DOCKET_NO));
	must(state != SAR_DOCKET_SENT || one->sent != SAR_DOCKET_NEVER);
	must((one->hold == SAR_DOCKET_NO) == (one->n_held == 0));
	must(one->n_held <= 2 && one->n_complaints <= 4);
	must(one->authority == SAR_DOCKET_ID_NONE || one->agent);
	must(one->fee == SAR_DOCKET_FEE_NONE || one->receive != SAR_DOCKET_NO);
	if (one->receive != SAR_DOCKET_NO)
		check_dates(one, holidays);
}

static void
must_be_same(const struct sar_docket *a, const struct sar_docket *b)
{
	must(sar_docket_state(a) == sar_docket_state(b));
	must(a->receive == b->receive && a->identity == b->identity &&
	     a->authority == b->authority && a->fee == b->fee);
	must(a->intent == b->intent && a->release == b->release &&
	     a->nil == b->nil && a->refusal == b->refusal && a->out == b->out);
	must(a->answered == b->answered && a->sent == b->sent &&
	     a->closed == b->closed && a->past == b->past);
	must(a->hold == b->hold && a->n_held == b->n_held &&
	     a->n_complaints == b->n_complaints);
	must(a->wrong == b->wrong && a->wrong_of == b->wrong_of &&
	     a->slip == b->slip && a->slip_of == b->slip_of);
	must(a->clock.n_pauses == b->clock.n_pauses);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	static struct sar_holidays *holidays; /* read once */
	struct sar_dockets *all = replay(data, size, NULL), *one;
	const struct sar_docket *docket;
	struct sar_docket alone;
	const char *ref;
	size_t i;

	if (holidays == NULL)
		holidays = sar_holidays_builtin(&err);
	must(holidays != NULL);
	for (i = 0; i < sar_dockets_count(all); i++) {
		docket = sar_dockets_at(all, i, &ref);
		check(docket, holidays);
		one = replay(data, size, ref);
		sar_dockets_move(one, ref, &alone);
		must_be_same(docket, &alone);
		sar_docket_clear(&alone);
		sar_dockets_free(one);
	}
	sar_dockets_free(all);
	return 0;
}
