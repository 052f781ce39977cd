/* What is said of an item in more than one of the letter's papers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "letter/prose.h"
#include "letter/sections.h"
#include "marks/basis.h"

/* What a reason means for the reader, beyond what it says. */
static const struct sar_letter_meaning meanings[] = {
	{ "not-requester",
	    "It was found by your telephone number only. Its "
	    "date and length are left out because they are "
	    "about somebody else.",
	    "It was found by the telephone number only. Its "
	    "date and length are left out because they are not "
	    "about the person you asked for." },
	{ "possible-match",
	    "It was found by a number that may be yours. Its "
	    "date and length are left out because they may be "
	    "about somebody else.",
	    "It was found by a number that may not be that "
	    "of the person you asked for. Its "
	    "date and length are left out because they may be "
	    "about somebody else." },
	{ "not-reviewed",
	    "We do not disclose a recording that nobody has "
	    "checked. Its date and length are left out because "
	    "they may be about somebody else.",
	    NULL },
	{ "held-past-retention",
	    "You may ask us to decide again about "
	    "disclosing it; section 7 of our letter says "
	    "how.",
	    NULL },
	{ "retention-boundary",
	    "You may ask us to decide again about "
	    "disclosing it; section 7 of our letter says "
	    "how.",
	    NULL },
	{ "missing",
	    "We are sorry. If it is found, we will write to you "
	    "again.",
	    NULL },
	{ "deleted-on-schedule",
	    "We are sorry: it should have been kept for "
	    "you.",
	    NULL },
	{ "deleted-after-receipt",
	    "We are sorry: it should have been kept for "
	    "you.",
	    NULL },
	{ "damaged", "We are sorry that we cannot give it to you.", NULL },
	{ "unsupported-format",
	    "So we could not take out what is about other "
	    "people. If we become able to, we will write "
	    "to you again.",
	    NULL },
};

bool
sar_letter_hides(const struct sar_plan_item *item)
{
	static const char *const reasons[] = { "not-requester",
		"possible-match", "not-reviewed" };
	size_t i;

	if (item->marks != NULL)
		return item->marks->speaker != SAR_SPEAKER_REQUESTER;
	if (item->item->possible)
		return true;
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(item->reason, reasons[i]) == 0)
			return true;
	return false;
}

const char *
sar_letter_meaning(const struct sar_letter_meaning *all, size_t n,
    const char *code, bool another)
{
	size_t i;

	for (i = 0; code != NULL && i < n; i++)
		if (strcmp(all[i].code, code) == 0)
			return another && all[i].another != NULL
				   ? all[i].another
				   : all[i].text;
	return NULL;
}

void
sar_letter_reason(const struct sar_plan_item *item, bool another,
    char out[SAR_LETTER_REASON])
{
	const char *more = sar_letter_meaning(meanings,
	    sizeof(meanings) / sizeof(meanings[0]), item->reason, another);

	(void)snprintf(out, SAR_LETTER_REASON, "%s%s%s",
	    sar_plan_reason_text(item->reason), more == NULL ? "" : " ",
	    more == NULL ? "" : more);
}

void
sar_letter_provisions(uint32_t bits, const char *between,
    char out[SAR_LETTER_PROVISIONS])
{
	const struct sar_basis *basis;
	size_t used = 0;
	size_t i;

	out[0] = '\0';
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL &&
		    used < SAR_LETTER_PROVISIONS;
	     i++)
		used += (size_t)snprintf(out + used,
		    SAR_LETTER_PROVISIONS - used, "%s%s", i == 0 ? "" : between,
		    basis->provision);
}

uint32_t
sar_letter_cut_bases(const struct sar_plan_item *item)
{
	uint32_t bits = 0;
	size_t i;

	if (sar_letter_hides(item))
		return 0;
	for (i = 0; i < item->n_cuts; i++)
		bits |= sar_basis_bits(item->cuts[i].basis);
	return bits;
}

void
sar_letter_bases(struct sar_buf *out, const struct sar_plan *plan)
{
	const struct sar_basis *basis;
	uint32_t bits = 0;
	char text[512];
	size_t i;

	for (i = 0; i < plan->n; i++)
		bits |= sar_letter_cut_bases(&plan->items[i]);
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL; i++) {
		(void)snprintf(text, sizeof(text), "%s: %s", basis->provision,
		    basis->plain);
		sar_prose_add(out, "  - ", text);
	}
	sar_prose_line(out);
}

const char *
sar_letter_fill(enum sar_plan_fill fill)
{
	return fill == SAR_FILL_TONE ? "a steady tone" : "silence";
}

const char *
sar_letter_heard(const struct sar_plan *plan)
{
	const struct sar_plan_item *item;
	bool tone = false;
	bool silence = false;
	size_t i, k;

	for (i = 0; i < plan->n; i++) {
		item = &plan->items[i];
		if (item->name[0] == '\0' || sar_letter_hides(item))
			continue;
		for (k = 0; k < item->n_cuts; k++)
			if (item->cuts[k].fill == SAR_FILL_TONE)
				tone = true;
			else
				silence = true;
	}
	if (tone && silence)
		return "a steady tone or silence";
	if (!tone && !silence)
		return NULL;
	return sar_letter_fill(tone ? SAR_FILL_TONE : SAR_FILL_SILENCE);
}

uint64_t
sar_letter_delay(const struct sar_plan_item *item)
{
	return item->format == SAR_FORMAT_MP3 ? SAR_PLAN_MP3_DELAY : 0;
}

void
sar_letter_place(const struct sar_plan_item *item, size_t i,
    char from[SAR_PROSE_TIME], char to[SAR_PROSE_TIME])
{
	const struct sar_plan_cut *cut = &item->cuts[i];
	uint32_t rate = item->item->recording->rate;
	uint64_t delay = sar_letter_delay(item);

	sar_prose_place(sar_prose_tenths_down(cut->from + delay, rate), from);
	sar_prose_place(sar_prose_tenths_up(cut->to + delay, rate), to);
}

void
sar_letter_fade(const struct sar_plan *plan, char out[SAR_LETTER_FADE])
{
	out[0] = '\0';
	if (plan->fade_ms == 0 || sar_letter_heard(plan) == NULL)
		return;
	(void)snprintf(out, SAR_LETTER_FADE,
	    "Just before such a place what you hear becomes softer, and just "
	    "after it louder again, each over %" PRIu32 " thousandth%s of a "
	    "second, so that there is no click; nothing is missing there.",
	    plan->fade_ms, plan->fade_ms == 1 ? "" : "s");
}

void
sar_letter_channels(const struct sar_plan_cut *cut, uint32_t channels,
    char out[SAR_LETTER_CHANNELS])
{
	size_t used = 0;
	uint32_t left = 0;
	uint32_t i;

	out[0] = '\0';
	if (cut->channels == 0 || channels < 2 ||
	    (channels == 2 && cut->channels == 3))
		return;
	if (channels == 2) {
		(void)snprintf(out, SAR_LETTER_CHANNELS, "the %s channel only",
		    cut->channels == 1 ? "left" : "right");
		return;
	}
	for (i = 0; i < 32; i++)
		left += cut->channels >> i & 1;
	used = (size_t)snprintf(out, SAR_LETTER_CHANNELS, "channel%s",
	    left == 1 ? "" : "s");
	for (i = 0; i < 32; i++)
		if ((cut->channels >> i & 1) != 0) {
			left--;
			used += (size_t)snprintf(out + used,
			    SAR_LETTER_CHANNELS - used, " %" PRIu32 "%s", i + 1,
			    left > 1    ? ","
			    : left == 1 ? " and"
					: "");
		}
	(void)snprintf(out + used, SAR_LETTER_CHANNELS - used,
	    " of %" PRIu32 " only", channels);
}

void
sar_letter_know(const struct sar_plan_item *item, struct sar_letter_known *out)
{
	const struct sar_item *of = item->item;
	char date[SAR_PROSE_DATE];

	memset(out, 0, sizeof(*out));
	if (sar_letter_hides(item))
		return;
	sar_prose_date(of->start.date, date);
	(void)snprintf(out->call, sizeof(out->call), "%s at %02d:%02d:%02d",
	    date, of->start.hour, of->start.minute, of->start.second);
	out->uncertain = of->uncertain;
	if (of->recording == NULL || of->recording->frames == 0)
		return;
	sar_prose_length(sar_prose_tenths(of->recording->frames,
			     of->recording->rate),
	    out->length);
	out->truncated = sar_plan_truncated(of->recording);
	if (item->class != SAR_CLASS_UNAVAILABLE)
		sar_prose_date(of->last_day, out->ends);
}

void
sar_letter_facts(struct sar_buf *out, const struct sar_plan_item *item)
{
	struct sar_letter_known known;

	sar_letter_know(item, &known);
	if (known.call[0] != '\0')
		sar_buf_printf(out, "  Call: %s, local time\r\n", known.call);
	if (known.uncertain)
		sar_prose_add(out, "  ", SAR_LETTER_UNCERTAIN);
	if (known.length[0] != '\0')
		sar_buf_printf(out, "  Length: %s\r\n", known.length);
	if (known.truncated)
		sar_prose_add(out, "  ", SAR_LETTER_TRUNCATED);
	if (known.ends[0] != '\0')
		sar_buf_printf(out, "  Retention period ends: %s\r\n",
		    known.ends);
}
