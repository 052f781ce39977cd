#include <string.h>

#include "letter/letter.h"
#include "letter/words.h"

/*
 * One cell of RFC 4180.  A cell that a spreadsheet could take for a formula
 * gets an apostrophe first.
 */
static void
put_cell(struct sar_buf *buf, const char *text)
{
	const char *p;

	sar_buf_puts(buf, "\"");
	if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL)
		sar_buf_puts(buf, "'");
	for (p = text; *p != '\0'; p++)
		sar_buf_add(buf, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
	sar_buf_puts(buf, "\"");
}

static void
put_provisions(struct sar_buf *buf, const struct sar_plan_item *item)
{
	uint32_t bits = sar_words_bases(item);
	struct sar_buf all = SAR_BUF_INIT;
	const struct sar_basis *basis;
	size_t n;

	for (n = 0; (basis = sar_basis_nth(bits, n)) != NULL; n++)
		sar_buf_printf(&all, "%s%s", n == 0 ? "" : "; ",
		    basis->provision);
	put_cell(buf, all.len == 0 || all.failed ? "" : all.data);
	buf->failed |= all.failed;
	sar_buf_free(&all);
}

static void
put_row(struct sar_buf *buf, const struct sar_plan *plan, size_t i)
{
	const struct sar_plan_item *item = &plan->items[i];
	const struct sar_civil *start = &item->item->start;
	uint64_t ms = sar_words_cut_ms(item);
	char date[SAR_DATE_LEN];

	sar_date_format(start->date, date);
	sar_buf_printf(buf, "%u,", item->item->number);
	put_cell(buf, item->name);
	sar_buf_printf(buf, ",%s,%02d:%02d,%llu,", date, start->hour,
	    start->minute, (unsigned long long)sar_words_item_seconds(plan, i));
	put_cell(buf, sar_plan_class_text(item->class));
	sar_buf_puts(buf, ",");
	put_cell(buf, sar_plan_reason_text(item->reason));
	sar_buf_printf(buf, ",%zu,%llu.%03llu,", item->n_cuts,
	    (unsigned long long)(ms / 1000), (unsigned long long)(ms % 1000));
	put_provisions(buf, item);
	sar_buf_puts(buf, "\n");
}

char *
sar_letter_schedule(const struct sar_letter *letter, struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t i;

	sar_buf_puts(&buf, "item,file,date,time,length_seconds,outcome,reason,"
			   "places_removed,seconds_removed,provisions\n");
	for (i = 0; i < letter->plan->n; i++)
		put_row(&buf, letter->plan, i);
	return sar_words_crlf(&buf, err);
}
