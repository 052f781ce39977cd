/*
 * ledger KIND N [read]: processor seconds for N records of that kind, read and
 * followed as a register of cases; with "read", only read, which is what any
 * other use of them costs too.  Then the peak of memory, in KiB.
 *
 * KINDS: council (intent, release, delivery of a case each), letters (nil
 * returns, a case each), early (releases that name intents which never come),
 * one (intents of one case that never end), odd (each an exception).
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/utc.h"
#include "ledger/ledger.h"

#define LINE_LEN 1024
#define DIGEST "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define SALT "\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\""
#define START INT64_C(1767603600) /* 2026-01-05T09:00:00Z */
#define TAIL(type) ",\"type\":\"" type "\",\"v\":1"

static const char *kind;

static _Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "ledger: %s\n", what);
	exit(2);
}

static bool
is_kind(const char *name)
{
	return strcmp(kind, name) == 0;
}

/* What intents and nil returns have, of case ${n}, received on the day. */
static int
put_case(char *line, const char *type, uint64_t n, uint64_t seq, const char *t)
{
	struct sar_date day, due;
	char from[SAR_DATE_LEN], to[SAR_DATE_LEN];

	(void)sar_date_parse("2026-01-05", &day);
	day = sar_date_of_days(sar_date_days(day) + (int64_t)(seq / 1440));
	due = sar_date_add_months(day, 1);
	sar_date_format(day, from);
	sar_date_format(due, to);
	return snprintf(line, LINE_LEN,
	    "{\"by\":\"u1041\",\"case\":\"SAR-%" PRIu64
	    "\",\"due\":\"%s\",\"found\":3,\"received\":\"%s\"," SALT
	    ",\"select\":2,\"seq\":%" PRIu64 ",\"subject\":\"" DIGEST
	    "\",\"t\":\"%s\",\"type\":\"%s\",\"v\":1}",
	    n, to, from, seq, t, type);
}

static int
put_release(char *line, uint64_t intent, uint64_t seq, const char *t)
{
	return snprintf(line, LINE_LEN,
	    "{\"by\":\"u1041\",\"exempt\":[\"TP\"],\"intent\":%" PRIu64
	    ",\"manifest\":\"" DIGEST "\",\"pkg\":\"" DIGEST
	    "\",\"redacted_ms\":18400," SALT ",\"seq\":%" PRIu64
	    ",\"size\":4123312,\"t\":\"%s\"" TAIL("release") ",\"withheld\":0}",
	    intent, seq, t);
}

static int
put_delivery(char *line, uint64_t n, uint64_t seq, const char *t)
{
	return snprintf(line, LINE_LEN,
	    "{\"by\":\"u1041\",\"case\":\"SAR-%" PRIu64
	    "\",\"channel\":\"email\",\"on\":\"%.10s\",\"release\":%" PRIu64
	    "," SALT ",\"seq\":%" PRIu64
	    ",\"t\":\"%s\"" TAIL("deliver") ",\"what\":\"package\"}",
	    n, t, seq - 1, seq, t);
}

static int
put_record(char *line, uint64_t seq, uint64_t n)
{
	char t[SAR_UTC_LEN];

	sar_utc_format(START + (int64_t)seq * 60, t);
	if (is_kind("letters"))
		return put_case(line, "nil-return", seq, seq, t);
	if (is_kind("early"))
		return put_release(line, n + seq, seq, t);
	if (is_kind("one"))
		return put_case(line, "intent", 1, seq, t);
	if (is_kind("odd"))
		return put_release(line, 0, seq, t);
	if (!is_kind("council"))
		die("no such kind");
	switch (seq % 3) {
	case 0:
		return put_case(line, "intent", seq / 3, seq, t);
	case 1:
		return put_release(line, seq - 1, seq, t);
	default:
		return put_delivery(line, seq / 3, seq, t);
	}
}

static double
seconds(void)
{
	struct rusage usage;

	(void)getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int
count(void *ctx, const struct sar_ledger_exception *exception,
    struct sar_err *err)
{
	uint64_t *n = ctx;

	(void)exception;
	(void)err;
	(*n)++;
	return 0;
}

int
main(int argc, char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	uint64_t told = 0, seq, n;
	struct sar_ledger_options options = { .exception = count,
		.ctx = &told };
	struct sar_ledger *ledger;
	struct sar_record *record;
	char line[LINE_LEN];
	struct rusage usage;
	double began;

	if (argc < 3 || sodium_init() == -1)
		die("usage: ledger KIND N [read]");
	kind = argv[1];
	n = strtoull(argv[2], NULL, 10);
	if ((ledger = sar_ledger_new(&options, &err)) == NULL)
		die(err.msg);
	began = seconds();
	for (seq = 0; seq < n; seq++) {
		int len = put_record(line, seq, n);

		record = sar_record_new("line", line, (size_t)len, seq, &err);
		if (record == NULL || (argc == 3 && sar_ledger_record(ledger,
							record, &err) == -1))
			die(err.msg);
		sar_record_free(record);
	}
	if (argc == 3 && sar_ledger_end(ledger, &err) == -1)
		die(err.msg);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("%.3f %ld %" PRIu64 "\n", seconds() - began,
	    usage.ru_maxrss, told);
	sar_ledger_free(ledger);
	return 0;
}
