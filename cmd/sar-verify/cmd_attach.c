#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "disclosure/attach.h"
#include "disclosure/log.h"
#include "export/home.h"
#include "sar-verify/commands.h"
#include "sar-verify/trust.h"
#include "tlog/cosign.h"

#define FILE_MAX ((size_t)512 << 10)
#define LINES_MAX 16 /* cosignatures of one file */

static struct {
	char *witness, *policy;
} args;

static const struct poptOption options[] = {
	{ "witness", '\0', POPT_ARG_STRING, &args.witness, 1,
	    "the witness's public key", "FILE" },
	{ "policy", '\0', POPT_ARG_STRING, &args.policy, 2,
	    "the witnesses to take cosignatures of (C2SP tlog-policy)",
	    "FILE" },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* A cosignature of the file, by a witness we know. */
struct line {
	const char *text; /* in the file; its LF may be wanting */
	size_t len;
	const struct sar_key_public *by;
	struct sar_cosignature cosignature;
	char *note; /* the log's checkpoint it is of; NULL till it is found */
	size_t note_len;
	uint64_t size;
	bool told; /* a cosigned record has it */
};

struct held {
	struct sar_home *home;
	char *log, *lock;
	struct sar_policy *policy;
	struct sar_key_public one; /* --witness */
	const struct sar_key_public *witnesses;
	size_t n_witnesses;
	char *text;
	struct line lines[LINES_MAX];
	size_t n;
};

static int
read_witnesses(struct held *held, struct sar_err *err)
{
	struct trust_args trust = { NULL, args.policy };

	if ((args.witness == NULL) == (args.policy == NULL))
		return sar_err_set(err, SAR_EINPUT,
		    args.witness == NULL ? "--witness or --policy is needed"
					 : "either --witness or --policy");
	if (args.witness != NULL) {
		held->witnesses = &held->one;
		held->n_witnesses = 1;
		return trust_witness(args.witness, &held->one, err);
	}
	if ((held->policy = trust_read(&trust, err)) == NULL)
		return -1;
	held->witnesses = sar_policy_witnesses(held->policy,
	    &held->n_witnesses);
	return 0;
}

static bool
is_taken(const struct held *held, const struct line *line)
{
	size_t i;

	for (i = 0; i < held->n; i++)
		if (held->lines[i].len == line->len &&
		    memcmp(held->lines[i].text, line->text, line->len) == 0)
			return true;
	return false;
}

/* Take the line if a witness of ours made it. */
static int
take_line(struct held *held, const char *text, size_t len, struct sar_err *err)
{
	struct line line = { .text = text, .len = len };
	size_t i;

	for (i = 0; !is_taken(held, &line) && i < held->n_witnesses; i++) {
		if (!sar_cosign_parse(text, len, &held->witnesses[i],
			&line.cosignature))
			continue;
		if (held->n == LINES_MAX)
			return sar_err_set(err, SAR_EINPUT,
			    "more than %d cosignatures", LINES_MAX);
		line.by = &held->witnesses[i];
		held->lines[held->n++] = line;
		return 0;
	}
	return 0;
}

/* Of a whole note, the lines after its text; lines of others are not ours. */
static int
read_lines(struct held *held, const char *path, struct sar_err *err)
{
	const char *p, *end, *lf;
	size_t len;

	if (sar_file_read(path, FILE_MAX, &held->text, &len, err) == -1)
		return -1;
	for (p = held->text, end = p + len; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (lf == NULL)
			lf = end;
		if (take_line(held, p, (size_t)(lf - p), err) == -1)
			return -1;
	}
	if (held->n > 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: no cosignature by a witness that was named", path);
}

/* Which of the cosignatures are of this checkpoint? */
static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	const char *end = memmem(note->text, note->len, "\n\n", 2);
	struct held *held = ctx;
	size_t i;

	for (i = 0; end != NULL && i < held->n; i++) {
		struct line *line = &held->lines[i];

		if (line->note != NULL ||
		    !sar_cosign_verify(&line->cosignature, line->by, note->text,
			(size_t)(end - note->text) + 1))
			continue;
		line->note = strndup(note->text, note->len);
		line->note_len = note->len;
		line->size = note->size;
		if (line->note == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	return 0;
}

/* It comes after the checkpoint that it tells of. */
static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct held *held = ctx;
	char vkey[SAR_VKEY_MAX];
	uint64_t size, ts;
	size_t i;

	(void)err;
	if (record->type != SAR_RECORD_COSIGNED ||
	    !sar_record_number(record, "size", &size) ||
	    !sar_record_number(record, "ts", &ts))
		return 0;
	for (i = 0; i < held->n; i++) {
		struct line *line = &held->lines[i];

		if (line->note == NULL || size != line->size ||
		    ts != (uint64_t)line->cosignature.time)
			continue;
		sar_key_public_format(line->by, vkey);
		line->told |= sar_record_is(record, "key", vkey);
	}
	return 0;
}

/* Reading a log need not verify each signature; what is kept for good must. */
static int
check_signature(const struct line *line, const struct sar_log *log,
    struct sar_err *err)
{
	const struct sar_log_key *keys;
	struct sar_note note;
	size_t n, i;

	keys = sar_log_keys(log, &n);
	for (i = 0; i < n; i++)
		if (sar_note_parse(line->note, line->note_len, &keys[i].key,
			&note) &&
		    sar_note_verify(line->note, &note, &keys[i].key))
			return 0;
	return sar_err_set(err, SAR_ETAMPER,
	    "log: a checkpoint's signature does not verify");
}

static int
check_line(const struct line *line, const struct sar_log *log,
    struct sar_err *err)
{
	if (line->note != NULL)
		return check_signature(line, log, err);
	(void)sar_err_set(err, SAR_ETAMPER,
	    "a cosignature that is of no checkpoint of this log");
	sar_err_hint(err,
	    "either it is of another log, or the log was changed since");
	return -1;
}

static int
read_log(struct held *held, struct sar_err *err)
{
	struct sar_log_reading how = { .record = take_record,
		.note = take_note,
		.ctx = held,
		.stop = &cmd_stop };
	struct sar_log *log;
	size_t i;
	int rc = 0;

	if ((log = sar_home_log_open(held->home, &how, err)) == NULL)
		return -1;
	for (i = 0; rc == 0 && i < held->n; i++)
		rc = check_line(&held->lines[i], log, err);
	sar_log_free(log);
	return rc;
}

/* The note is there for good before a record tells of it. */
static int
attach_one(const struct held *held, const struct line *line,
    struct sar_err *err)
{
	char vkey[SAR_VKEY_MAX], *text = NULL;
	struct sar_attach_one one = { line->note, line->note_len, NULL,
		line->len + 1 };
	struct sar_home_record record = { .type = "cosigned",
		.lock_wait = cmd_lock_wait(),
		.now = (int64_t)time(NULL) };
	json_t *members;
	bool added;
	uint64_t seq;
	int rc = -1;

	sar_key_public_format(line->by, vkey);
	if (asprintf(&text, "%.*s\n", (int)line->len, line->text) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	one.line = text;
	members = json_pack("{sssssIsI}", "by", line->by->name, "key", vkey,
	    "size", (json_int_t)line->size, "ts",
	    (json_int_t)line->cosignature.time);
	if (members == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if (sar_attach_add(held->log, held->lock,
		     sar_home_log_wait(cmd_lock_wait()), &one, &added,
		     err) == 0)
		rc = line->told
			 ? 0
			 : sar_home_log(held->home,
			       (record.members = members, &record), &seq, err);
	json_decref(members);
	free(text);
	if (rc == 0)
		cmd_say("%s: size %llu, %s\n", line->by->name,
		    (unsigned long long)line->size,
		    line->told && !added ? "was there" : "attached");
	return rc;
}

static int
attach_all(struct held *held, struct sar_err *err)
{
	json_t *list = json_array();
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < held->n; i++) {
		rc = attach_one(held, &held->lines[i], err);
		if (rc == 0)
			(void)json_array_append_new(list,
			    json_pack("{sssIsI}", "by", held->lines[i].by->name,
				"size", (json_int_t)held->lines[i].size, "time",
				(json_int_t)held->lines[i].cosignature.time));
	}
	(void)json_object_set_new(cmd_summary(), "attached", list);
	return rc;
}

static void
let_go(struct held *held)
{
	size_t i;

	for (i = 0; i < held->n; i++)
		free(held->lines[i].note);
	free(held->text);
	free(held->log);
	free(held->lock);
	sar_policy_free(held->policy);
	sar_home_free(held->home);
}

/* Two at a time would both find no record of what they attach. */
static int
attach(const char *path, struct sar_err *err)
{
	struct held held = { .n = 0 };
	char *own = NULL;
	int lock = -1;
	int rc = -1;

	if (read_witnesses(&held, err) == 0 &&
	    read_lines(&held, path, err) == 0 &&
	    (held.home = sar_home_open(cmd_home(), err)) != NULL &&
	    (held.log = sar_home_path(held.home, "log", err)) != NULL &&
	    (held.lock = sar_home_path(held.home, "log.lock", err)) != NULL &&
	    (own = sar_home_path(held.home, "attach.lock", err)) != NULL &&
	    (lock = sar_file_lock(own, sar_home_log_wait(cmd_lock_wait()),
		 err)) != -1 &&
	    read_log(&held, err) == 0)
		rc = attach_all(&held, err);
	if (lock != -1)
		(void)close(lock);
	free(own);
	let_go(&held);
	return rc;
}

int
cmd_attach(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "--witness FILE COSIGNATURE",
	    &rest, &err);
	if (rc == -1 || (rc == 0 && attach(rest[0], &err) == -1))
		status = cmd_report(&err);
	free(args.witness);
	free(args.policy);
	return status;
}
