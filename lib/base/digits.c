#include "base/digits.h"

bool
sar_digits_read(const char *text, const char *form, int *out)
{
	bool inside = false;

	for (; *form != '\0'; form++, text++) {
		if (*form != '0') {
			if (*text != *form && !(*form == ' ' && *text == 'T'))
				return false;
			inside = false;
			continue;
		}
		if (*text < '0' || *text > '9')
			return false;
		if (!inside)
			*out++ = 0;
		inside = true;
		out[-1] = out[-1] * 10 + (*text - '0');
	}
	return *text == '\0';
}

void
sar_digits_put(int value, size_t width, char *out)
{
	while (width-- > 0) {
		out[width] = (char)('0' + value % 10);
		value /= 10;
	}
}
