#include <string.h>

#include "export/privacy_lists.h"

static bool
is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c & 0x80) != 0 ||
	       c == '\'';
}

/*
 * Two words at least: a word alone, as a first name or a month, may be any word
 * of the letter's.
 */
static bool
is_name(const char *text, size_t len, const struct sar_phone_plan *plan)
{
	struct sar_phone number;
	size_t letters = 0, words = 0;
	size_t i;

	/* "Private number" and the like. */
	sar_phone_read(plan, text, len, &number);
	if (number.kind == SAR_PHONE_WITHHELD)
		return false;
	for (i = 0; i <= len; i++) {
		if (i < len && is_letter(text[i])) {
			letters++;
			continue;
		}
		words += letters >= 2;
		letters = 0;
	}
	return words >= 2;
}

int
sar_privacy_absent(struct sar_spot *spot, const char *text, size_t len,
    struct sar_err *err)
{
	if (sar_spot_absent(spot, text, len, 0, err) == 0)
		return 0;
	if (err->code != SAR_EINPUT)
		return -1;
	*err = (struct sar_err)SAR_ERR_INIT;
	return 0;
}

int
sar_privacy_seen(const struct sar_spot *spot, const char *text, size_t len,
    bool *seen, struct sar_err *err)
{
	struct sar_spot_sights sights;
	size_t i;

	*seen = false;
	if (sar_spot_look(spot, SAR_SPOT_TEXT, text, len, &sights, err) == -1)
		return -1;
	for (i = 0; i < sights.n; i++)
		*seen = *seen || sights.list[i].kind != SAR_SPOT_STRANGER;
	return 0;
}

static int
add_name(struct sar_spot *spot, const struct sar_phone_plan *plan,
    const struct sar_buf *ours, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_spot *one;
	bool known = false;
	int rc = -1;

	if (!is_name(text, len, plan))
		return 0;
	if ((one = sar_spot_new(plan, err)) != NULL &&
	    sar_privacy_absent(one, text, len, err) == 0 &&
	    (ours->len == 0 ||
		sar_privacy_seen(one, ours->data, ours->len, &known, err) == 0))
		rc = known ? 0 : sar_privacy_absent(spot, text, len, err);
	sar_spot_free(one);
	return rc;
}

/* "Ann Example" <...>, or sip:ann.example@..., or neither. */
int
sar_privacy_names(struct sar_spot *spot, const struct sar_phone_plan *plan,
    const struct sar_buf *ours, const struct sar_index_party *party,
    struct sar_err *err)
{
	const char *raw = party->raw;
	const char *mark = strchr(raw, '<');
	const char *colon;

	if (mark != NULL)
		return add_name(spot, plan, ours, raw, (size_t)(mark - raw),
		    err);
	if ((mark = strchr(raw, '@')) != NULL) {
		colon = memchr(raw, ':', (size_t)(mark - raw));
		raw = colon == NULL ? raw : colon + 1;
		return add_name(spot, plan, ours, raw, (size_t)(mark - raw),
		    err);
	}
	if (party->number.kind != SAR_PHONE_BAD)
		return 0;
	return add_name(spot, plan, ours, raw, strlen(raw), err);
}
