#include "package/bech32.h"

#include <ctype.h>
#include <string.h>

#define DIGITS 52 /* of five bits each: 256 bits, and four that are 0 */
#define SUM 6

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* One step of the BCH code of BIP 173. */
static uint32_t
step(uint32_t sum, uint8_t digit)
{
	static const uint32_t generator[] = { 0x3b6a57b2, 0x26508e6d,
		0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	uint32_t top = sum >> 25;
	unsigned i;

	sum = (sum & 0x1ffffff) << 5 ^ digit;
	for (i = 0; i < 5; i++)
		if ((top >> i & 1) != 0)
			sum ^= generator[i];
	return sum;
}

/* The checksum's beginning: of the prefix, in lower case. */
static uint32_t
begin(const char *prefix)
{
	uint32_t sum = 1;
	size_t i;

	for (i = 0; prefix[i] != '\0'; i++)
		sum = step(sum, (uint8_t)(tolower(prefix[i]) >> 5));
	sum = step(sum, 0);
	for (i = 0; prefix[i] != '\0'; i++)
		sum = step(sum, (uint8_t)(tolower(prefix[i]) & 31));
	return sum;
}

static bool
is_upper(const char *prefix)
{
	return isupper((unsigned char)prefix[0]) != 0;
}

static char
character(uint8_t digit, bool upper)
{
	return (char)(upper ? toupper(alphabet[digit]) : alphabet[digit]);
}

/*
 * The digit ${c} stands for, or -1; all of the alphabet is looked at, so that
 * how long it takes says nothing of a key.
 */
static int
digit_of(char c, bool upper)
{
	int found = -1;
	uint8_t i;

	for (i = 0; alphabet[i] != '\0'; i++)
		if (character(i, upper) == c)
			found = i;
	return found;
}

/* The ${n}th five bits of ${data}. */
static uint8_t
five_bits(const uint8_t data[SAR_BECH32_DATA], size_t n)
{
	size_t at = n * 5;
	unsigned two = (unsigned)data[at / 8] << 8;

	if (at / 8 + 1 < SAR_BECH32_DATA)
		two |= data[at / 8 + 1];
	return (uint8_t)(two >> (11 - at % 8) & 31);
}

void
sar_bech32_put(const char *prefix, const uint8_t data[SAR_BECH32_DATA],
    char *out)
{
	bool upper = is_upper(prefix);
	uint32_t sum = begin(prefix);
	size_t len = strlen(prefix);
	size_t i;

	memcpy(out, prefix, len);
	out += len;
	*out++ = '1';
	for (i = 0; i < DIGITS; i++) {
		sum = step(sum, five_bits(data, i));
		*out++ = character(five_bits(data, i), upper);
	}
	for (i = 0; i < SUM; i++)
		sum = step(sum, 0);
	sum ^= 1;
	for (i = 0; i < SUM; i++)
		*out++ = character((uint8_t)(sum >> (5 * (SUM - 1 - i)) & 31),
		    upper);
	*out = '\0';
}

/* Put five bits at place ${n}; what is past the last byte has to be 0. */
static bool
put_bits(uint8_t data[SAR_BECH32_DATA], size_t n, uint8_t digit)
{
	size_t at = n * 5;
	unsigned two = (unsigned)digit << (11 - at % 8);

	data[at / 8] |= (uint8_t)(two >> 8);
	if (at / 8 + 1 < SAR_BECH32_DATA)
		data[at / 8 + 1] |= (uint8_t)two;
	else if ((two & 0xff) != 0)
		return false;
	return true;
}

bool
sar_bech32_get(const char *prefix, const char *text, size_t len,
    uint8_t data[SAR_BECH32_DATA])
{
	size_t skip = strlen(prefix) + 1;
	bool upper = is_upper(prefix);
	uint32_t sum = begin(prefix);
	int digit;
	size_t i;

	if (len != skip + DIGITS + SUM || memcmp(text, prefix, skip - 1) != 0 ||
	    text[skip - 1] != '1')
		return false;
	memset(data, 0, SAR_BECH32_DATA);
	for (i = 0; i < DIGITS + SUM; i++) {
		if ((digit = digit_of(text[skip + i], upper)) == -1)
			return false;
		sum = step(sum, (uint8_t)digit);
		if (i < DIGITS && !put_bits(data, i, (uint8_t)digit))
			return false;
	}
	return sum == 1;
}
