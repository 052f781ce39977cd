/*
 * Nothing leaves unless every sample of every recording, decoded again from
 * the encrypted package, is the fill inside the cuts and unchanged outside.
 */
#include <string.h>

#include "base/crew.h"
#include "export/build_state.h"
#include "package/reader.h"

struct selfcheck {
	struct build *b;
	const struct build_volume *volume;
	struct sar_source zip;
	struct sar_package_reader *readers[SAR_CREW_MAX]; /* one a thread */
};

/* Recording ${k}, read back and held against its source. */
static int
check_entry(struct selfcheck *check, struct sar_package_reader *reader,
    size_t k, struct sar_err *err)
{
	size_t i = sar_build_entry(check->b, check->volume, k);
	struct sar_recording *rec = &check->b->recordings[k];
	const char *name = rec->item->name;
	struct sar_source output;
	int rc = -1;

	if (i >= sar_package_count(reader) ||
	    strcmp(sar_package_name(reader, i), name) != 0)
		return sar_err_set(err, SAR_ECORRUPT, "package: %s is missing",
		    name);
	if (sar_package_unlock(reader, i, check->b->passphrase, err) == 0 &&
	    sar_package_entry(reader, i, &output, err) == 0)
		rc = sar_recording_verify(rec, &output, err);
	if (rc == 0)
		sar_build_did(check->b, output.size);
	sar_package_lock(reader, i);
	return rc;
}

/* What differs is found in all of them; anything else ends it. */
static int
check_one(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct selfcheck *check = ctx;
	struct sar_package_reader **reader = &check->readers[worker];
	size_t k = check->volume->first + i;
	enum sar_fate fate;

	if (*reader == NULL &&
	    ((*reader = sar_package_open(&check->zip, err)) == NULL ||
		sar_package_reveal(*reader, check->b->passphrase, err) == -1))
		return -1;
	if (check_entry(check, *reader, k, err) == 0)
		return 0;
	fate = check->b->recordings[k].fate;
	return fate == SAR_FATE_DIFFERS || fate == SAR_FATE_CHANGED ||
		       fate == SAR_FATE_GONE
		   ? 0
		   : -1;
}

static int
first_failure(const struct build *b, const struct build_volume *v,
    struct sar_err *err)
{
	size_t i;

	for (i = v->first; i < v->first + v->n; i++)
		if (b->recordings[i].fate != SAR_FATE_WHOLE) {
			if (b->recordings[i].why != NULL)
				*err = *b->recordings[i].why;
			else
				(void)sar_err_set(err, SAR_ECORRUPT,
				    "package: %s: the self-check failed",
				    b->recordings[i].item->name);
			return -1;
		}
	return 0;
}

/* Bytes of the recordings in ${v}. */
static uint64_t
written(const struct build *b, const struct build_volume *v)
{
	uint8_t ignored[SAR_SHA256_LEN];
	uint64_t size;
	uint64_t total = 0;
	size_t i;

	for (i = v->first; i < v->first + v->n; i++) {
		sar_package_written(v->package, sar_build_entry(b, v, i),
		    ignored, &size);
		total += size;
	}
	return total;
}

int
sar_build_selfcheck(struct build *b, const struct build_volume *v,
    struct sar_err *err)
{
	struct selfcheck check = { .b = b, .volume = v };
	unsigned k;
	int rc;

	if (sar_package_source(v->package, &check.zip, err) == -1)
		return -1;
	sar_build_phase(b, SAR_BUILD_CHECKING, v, written(b, v));
	rc = sar_crew_run(b->jobs, v->n, check_one, &check, err);
	for (k = 0; k < SAR_CREW_MAX; k++)
		sar_package_close(check.readers[k]);
	return rc == -1 ? -1 : first_failure(b, v, err);
}
