/* Telephone numbers nobody knows, as far as they are written like one. */
#include <stdlib.h>
#include <string.h>

#include "phone/phone.h"
#include "spot/fold.h"
#include "spot/state.h"

#define APART_MAX 3   /* characters between two groups of digits */
#define GROUPS_MAX 96 /* of a token */
#define LONGEST 20    /* digits with a prefix */
#define SHORTEST 7

/* Digits with nothing between them. */
struct group {
	size_t at;
	size_t n;
	bool free; /* may be a part of a number */
};

struct groups {
	struct group list[GROUPS_MAX];
	size_t n;
};

static void
split(const struct sar_spot_token *token, struct groups *groups)
{
	size_t at = 0;
	size_t n;

	groups->n = 0;
	while (at < token->len && groups->n < GROUPS_MAX) {
		at += strcspn(token->text + at, "0123456789");
		n = strspn(token->text + at, "0123456789");
		if (n == 0)
			break;
		groups->list[groups->n++] = (struct group){ .at = at,
			.n = n,
			.free = true };
		at += n;
	}
	/* 8a01632960123 is a part of something else. */
	if (token->part && groups->n > 0 && groups->list[0].at == 0)
		groups->list[0].free = false;
}

/* 2026-11-26, 26/11/2026, 26.11.2026 */
static bool
is_date(const struct sar_spot_token *token, const struct group *g)
{
	char mark = token->text[g[0].at + g[0].n];
	bool order = (g[0].n == 4 && g[2].n == 2) ||
		     (g[0].n == 2 && g[2].n == 4);

	return order && g[1].n == 2 && strchr("-/.", mark) != NULL &&
	       g[1].at == g[0].at + g[0].n + 1 &&
	       g[2].at == g[1].at + g[1].n + 1 &&
	       token->text[g[1].at + g[1].n] == mark;
}

static void
mark_dates(const struct sar_spot_token *token, struct groups *groups)
{
	size_t i;

	for (i = 0; i + 2 < groups->n; i++)
		if (is_date(token, &groups->list[i]))
			groups->list[i].free = groups->list[i + 1].free =
			    groups->list[i + 2].free = false;
}

/*
 * A number for certain; or ten digits without their 0, in groups of three or
 * more, as sums and days are not.
 */
static bool
is_number(const struct sar_spot *spot, const char *text, size_t len,
    bool groups_of_three, int64_t *key)
{
	struct sar_phone phone;

	sar_phone_read(&spot->plan, text, len, &phone);
	*key = phone.key;
	return phone.kind == SAR_PHONE_E164 &&
	       (phone.certain ||
		   (groups_of_three && phone.rules == SAR_PHONE_TRUNK0));
}

static int
compare(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* The longest number that begins with group ${i}: its groups, or 0. */
static size_t
number_at(const struct sar_spot_view *view, const struct groups *groups,
    size_t i, int64_t *key)
{
	const struct group *first = &groups->list[i];
	const char *text = view->token.text;
	size_t from = first->at;
	size_t digits = 0;
	size_t best = 0;
	bool threes = true;
	int64_t found;
	size_t j;

	while (from > 0 && strchr("+( ", text[from - 1]) != NULL &&
	       first->at - from < APART_MAX)
		from--;
	for (j = i; j < groups->n && groups->list[j].free; j++) {
		digits += groups->list[j].n;
		threes = threes && groups->list[j].n >= 3;
		if (digits > LONGEST)
			break;
		if (digits >= SHORTEST &&
		    is_number(view->spot, text + from,
			groups->list[j].at + groups->list[j].n - from, threes,
			&found)) {
			best = j - i + 1;
			*key = found;
		}
	}
	return best;
}

static size_t
lines(const char *text, size_t len)
{
	size_t n = 0;

	while (len-- > 0)
		n += text[len] == '\n';
	return n;
}

/* Once a line: a token that is full is looked at again in part. */
static void
tell(struct sar_spot_view *view, size_t line)
{
	struct sar_spot_token *token = &view->token;

	if (line <= token->told)
		return;
	token->told = line;
	sar_spot_see(view, SAR_SPOT_STRANGER, 0, line);
}

static void
look(struct sar_spot_view *view)
{
	const struct sar_spot *spot = view->spot;
	struct groups groups;
	int64_t key = 0;
	size_t i, n;

	split(&view->token, &groups);
	mark_dates(&view->token, &groups);
	for (i = 0; i < groups.n; i += n == 0 ? 1 : n) {
		n = groups.list[i].free ? number_at(view, &groups, i, &key) : 0;
		if (n > 0 && (spot->n_known == 0 ||
				 bsearch(&key, spot->known, spot->n_known,
				     sizeof(key), compare) == NULL))
			tell(view, view->token.line + lines(view->token.text,
							  groups.list[i].at));
	}
}

/* Digits next to one may be those of a digest. */
static bool
is_hex(char c)
{
	return (c >= 'a' && c <= 'f') || c == '_';
}

static bool
is_between(char c)
{
	return c != '\0' && strchr(" \n-.()/", c) != NULL;
}

static void
end_token(struct sar_spot_view *view, char c)
{
	struct sar_spot_token *token = &view->token;
	size_t end = token->len;

	if (token->others == 0 && is_hex(c))
		while (end > 0 && sar_fold_digit(token->text[end - 1]))
			end--;
	token->text[end] = '\0';
	token->len = end;
	if (end >= SHORTEST)
		look(view);
	token->len = 0;
	token->others = 0;
}

/* Full: what may be the beginning of a number stays. */
static void
shorten(struct sar_spot_view *view)
{
	struct sar_spot_token *token = &view->token;
	size_t stay = SAR_SPOT_TOKEN / 2;

	token->text[token->len] = '\0';
	look(view);
	memmove(token->text, token->text + token->len - stay, stay);
	token->len = stay;
	token->part = sar_fold_digit(token->text[0]);
	token->line = view->line - lines(token->text, stay);
}

void
sar_spot_token_next(struct sar_spot_view *view, char c)
{
	struct sar_spot_token *token = &view->token;
	bool digit = sar_fold_digit(c);
	bool goes_on = digit || (is_between(c) && token->others < APART_MAX) ||
		       (c == '+' && token->len == 0);

	if (!view->strangers)
		return;
	if (token->len > 0 && !goes_on)
		end_token(view, c);
	if (token->len == 0) {
		token->part = token->hex;
		token->line = view->line;
	}
	token->hex = is_hex(c);
	if (!digit && c != '+' && c != '(' && !(goes_on && token->len > 0))
		return;
	if (token->len == SAR_SPOT_TOKEN)
		shorten(view);
	token->text[token->len++] = c;
	token->others = digit ? 0 : token->others + 1;
}
