#include <string.h>

#include "index/index.h"

bool
sar_index_recording_found(const struct sar_index_recording *recording,
    const char *finding)
{
	const char *words = recording->finding;
	size_t len = strlen(finding);
	const char *p;

	for (p = words; p != NULL && (p = strstr(p, finding)) != NULL; p += len)
		if ((p == words || p[-1] == ' ') &&
		    (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}
