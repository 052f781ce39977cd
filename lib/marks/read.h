#ifndef SAR_MARKS_READ_H
#define SAR_MARKS_READ_H

#include "marks/marks.h"

/* The formats that marks come in. */
enum sar_marks_format {
	SAR_MARKS_AUTO, /* told from the content, never from the name */
	SAR_MARKS_AUDACITY,
	SAR_MARKS_CSV,
	SAR_MARKS_WEBVTT,
	SAR_MARKS_SRT,
	SAR_MARKS_TEXTGRID,
	SAR_MARKS_RTTM, /* these two are suggestions */
	SAR_MARKS_DIARISATION,
	SAR_MARKS_FORMATS
};

/* A file of marks, and how it is to be read. */
struct sar_read_input {
	const char *name; /* for messages */
	const char *text;
	size_t len;
	enum sar_marks_format format;
	const char *code;    /* of what carries none; NULL: refused */
	const char *tier;    /* of a TextGrid; NULL: the only one */
	const char *speaker; /* whose segments are cut, of suggestions */
	bool widen;          /* a spectral label is cut on all frequencies */
	uint64_t widen_points_us; /* to each side of a point; 0: refused */
};

/** sar_read_format: By name, "audacity"; SAR_MARKS_FORMATS if it is none. */
enum sar_marks_format sar_read_format(const char *name);

/** sar_read_formats: The names, "auto, audacity, ...", for messages. */
const char *sar_read_formats(void);

/**
 * sar_marks_read(in, marks, err):
 * Read the marks of a file, UTF-8 or UTF-16, into ${marks}->marks, empty
 * before, with the file's digest in ${marks}->labels.  Suggestions set
 * ${marks}->suggested, and ${marks} cannot be stored until somebody sets
 * ${marks}->confirmed.  Return 0, or -1 with ${marks} as it was and ${err} set
 * to SAR_EINPUT, by file and line: in doubt about a time, a code or a format
 * nothing is read.  No message quotes what stands in the file.
 */
SAR_MUST_CHECK int sar_marks_read(const struct sar_read_input *in,
    struct sar_marks *marks, struct sar_err *err);

#endif
