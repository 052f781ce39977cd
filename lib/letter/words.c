#include "letter/words.h"

#include <stdlib.h>
#include <string.h>

void
sar_words_date(struct sar_buf *buf, struct sar_date date)
{
	static const char *const months[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };

	sar_buf_printf(buf, "%d %s %d", date.day, months[date.month - 1],
	    date.year);
}

void
sar_words_length(struct sar_buf *buf, uint64_t seconds)
{
	uint64_t minutes = seconds / 60;

	seconds %= 60;
	if (minutes > 0)
		sar_buf_printf(buf, "%llu minute%s ",
		    (unsigned long long)minutes, minutes == 1 ? "" : "s");
	sar_buf_printf(buf, "%llu second%s", (unsigned long long)seconds,
	    seconds == 1 ? "" : "s");
}

uint64_t
sar_words_item_seconds(const struct sar_plan *plan, size_t i)
{
	const struct sar_item *item = plan->items[i].item;
	const struct sar_index_recording *rec = item->recording;

	if (rec == NULL || rec->rate == 0)
		return 0;
	return (rec->frames + rec->rate / 2) / rec->rate;
}

uint64_t
sar_words_cut_ms(const struct sar_plan_item *item)
{
	if (item->n_cuts == 0)
		return 0;
	return sar_plan_cut_frames(item) * 1000 / item->item->recording->rate;
}

uint32_t
sar_words_bases(const struct sar_plan_item *item)
{
	uint32_t bits = 0;
	size_t i;

	for (i = 0; i < item->n_cuts; i++)
		bits |= sar_basis_bits(item->cuts[i].basis);
	return bits;
}

bool
sar_words_is_given(const struct sar_plan_item *item)
{
	return item->class == SAR_CLASS_DISCLOSED ||
	       item->class == SAR_CLASS_PART_DISCLOSED;
}

char *
sar_words_crlf(struct sar_buf *buf, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	const char *line, *end;

	if (sar_buf_check(buf, err) == -1)
		goto failed;
	for (line = buf->data; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		sar_buf_add(&out, line, (size_t)(end - line));
		sar_buf_puts(&out, "\r\n");
	}
	sar_buf_puts(&out, line);
	if (sar_buf_check(&out, err) == -1)
		goto failed;
	sar_buf_free(buf);
	return sar_buf_take(&out);

failed:
	sar_buf_free(buf);
	sar_buf_free(&out);
	return NULL;
}
