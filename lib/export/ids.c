#include "export/ids.h"

#include <stdlib.h>

int
sar_ids_compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int
sar_ids_found(const struct sar_find *find, int64_t **ids, size_t *n,
    struct sar_err *err)
{
	const struct sar_calls *calls = find->calls;
	const struct sar_index_leg *leg;
	size_t i, j, k = 0;

	*n = 0;
	for (i = 0; i < calls->n_legs; i++)
		*n += calls->legs[i].leg.n_uses;
	if ((*ids = calloc(*n + 1, sizeof(**ids))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < calls->n_legs; i++) {
		leg = &calls->legs[i].leg;
		for (j = 0; j < leg->n_uses; j++)
			(*ids)[k++] = leg->uses[j].recording;
	}
	qsort(*ids, *n, sizeof(**ids), sar_ids_compare);
	for (i = k = 0; i < *n; i++)
		if (i == 0 || (*ids)[i] != (*ids)[i - 1])
			(*ids)[k++] = (*ids)[i];
	*n = k;
	return 0;
}
