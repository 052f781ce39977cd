#ifndef SAR_TEST_DOCKET_FILE_H
#define SAR_TEST_DOCKET_FILE_H

/* Dockets that are told of records written by hand. */

#include "docket/dockets.h"
#include "record_line.h"

#define TEXT "'text':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='"
#define DIGEST "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='"
#define RECEIVE                                                   \
	"{'by':'u1','case':'SAR-1','nation':'england-and-wales'," \
	"'received':'2026-05-01','request':" DIGEST               \
	",'scope':'2026-04-01/2026-04-30'}"
#define AGENT                                                           \
	"{'agent':true,'by':'u1','case':'SAR-1','channel':'email',"     \
	"'nation':'scotland','received':'2026-05-01','request':" DIGEST \
	",'scope':'2026-04-01/2026-04-30'}"
#define INTENT                                                    \
	"{'by':'u1','case':'SAR-1','due':'2026-06-01','found':3," \
	"'select':2,'subject':" DIGEST "}"

struct file {
	struct sar_dockets *dockets;
	uint64_t seq;
};

static inline struct file *
file_new(void)
{
	struct sar_err err = SAR_ERR_INIT;
	struct file *file = calloc(1, sizeof(*file));

	assert_non_null(file);
	file->dockets = sar_dockets_new(NULL, &err);
	assert_non_null(file->dockets);
	return file;
}

static inline void
file_free(struct file *file)
{
	sar_dockets_free(file->dockets);
	free(file);
}

/* One more record, logged at ${t}: its number. */
static inline uint64_t
at(struct file *file, const char *type, const char *t, const char *members)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record *record = record_of(file->seq, type, t, members);

	assert_int_equal(sar_dockets_record(file->dockets, record, &err), 0);
	sar_record_free(record);
	return file->seq++;
}

/* The same at noon of ${day}, with ${more} members of case SAR-1. */
static inline uint64_t
step(struct file *file, const char *type, const char *day, const char *more)
{
	char members[1024], t[32];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1','case':'SAR-1','on':'%s',%s}", day, more);
	(void)snprintf(t, sizeof(t), "%sT12:00:00Z", day);
	return at(file, type, t, members);
}

static inline uint64_t
identity(struct file *file, const char *day, const char *what)
{
	char more[128];

	(void)snprintf(more, sizeof(more), "'what':'%s','who':'requester'",
	    what);
	return step(file, "identity", day, more);
}

static inline uint64_t
erased(struct file *file)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record record = { .seq = file->seq,
		.type = SAR_RECORD_ERASED };

	assert_int_equal(sar_dockets_record(file->dockets, &record, &err), 0);
	return file->seq++;
}

static inline uint64_t
receive(struct file *file)
{
	return at(file, "receive", "2026-05-01T12:00:00Z", RECEIVE);
}

static inline uint64_t
release(struct file *file, const char *t, uint64_t intent, const char *more)
{
	char members[512];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1','intent':%d,'pkg':" DIGEST ",'manifest':" DIGEST
	    ",'size':1%s%s}",
	    (int)intent, more == NULL ? "" : ",", more == NULL ? "" : more);
	return at(file, "release", t, members);
}

static inline const struct sar_docket *
docket(const struct file *file)
{
	const struct sar_docket *found = sar_dockets_find(file->dockets,
	    "SAR-1");

	assert_non_null(found);
	return found;
}

static inline enum sar_docket_state
state_of(const struct file *file)
{
	return sar_docket_state(docket(file));
}

static inline int32_t
day(const char *text)
{
	struct sar_date date;

	assert_true(sar_date_parse(text, &date));
	return (int32_t)sar_date_days(date);
}

#endif
