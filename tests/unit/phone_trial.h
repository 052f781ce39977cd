/* Every form of a number, and what must come of it. */
#ifndef TEST_PHONE_TRIAL_H
#define TEST_PHONE_TRIAL_H

#include <stdbool.h>

#include "phone/phone.h"
#include "phone_truth.h"

/*
 * 200,000 different numbers that could exist, written in every form of the
 * reference's table 1.2 and some more: what is read must be that number, and
 * never another's.
 */
#define NUMBERS 200000

/* What must come of a form. */
enum want {
	CERTAIN,    /* that number, for certain */
	PROBABLE,   /* that number, for a person to tick */
	MAYBE,      /* that number or none, and not for certain */
	NOTHING,    /* no public number */
	NEVER_SURE, /* it may look like another country's, never for certain */
	SKIPPED     /* no such form of this number */
};

struct setting {
	struct sar_phone_plan plan;
	bool dialled;
};

static const struct setting dialled = {
	{ .country = 44, .outside = '9' },
	true,
};
static const struct setting written = { { .country = 44 }, false };
static const struct setting bare_national = {
	{ .country = 44, .bare_national = true },
	false,
};
static const struct setting bare_cc = {
	{ .country = 44, .bare_cc = true },
	false,
};

/* A number in the parts that forms are made of. */
struct parts {
	char e164[24]; /* without + */
	const char *nsn;
	char cc[4];
	char punctuated[128];
	bool gb;
};

/* Its country dials 0 first, and drops it after its code. */
static inline bool
has_trunk(const struct parts *p)
{
	return strcmp(p->cc, "1") != 0 && strcmp(p->cc, "36") != 0;
}

static inline enum want
any_number(const struct setting *s, const struct parts *p)
{
	(void)s;
	(void)p;
	return CERTAIN;
}

/* A 9 before it, which only what was dialled has. */
static inline enum want
after_nine(const struct setting *s, const struct parts *p)
{
	(void)p;
	if (s->plan.bare_cc)
		return SKIPPED;
	return s->dialled ? CERTAIN : NOTHING;
}

static inline enum want
with_trunk(const struct setting *s, const struct parts *p)
{
	(void)s;
	return has_trunk(p) ? CERTAIN : SKIPPED;
}

static inline enum want
national(const struct setting *s, const struct parts *p)
{
	(void)s;
	return p->gb ? CERTAIN : SKIPPED;
}

/* 141 before it; 141 0845 464x has the digits of +1 410 845 464x. */
static inline enum want
withheld_national(const struct setting *s, const struct parts *p)
{
	if (p->gb && s->plan.bare_cc && strlen(p->nsn) == 7)
		return MAYBE;
	return national(s, p);
}

static inline enum want
national_after_nine(const struct setting *s, const struct parts *p)
{
	return p->gb ? after_nine(s, p) : SKIPPED;
}

/* The country code without its plus. */
static inline enum want
no_plus(const struct setting *s, const struct parts *p)
{
	if (p->gb || (s->plan.bare_cc && strlen(p->e164) > 10))
		return CERTAIN;
	/* The plan says that this is not how foreign numbers are written. */
	if (s->plan.bare_national && strlen(p->e164) == 10)
		return SKIPPED;
	return NEVER_SURE;
}

/* Without its 0, as a spreadsheet or a trunk leaves it. */
static inline enum want
no_zero(const struct setting *s, const struct parts *p)
{
	if (!p->gb)
		return SKIPPED;
	if (strlen(p->nsn) != 10)
		return NOTHING;
	if (s->plan.bare_national)
		return CERTAIN;
	/* 9 00 ... or 0900, 020 or Egypt: not to be read is as good. */
	if (s->dialled && strncmp(p->nsn, "900", 3) == 0)
		return MAYBE;
	if (s->plan.bare_cc && strchr("17", p->nsn[0]) == NULL)
		return MAYBE;
	return PROBABLE;
}

static inline enum want
no_zero_float(const struct setting *s, const struct parts *p)
{
	enum want want = no_zero(s, p);

	return want == CERTAIN ? PROBABLE : want;
}

static inline enum want
cc_float(const struct setting *s, const struct parts *p)
{
	(void)s;
	return p->gb && strlen(p->nsn) == 10 ? PROBABLE : SKIPPED;
}

static const struct form {
	const char *format; /* %e E.164, %n without cc, %c the code, %p and %q
			       with marks between, %w full width */
	enum want (*want)(const struct setting *s, const struct parts *p);
} forms[] = {
	{ "+%e", any_number },
	{ "+%q", any_number },
	{ "+%w", any_number },
	{ "00%e", any_number },
	{ "00 %q", any_number },
	{ "tel:+%e;ext=12", any_number },
	{ "sip:+%e@192.0.2.1:5060;user=phone", any_number },
	{ "<sip:+%e@pbx.example>;tag=1", any_number },
	{ "\"07700 900999\" <+%e>", any_number },
	{ "\"J \\\" <1>\" <00%e>", any_number },
	{ "14100%e", any_number },
	{ "#31#+%e", any_number },
	{ "+%e x2538", any_number },
	{ "\xe2\x80\xaa+%e\xe2\x80\xac", any_number },
	{ " '+%e ", any_number },
	{ "900%e", after_nine },
	{ "9,00%e", after_nine },
	{ "sip:900%e@pbx.example", after_nine },
	{ "+%c (0)%p", with_trunk },
	{ "00%c(0) %p", with_trunk },
	{ "+%c 0%p", with_trunk },
	{ "0%n", national },
	{ "0%p", national },
	{ "\xef\xbc\x90%w", national },
	{ "141 0%p", withheld_national },
	{ "sip:0%n@192.0.2.1", national },
	{ "<sip:0%n@192.0.2.1>", national },
	{ "\"J <1>\" <0%n>", national },
	{ "tel:0%n;phone-context=+44", national },
	{ "0%n x2538", national },
	{ "90%n", national_after_nine },
	{ "9 141 0%p", national_after_nine },
	{ "%e", no_plus },
	{ "%n", no_zero },
	{ "%n.0", no_zero_float },
	{ "%e.0", cc_float },
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

static inline void
split(const struct number *x, struct parts *p)
{
	(void)snprintf(p->e164, sizeof(p->e164), "%lld", (long long)x->key);
	(void)snprintf(p->cc, sizeof(p->cc), "%.*s", (int)x->cc_len, p->e164);
	p->nsn = p->e164 + x->cc_len;
	p->gb = strcmp(p->cc, "44") == 0;
	punctuate(p->nsn, p->punctuated);
}

static inline void
render(const struct form *form, const struct parts *p, char *out, size_t size)
{
	const char *at;
	char made[128];
	size_t n = 0;

	for (at = form->format; *at != '\0'; at++) {
		if (*at != '%') {
			made[0] = *at;
			made[1] = '\0';
		} else if (*++at == 'q' || *at == 'w') {
			/* National digits where a 0 stands before them. */
			(*at == 'q'
				? punctuate
				: fullwidth)(form->want == national ? p->nsn
								    : p->e164,
			    made);
		} else {
			(void)snprintf(made, sizeof(made), "%s",
			    *at == 'e'   ? p->e164
			    : *at == 'n' ? p->nsn
			    : *at == 'c' ? p->cc
					 : p->punctuated);
		}
		assert_true(n + strlen(made) < size);
		memcpy(out + n, made, strlen(made) + 1);
		n += strlen(made);
	}
}

/* How one way of reading did on a list of numbers. */
struct trial {
	void (*read)(const struct sar_phone_plan *plan, const char *text,
	    size_t len, struct sar_phone *out);
	const struct number *list;
	size_t n;
	size_t done[SKIPPED + 1];
	size_t wrong;    /* not what was wanted */
	size_t anothers; /* read as another number of the list */
	bool quiet;
};

static inline bool
is_wanted(enum want want, const struct sar_phone *p, int64_t own)
{
	bool number = p->kind == SAR_PHONE_E164;

	/* The key is what is searched for, and what must never be wrong. */
	if ((number && p->key <= 0) || (!number && p->key > 0) ||
	    (p->certain && !number))
		return false;
	switch (want) {
	case CERTAIN:
		return number && p->certain && p->key == own;
	case PROBABLE:
		return number && !p->certain && p->key == own;
	case MAYBE:
		return !number || (!p->certain && p->key == own);
	case NOTHING:
		return !number;
	case NEVER_SURE:
		return !p->certain;
	case SKIPPED:
		break;
	}
	return true;
}

static inline void
try_one(struct trial *t, const struct setting *s, const struct form *form,
    const struct number *x)
{
	struct parts parts;
	struct sar_phone p;
	struct number found;
	char text[256];
	enum want want;

	split(x, &parts);
	want = form->want(s, &parts);
	t->done[want]++;
	if (want == SKIPPED)
		return;
	render(form, &parts, text, sizeof(text));
	t->read(&s->plan, text, strlen(text), &p);
	found.key = p.key;
	if (p.key > 0 && p.key != x->key &&
	    bsearch(&found, t->list, t->n, sizeof(found), by_key) != NULL)
		t->anothers++;
	if (is_wanted(want, &p, x->key))
		return;
	if (t->wrong++ < 20 && !t->quiet)
		print_message("[%s] of %lld read as %s %s\n", text,
		    (long long)x->key, sar_phone_kind_name(p.kind), p.digits);
}

/* Every form of every ${step}th number, each form beginning at another. */
static inline void
try_all(struct trial *t, const struct setting *s, size_t step)
{
	size_t i, f;

	for (f = 0; f < FORMS; f++)
		for (i = f % step; i < t->n; i += step)
			try_one(t, s, &forms[f], &t->list[i]);
}

#endif
