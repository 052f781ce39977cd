#include <stdlib.h>
#include <string.h>

#include "ledger/state.h"

void *
sar_ledger_push(struct sar_ledger_list *list, size_t size, struct sar_err *err)
{
	size_t room = list->room == 0 ? 64 : 2 * list->room;
	char *grown;

	if (list->n == list->room) {
		if ((grown = reallocarray(list->all, room, size)) == NULL) {
			(void)sar_err_set(err, SAR_EFAIL, "out of memory");
			return NULL;
		}
		list->all = grown;
		list->room = room;
	}
	grown = (char *)list->all + list->n++ * size;
	memset(grown, 0, size);
	return grown;
}

/* All kinds begin with their number. */
static int
by_seq(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

void *
sar_ledger_find(const struct sar_ledger_list *list, size_t size, uint64_t seq)
{
	if (list->n == 0)
		return NULL;
	return bsearch(&seq, list->all, list->n, size, by_seq);
}

struct sar_ledger_erased *
sar_ledger_erased(const struct sar_ledger *ledger, uint64_t seq)
{
	return sar_ledger_find(&ledger->erased,
	    sizeof(struct sar_ledger_erased), seq);
}
