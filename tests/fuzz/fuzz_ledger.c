/*
 * The register of cases, told of records as the input says: each four bytes
 * are one, its type, which case or record it names, the day, and more.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utc.h"
#include "ledger/ledger.h"
#include "life.h"

#define RECORDS_MAX 400
#define DIGEST "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define OTHER "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define SALT "\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\""
#define START INT64_C(1767603600)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

struct told {
	uint64_t n;
	struct sar_buf text;
};

static void
printable(const char *text)
{
	for (; *text != '\0'; text++)
		must(*text >= ' ' && *text <= '~');
}

static int
note(void *ctx, const struct sar_ledger_exception *exception,
    struct sar_err *err)
{
	struct told *told = ctx;

	(void)err;
	must(exception->code < SAR_LEDGER_CODES);
	printable(exception->ref);
	printable(exception->expected);
	printable(exception->found);
	told->n++;
	sar_buf_printf(&told->text, "%d %llu %s %s %s\n", (int)exception->code,
	    (unsigned long long)exception->record, exception->ref,
	    exception->expected, exception->found);
	return 0;
}

struct day {
	char t[SAR_UTC_LEN];
	char date[SAR_DATE_LEN], due[SAR_DATE_LEN];
};

static struct day
day_of(uint8_t n)
{
	struct day day;
	struct sar_date date;

	sar_utc_format(START + (int64_t)n * 43200, day.t);
	date = sar_date_of_days((START / 86400) + n / 2);
	sar_date_format(date, day.date);
	date = sar_date_add_months(date, 1);
	if (n % 7 == 0)
		date = sar_date_of_days(sar_date_days(date) + 1);
	sar_date_format(date, day.due);
	return day;
}

/* A line of the type, or "" for a tombstone. */
static void
put_line(char out[LIFE_LINE], const uint8_t op[4], uint64_t seq)
{
	struct day day = day_of(op[2]), other = day_of(op[3]);
	unsigned a = op[1];

#define PUT(fmt, ...) \
	(void)snprintf(out, 1024, "{" fmt ",\"v\":1}", __VA_ARGS__)
#define HEAD SALT ",\"seq\":%llu,\"t\":\"%s\",\"type\":"
	switch (op[0] % 9) {
	case 0:
	case 1:
		PUT("\"by\":\"u1\",\"case\":\"SAR-%u\",\"due\":\"%s\","
		    "\"found\":1,\"received\":\"%s\"," SALT
		    ",\"select\":1,\"seq\":%llu,\"subject\":\"" DIGEST
		    "\",\"t\":\"%s\",\"type\":\"%s\"",
		    a % 5, other.due, other.date, (unsigned long long)seq,
		    day.t, op[0] % 9 == 0 ? "intent" : "nil-return");
		break;
	case 2:
		PUT("\"approval\":%u,\"by\":\"u1\",\"intent\":%u,\"manifest\":"
		    "\"" DIGEST "\",\"pkg\":\"" DIGEST "\"," SALT
		    ",\"seq\":%llu,\"size\":1,\"t\":\"%s\",\"type\":"
		    "\"release\"",
		    op[3], a, (unsigned long long)seq, day.t);
		break;
	case 3:
		PUT("\"by\":\"u1\",\"intent\":%u,\"reason\":\"failed\"," HEAD
		    "\"void\"",
		    a, (unsigned long long)seq, day.t);
		break;
	case 4:
		PUT("\"by\":\"u1\",\"case\":\"SAR-%u\",\"plan\":\"" DIGEST
		    "\"," HEAD "\"approve\"",
		    a % 5, (unsigned long long)seq, day.t);
		break;
	case 5:
		PUT("\"by\":\"u1\",\"case\":\"SAR-%u\",\"channel\":\"%s\","
		    "\"on\":\"%s\",\"release\":%u," SALT
		    ",\"seq\":%llu,\"t\":\"%s\",\"type\":\"deliver\",\"v\":1,"
		    "\"what\":\"%s\"}",
		    a % 5, a % 2 ? "email" : "post", day.date, op[3],
		    (unsigned long long)seq, day.t,
		    a % 3 ? "package" : "passphrase");
		out[strlen(out) - strlen(",\"v\":1}")] = '\0';
		break;
	case 6:
		PUT("\"by\":\"u1\",\"n\":%u,\"root\":\"%s\"," HEAD "\"register"
		    "\"",
		    a % 3, op[3] % 2 ? DIGEST : OTHER, (unsigned long long)seq,
		    day.t);
		break;
	case 7:
		PUT("\"by\":\"u1\",\"case\":\"SAR-%u\",\"reason\":"
		    "\"late\"," HEAD "\"refuse\"",
		    a % 5, (unsigned long long)seq, day.t);
		break;
	default:
		out[0] = '\0';
	}
}

static void
take(struct sar_ledger *ledger, const uint8_t op[4], uint64_t seq)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record erased = { .seq = seq, .type = SAR_RECORD_ERASED };
	struct sar_record *record;
	char line[LIFE_LINE];

	if (op[0] >= 100 && op[0] < 240)
		life_line(line, op, seq);
	else
		put_line(line, op, seq);
	if (line[0] == '\0') {
		must(sar_ledger_record(ledger, &erased, &err) == 0);
	} else {
		record = sar_record_new("line", line, strlen(line), seq, &err);
		must(record != NULL);
		must(sar_ledger_record(ledger, record, &err) == 0);
		sar_record_free(record);
	}
	if (op[0] >= 0xf0)
		must(sar_ledger_cosigned(ledger, op[1],
			 START + (int64_t)op[3] * 43200, op[1] % 2 == 0,
			 &err) == 0);
}

/* Every case is in one place, and every exception is counted once. */
static void
check(const struct sar_ledger_sums *sums, const struct told *told)
{
	uint64_t codes = 0, types = 0;
	size_t i;

	for (i = 0; i < SAR_LEDGER_CODES; i++)
		codes += sums->codes[i];
	for (i = 0; i < SAR_RECORD_TYPES; i++)
		types += sums->types[i];
	must(codes == sums->exceptions && codes == told->n);
	must(types == sums->records);
	must(sums->released + sums->nil + sums->refused + sums->unanswered ==
	     sums->cases);
	must(sums->in_time + sums->late + sums->undated + sums->unanswered ==
	     sums->cases);
	must(sums->past_due <= sums->unanswered);
	must(sums->void_only <= sums->unanswered);
	must(sums->open <= sums->cases && sums->open <= sums->open_intents);
	must(sums->open_intents <= sums->intents);
	must(sums->codes[SAR_LEDGER_INTENT_WITHOUT_OUTCOME] ==
	     sums->open_intents);
	must(sums->still_open + sums->closed <= sums->unanswered);
	must(sums->waiting + sums->paused <= sums->still_open);
	must(sums->extended <= sums->still_open);
	must(sums->overdue <= sums->past_due);
	must(sums->corrections <= sums->receipts);
	must(sums->receipts <= sums->types[SAR_RECORD_RECEIVE]);
	must(sums->extensions <= sums->types[SAR_RECORD_EXTEND]);
	must(sums->holds <= sums->types[SAR_RECORD_HOLD]);
	must(!sums->has_median || sums->median_days <= sums->longest_days);
}

static void
run(const uint8_t *data, size_t size, struct told *told)
{
	struct sar_ledger_options options = { .exception = note, .ctx = told };
	static struct sar_holidays *holidays; /* read once */
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ledger *ledger;
	uint64_t seq;

	if (holidays == NULL)
		holidays = sar_holidays_builtin(&err);
	must(holidays != NULL);
	options.holidays = holidays;
	ledger = sar_ledger_new(&options, &err);
	must(ledger != NULL);
	for (seq = 0; seq < 8; seq++)
		must(sar_ledger_mark(ledger, (seq * 37) % 256, &err) == 0);
	for (seq = 0; seq < RECORDS_MAX && size >= 4 * (seq + 1); seq++)
		take(ledger, data + 4 * seq, seq);
	must(sar_ledger_end(ledger, &err) == 0);
	check(sar_ledger_sums(ledger), told);
	sar_ledger_free(ledger);
}

/* What is told is the same each time, though the maps are keyed at random. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told one = { .n = 0 }, other = { .n = 0 };

	run(data, size, &one);
	run(data, size, &other);
	must(one.text.len == other.text.len);
	must(one.text.len == 0 ||
	     memcmp(one.text.data, other.text.data, one.text.len) == 0);
	sar_buf_free(&one.text);
	sar_buf_free(&other.text);
	return 0;
}
