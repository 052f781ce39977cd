/*
 * No salt twice.  A salt and a passphrase give one key, and counters begin at
 * 1: of two entries with one salt, each is the other's with a pad of what is
 * known of either.  Who has no passphrase can see that as well.
 */
#include "package/salts.h"

#include <stdlib.h>
#include <string.h>

#include "package/ae2.h"
#include "package/reader_state.h"

uint8_t *
sar_salts_read(const struct sar_source *source, const struct sar_layout *layout,
    struct sar_err *err)
{
	uint8_t *salts = calloc(layout->n, SAR_AE2_SALT);
	size_t i;

	if (salts == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	for (i = 0; i < layout->n; i++)
		if (sar_source_read(source, salts + i * SAR_AE2_SALT,
			SAR_AE2_SALT, layout->entries[i].data, err) == -1) {
			free(salts);
			return NULL;
		}
	return salts;
}

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, SAR_AE2_SALT);
}

int
sar_salts_once(uint8_t *salts, size_t n, const char *name, struct sar_err *err)
{
	size_t i;

	qsort(salts, n, SAR_AE2_SALT, by_bytes);
	for (i = 1; i < n; i++)
		if (by_bytes(salts + i * SAR_AE2_SALT,
			salts + (i - 1) * SAR_AE2_SALT) == 0)
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: two entries have one salt: whoever has both "
			    "can read them",
			    name);
	return 0;
}

int
sar_package_salts(struct sar_package_reader *const *readers, size_t n,
    struct sar_err *err)
{
	uint8_t *all = NULL;
	size_t total = 0;
	size_t i;
	int rc;

	for (i = 0; i < n; i++)
		total += readers[i]->n_salts;
	if ((all = calloc(total + 1, SAR_AE2_SALT)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (total = 0, i = 0; i < n; i++) {
		memcpy(all + total * SAR_AE2_SALT, readers[i]->salts,
		    readers[i]->n_salts * SAR_AE2_SALT);
		total += readers[i]->n_salts;
	}
	rc = sar_salts_once(all, total, "package", err);
	free(all);
	return rc;
}
