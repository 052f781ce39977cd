#ifndef SAR_MARKS_DECISION_H
#define SAR_MARKS_DECISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct sar_line;
struct sar_marks;
struct sar_mark;

/*
 * Why something about somebody else is taken out or left in: the record that
 * DPA 2018 Sch. 2 para. 16 asks for (reference law-and-practice.md 1.5), or,
 * for a provision with a test of prejudice, the note that the test needs (1.6).
 * The program keeps what people decided; it decides nothing.
 */
enum sar_decision_field {
	SAR_FIELD_OUTCOME,      /* redact or disclose */
	SAR_FIELD_WITHOUT,      /* can the request be met without identifying
				   them? yes or no */
	SAR_FIELD_CONSENT,      /* given, refused, not-sought, not-capable */
	SAR_FIELD_CONSENT_DATE, /* of the answer */
	SAR_FIELD_EVIDENCE,     /* where the answer is kept */
	SAR_FIELD_INFORMATION,  /* the five factors: type of information, */
	SAR_FIELD_CONFIDENTIAL, /* duty of confidentiality, */
	SAR_FIELD_STEPS,        /* steps taken to seek consent, */
	SAR_FIELD_CAPABILITY,   /* capability to consent, */
	SAR_FIELD_REFUSAL,      /* express refusal; each a note or "n/a" */
	SAR_FIELD_PREJUDICE,    /* note of the test, where there is one */
	SAR_FIELD_PARENT,       /* of NEITHER: the provision it rests on */
	SAR_FIELD_WHOLE,        /* why all of a recording has to go */
	SAR_FIELD_BY,           /* staff id */
	SAR_FIELD_ON,           /* date */
	SAR_DECISION_FIELDS
};

#define SAR_DECISION_ID 9     /* letters and digits, with the NUL */
#define SAR_DECISION_NOTE 500 /* bytes of a field */
#define SAR_DECISIONS_MAX 64  /* of one recording: a set fits 64 bits */

/* One record; notes may be personal and never leave the case. */
struct sar_decision_record {
	char id[SAR_DECISION_ID];
	char *field[SAR_DECISION_FIELDS]; /* NULL when not given */
	unsigned line;                    /* of the file, where it begins */
};

/** sar_decision_key: The field's name in files, as "consent-date". */
const char *sar_decision_key(enum sar_decision_field field);

/** sar_decision_is_id: Are the ${len} bytes the id of a decision? */
bool sar_decision_is_id(const char *text, size_t len);

/** sar_decision_bad: What a field was expected to be; NULL when it is that. */
const char *sar_decision_bad(enum sar_decision_field field, const char *value);

/**
 * sar_decision_header(marks, line, why):
 * Is ${line}, as "decision.D1.consent: given", of a decision?  Then take the
 * field into ${marks} and return 1; -1 with *${why} saying what is wrong, and
 * 0 for a line of another kind.  What a field may be is checked here, what a
 * record must have in sar_decision_check().
 */
SAR_MUST_CHECK int sar_decision_header(struct sar_marks *marks,
    const struct sar_line *line, const char **why);

/**
 * sar_decision_read(name, text, len, marks, err):
 * Read records as people write them, "field: text" lines, one record a block,
 * an empty line between blocks, comment lines that begin with "#".  A block
 * without "id" is called by its number.  The text may be UTF-16 as well, and
 * sar_decision_check() will name this file.  ${marks} has none before.  -1 with
 * ${err} set to SAR_EINPUT naming the line.
 */
SAR_MUST_CHECK int sar_decision_read(const char *name, const char *text,
    size_t len, struct sar_marks *marks, struct sar_err *err);

/** sar_decision_template: A file for sar_decision_read() to be filled in. */
const char *sar_decision_template(void);

/**
 * sar_decision_check(marks, err):
 * Do records and labels fit each other?  Sort the records by id.  -1 with
 * ${err} set to SAR_EINPUT for a record that lacks what its outcome needs or
 * withholds although there is consent, a label whose decision is not there or
 * is to disclose, and a record to redact that no label rests on; and for
 * NEITHER with another provision, on some channels only, or without a decision.
 * Of marks that are not settled nothing of this is asked.
 */
SAR_MUST_CHECK int sar_decision_check(struct sar_marks *marks,
    struct sar_err *err);

/**
 * sar_decision_of: Index of the record that ${mark} rests on: the one it names,
 * else the only one that is to redact; -1 when there is none.
 */
int sar_decision_of(const struct sar_marks *marks, const struct sar_mark *mark);

/**
 * sar_decision_lacks: What the record lacks for a cut that rests on ${basis}: a
 * key, as "prejudice"; NULL when it has all.
 */
const char *sar_decision_lacks(const struct sar_decision_record *record,
    const char *basis);

/** sar_decision_format: The header lines of all records, sorted. */
void sar_decision_format(const struct sar_marks *marks, struct sar_buf *out);

/** sar_decision_free: Release the records of ${marks}. */
void sar_decision_free(struct sar_marks *marks);

#endif
