#include "spot/spot.h"

#include <stdlib.h>
#include <string.h>

#include "phone/country.h"
#include "spot/fold.h"
#include "spot/state.h"

#define NEITHER "neither a name of at most %d words nor a number"

struct sar_spot *
sar_spot_new(const struct sar_phone_plan *plan, struct sar_err *err)
{
	struct sar_spot *spot = calloc(1, sizeof(*spot));

	if (spot == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	/* It is people who write texts. */
	spot->plan = sar_phone_plan_people(plan);
	return spot;
}

void
sar_spot_free(struct sar_spot *spot)
{
	size_t i;

	if (spot == NULL)
		return;
	for (i = 0; i < spot->n_names; i++) {
		explicit_bzero(spot->names[i].text,
		    strlen(spot->names[i].text));
		free(spot->names[i].text);
	}
	free(spot->names);
	free(spot->digits);
	free(spot->known);
	free(spot);
}

static int
by_text(const void *a, const void *b)
{
	const struct sar_spot_name *x = a;
	const struct sar_spot_name *y = b;

	return strcmp(x->text, y->text);
}

static int
by_value(const void *a, const void *b)
{
	const struct sar_spot_digits *x = a;
	const struct sar_spot_digits *y = b;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

static int
by_key(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* Things of a size, in an order. */
struct kind {
	size_t size;
	int (*compare)(const void *a, const void *b);
};

static const struct kind names = { sizeof(struct sar_spot_name), by_text };
static const struct kind numbers = { sizeof(struct sar_spot_digits), by_value };
static const struct kind keys = { sizeof(int64_t), by_key };

/* Where ${thing} belongs among ${n} of ${all}. */
static size_t
place_of(const struct kind *kind, const char *all, size_t n, const void *thing)
{
	size_t from = 0;
	size_t to = n;
	size_t middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (kind->compare(all + middle * kind->size, thing) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* ${list} of *${n} with ${thing} in its place, room doubling; NULL: failed. */
static void *
with(const struct kind *kind, void *list, size_t *n, const void *thing,
    struct sar_err *err)
{
	size_t at = place_of(kind, list, *n, thing);
	char *all = list;

	if (*n == 0 || (*n & (*n - 1)) == 0)
		all = reallocarray(list, *n == 0 ? 1 : 2 * *n, kind->size);
	if (all == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	memmove(all + (at + 1) * kind->size, all + at * kind->size,
	    (*n - at) * kind->size);
	memcpy(all + at * kind->size, thing, kind->size);
	++*n;
	return all;
}

/* Words ${from} and on, then those before it. */
static int
add_name(struct sar_spot *spot, char words[][SAR_SPOT_WORD + 1], size_t n,
    size_t from, size_t item, struct sar_err *err)
{
	struct sar_spot_name name = { .item = item };
	char text[SAR_SPOT_NAME_MAX] = "";
	void *list;
	size_t len = 0;
	size_t i, size;

	for (i = 0; i < n; i++) {
		size = strlen(words[(from + i) % n]);
		if (i > 0)
			text[len++] = ' ';
		memcpy(text + len, words[(from + i) % n], size + 1);
		len += size;
	}
	name.text = strdup(text);
	explicit_bzero(text, sizeof(text));
	if (name.text == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	list = with(&names, spot->names, &spot->n_names, &name, err);
	if (list == NULL) {
		free(name.text);
		return -1;
	}
	spot->names = list;
	return 0;
}

static int
add_digits(struct sar_spot *spot, const char *digits, size_t item,
    struct sar_err *err)
{
	struct sar_spot_digits number = {
		.value = strtoull(digits, NULL, 10),
		.n = (unsigned)strlen(digits),
		.item = item,
	};
	void *list = with(&numbers, spot->digits, &spot->n_digits, &number,
	    err);

	if (list == NULL)
		return -1;
	spot->digits = list;
	return 0;
}

/* The digits of ${text}, at most SAR_SPOT_DIGITS; has it a letter? */
static bool
only_digits(const char *text, size_t len, char digits[SAR_SPOT_DIGITS + 1],
    bool *letter)
{
	char out[SAR_FOLD_MAX];
	size_t i, taken, k;
	size_t n = 0;
	bool fits = true;

	*letter = false;
	for (i = 0; i < len; i += taken) {
		taken = sar_fold_next(text + i, len - i, out, &k);
		if (k == 0)
			continue;
		*letter = *letter || sar_fold_letter(out[0]);
		if (!sar_fold_digit(out[0]))
			continue;
		fits = fits && n < SAR_SPOT_DIGITS;
		if (fits)
			digits[n++] = out[0];
	}
	digits[n] = '\0';
	return fits && n >= 2;
}

/*
 * What every way of writing a number has: the digits after its country's code.
 * Where those are few, all of it besides, which can be told from other digits.
 */
static int
add_e164(struct sar_spot *spot, const struct sar_phone *phone, size_t item,
    struct sar_err *err)
{
	const char *all = phone->digits + 1;
	const char *nsn = all + sar_phone_cc_len(all);

	if (add_digits(spot, nsn, item, err) == -1)
		return -1;
	if (strlen(nsn) >= SAR_SPOT_APART)
		return 0;
	return add_digits(spot, all, item, err);
}

static int
add_words(struct sar_spot *spot, const char *text, size_t len, size_t item,
    struct sar_err *err)
{
	char words[SAR_SPOT_WORDS][SAR_SPOT_WORD + 1];
	size_t n = sar_spot_words_fold(text, len, words);
	int rc;

	if (n == 0 || (n == 1 && strlen(words[0]) < 2))
		rc = sar_err_set(err, SAR_EINPUT, NEITHER, SAR_SPOT_WORDS);
	else
		rc = add_name(spot, words, n, 0, item, err);
	if (rc == 0 && n > 1)
		rc = add_name(spot, words, n, n - 1, item, err);
	explicit_bzero(words, sizeof(words));
	return rc;
}

int
sar_spot_absent(struct sar_spot *spot, const char *text, size_t len,
    size_t item, struct sar_err *err)
{
	char digits[SAR_SPOT_DIGITS + 1];
	struct sar_phone phone;
	bool letter;
	bool fits = only_digits(text, len, digits, &letter);

	sar_phone_read(&spot->plan, text, len, &phone);
	if (phone.kind == SAR_PHONE_E164)
		return add_e164(spot, &phone, item, err);
	if (fits && !letter)
		return add_digits(spot, digits, item, err);
	/* A name and a number in one would be found only in one. */
	if (strlen(digits) >= 7)
		return sar_err_set(err, SAR_EINPUT, NEITHER, SAR_SPOT_WORDS);
	return add_words(spot, text, len, item, err);
}

int
sar_spot_known(struct sar_spot *spot, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_phone phone;
	void *list;

	sar_phone_read(&spot->plan, text, len, &phone);
	if (phone.kind != SAR_PHONE_E164)
		return 0;
	list = with(&keys, spot->known, &spot->n_known, &phone.key, err);
	if (list == NULL)
		return -1;
	spot->known = list;
	return 0;
}

static bool
is_blank(const char *from, const char *to)
{
	while (from < to && strchr(" \t\r", *from) != NULL && *from != '\0')
		from++;
	return from == to;
}

int
sar_spot_list(struct sar_spot *spot, enum sar_spot_list list, const char *name,
    const char *text, size_t len, struct sar_err *err)
{
	const char *end = text + len;
	const char *stop;
	size_t line = 0;
	int rc = 0;

	for (; text < end && rc == 0; text = stop + 1) {
		line++;
		stop = memchr(text, '\n', (size_t)(end - text));
		if (stop == NULL)
			stop = end;
		if (is_blank(text, stop))
			continue;
		rc = list == SAR_SPOT_KNOWN
			 ? sar_spot_known(spot, text, (size_t)(stop - text),
			       err)
			 : sar_spot_absent(spot, text, (size_t)(stop - text),
			       line, err);
	}
	if (rc == -1 && err->code == SAR_EINPUT)
		return sar_err_set(err, SAR_EINPUT, "%s: line %zu: " NEITHER,
		    name, line, SAR_SPOT_WORDS);
	return rc;
}
