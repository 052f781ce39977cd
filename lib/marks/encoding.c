#include "marks/encoding.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum order {
	ORDER_NONE, /* not UTF-16 */
	ORDER_LITTLE,
	ORDER_BIG
};

/* Two characters of ASCII, each beside its zero half, begin every format. */
static enum order
guess(const char *text)
{
	bool zero[4];
	int i;

	for (i = 0; i < 4; i++)
		zero[i] = text[i] == '\0';
	if (!zero[0] && zero[1] && !zero[2] && zero[3])
		return ORDER_LITTLE;
	return zero[0] && !zero[1] && zero[2] && !zero[3] ? ORDER_BIG
							  : ORDER_NONE;
}

static enum order
find_order(const char *text, size_t len)
{
	if (len >= 2 && memcmp(text, "\xff\xfe", 2) == 0)
		return ORDER_LITTLE;
	if (len >= 2 && memcmp(text, "\xfe\xff", 2) == 0)
		return ORDER_BIG;
	return len >= 4 ? guess(text) : ORDER_NONE;
}

static uint32_t
unit(const char *text, enum order order)
{
	uint32_t first = (unsigned char)text[0];
	uint32_t second = (unsigned char)text[1];

	return order == ORDER_BIG ? first << 8 | second : second << 8 | first;
}

static bool
is_high(uint32_t code)
{
	return code >= 0xd800 && code < 0xdc00;
}

static bool
is_low(uint32_t code)
{
	return code >= 0xdc00 && code < 0xe000;
}

void
sar_encoding_add(struct sar_buf *out, uint32_t code)
{
	char bytes[4];

	sar_buf_add(out, bytes, sar_text_encode(code, bytes));
}

/* The character at ${text}; false for half of a pair.  *${n}: its bytes. */
static bool
take(const char *text, size_t len, enum order order, uint32_t *code, size_t *n)
{
	uint32_t low;

	*code = unit(text, order);
	*n = 2;
	if (is_low(*code))
		return false;
	if (!is_high(*code))
		return true;
	if (len < 4 || !is_low(low = unit(text + 2, order)))
		return false;
	*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
	*n = 4;
	return true;
}

int
sar_encoding_utf8(const char *name, const char *text, size_t len,
    struct sar_buf *out, struct sar_err *err)
{
	enum order order = find_order(text, len);
	unsigned line = 1;
	uint32_t code;
	size_t n;

	if (order == ORDER_NONE) {
		sar_buf_add(out, text, len);
		return sar_buf_check(out, err);
	}
	if (len % 2 != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: UTF-16 that ends within a character", name);
	for (; len > 0; text += n, len -= n) {
		if (!take(text, len, order, &code, &n))
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %u: half of a UTF-16 surrogate pair",
			    name, line);
		line += code == '\n';
		sar_encoding_add(out, code);
	}
	return sar_buf_check(out, err);
}
