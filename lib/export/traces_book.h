/* Private to export: what the log has of a case's searches and marks. */
#ifndef SAR_EXPORT_TRACES_BOOK_H
#define SAR_EXPORT_TRACES_BOOK_H

#include "docket/docket.h"
#include "export/case.h"

/* A mark that the log has. */
struct sar_traces_mark {
	uint64_t item;
	uint8_t marks[SAR_SHA256_LEN];
	char by[SAR_DOCKET_WORD];
};

/* What the log has of the case. */
struct sar_traces_book {
	const struct sar_case *c;
	struct sar_docket docket;
	uint64_t searches;
	uint8_t result[SAR_SHA256_LEN]; /* of the last */
	struct sar_traces_mark *marks;  /* all of them, in order */
	size_t n;
};

/** sar_traces_read: Read the log for it; to be closed in any case. */
SAR_MUST_CHECK int sar_traces_read(const struct sar_case *c,
    struct sar_traces_book *book, struct sar_err *err);
void sar_traces_close(struct sar_traces_book *book);

/** sar_traces_last: What was logged last of item ${number}; NULL: nothing. */
const struct sar_traces_mark *sar_traces_last(const struct sar_traces_book
						  *book,
    unsigned number);

#endif
