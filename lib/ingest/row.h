/* Private to ingest: one leg of an export, read. */
#ifndef SAR_INGEST_ROW_H
#define SAR_INGEST_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/zone.h"
#include "ingest/csv.h"
#include "ingest/ingest.h"

#define SAR_ROW_TEXT 65536 /* of all strings a row keeps */
#define SAR_ROW_PATH_MAX 512
#define SAR_ROW_REF_MAX 200 /* of a ref, a group or a link's target */

/* A recording that the row names. */
struct sar_row_file {
	const char *path; /* below the recordings' folder, checked */
	int64_t offset_ms, length_ms; /* as in struct sar_index_use */
	/* Set for sound that is inside the export itself, where nothing can
	   redact it: it is registered as unsupported, never left out. */
	bool embedded;
	uint64_t bytes;                 /* of embedded sound */
	uint8_t sha256[SAR_SHA256_LEN]; /* of embedded sound */
	/* sha256 is what the record says the file's is: as sha512. */
	bool sha256_said;
	/* What the record says the file's SHA-512 is: one that differs is
	   damaged.  NULL when it does not say. */
	const uint8_t *sha512;
	/* What the record says a file without a header is; of no codec when
	   it does not say. */
	struct sar_media_raw raw;
};

struct sar_row_stream {
	size_t file; /* index into files */
	uint32_t channel;
	int party;
};

struct sar_row_segment {
	size_t file;
	int64_t from_ms, to_ms;
	int party;
};

#define SAR_ROW_KNOWN 8192

/* A number read before. */
struct sar_row_known {
	const struct sar_phone_plan *plan; /* NULL: none */
	uint64_t file; /* it was read for: its plan is its own */
	char text[24];
	struct sar_phone number;
};

/*
 * A row.  leg.parties and the arrays below are the row's own; leg's strings
 * point into the record read or into text.  A row that cannot be read names
 * the column and says why, never what stood there.
 */
struct sar_row {
	struct sar_index_leg
	    leg; /* uses, streams, ... are filled by the sink */
	enum sar_zone_fit fit;
	const char *column; /* of a reject */
	const char *reason;
	bool full; /* something did not fit: the row is a reject */
	struct sar_row_file files[SAR_INDEX_USES];
	size_t n_files;
	struct sar_row_stream streams[SAR_INDEX_USES];
	size_t n_streams;
	struct sar_row_segment segments[SAR_INDEX_EVENTS];
	size_t n_segments;
	struct sar_index_event events[SAR_INDEX_EVENTS];
	size_t n_events;
	struct sar_index_link links[SAR_INDEX_LINKS];
	size_t n_links;
	struct sar_index_party parties[SAR_INDEX_PARTIES];
	size_t text_len;
	char text[SAR_ROW_TEXT];
	/* These stay when it is cleared. */
	uint64_t file; /* counts the files of an import */
	struct sar_row_known known[SAR_ROW_KNOWN];
};

/* What reading rows needs beside the row. */
struct sar_row_context {
	const struct sar_zone *zone;
	enum sar_time_basis basis;     /* of times that have no zone */
	struct sar_phone_plan written; /* numbers as people write them */
	struct sar_phone_plan dialled; /* with the outside digit */
};

/** sar_row_clear: An empty row: times unknown, nothing in any list. */
void sar_row_clear(struct sar_row *row);

/** sar_row_reject: Say why the row cannot be read; always false. */
bool sar_row_reject(struct sar_row *row, const char *column,
    const char *reason);

/**
 * sar_row_keep: A copy of ${len} bytes at ${text}, a string that lives as
 * long as the row; "" and row->full when there is no room.
 */
const char *sar_row_keep(struct sar_row *row, const char *text, size_t len);

/** sar_row_format: The same of printf's output. */
const char *sar_row_format(struct sar_row *row, const char *fmt, ...)
    SAR_PRINTF(2, 3);

/**
 * sar_row_party: Add ${text}, which lives as long as the row, as a party,
 * unless it is empty or a number that a party of the same role has already
 * (for SAR_ROLE_OTHER: of any role).  ${plan} lives as long as the import.
 * Return its place in parties, or SAR_INDEX_NO_PARTY when ${text} is empty.
 */
int sar_row_party(struct sar_row *row, const struct sar_phone_plan *plan,
    enum sar_role role, const char *text);

/** sar_row_extension: "2003" out of "PJSIP/2003-0000004a", kept; or "". */
const char *sar_row_extension(struct sar_row *row, const char *channel);

/* Add to the lists; row->full when there is no room. */

/** sar_row_file: The file at ${path}; NULL, row rejected, if it is unsafe. */
struct sar_row_file *sar_row_file(struct sar_row *row, const char *column,
    const char *path);
void sar_row_event(struct sar_row *row, enum sar_event what, int party,
    int64_t at_ms);
void sar_row_link(struct sar_row *row, enum sar_link kind, bool to_group,
    const char *target, const char *evidence);
void sar_row_stream(struct sar_row *row, size_t file, uint32_t channel,
    int party);
void sar_row_segment(struct sar_row *row, size_t file, int64_t from_ms,
    int64_t to_ms, int party);

/**
 * sar_row_start: Set start from a time that has no zone, by the context's
 * basis; fit and uncertain say how sure that is (rules T1 and T2).
 */
void sar_row_start(struct sar_row *row, const struct sar_row_context *context,
    const struct sar_civil *local);

/**
 * sar_row_settle: In the hour that repeats, ${epoch}, the UTC second another
 * clock had within two minutes of it, tells which of the two it was.
 */
void sar_row_settle(struct sar_row *row, const struct sar_row_context *context,
    const struct sar_civil *local, int64_t epoch);

/**
 * sar_row_epoch: The UTC second in which the channel of an Asterisk unique id
 * was made; 0 if it tells none, or one before 2000: an id of another making.
 */
int64_t sar_row_epoch(const char *uniqueid);

/** sar_row_safe: May ${path} be joined to the root: relative, no "..". */
bool sar_row_safe(const char *path);

/** sar_row_seconds: A whole number of seconds of at most a week. */
bool sar_row_seconds(const char *text, uint32_t *out);

#endif
