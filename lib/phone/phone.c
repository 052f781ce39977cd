#include "phone/phone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone/address.h"
#include "phone/dialled.h"
#include "phone/fold.h"
#include "phone/plan.h"
#include "phone/spreadsheet.h"
#include "phone/words.h"

/* Digits only, at most 18: they fit. */
static int64_t
value(const char *digits)
{
	int64_t sum = 0;

	for (; *digits != '\0'; digits++)
		sum = sum * 10 + (*digits - '0');
	return sum;
}

int64_t
sar_phone_local_key(const char *digits)
{
	size_t n = strspn(digits, "0123456789");
	int64_t one = 1;
	size_t i;

	if (n == 0 || n > 17 || digits[n] != '\0')
		return 0;
	/* A 1 before the digits tells 012 from 12. */
	for (i = 0; i < n; i++)
		one *= 10;
	return -(one + value(digits));
}

static bool
assumed(const struct reading *r)
{
	return (r->rules & DIALLED_ASSUMED) != 0;
}

/*
 * The one reading all valid ones agree on, a sure one if there is; NULL when
 * there is none or they differ (*${several}).
 */
static const struct reading *
agreed(const struct readings *all, bool *several)
{
	const struct reading *best = NULL;
	const struct reading *r;
	size_t i;

	*several = all->full;
	for (i = 0; i < all->n; i++) {
		r = &all->list[i];
		if (!r->valid)
			continue;
		if (best != NULL && strcmp(best->digits, r->digits) != 0)
			*several = true;
		if (best == NULL || (assumed(best) && !assumed(r)))
			best = r;
	}
	/* What was assumed must not stand against another way to read it,
	   even one of a length that is not in use: 9 00 1234567 or 0900. */
	if (best != NULL && assumed(best))
		for (i = 0; i < all->n; i++)
			if (!all->list[i].valid)
				*several = true;
	return *several ? NULL : best;
}

static void
set_local(const struct dialled *d, unsigned rules, struct sar_phone *out)
{
	out->kind = SAR_PHONE_LOCAL;
	out->rules = rules;
	out->key = sar_phone_local_key(d->digits);
	memcpy(out->digits, d->digits, strnlen(d->digits, SAR_PHONE_LOCAL_MAX));
}

static void
set_e164(const struct reading *r, struct sar_phone *out)
{
	out->kind = SAR_PHONE_E164;
	out->rules = r->rules;
	out->certain = r->sure;
	out->key = value(r->digits);
	out->digits[0] = '+';
	memcpy(out->digits + 1, r->digits, strnlen(r->digits, 15));
}

/* Read the digits of one number. */
static void
read_digits(const struct sar_phone_plan *plan, const struct dialled *d,
    const char *context, unsigned rules, struct sar_phone *out)
{
	struct readings all = { 0 };
	const struct reading *one;
	bool several;

	sar_phone_readings(plan, d, context, rules, &all);
	one = agreed(&all, &several);
	if (several)
		out->kind = SAR_PHONE_AMBIGUOUS;
	else if (one != NULL)
		set_e164(one, out);
	else if (!d->plus && !d->coded && sar_phone_plan_local(plan, d->digits))
		set_local(d, rules, out);
	else
		out->kind = SAR_PHONE_BAD;
}

static void
read_address(const struct sar_phone_plan *plan, struct address *a,
    struct sar_phone *out)
{
	struct dialled d;
	unsigned rules = 0;

	out->kind = a->kind;
	if (a->settled)
		return;
	if (!a->uri) {
		out->kind = sar_phone_spreadsheet(a->number, &rules);
		if (out->kind != SAR_PHONE_E164)
			return;
	}
	out->kind = SAR_PHONE_WITHHELD;
	if (sar_phone_no_number(a->number))
		return;
	out->kind = sar_phone_scan(plan, a->number, &d);
	if (out->kind != SAR_PHONE_E164)
		return;
	if (a->ext[0] != '\0' && d.ext[0] != '\0') {
		out->kind = SAR_PHONE_BAD; /* two extensions */
		return;
	}
	read_digits(plan, &d, a->context, rules, out);
	if (out->kind == SAR_PHONE_E164 || out->kind == SAR_PHONE_LOCAL)
		memcpy(out->ext, a->ext[0] != '\0' ? a->ext : d.ext,
		    sizeof(out->ext));
}

void
sar_phone_read(const struct sar_phone_plan *plan, const char *text, size_t len,
    struct sar_phone *out)
{
	char folded[FOLD_MAX + 1];
	struct address address;

	memset(out, 0, sizeof(*out));
	out->kind = SAR_PHONE_BAD;
	if (len > FOLD_MAX)
		return;
	sar_phone_fold(text, len, folded);
	sar_phone_address(folded, &address);
	read_address(plan, &address, out);
}

const char *
sar_phone_kind_name(enum sar_phone_kind kind)
{
	static const char *const names[] = {
		[SAR_PHONE_E164] = "e164",
		[SAR_PHONE_LOCAL] = "local",
		[SAR_PHONE_WITHHELD] = "withheld",
		[SAR_PHONE_AMBIGUOUS] = "ambiguous",
		[SAR_PHONE_LOSSY] = "lossy",
		[SAR_PHONE_MULTIPLE] = "multiple",
		[SAR_PHONE_BAD] = "bad",
	};

	return names[kind];
}

void
sar_phone_rules_name(unsigned rules, char out[SAR_PHONE_RULES_LEN])
{
	/* In the order of the bits. */
	static const char *const names[] = { "outside", "cc-assumed",
		"intl0-dropped", "prefixcode", "odd-length", "trunk0-assumed",
		"float", "area-assumed", "context-assumed", "exit-code" };
	size_t at = 0;
	size_t i;
	int n;

	out[0] = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if ((rules & 1U << i) == 0)
			continue;
		n = snprintf(out + at, SAR_PHONE_RULES_LEN - at, "%s%s",
		    at == 0 ? "" : " ", names[i]);
		at += (size_t)n;
	}
}
