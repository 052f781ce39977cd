#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/file.h"
#include "base/syslog.h"
#include "base/text.h"
#include "export/home.h"
#include "request/request.h"
#include "tlog/vkeys.h"

#define SKEY "keys/log.skey"

/* The credential that systemd gave this service: its path, NULL for none. */
static int
find_credential(char **path, struct sar_err *err)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	*path = NULL;
	if (folder == NULL || folder[0] != '/')
		return 0;
	if ((*path = sar_file_join(folder, "log.skey", err)) == NULL)
		return -1;
	if (!sar_file_exists(*path)) {
		free(*path);
		*path = NULL;
	}
	return 0;
}

/*
 * The home's own.  While a key is changed there is a moment in which the old
 * one is overwritten and the new one is not in its place yet.
 */
static struct sar_key_secret *
read_own(const struct sar_home *home, struct sar_err *err)
{
	struct sar_err other = SAR_ERR_INIT;
	struct sar_key_secret *key = NULL;
	char *path = sar_home_path(home, SKEY, err);
	char *next = sar_home_path(home, SKEY ".new", err);

	if (path != NULL && next != NULL &&
	    (key = sar_key_secret_read(path, err)) == NULL &&
	    (key = sar_key_secret_read(next, &other)) != NULL)
		*err = (struct sar_err)SAR_ERR_INIT;
	free(path);
	free(next);
	return key;
}

struct sar_key_secret *
sar_home_sign_key(const struct sar_home *home, struct sar_err *err)
{
	struct sar_key_secret *key;
	char *path;

	if (find_credential(&path, err) == -1)
		return NULL;
	key = path != NULL ? sar_key_secret_read(path, err)
			   : read_own(home, err);
	free(path);
	return key;
}

char *
sar_home_key_path(const struct sar_home *home, bool *credential,
    struct sar_err *err)
{
	char *path;

	if (find_credential(&path, err) == -1)
		return NULL;
	*credential = path != NULL;
	return path != NULL ? path : sar_home_path(home, SKEY, err);
}

int
sar_home_has_key(const struct sar_home *home, bool *there, struct sar_err *err)
{
	bool credential;
	char *path = sar_home_key_path(home, &credential, err);

	if (path == NULL)
		return -1;
	*there = sar_file_exists(path);
	free(path);
	return 0;
}

int
sar_home_verify_key(const struct sar_home *home, struct sar_key_public *key,
    struct sar_err *err)
{
	char *path = sar_home_path(home, "log.vkey", err);
	struct sar_key_public *keys = NULL;
	size_t n;
	int rc = -1;

	if (path != NULL &&
	    (rc = sar_vkeys_read(path, SAR_KEY_LOG, &keys, &n, err)) == 0)
		*key = keys[0];
	free(keys);
	free(path);
	return rc;
}

struct sar_log *
sar_home_log_open(const struct sar_home *home,
    const struct sar_log_reading *how, struct sar_err *err)
{
	struct sar_log_reading reading = { 0 };
	struct sar_key_public key;
	struct sar_log *log = NULL;
	char *dir = sar_home_path(home, "log", err);
	char *mark = sar_home_path(home, SAR_HOME_MARK, err);

	if (how != NULL)
		reading = *how;
	reading.dir = dir;
	reading.mark = mark;
	reading.key = &key;
	if (dir != NULL && mark != NULL &&
	    sar_home_verify_key(home, &key, err) == 0)
		log = sar_log_open(&reading, err);
	free(mark);
	free(dir);
	return log;
}

unsigned
sar_home_log_wait(unsigned asked)
{
	static const unsigned least = 10;

	return asked > least ? asked : least;
}

/*
 * A copy of each checkpoint where the log's keeper cannot change it: "sar-log
 * checkpoint ORIGIN SIZE ROOT", which are the note's first three lines.
 */
static void
tell_system(void *ctx, const char *note, size_t len)
{
	static const char head[] = "sar-log checkpoint ";
	char line[512];
	size_t at = sizeof(head) - 1, lines = 0, i;

	(void)ctx;
	memcpy(line, head, sizeof(head) - 1);
	for (i = 0; i < len && lines < 3 && at < sizeof(line) - 1; i++) {
		line[at] = note[i];
		if (note[i] == '\n') {
			line[at] = ' ';
			lines++;
		}
		at++;
	}
	line[at - 1] = '\0';
	if (lines == 3)
		sar_syslog_send(SAR_SYSLOG_SOCKET, "sar-log", line);
}

/* The credential is all there is of the key, or the file is. */
static int
find_key(struct sar_home_writer *writer, struct sar_err *err)
{
	char *path;

	if (find_credential(&path, err) == -1)
		return -1;
	if (path == NULL) {
		writer->log.skey = writer->skey;
		return 0;
	}
	writer->key = sar_key_secret_read(path, err);
	writer->log.key = writer->key;
	free(path);
	return writer->key == NULL ? -1 : 0;
}

static int64_t
clock_says(void)
{
	return (int64_t)time(NULL);
}

int
sar_home_writer_open(const struct sar_home *home, unsigned lock_wait,
    int64_t now, struct sar_home_writer *writer, struct sar_err *err)
{
	memset(writer, 0, sizeof(*writer));
	if ((writer->dir = sar_home_path(home, "log", err)) == NULL ||
	    (writer->lock = sar_home_path(home, "log.lock", err)) == NULL ||
	    (writer->mark = sar_home_path(home, SAR_HOME_MARK, err)) == NULL ||
	    (writer->skey = sar_home_path(home, SKEY, err)) == NULL ||
	    (writer->vkeys = sar_home_path(home, "log.vkey", err)) == NULL ||
	    sar_home_verify_key(home, &writer->first, err) == -1)
		return -1;
	writer->log = (struct sar_log_writer){
		.dir = writer->dir,
		.lock = writer->lock,
		.lock_wait = sar_home_log_wait(lock_wait),
		.now = now,
		.clock = clock_says,
		.first = &writer->first,
		.mark = writer->mark,
		.vkeys = writer->vkeys,
		.network = home->log_network,
		.committed = tell_system,
	};
	return find_key(writer, err);
}

void
sar_home_writer_close(struct sar_home_writer *writer)
{
	sar_key_secret_free(writer->key);
	free(writer->dir);
	free(writer->lock);
	free(writer->mark);
	free(writer->skey);
	free(writer->vkeys);
	memset(writer, 0, sizeof(*writer));
}

/* A digest, a key and a day are no number of anybody's, whatever digits. */
static bool
may_be_logged(const json_t *value, const struct sar_phone_plan *plan)
{
	const char *text = json_string_value(value);
	struct sar_date day;

	return text == NULL || !sar_text_plain(text, SAR_REQUEST_STAFF_MAX) ||
	       sar_date_parse(text, &day) || sar_request_staff_id(text, plan);
}

/*
 * Whoever has a telephone number in hand refuses it long before: this is what
 * stands between a mistake of ours and a log that nobody may change.
 */
static int
refuse_numbers(const struct sar_home *home,
    const struct sar_home_record *record, struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&home->phone);
	/* jansson does not iterate through a const pointer. */
	json_t *members = json_deep_copy(record->members);
	const char *name;
	json_t *value, *one;
	size_t i;
	bool good = true;

	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	json_object_foreach(members, name, value)
	{
		good = good && may_be_logged(value, &plan);
		json_array_foreach(value, i, one)
		    good = good && may_be_logged(one, &plan);
	}
	json_decref(members);
	if (good)
		return 0;
	return sar_err_set(err, SAR_EREFUSED,
	    "log: %s: a member is a telephone number", record->type);
}

int
sar_home_log_all(const struct sar_home *home,
    const struct sar_home_record *records, size_t n, uint64_t *first,
    struct sar_err *err)
{
	struct sar_log_entry entries[SAR_HOME_BATCH];
	struct sar_home_writer writer;
	size_t i;
	int rc = -1;

	assert(n > 0 && n <= SAR_HOME_BATCH);
	for (i = 0; i < n; i++) {
		if (refuse_numbers(home, &records[i], err) == -1)
			return -1;
		entries[i] = (struct sar_log_entry){ records[i].type,
			records[i].members };
	}
	if (sar_home_writer_open(home, records[0].lock_wait, records[0].now,
		&writer, err) == 0)
		rc = sar_log_append_all(&writer.log, entries, n, first, err);
	sar_home_writer_close(&writer);
	return rc;
}

int
sar_home_log(const struct sar_home *home, const struct sar_home_record *record,
    uint64_t *seq, struct sar_err *err)
{
	return sar_home_log_all(home, record, 1, seq, err);
}
