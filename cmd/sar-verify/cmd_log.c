#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "disclosure/log.h"
#include "sar-verify/commands.h"

static struct {
	char *vkey;
} args;

static const struct poptOption options[] = {
	{ "vkey", '\0', POPT_ARG_STRING, &args.vkey, 1,
	    "the log's public key (log.vkey)", "FILE" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* What the records add up to. */
struct tally {
	uint64_t types[SAR_RECORD_TYPES]; /* how many of each */
	uint64_t *open; /* intents nothing came of yet, in order */
	size_t n;       /* of them */
	size_t room;
	char through[32]; /* the last record's time, a claim of the log's */
};

static int
add_intent(struct tally *tally, uint64_t seq, struct sar_err *err)
{
	uint64_t *grown;

	if (tally->n == tally->room) {
		tally->room = tally->room == 0 ? 64 : 2 * tally->room;
		grown = reallocarray(tally->open, tally->room, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		tally->open = grown;
	}
	tally->open[tally->n++] = seq;
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	const uint64_t *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

/* An intent is open until a record of its outcome names it. */
static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct tally *tally = ctx;
	uint64_t intent, *at = NULL;

	tally->types[record->type]++;
	if (record->type != SAR_RECORD_ERASED)
		(void)sar_record_copy(record, "t", tally->through,
		    sizeof(tally->through));
	if (record->type == SAR_RECORD_INTENT)
		return add_intent(tally, record->seq, err);
	if (tally->n > 0 && sar_record_number(record, "intent", &intent))
		at = bsearch(&intent, tally->open, tally->n, sizeof(intent),
		    by_number);
	if (at != NULL) {
		tally->n--;
		memmove(at, at + 1,
		    (size_t)(tally->open + tally->n - at) * sizeof(*at));
	}
	return 0;
}

static void
say_tails(const struct sar_log *log)
{
	char sum[SAR_B64_LEN(SAR_SHA256_LEN)];
	const struct sar_log_tail_part *tails;
	json_t *list = json_array();
	size_t n, i;

	tails = sar_log_tails(log, &n);
	for (i = 0; i < n; i++) {
		sar_b64_put(tails[i].sha256, SAR_SHA256_LEN, sum);
		cmd_say("tail: %s: %llu bytes from byte %llu, SHA-256 %s: %s\n",
		    tails[i].file, (unsigned long long)tails[i].bytes,
		    (unsigned long long)tails[i].offset, sum,
		    tails[i].told ? "told of by a recover record"
				  : "not part of the log");
		(void)json_array_append_new(list,
		    json_pack("{sssIsIsssb}", "file", tails[i].file, "offset",
			(json_int_t)tails[i].offset, "bytes",
			(json_int_t)tails[i].bytes, "sha256", sum, "told",
			(int)tails[i].told));
	}
	(void)json_object_set_new(cmd_summary(), "tails", list);
}

static void
say_tally(const struct tally *tally)
{
	json_t *types = json_object(), *open = json_array();
	const char *name;
	size_t i;

	for (i = 0; i < SAR_RECORD_TYPES; i++) {
		if (tally->types[i] == 0)
			continue;
		name = sar_record_type_name((enum sar_record_type)i);
		cmd_say("%s: %llu\n", name,
		    (unsigned long long)tally->types[i]);
		(void)json_object_set_new(types, name,
		    json_integer((json_int_t)tally->types[i]));
	}
	for (i = 0; i < tally->n; i++) {
		cmd_say("open: record %llu: an intent without an outcome\n",
		    (unsigned long long)tally->open[i]);
		(void)json_array_append_new(open,
		    json_integer((json_int_t)tally->open[i]));
	}
	(void)json_object_set_new(cmd_summary(), "types", types);
	(void)json_object_set_new(cmd_summary(), "open_intents", open);
}

static void
say(const struct sar_log *log, const struct tally *tally)
{
	char root[SAR_B64_LEN(SAR_SHA256_LEN)];
	json_t *s = cmd_summary();

	sar_b64_put(sar_log_root(log), SAR_SHA256_LEN, root);
	cmd_say("%s: %llu records, %zu checkpoints, through %s, root %s\n",
	    sar_log_tail(log) == 0 ? "OK" : "REVIEW",
	    (unsigned long long)sar_log_size(log), sar_log_checkpoints(log),
	    tally->through, root);
	(void)json_object_set_new(s, "records",
	    json_integer((json_int_t)sar_log_size(log)));
	(void)json_object_set_new(s, "checkpoints",
	    json_integer((json_int_t)sar_log_checkpoints(log)));
	(void)json_object_set_new(s, "through", json_string(tally->through));
	(void)json_object_set_new(s, "root", json_string(root));
	say_tally(tally);
	say_tails(log);
}

static struct sar_log *
open_log(const char *dir, struct tally *tally, struct sar_err *err)
{
	struct sar_key_public key;
	struct sar_log_reading how = { .dir = dir,
		.key = &key,
		.record = take_record,
		.ctx = tally,
		.stop = &cmd_stop };
	struct sar_log *log = NULL;
	char *text = NULL;
	size_t len;

	if (args.vkey == NULL) {
		(void)sar_err_set(err, SAR_EINPUT, "--vkey is needed");
		return NULL;
	}
	if (sar_file_read(args.vkey, SAR_VKEY_MAX, &text, &len, err) == -1)
		return NULL;
	if (sar_key_public_parse(args.vkey, text, len, &key, err) == 0)
		log = sar_log_open(&how, err);
	free(text);
	return log;
}

static int
verify(const char *dir, struct sar_err *err)
{
	struct tally tally = { 0 };
	struct sar_log *log;
	int rc = 0;

	if ((log = open_log(dir, &tally, err)) == NULL) {
		free(tally.open);
		return -1;
	}
	say(log, &tally);
	if (sar_log_tail(log) > 0) {
		rc = sar_err_set(err, SAR_EREVIEW,
		    "%s: %llu bytes after what is signed, not part of the log",
		    dir, (unsigned long long)sar_log_tail(log));
		sar_err_hint(err,
		    "a run cut short leaves them; the next record tells of "
		    "them");
	}
	free(tally.open);
	sar_log_free(log);
	return rc;
}

int
cmd_log(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "--vkey FILE LOGDIR", &rest,
	    &err);
	if (rc == -1 || (rc == 0 && verify(rest[0], &err) == -1))
		status = cmd_report(&err);
	free(args.vkey);
	return status;
}
