#include "audit/volumes.h"

#include <string.h>

size_t
sar_volumes_count(const struct sar_record *release)
{
	size_t n = sar_record_count(release, "pkgs");

	return n == 0 ? 1 : n;
}

/* One zip's digest: of the list ${many}, or ${one} of a package unsplit. */
static bool
digest_of(const struct sar_record *release, const char *one, const char *many,
    size_t i, uint8_t out[SAR_SHA256_LEN])
{
	if (sar_record_has(release, many))
		return sar_record_digest_at(release, many, i, out);
	return i == 0 && sar_record_digest(release, one, out);
}

unsigned
sar_volumes_place(const struct sar_record *release,
    const uint8_t digest[SAR_SHA256_LEN])
{
	uint8_t package[SAR_SHA256_LEN];
	size_t i;

	for (i = 0; i < sar_volumes_count(release); i++)
		if (digest_of(release, "pkg", "pkgs", i, package) &&
		    memcmp(package, digest, sizeof(package)) == 0)
			return (unsigned)i + 1;
	return 0;
}

bool
sar_volumes_manifest(const struct sar_record *release, unsigned place,
    uint8_t out[SAR_SHA256_LEN])
{
	return digest_of(release, "manifest", "manifests", place - 1, out);
}

bool
sar_volumes_size(const struct sar_record *release, unsigned place,
    uint64_t *out)
{
	if (sar_record_has(release, "sizes"))
		return sar_record_number_at(release, "sizes", place - 1, out);
	return place == 1 && sar_record_number(release, "size", out);
}
