/* schedule.txt: the schedule for a person to read, with every place. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "letter/prose.h"
#include "letter/sections.h"

static const char *
what_it_is(enum sar_plan_format format)
{
	switch (format) {
	case SAR_FORMAT_WAV:
	case SAR_FORMAT_WAV_ALAW:
	case SAR_FORMAT_WAV_ULAW:
		return "a WAV sound file";
	case SAR_FORMAT_FLAC:
		return "a FLAC sound file";
	case SAR_FORMAT_MP3:
		return "an MP3 sound file";
	case SAR_FORMAT_OPUS:
		return "an Opus sound file";
	case SAR_FORMAT_SAME:
		break;
	}
	return "a sound file";
}

/* One channel needs no word; two are the left and the right. */
static void
add_file(struct sar_buf *out, const struct sar_plan_item *item)
{
	uint32_t channels = item->item->recording->channels;

	sar_buf_printf(out, "  File: %s, %s", item->name,
	    what_it_is(item->format));
	if (channels == 2)
		sar_buf_puts(out, " with two channels, left and right");
	else if (channels > 2)
		sar_buf_printf(out, " with %" PRIu32 " channels", channels);
	sar_prose_line(out);
}

/* One place: when, how it sounds, where, and by what provision. */
static void
add_place(struct sar_buf *out, const struct sar_plan_item *item, size_t i)
{
	const struct sar_plan_cut *cut = &item->cuts[i];
	char from[SAR_PROSE_TIME];
	char to[SAR_PROSE_TIME];
	char channels[SAR_LETTER_CHANNELS];
	char why[SAR_LETTER_PROVISIONS];
	char text[1024];
	char first[32];

	sar_letter_place(item, i, from, to);
	sar_letter_channels(cut, item->item->recording->channels, channels);
	sar_letter_provisions(sar_basis_bits(cut->basis), " and ", why);
	(void)snprintf(text, sizeof(text), "from %s to %s: you hear %s%s%s. %s",
	    from, to, sar_letter_fill(cut->fill),
	    channels[0] == '\0' ? "" : " on ", channels, why);
	(void)snprintf(first, sizeof(first), "    %zu. ", i + 1);
	sar_prose_add(out, first, text);
}

static void
add_places(struct sar_buf *out, const struct sar_plan_item *item)
{
	char length[SAR_PROSE_TIME];
	size_t i;

	sar_prose_length(sar_prose_tenths(sar_plan_cut_frames(item),
			     item->item->recording->rate),
	    length);
	sar_buf_printf(out, "  Taken out: %zu place%s, %s in all\r\n",
	    item->n_cuts, item->n_cuts == 1 ? "" : "s", length);
	for (i = 0; i < item->n_cuts; i++)
		add_place(out, item, i);
}

/* What was done with the recording, or why there is none. */
static void
add_done(struct sar_buf *out, const struct sar_plan_item *item, bool another)
{
	char text[SAR_LETTER_REASON];
	char why[SAR_LETTER_PROVISIONS];
	uint32_t bases = sar_letter_cut_bases(item);

	sar_letter_reason(item, another, text);
	sar_prose_add(out, "  ", text);
	if (bases == 0)
		return;
	if (item->name[0] != '\0') {
		add_places(out, item);
		return;
	}
	sar_letter_provisions(bases, " and ", why);
	sar_prose_add(out, "  Under: ", why);
}

static void
add_item(struct sar_buf *out, const struct sar_plan_item *item, bool another)
{
	sar_buf_printf(out, "Item %u: %s\r\n", item->item->number,
	    sar_plan_class_text(item->class));
	if (item->name[0] != '\0')
		add_file(out, item);
	sar_letter_facts(out, item);
	add_done(out, item, another);
	sar_prose_line(out);
}

static void
add_head(struct sar_buf *out, const struct sar_letter *letter)
{
	char date[SAR_PROSE_DATE];

	sar_buf_puts(out, "CONFIDENTIAL: for the person who asked, only\r\n");
	sar_prose_heading(out, "Schedule of the recordings and calls we found");
	sar_prose_add(out, "",
	    sar_conf_get(letter->profile, "organisation", "name"));
	sar_buf_printf(out, "Our reference: %s\r\n", letter->request->ref);
	sar_prose_date(letter->date, date);
	sar_buf_printf(out, "Date: %s\r\n", date);
	sar_prose_line(out);
	sar_prose_printf(out,
	    "This goes with our letter (letter.txt), which says what we "
	    "searched, why we record calls, and what your rights are. Times "
	    "of calls are local time. Times in a recording are counted from "
	    "its beginning, as a player shows them, in minutes, seconds and "
	    "tenths of a second: 1:02.5 is one minute and two and a half "
	    "seconds in.");
}

static void
add_meanings(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_plan *plan = letter->plan;
	uint32_t bits = 0;
	size_t i;

	for (i = 0; i < plan->n; i++)
		bits |= sar_letter_cut_bases(&plan->items[i]);
	if (bits == 0)
		return;
	sar_prose_heading(out, "What the provisions mean");
	sar_prose_printf(out,
	    "DPA 2018 is the Data Protection Act 2018; Sch. is one of its "
	    "schedules, para. a paragraph of that.");
	sar_letter_bases(out, plan);
}

char *
sar_letter_schedule_text(const struct sar_letter *letter, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	const struct sar_plan *plan = letter->plan;
	char fade[SAR_LETTER_FADE];
	size_t i;

	if (sar_letter_check(letter->profile, err) == -1)
		return NULL;
	add_head(&out, letter);
	sar_prose_heading(&out, "The items");
	if (plan->n == 0)
		sar_prose_printf(&out, "There are none.");
	for (i = 0; i < plan->n; i++)
		add_item(&out, &plan->items[i], sar_letter_another(letter));
	sar_letter_fade(plan, fade);
	if (fade[0] != '\0')
		sar_prose_printf(&out, "%s", fade);
	if (sar_letter_given(plan) > 0)
		sar_prose_printf(&out, "%s", SAR_LETTER_GAPS);
	add_meanings(&out, letter);
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	return sar_buf_take(&out);
}
