#ifndef SAR_VERIFY_PAPER_H
#define SAR_VERIFY_PAPER_H

#include <stdbool.h>

#include "base/buf.h"
#include "ledger/ledger.h"

/* A report while it is written, as text or as a page.  What is put in is text:
 * nothing of it is taken for markup. */
enum paper_part {
	PAPER_NONE,
	PAPER_PAIRS,
	PAPER_LIST,
	PAPER_EXCEPTIONS,
	PAPER_COUNTS
};

struct paper;

/* How one form of it writes each thing. */
struct paper_form {
	void (*title)(struct sar_buf *out, const char *title,
	    const char *subject, bool fine, const char *verdict);
	void (*heading)(struct sar_buf *out, const char *text);
	void (*note)(struct sar_buf *out, const char *text);
	void (*block)(struct sar_buf *out, const char *text);
	void (*open)(struct sar_buf *out, enum paper_part part);
	void (*close)(struct sar_buf *out, enum paper_part part);
	void (*pair)(struct sar_buf *out, const char *name, const char *text);
	void (*item)(struct sar_buf *out, const char *text);
	void (*exception)(struct sar_buf *out,
	    const struct sar_ledger_exception *exception);
	void (*count)(struct sar_buf *out, const char *code, uint64_t n,
	    const char *meaning);
	int (*begin)(struct sar_buf *out, const char *title,
	    struct sar_err *err);
	void (*end)(struct sar_buf *out);
};

extern const struct paper_form paper_text, paper_html;

struct paper {
	const struct paper_form *form;
	struct sar_buf out;
	enum paper_part part;
};

void paper_heading(struct paper *paper, const char *text);
void paper_note(struct paper *paper, const char *text);
void paper_block(struct paper *paper, const char *text);
void paper_pair(struct paper *paper, const char *name, const char *fmt, ...)
    SAR_PRINTF(3, 4);
void paper_item(struct paper *paper, const char *text);
void paper_exception(struct paper *paper,
    const struct sar_ledger_exception *exception);
void paper_count(struct paper *paper, const char *code, uint64_t n,
    const char *meaning);

/** paper_part: End what is open, if it is not ${part}, and begin that. */
void paper_part(struct paper *paper, enum paper_part part);

#endif
