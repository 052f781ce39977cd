/* Numbers that must be nowhere, digit by digit. */
#include <string.h>

#include "spot/fold.h"
#include "spot/state.h"

#define GAP_MAX 3 /* characters between two digits of a number */

/* The first of the list that is not below ${n} digits of ${value}. */
static size_t
first_of(const struct sar_spot *spot, unsigned n, uint64_t value)
{
	const struct sar_spot_digits *d;
	size_t from = 0;
	size_t to = spot->n_digits;
	size_t middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		d = &spot->digits[middle];
		if (d->n < n || (d->n == n && d->value < value))
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void
see_all(struct sar_spot_view *view, unsigned n, uint64_t value)
{
	const struct sar_spot *spot = view->spot;
	size_t i = first_of(spot, n, value);

	for (; i < spot->n_digits && spot->digits[i].n == n &&
	       spot->digits[i].value == value;
	     i++)
		sar_spot_see(view, SAR_SPOT_NUMBER, spot->digits[i].item,
		    view->line);
}

/* The last nine digits, the last ten, ... */
static void
look_apart(struct sar_spot_view *view)
{
	const struct sar_spot_run *run = &view->run;
	uint64_t value = 0;
	uint64_t power = 1;
	unsigned n;

	for (n = 1; n <= SAR_SPOT_DIGITS && n <= run->n; n++) {
		value += power * run->last[(run->n - n) % SAR_SPOT_DIGITS];
		power *= 10;
		if (n >= SAR_SPOT_APART)
			see_all(view, n, value);
	}
}

static bool
joins(char c)
{
	return c != '\0' && strchr(".:,/-+", c) != NULL;
}

/* A piece of few digits is over, at ${c} and perhaps at what comes after. */
static void
look_alone(struct sar_spot_view *view)
{
	const struct sar_spot_run *run = &view->run;

	if (run->piece >= 2 && run->piece < SAR_SPOT_APART && !run->joined)
		see_all(view, (unsigned)run->piece, run->value);
}

static void
add_digit(struct sar_spot_view *view, uint8_t digit)
{
	struct sar_spot_run *run = &view->run;

	if (run->gap > 0)
		run->piece = 0;
	if (run->piece == 0) {
		run->value = 0;
		/* 10.5 and 2026-01 are not numbers that stand alone. */
		run->joined = sar_fold_letter(run->before[1]) ||
			      (joins(run->before[1]) &&
				  sar_fold_digit(run->before[0]));
	}
	if (run->piece < SAR_SPOT_APART)
		run->value = run->value * 10 + digit;
	run->piece++;
	run->gap = 0;
	run->space = false;
	run->last[run->n % SAR_SPOT_DIGITS] = digit;
	run->n++;
	if (view->spot->n_digits > 0)
		look_apart(view);
}

/* ${c} is no digit: how far is it since the last one? */
static void
add_other(struct sar_spot_view *view, char c)
{
	struct sar_spot_run *run = &view->run;
	bool space = c == ' ' || c == '\t' || c == '\n';

	if (run->gap == 0 && run->piece > 0 && sar_fold_letter(c))
		run->joined = true;
	if (sar_fold_letter(c)) {
		run->n = 0;
		run->gap = GAP_MAX + 1;
	} else if (!(space && run->space)) {
		run->gap++;
	}
	run->space = space;
	if (run->gap > GAP_MAX)
		run->n = 0;
}

/*
 * A piece that stands alone is told one or two characters after it, when it
 * is clear that no point and digit follow.
 */
static void
settle(struct sar_spot_view *view, char c)
{
	struct sar_spot_run *run = &view->run;
	bool one = run->before[1] != '\0' && sar_fold_digit(run->before[1]);
	bool two = run->before[0] != '\0' && sar_fold_digit(run->before[0]) &&
		   joins(run->before[1]);

	if ((one && !sar_fold_digit(c) && !sar_fold_letter(c) && !joins(c)) ||
	    (two && !sar_fold_digit(c)))
		look_alone(view);
}

void
sar_spot_run_next(struct sar_spot_view *view, char c)
{
	struct sar_spot_run *run = &view->run;

	settle(view, c);
	if (sar_fold_digit(c))
		add_digit(view, (uint8_t)(c - '0'));
	else
		add_other(view, c);
	run->before[0] = run->before[1];
	run->before[1] = c;
}
