#include "request/label.h"

#include <string.h>

#include "base/text.h"
#include "request/request.h"

#define LABEL_MAX 64

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_number(const struct sar_phone_plan *plan, const char *digits, size_t n)
{
	struct sar_phone phone;

	sar_phone_read(plan, digits, n, &phone);
	return phone.kind == SAR_PHONE_E164 && phone.certain;
}

/*
 * Do the digits ${text} begins with make a telephone number, alone or with
 * those that follow after separators?
 */
static bool
begins_number(const struct sar_phone_plan *plan, const char *text)
{
	char digits[LABEL_MAX];
	size_t n = 0;

	for (; n < LABEL_MAX; text++) {
		if (is_digit(*text)) {
			digits[n++] = *text;
			if (!is_digit(text[1]) && is_number(plan, digits, n))
				return true;
		} else if (*text == '\0' || strchr("._-", *text) == NULL)
			return false;
	}
	return false;
}

static bool
has_number(const struct sar_phone_plan *plan, const char *text)
{
	bool within = false;

	for (; *text != '\0'; text++) {
		if (is_digit(*text) && !within && begins_number(plan, text))
			return true;
		within = is_digit(*text);
	}
	return false;
}

bool
sar_label_fits(const char *text, size_t max, const struct sar_phone_plan *plan)
{
	return sar_text_plain(text, max) && strlen(text) <= LABEL_MAX &&
	       strspn(text, "0123456789") != strlen(text) &&
	       !has_number(plan, text);
}

bool
sar_request_staff_id(const char *id, const struct sar_phone_plan *plan)
{
	return sar_text_plain(id, SAR_REQUEST_STAFF_MAX) &&
	       !has_number(plan, id);
}
