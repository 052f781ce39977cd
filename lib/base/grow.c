#include "base/grow.h"

#include <stdlib.h>

#define FIRST 16

void *
sar_grow_by_one(void *all, size_t n, size_t *room, size_t size,
    struct sar_err *err)
{
	size_t more = *room == 0 ? FIRST : 2 * *room;
	void *grown;

	if (n < *room)
		return all;
	if ((grown = reallocarray(all, more, size)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	*room = more;
	return grown;
}
