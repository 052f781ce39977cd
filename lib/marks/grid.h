/* Private to marks: the values in a Praat text file, and what is between. */
#ifndef SAR_MARKS_GRID_H
#define SAR_MARKS_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "marks/lines.h"

#define SAR_GRID_WORDS 64

enum sar_grid_kind {
	SAR_GRID_BAD, /* a text without its end, or too many words */
	SAR_GRID_END,
	SAR_GRID_NUMBER,
	SAR_GRID_TEXT, /* in quotes; a quote in it is doubled */
	SAR_GRID_FLAG  /* <exists> */
};

struct sar_grid_value {
	enum sar_grid_kind kind;
	const char *text; /* without the quotes, but a quote still doubled */
	size_t len;
	unsigned line;
	char words[SAR_GRID_WORDS]; /* before it, without blanks and colons */
};

struct sar_grid {
	const char *at;
	const char *end;
	unsigned line;
	bool brief; /* the short form: values alone */
	struct sar_grid_value value;
	struct sar_buf plain; /* what sar_grid_text() last gave */
};

/** sar_grid_open: Begin at the start of the text of ${lines}, which stays. */
void sar_grid_open(struct sar_grid *grid, const struct sar_lines *lines);
void sar_grid_close(struct sar_grid *grid);

/** sar_grid_start: Read past file type and object class; false: another. */
bool sar_grid_start(struct sar_grid *grid);

/** sar_grid_next: The next value; false at the end and for what is bad. */
bool sar_grid_next(struct sar_grid *grid);

/** sar_grid_words: Are these the words before the value, in this form? */
bool sar_grid_words(const struct sar_grid *grid, const char *words);

/** sar_grid_is: Is the value just ${text}? */
bool sar_grid_is(const struct sar_grid *grid, const char *text);

/**
 * sar_grid_text: The value on one line, quotes no longer doubled, without the
 * blanks around it; valid till the next.  False when memory runs out.
 */
bool sar_grid_text(struct sar_grid *grid, const char **text, size_t *len);

#endif
