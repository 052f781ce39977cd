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
	json_t *types;    /* how many of each */
	json_t *open;     /* intents nothing came of yet */
	char *is_open;    /* by record */
	char through[32]; /* the last record's time, a claim of the log's */
};

static const char *
text_of(const json_t *record, const char *name)
{
	const char *text = json_string_value(json_object_get(record, name));

	return text == NULL ? "" : text;
}

static bool
count_type(struct tally *tally, const char *type)
{
	json_int_t n = json_integer_value(json_object_get(tally->types, type));

	return json_object_set_new(tally->types, type, json_integer(n + 1)) ==
	       0;
}

/* An intent is open until a record of its outcome names it. */
static void
follow_intent(struct tally *tally, const json_t *record, const char *type,
    uint64_t seq)
{
	const json_t *intent = json_object_get(record, "intent");
	json_int_t which = json_integer_value(intent);

	if (strcmp(type, "intent") == 0)
		tally->is_open[seq] = 1;
	else if (json_is_integer(intent) && which >= 0 && (uint64_t)which < seq)
		tally->is_open[which] = 0;
}

static bool
tally_record(struct tally *tally, const struct sar_log *log, uint64_t seq)
{
	size_t len;
	const char *line = sar_log_line(log, seq, &len);
	json_t *record;
	const char *type;
	bool ok;

	if (line[0] == '-')
		return count_type(tally, "erased");
	/* Not sar_log_record(): the log would keep every one of them. */
	record = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	if (record == NULL)
		return false;
	type = text_of(record, "type");
	ok = count_type(tally, type);
	follow_intent(tally, record, type, seq);
	(void)snprintf(tally->through, sizeof(tally->through), "%s",
	    text_of(record, "t"));
	json_decref(record);
	return ok;
}

static int
tally_all(struct tally *tally, const struct sar_log *log, struct sar_err *err)
{
	uint64_t size = sar_log_size(log);
	uint64_t seq;
	bool ok;

	tally->types = json_object();
	tally->open = json_array();
	tally->is_open = calloc(size + 1, 1);
	ok = tally->types != NULL && tally->open != NULL &&
	     tally->is_open != NULL;
	for (seq = 0; ok && seq < size; seq++)
		ok = tally_record(tally, log, seq);
	for (seq = 0; ok && seq < size; seq++)
		if (tally->is_open[seq])
			ok = json_array_append_new(tally->open,
				 json_integer((json_int_t)seq)) == 0;
	return ok ? 0 : sar_err_set(err, SAR_EFAIL, "out of memory");
}

static void
tally_release(struct tally *tally)
{
	json_decref(tally->types);
	json_decref(tally->open);
	free(tally->is_open);
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
	const char *type;
	json_t *n;
	size_t i;

	json_object_foreach(tally->types, type, n)
	    cmd_say("%s: %lld\n", type, (long long)json_integer_value(n));
	json_array_foreach(tally->open, i, n)
	    cmd_say("open: record %lld: an intent without an outcome\n",
		(long long)json_integer_value(n));
	(void)json_object_set(cmd_summary(), "types", tally->types);
	(void)json_object_set(cmd_summary(), "open_intents", tally->open);
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
open_log(const char *dir, struct sar_err *err)
{
	struct sar_key_public key;
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
		log = sar_log_open(dir, &key, err);
	free(text);
	return log;
}

static int
verify(const char *dir, struct sar_err *err)
{
	struct tally tally = { 0 };
	struct sar_log *log;
	int rc = -1;

	if ((log = open_log(dir, err)) == NULL)
		return -1;
	if (tally_all(&tally, log, err) == 0) {
		say(log, &tally);
		rc = 0;
	}
	if (rc == 0 && sar_log_tail(log) > 0) {
		rc = sar_err_set(err, SAR_EREVIEW,
		    "%s: %llu bytes after what is signed, not part of the log",
		    dir, (unsigned long long)sar_log_tail(log));
		sar_err_hint(err,
		    "a run cut short leaves them; the next record tells of "
		    "them");
	}
	tally_release(&tally);
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
