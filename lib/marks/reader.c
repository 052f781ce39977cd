#include "marks/reader.h"

#include <stdlib.h>
#include <string.h>

#include "marks/words.h"

int
sar_reader_bad(const struct sar_reader *reader, unsigned number,
    const char *why, struct sar_err *err)
{
	return sar_lines_bad(&reader->lines, number, why, err);
}

struct sar_mark *
sar_reader_new(struct sar_reader *reader, unsigned number, struct sar_err *err)
{
	size_t want = reader->cap == 0 ? 16 : reader->cap * 2;
	struct sar_mark *grown;
	struct sar_mark *mark;

	if (reader->n == SAR_MARKS_LABELS_MAX) {
		(void)sar_reader_bad(reader, number, "more than 100000 labels",
		    err);
		return NULL;
	}
	if (reader->n == reader->cap) {
		grown = reallocarray(reader->marks, want, sizeof(*grown));
		if (grown == NULL) {
			(void)sar_err_set(err, SAR_EFAIL, "out of memory");
			return NULL;
		}
		reader->marks = grown;
		reader->cap = want;
	}
	mark = &reader->marks[reader->n++];
	memset(mark, 0, sizeof(*mark));
	mark->line = number;
	return mark;
}

int
sar_reader_check(const struct sar_reader *reader, unsigned number,
    const struct sar_seconds_span *span, struct sar_err *err)
{
	int order = sar_seconds_compare(&span->from, &span->to);

	if (order == 0)
		return sar_reader_bad(reader, number,
		    "it ends where it starts: there is no length to cut", err);
	return order < 0 ? 0
			 : sar_reader_bad(reader, number,
			       "the end is before the start", err);
}

int
sar_reader_add(struct sar_reader *reader, unsigned number,
    const struct sar_seconds_span *span, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_mark *mark;

	if (sar_reader_check(reader, number, span, err) == -1 ||
	    (mark = sar_reader_new(reader, number, err)) == NULL)
		return -1;
	mark->from_us = span->from.us;
	mark->to_us = sar_seconds_up(&span->to);
	return sar_words_read(&reader->lines, number, text, len,
	    reader->in->code, mark, err);
}
