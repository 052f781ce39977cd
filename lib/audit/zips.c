/* Zips beside the record that released them. */
#include <stdlib.h>
#include <string.h>

#include "audit/proof.h"
#include "audit/volumes.h"
#include "base/sha256.h"

static void
tell(const struct sar_audit_zips_options *options, const struct sar_err *err)
{
	options->finding(options->ctx, SAR_AUDIT_LOG, err);
}

/* One that is not what was released is a finding, and is not counted. */
static int
look_at(const struct sar_audit_zips_options *options, size_t i,
    struct sar_audit_zips *out, struct sar_err *err)
{
	const struct sar_source *zip = &options->zips[i];
	struct sar_err why = SAR_ERR_INIT;
	uint8_t digest[SAR_SHA256_LEN];
	uint64_t size;
	unsigned place;

	if (sar_sha256_source(zip, digest, err) == -1)
		return -1;
	place = sar_volumes_place(options->record, digest);
	if (place == 0) {
		(void)sar_err_set(&why, SAR_ECORRUPT,
		    "%s: not a package that record %llu released", zip->name,
		    (unsigned long long)options->record->seq);
		tell(options, &why);
		return 0;
	}
	if (out->given[place])
		return sar_err_set(err, SAR_EINPUT,
		    "%s: volume %u was given before", zip->name, place);
	out->given[place] = true;
	out->places[i] = place;
	if (!sar_volumes_size(options->record, place, &size) ||
	    size != zip->size) {
		(void)sar_err_set(&why, SAR_ECORRUPT,
		    "%s: not the size the record has", zip->name);
		tell(options, &why);
		return 0;
	}
	out->right++;
	return 0;
}

/* What was given in the place of the only one is told already. */
static void
tell_missing(const struct sar_audit_zips_options *options,
    const struct sar_audit_zips *out)
{
	struct sar_err why = SAR_ERR_INIT;
	size_t place;

	if (out->volumes == 1 && options->n > 0)
		return;
	for (place = 1; place <= out->volumes; place++) {
		if (out->given[place])
			continue;
		(void)sar_err_set(&why, SAR_EPARTIAL,
		    "volume %zu of %zu was not given: not checked", place,
		    out->volumes);
		tell(options, &why);
	}
}

int
sar_audit_zips(const struct sar_audit_zips_options *options,
    struct sar_audit_zips *out, struct sar_err *err)
{
	size_t i;

	memset(out, 0, sizeof(*out));
	if (options->record->type != SAR_RECORD_RELEASE)
		return sar_err_set(err, SAR_ECORRUPT,
		    "record %llu releases no package: it is of type %s",
		    (unsigned long long)options->record->seq,
		    sar_record_type_name(options->record->type));
	out->volumes = sar_volumes_count(options->record);
	out->places = calloc(options->n + 1, sizeof(*out->places));
	if (out->places == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < options->n; i++)
		if (look_at(options, i, out, err) == -1)
			return -1;
	tell_missing(options, out);
	return 0;
}

void
sar_audit_zips_clear(struct sar_audit_zips *zips)
{
	free(zips->places);
	memset(zips, 0, sizeof(*zips));
}
