/* Is a paper what was written again, whatever is in the holes? */
#include <string.h>

#include "audit/again.h"

/* How much of ${text} fills a hole before ${next}; 0: nothing that may. */
static size_t
filling(const char *next, bool page, const char *text, size_t len)
{
	static const char br[] = "<br />";
	size_t n = strnlen(next, 8);
	size_t i;

	for (i = 0; i + n <= len; i++) {
		if (memcmp(text + i, next, n) == 0)
			return i;
		if (!page && len - i >= 4 &&
		    memcmp(text + i, "\r\n\r\n", 4) == 0)
			return 0;
		if (page && text[i] == '<' &&
		    (len - i < sizeof(br) - 1 ||
			memcmp(text + i, br, sizeof(br) - 1) != 0))
			return 0;
	}
	return 0;
}

bool
sar_again_same(const char *want, bool page, const char *text, size_t len,
    size_t *line)
{
	static const char hole[] = SAR_AGAIN_HOLE;
	size_t i = 0;
	size_t n;

	*line = 1;
	while (*want != '\0') {
		if (strncmp(want, hole, sizeof(hole) - 1) == 0) {
			want += sizeof(hole) - 1;
			n = filling(want, page, text + i, len - i);
			if (n == 0)
				return false;
			for (; n > 0; n--)
				*line += text[i++] == '\n';
			continue;
		}
		if (i == len || text[i] != *want++)
			return false;
		*line += text[i++] == '\n';
	}
	return i == len;
}
