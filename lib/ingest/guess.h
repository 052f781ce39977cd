/* Private to ingest: what the columns of an unknown CSV may be. */
#ifndef SAR_INGEST_GUESS_H
#define SAR_INGEST_GUESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/source.h"
#include "ingest/csv.h"
#include "ingest/ingest.h"
#include "ingest/mapping.h"

#define SAR_GUESS_FORMS 640   /* of times, at most */
#define SAR_GUESS_WORDS 72    /* that tell direction or outcome */
#define SAR_GUESS_ROWS 100000 /* as many are looked at */

/* What a column can hold. */
enum sar_guess_kind {
	SAR_GUESS_MOMENT, /* a date and a time */
	SAR_GUESS_DATE,
	SAR_GUESS_CLOCK
};

/* A form that times may have; the table is made by sar_guess_forms(). */
struct sar_guess_form {
	char text[24];
	enum sar_guess_kind kind;
};

/* What the values of a column look like: counts, none of the values. */
struct sar_guess_column {
	const char *name; /* as in the header */
	char words[128];  /* the name in lower case, words apart by spaces */
	bool usable;      /* can be named in a mapping */
	bool taken;       /* is something in the proposal */
	uint64_t filled;  /* values that are not empty */
	uint64_t seconds, ms, hms, ms60, ms60_long; /* fit as lengths */
	uint64_t epoch, epoch_ms;
	uint64_t phones;    /* public numbers */
	uint64_t numbers;   /* and extensions, withheld ones */
	uint64_t audio;     /* end as names of audio files do */
	uint64_t absolute;  /* begin with '/', '\\' or a drive */
	uint64_t backslash; /* have one */
	/* Of each word: in lower case, in upper case, with a capital. */
	uint64_t words_seen[SAR_GUESS_WORDS][3], words_other;
	bool unique; /* no value is there twice */
	uint64_t *hashes;
	uint32_t forms[SAR_GUESS_FORMS];
};

struct sar_guess_table {
	char delimiter;
	uint64_t rows;
	bool all; /* rows are all there are */
	struct sar_guess_column *columns;
	size_t n, hashed;
	char *names; /* what the columns' names point into */
};

/** sar_guess_forms: All forms there are, the strictest first; *${n} of them. */
const struct sar_guess_form *sar_guess_forms(size_t *n);

/** sar_guess_word: The ${i}th word that tells something; NULL at the end. */
struct sar_guess_word {
	const char *word; /* in lower case */
	const char *key;  /* "in", "out", "internal", "value": answered */
};
const struct sar_guess_word *sar_guess_word(size_t i);

/** sar_guess_look: Count the columns of ${source}. */
SAR_MUST_CHECK int sar_guess_look(const struct sar_source *source,
    struct sar_guess_table *table, struct sar_err *err);
void sar_guess_free(struct sar_guess_table *table);

/** sar_guess_named: Does the column's name have ${phrase} in it, as words? */
bool sar_guess_named(const struct sar_guess_column *column, const char *phrase);

/* What the proposal takes; NULL where nothing fits. */
struct sar_guess_picks {
	struct sar_guess_column *start, *clock, *end, *end_clock;
	struct sar_guess_column *duration, *talk;
	struct sar_guess_column *recording, *direction, *answered;
	struct sar_guess_column *entry, *caller, *called, *local, *remote;
	struct sar_guess_column *group, *ref;
	/* Named as such, but the values do not look it: for a person. */
	struct sar_guess_column *start_maybe, *recording_maybe;
	struct sar_guess_column *caller_maybe, *called_maybe, *talk_maybe;
	bool epoch, epoch_ms;            /* start is */
	enum sar_mapping_length lengths; /* of duration and talk */
	bool lengths_maybe; /* MI:SS, or it could be hours and minutes */
};

/** sar_guess_pick: Which column is what, by name and by content. */
void sar_guess_pick(struct sar_guess_table *table,
    struct sar_guess_picks *picks);

/* In which form a column's times are. */
struct sar_guess_choice {
	const struct sar_guess_form *best;   /* NULL: none */
	const struct sar_guess_form *second; /* for the values best misses */
	const struct sar_guess_form *rival;  /* could be meant instead */
};
void sar_guess_choose(const struct sar_guess_column *column,
    enum sar_guess_kind kind, struct sar_guess_choice *choice);

/** sar_guess_write: The mapping that ${table} suggests. */
SAR_MUST_CHECK int sar_guess_write(struct sar_guess_table *table,
    struct sar_buf *out, struct sar_ingest_guess *guess, struct sar_err *err);

/** sar_guess_source: sar_ingest_guess() of bytes. */
SAR_MUST_CHECK int sar_guess_source(const struct sar_source *source,
    struct sar_buf *out, struct sar_ingest_guess *guess, struct sar_err *err);

#endif
