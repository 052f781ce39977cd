#include "sar-verify/paper.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
paper_part(struct paper *paper, enum paper_part part)
{
	if (paper->part == part)
		return;
	if (paper->part != PAPER_NONE)
		paper->form->close(&paper->out, paper->part);
	if (part != PAPER_NONE)
		paper->form->open(&paper->out, part);
	paper->part = part;
}

void
paper_heading(struct paper *paper, const char *text)
{
	paper_part(paper, PAPER_NONE);
	paper->form->heading(&paper->out, text);
}

void
paper_note(struct paper *paper, const char *text)
{
	paper_part(paper, PAPER_NONE);
	paper->form->note(&paper->out, text);
}

void
paper_block(struct paper *paper, const char *text)
{
	paper_part(paper, PAPER_NONE);
	paper->form->block(&paper->out, text);
}

void
paper_pair(struct paper *paper, const char *name, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	paper_part(paper, PAPER_PAIRS);
	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) == -1) {
		text = NULL;
		paper->out.failed = 1;
	}
	va_end(ap);
	if (text != NULL)
		paper->form->pair(&paper->out, name, text);
	free(text);
}

void
paper_item(struct paper *paper, const char *text)
{
	paper_part(paper, PAPER_LIST);
	paper->form->item(&paper->out, text);
}

void
paper_exception(struct paper *paper,
    const struct sar_ledger_exception *exception)
{
	paper_part(paper, PAPER_EXCEPTIONS);
	paper->form->exception(&paper->out, exception);
}

void
paper_count(struct paper *paper, const char *code, uint64_t n,
    const char *meaning)
{
	paper_part(paper, PAPER_COUNTS);
	paper->form->count(&paper->out, code, n, meaning);
}
