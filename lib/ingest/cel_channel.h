/* Private to ingest: what is known of a channel while its log is read. */
#ifndef SAR_INGEST_CEL_CHANNEL_H
#define SAR_INGEST_CEL_CHANNEL_H

#include <sys/queue.h>

#include "ingest/format.h"

#define SAR_CEL_ID_MAX 150     /* bytes of a unique id */
#define SAR_CEL_TIME_MAX 40    /* ... of a time: with the id, a ref */
#define SAR_CEL_FIELD_MAX 1024 /* ... of a number or a channel's name */
#define SAR_CEL_LONG_MAX 65536 /* ... of a list of peers, or of extra */
#define SAR_CEL_TEXTS 24
#define SAR_CEL_TIES 24
#define SAR_CEL_STEPS 256

/* What a channel's events say of numbers. */
enum sar_cel_kind {
	SAR_CEL_OWN,     /* at this end: caller ID, ANI */
	SAR_CEL_DIALLED, /* what it called */
	SAR_CEL_ANOTHER, /* who sent the call on to it */
	SAR_CEL_SENT,    /* dialled: where it sent another */
	SAR_CEL_DEVICE   /* a channel's name or dial string */
};

struct sar_cel_text {
	enum sar_cel_kind kind;
	char *text;
};

/* Another channel, or a group of legs, that an event names. */
struct sar_cel_tie {
	enum sar_link kind;
	bool to_group;
	char *id; /* unique id, or that of a group */
	const char *evidence;
};

struct sar_cel_step {
	enum sar_event what;
	int64_t at_ms;
};

struct sar_cel_channel {
	TAILQ_ENTRY(sar_cel_channel) list;
	char *unique;
	char *linked; /* the last one */
	char *name;
	char *raw;     /* time of its first event, as written */
	uint64_t line; /* of that */
	int64_t first_ms, last_ms;
	int64_t answer_ms;  /* or SAR_INDEX_NO_TIME */
	uint32_t uncertain; /* the most of any event */
	enum sar_zone_fit fit;
	bool began;  /* the log shows its beginning */
	bool caller; /* it called; else it was called */
	bool held, was_held, gone;
	struct sar_cel_text texts[SAR_CEL_TEXTS];
	size_t n_texts;
	struct sar_cel_tie ties[SAR_CEL_TIES];
	size_t n_ties;
	struct sar_cel_step *steps;
	size_t n_steps;
};

TAILQ_HEAD(sar_cel_list, sar_cel_channel);

/** sar_cel_channel_new: Strings copied; NULL with ${err} set. */
SAR_MUST_CHECK struct sar_cel_channel *sar_cel_channel_new(const char *unique,
    const char *raw, struct sar_err *err);
void sar_cel_channel_free(struct sar_cel_channel *channel);

/* What is kept of it; "" and what is there already is passed over.  Each
   fails only when out of memory: see sar_cel_channel_full(). */
SAR_MUST_CHECK int sar_cel_channel_text(struct sar_cel_channel *channel,
    enum sar_cel_kind kind, const char *text, struct sar_err *err);
SAR_MUST_CHECK int sar_cel_channel_tie(struct sar_cel_channel *channel,
    enum sar_link kind, bool to_group, const char *id, const char *evidence,
    struct sar_err *err);
SAR_MUST_CHECK int sar_cel_channel_step(struct sar_cel_channel *channel,
    enum sar_event what, int64_t at_ms, struct sar_err *err);

/** sar_cel_channel_full: May an event at ${at_ms} not fit any more? */
bool sar_cel_channel_full(const struct sar_cel_channel *channel, int64_t at_ms);

/** sar_cel_channel_give: Hand it to the sink as a leg. */
SAR_MUST_CHECK int sar_cel_channel_give(const struct sar_cel_channel *channel,
    struct sar_reading *in, struct sar_err *err);

#endif
