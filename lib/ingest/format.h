/* Private to ingest: the formats that recorders' exports come in. */
#ifndef SAR_INGEST_FORMAT_H
#define SAR_INGEST_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "ingest/ingest.h"
#include "ingest/row.h"

struct sar_sink;     /* opaque: where rows go */
struct sar_database; /* opaque: database.h */

#define SAR_PROBE_HEAD 65536
#define SAR_PROBE_RECORDS 8

/* The beginning of a file, from which a format tells whether it is its own. */
struct sar_probe {
	const char *head; /* NUL-terminated after len bytes */
	size_t len;       /* at most SAR_PROBE_HEAD */
	bool whole;       /* head is all there is */
	/* The first records, read as a CSV with commas; none when it cannot
	   be.  The last one may be cut short. */
	struct sar_ingest_record records[SAR_PROBE_RECORDS];
	size_t n_records;
	struct sar_database *db; /* an SQLite database, open; else NULL */
};

/* What a format keeps from one file of an import to the next, while they are
   of its own kind: a document that only says what changed. */
struct sar_carry {
	const struct sar_format *owner; /* NULL: nothing is kept */
	void *kept;
	void (*release)(void *kept);
};

/* One file being read. */
struct sar_reading {
	const struct sar_source *source; /* its bytes */
	const char *name;                /* for messages */
	const struct sar_ingest_options *options;
	struct sar_row_context context; /* basis: the format may set it */
	struct sar_sink *sink;
	struct sar_row *row;            /* to fill; cleared by the sink */
	struct sar_database *db;        /* as in the probe */
	uint8_t sha256[SAR_SHA256_LEN]; /* format: of the bytes it read */
	const char *evidence;           /* format: of the basis */
	bool maybe_cut;                 /* format: probably not complete */
	bool unverified;                /* format: signed, and by whom? */
	struct sar_carry *carry;        /* the import's */
};

/*
 * A format.  A file whose beginning two formats know is refused, so probe()
 * must be strict.  read() hands each leg to sar_sink_row() and each row it
 * cannot read to sar_sink_reject(), in order, and fails only where nothing
 * after can be trusted: torn, not the format at all, or an I/O error.
 */
struct sar_format {
	const char *name;    /* "freepbx-csv", as --format and sources say */
	unsigned version;    /* counts up when it reads the same otherwise */
	const char *title;   /* for people: "FreePBX CDR Reports, CSV" */
	const char *system;  /* the recorder's name unless one is given */
	const char *grouped; /* what joins legs: "linkedid"; "" for nothing */
	/* One call or leg a file: a file that cannot be read is a reject when
	   it is one of several. */
	bool document;
	bool (*probe)(const struct sar_probe *probe);
	/* For a database: in->sha256 of the rows to be read.  NULL: the
	   digest is that of the file's bytes. */
	int (*digest)(struct sar_reading *in, struct sar_err *err);
	int (*read)(struct sar_reading *in, struct sar_err *err);
};

/** sar_format_list: All formats; a NULL ends the list. */
const struct sar_format *const *sar_format_list(void);

/** sar_format_find: By name; NULL when there is none. */
const struct sar_format *sar_format_find(const char *name);

/**
 * sar_sink_row: Take in->row, read from ${line}: the recordings it names are
 * opened and measured, the leg is written.  Clears the row.
 */
SAR_MUST_CHECK int sar_sink_row(struct sar_reading *in, uint64_t line,
    struct sar_err *err);

/** sar_sink_reject: Count and list a row that cannot be read; clears it. */
SAR_MUST_CHECK int sar_sink_reject(struct sar_reading *in, uint64_t line,
    const char *column, const char *reason, struct sar_err *err);

/** sar_sink_take: sar_sink_row() if ${good}, else the reject row->column. */
SAR_MUST_CHECK int sar_sink_take(struct sar_reading *in, uint64_t line,
    bool good, struct sar_err *err);

/**
 * sar_format_drop: Release what is kept.  A format that finds what another has
 * kept drops it.
 */
void sar_format_drop(struct sar_carry *carry);

/* The formats, each in the file of its name. */
extern const struct sar_format sar_format_asterisk_cel;
extern const struct sar_format sar_format_asterisk_csv;
extern const struct sar_format sar_format_asterisk_custom_csv;
extern const struct sar_format sar_format_asterisk_sqlite;
extern const struct sar_format sar_format_freepbx_csv;
extern const struct sar_format sar_format_freepbx_sql;
extern const struct sar_format sar_format_freepbx_sqlite;
extern const struct sar_format sar_format_freeswitch_csv;
extern const struct sar_format sar_format_freeswitch_json;
extern const struct sar_format sar_format_freeswitch_sqlite;
extern const struct sar_format sar_format_freeswitch_xml;
extern const struct sar_format sar_format_fusionpbx_csv;
extern const struct sar_format sar_format_mikopbx_sqlite;
extern const struct sar_format sar_format_oreka_sql;
extern const struct sar_format sar_format_oreka_sqlite;
extern const struct sar_format sar_format_oreka_tape;
extern const struct sar_format sar_format_rtpengine_sql;
extern const struct sar_format sar_format_rtpengine_sqlite;
extern const struct sar_format sar_format_siprec;
extern const struct sar_format sar_format_vcon;

/**
 * sar_format_mapped: A format for the mapping of ${options}; the caller frees
 * it with sar_format_mapped_free().
 */
SAR_MUST_CHECK struct sar_format *sar_format_mapped(
    const struct sar_ingest_options *options, struct sar_err *err);
void sar_format_mapped_free(struct sar_format *format);

#endif
