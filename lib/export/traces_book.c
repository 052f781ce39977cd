#include "export/traces_book.h"

#include <stdlib.h>
#include <string.h>

static int
take_mark(struct sar_traces_book *book, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_traces_mark mark = { 0 };
	struct sar_traces_mark *all;

	if (!sar_record_number(record, "item", &mark.item) ||
	    !sar_record_digest(record, "marks", mark.marks))
		return 0;
	(void)sar_record_copy(record, "by", mark.by, sizeof(mark.by));
	all = reallocarray(book->marks, book->n + 1, sizeof(*all));
	if (all == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	book->marks = all;
	book->marks[book->n++] = mark;
	return 0;
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_traces_book *book = ctx;

	if (!sar_record_is(record, "case", book->c->request->ref))
		return 0;
	if (record->type == SAR_RECORD_MARK)
		return take_mark(book, record, err);
	if (record->type == SAR_RECORD_SEARCH &&
	    sar_record_digest(record, "result", book->result))
		book->searches++;
	return sar_docket_take(&book->docket, record, book->c->home->zone, err);
}

int
sar_traces_read(const struct sar_case *c, struct sar_traces_book *book,
    struct sar_err *err)
{
	const struct sar_log_reading how = { .record = take, .ctx = book };
	struct sar_log *log;

	*book = (struct sar_traces_book){ .c = c };
	sar_docket_begin(&book->docket);
	if ((log = sar_home_log_open(c->home, &how, err)) == NULL)
		return -1;
	sar_log_free(log);
	return 0;
}

void
sar_traces_close(struct sar_traces_book *book)
{
	sar_docket_clear(&book->docket);
	free(book->marks);
	book->marks = NULL;
}

const struct sar_traces_mark *
sar_traces_last(const struct sar_traces_book *book, unsigned number)
{
	size_t i = book->n;

	while (i-- > 0)
		if (book->marks[i].item == number)
			return &book->marks[i];
	return NULL;
}
