/* What the placeholders say: every sentence true for the case. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letter/notice_state.h"
#include "letter/prose.h"
#include "letter/sections.h"
#include "letter/template_state.h"

static const char court[] =
    "You can also ask a court to order us to comply (a judicial remedy).";

static void
day(int32_t days, char out[SAR_PROSE_DATE])
{
	sar_prose_date(sar_date_of_days(days), out);
}

/* For what the clock waits, as the end of "the day we have ...". */
static void
add_waits(const struct sar_notice *n, struct sar_buf *out)
{
	const struct sar_clock_dates *clock = n->clock;
	const char *const words[SAR_CLOCK_NEEDS] = {
		[SAR_CLOCK_IDENTITY] = n->agent == NULL
					   ? "proof of who you are"
					   : "proof of who the person is",
		[SAR_CLOCK_AUTHORITY] =
		    "proof that you may ask on the other person's behalf",
		[SAR_CLOCK_FEE] = "your payment",
	};
	size_t left = 0;
	int i;

	for (i = 0; i < SAR_CLOCK_NEEDS; i++)
		left += clock->waits[i];
	for (i = 0; i < SAR_CLOCK_NEEDS; i++) {
		if (!clock->waits[i])
			continue;
		left--;
		sar_buf_printf(out, "%s%s", words[i],
		    left > 1    ? ", "
		    : left == 1 ? " and "
				: "");
	}
}

/* The day we had to answer by is past when the letter is written. */
static bool
is_late(const struct sar_notice *n)
{
	return n->clock->state == SAR_CLOCK_RUNNING &&
	       (int32_t)sar_date_days(n->date) > n->clock->safe;
}

static void
add_deadline(const struct sar_notice *n, struct sar_buf *out)
{
	const struct sar_clock_dates *clock = n->clock;
	char due[SAR_PROSE_DATE], latest[SAR_PROSE_DATE];

	day(clock->safe, due);
	day(clock->latest, latest);
	if (is_late(n)) {
		sar_buf_printf(out,
		    "We should have answered you by %s. We are late, and we "
		    "are sorry. We will answer you as soon as we can.",
		    due);
		return;
	}
	if (clock->state == SAR_CLOCK_RUNNING) {
		sar_buf_printf(out, "We will answer you by %s at the latest.",
		    due);
		if (clock->latest != clock->safe)
			sar_buf_printf(out,
			    " The last day that the law allows is %s.", latest);
		return;
	}
	if (clock->state == SAR_CLOCK_PAUSED)
		sar_buf_puts(out, "The time we have for our answer stops "
				  "while we wait for yours, and goes on when "
				  "it has come.");
	else {
		sar_buf_printf(out,
		    "The law gives us %s. That time begins on the day we have ",
		    clock->extended ? "three months" : "one month");
		add_waits(n, out);
		sar_buf_puts(out, clock->asking
				      ? ", and stops while we wait for your "
					"answer to our question."
				      : ".");
	}
	sar_buf_printf(out,
	    " If %s came on the day of this letter, we would answer you by "
	    "%s.",
	    clock->asking && clock->state == SAR_CLOCK_WAITING ? "all of it"
							       : "that",
	    due);
}

/* "£12.50": a fee is never in fractions of a penny. */
static void
add_amount(uint64_t pence, struct sar_buf *out)
{
	if (pence > 0)
		sar_buf_printf(out, "\xc2\xa3%" PRIu64 ".%02" PRIu64,
		    pence / 100, pence % 100);
}

static void
add_day(struct sar_date date, struct sar_buf *out)
{
	char text[SAR_PROSE_DATE];

	if (!sar_date_valid(date))
		return;

	sar_prose_date(date, text);
	sar_buf_puts(out, text);
}

static void
add_yes(bool yes, struct sar_buf *out)
{
	if (yes)
		sar_buf_puts(out, "yes");
}

static void
add(const char *text, struct sar_buf *out)
{
	if (text != NULL)
		sar_buf_puts(out, text);
}

/* What depends on the clock; a complaint has none of its own here. */
static void
add_clock(enum notice_slot slot, const struct sar_notice *n,
    struct sar_buf *out)
{
	const struct sar_clock_dates *clock = n->clock;
	bool known = clock != NULL && clock->state == SAR_CLOCK_RUNNING &&
		     !is_late(n);

	if (clock == NULL)
		return;
	if (slot == SLOT_DEADLINE)
		add_deadline(n, out);
	else if (slot == SLOT_DUE && known)
		add_day(sar_date_of_days(clock->safe), out);
	else if (slot == SLOT_LATEST && known && clock->latest != clock->safe)
		add_day(sar_date_of_days(clock->latest), out);
	else if (slot == SLOT_NEEDS_IDENTITY)
		add_yes(clock->waits[SAR_CLOCK_IDENTITY], out);
	else if (slot == SLOT_NEEDS_AUTHORITY)
		add_yes(clock->waits[SAR_CLOCK_AUTHORITY], out);
	else if (slot == SLOT_NEEDS_FEE)
		add_yes(clock->waits[SAR_CLOCK_FEE], out);
}

/* What the organisation says of itself. */
static const char *
profile(const struct sar_notice *n, enum notice_slot slot)
{
	switch ((int)slot) {
	case SLOT_ORGANISATION:
		return sar_conf_get(n->profile, "organisation", "name");
	case SLOT_CONTROLLER:
		return sar_letter_value(n->profile, "controller");
	case SLOT_CONTACT:
		return sar_letter_value(n->profile, "contact");
	case SLOT_COMPLAINT_ROUTE:
		return sar_letter_value(n->profile, "complaint-route");
	case SLOT_REGULATOR:
		return sar_letter_value(n->profile, "regulator-contact");
	default:
		return NULL;
	}
}

/* What is there as words already. */
static const char *
given(const struct sar_notice *n, enum notice_slot slot)
{
	switch ((int)slot) {
	case SLOT_NAME:
		return n->name;
	case SLOT_AGENT:
		return n->agent;
	case SLOT_REFERENCE:
		return n->ref;
	case SLOT_QUESTION:
	case SLOT_REASONS:
	case SLOT_DECISION:
	case SLOT_NOTE:
		return n->text;
	case SLOT_COMPLAINT:
		return n->complaint;
	case SLOT_OUTCOME:
		return sar_notice_outcome(n->outcome);
	case SLOT_COURT:
		return court;
	default:
		return profile(n, slot);
	}
}

static void
add_slot(enum sar_notice_kind kind, enum notice_slot slot,
    const struct sar_notice *n, struct sar_buf *out)
{
	if (slot >= SLOT_CORRECTION)
		add(n->blocks[slot - SLOT_CORRECTION], out);
	else if (slot == SLOT_DATE && !sar_date_valid(n->date) &&
		 kind >= SAR_NOTICE_ANSWER)
		add("unknown", out); /* what is approved is dated later */
	else if (slot == SLOT_DATE)
		add_day(n->date, out);
	else if (slot == SLOT_RECEIVED)
		add_day(n->received, out);
	else if (slot == SLOT_COMPLAINED)
		add_day(n->complained, out);
	else if (slot == SLOT_GROUND)
		add(sar_notice_ground(kind, n->reason, n->agent != NULL), out);
	else if (slot == SLOT_AMOUNT)
		add_amount(n->pence, out);
	else if (slot == SLOT_HELD)
		add_yes(n->held, out);
	else if (slot == SLOT_MAY_IDENTITY)
		add_yes(n->may_need_identity, out);
	else if (slot == SLOT_MAY_AUTHORITY)
		add_yes(n->may_need_authority, out);
	else if (slot == SLOT_FORM_KNOWN)
		add_yes(n->form_known, out);
	else if (slot == SLOT_NEEDS_KNOWN)
		add_yes(n->needs_known, out);
	else if (slot == SLOT_ABOUT)
		sar_letter_profile(out, n->profile, n->months,
		    n->agent != NULL);
	else if (slot >= SLOT_DEADLINE && slot <= SLOT_NEEDS_FEE)
		add_clock(slot, n, out);
	else
		add(given(n, slot), out);
}

static bool
is_empty(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

/* Line breaks apart: what is there is to be seen as it is. */
static bool
has_control(const char *text)
{
	size_t len;

	for (; *text != '\0'; text += len + strspn(text + len, "\r\n")) {
		len = strcspn(text, "\r\n");
		if (sar_template_control(text, len))
			return true;
	}
	return false;
}

/* What says it, where it is the command line. */
static const char *
option_of(enum notice_slot slot)
{
	switch ((int)slot) {
	case SLOT_QUESTION:
	case SLOT_REASONS:
	case SLOT_DECISION:
		return "--text FILE";
	case SLOT_GROUND:
		return "--reason CODE";
	case SLOT_AMOUNT:
		return "--pence N";
	case SLOT_COMPLAINT:
	case SLOT_COMPLAINED:
		return "--name NAME, that of a complaint there is";
	case SLOT_OUTCOME:
		return "--outcome WORD";
	default:
		return NULL;
	}
}

static int
not_given(enum sar_notice_kind kind, enum notice_slot which, const char *name,
    struct sar_err *err)
{
	const char *option = option_of(which);

	(void)sar_err_set(err, SAR_EINPUT, "letter %s: %s: not given",
	    sar_notice_name(kind), name);
	if (option != NULL)
		sar_err_hint(err, "%s says it", option);
	return -1;
}

static int
fill(enum sar_notice_kind kind, enum notice_slot which,
    const struct sar_slot *slot, const struct sar_notice *notice,
    struct notice_values *values, struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	char *text;

	add_slot(kind, which, notice, &buf);
	if (sar_buf_check(&buf, err) == -1) {
		sar_buf_free(&buf);
		return -1;
	}
	text = values->text[which] = sar_buf_take(&buf);
	if (text != NULL && !sar_text_utf8(text, strlen(text)))
		return sar_err_set(err, SAR_EINPUT, "letter %s: %s: not UTF-8",
		    sar_notice_name(kind), slot->name);
	if (text != NULL && has_control(text))
		return sar_err_set(err, SAR_EINPUT,
		    "letter %s: %s: a control character", sar_notice_name(kind),
		    slot->name);
	/* A correction is there only where something is corrected. */
	if (slot->required && which != SLOT_CORRECTION && is_empty(text))
		return not_given(kind, which, slot->name, err);
	return 0;
}

int
sar_notice_values(enum sar_notice_kind kind, const struct sar_notice *notice,
    struct notice_values *values, struct sar_err *err)
{
	struct sar_slot slots[SLOTS];
	enum notice_slot which[SLOTS];
	size_t n = sar_notice_slots(kind, slots, which);
	size_t i;

	memset(values, 0, sizeof(*values));
	for (i = 0; i < n; i++)
		if (fill(kind, which[i], &slots[i], notice, values, err) == -1)
			return -1;
	return 0;
}

void
sar_notice_values_clear(struct notice_values *values)
{
	char *text;
	int i;

	for (i = 0; i < SLOTS; i++) {
		if ((text = values->text[i]) != NULL)
			explicit_bzero(text, strlen(text));
		free(text);
		values->text[i] = NULL;
	}
}
