#include <stdlib.h>
#include <string.h>

#include "package/manifest.h"
#include "package/pad.h"
#include "package/readback.h"

static void
check_free(struct sar_readback *c)
{
	free(c->found);
	free(c->own[0]);
	free(c->own[1]);
	memset(c, 0, sizeof(*c));
}

/* Room for what will be found; the caller frees ${c} all the same. */
static int
check_begin(struct sar_readback *c, struct sar_err *err)
{
	const struct sar_layout *layout = &c->reader->layout;
	const struct sar_layout_entry *own =
	    &layout->entries[layout->n - SAR_MANIFEST_OWN];
	size_t i;

	if (own[0].size > sar_manifest_max(layout->n - SAR_MANIFEST_OWN) ||
	    own[1].size > SAR_MANIFEST_SIGNATURE_MAX)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: larger than a manifest and its signature",
		    c->reader->source->name);
	if ((c->found = calloc(layout->n, sizeof(*c->found))) == NULL ||
	    (c->own[0] = calloc(1, (size_t)own[0].size + 1)) == NULL ||
	    (c->own[1] = calloc(1, (size_t)own[1].size + 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < layout->n; i++) {
		c->found[i].name = layout->entries[i].name;
		c->found[i].size = layout->entries[i].size;
	}
	return 0;
}

/* What ${c} found goes to who asked for it. */
static void
take_findings(struct sar_readback *c, const struct sar_manifest *manifest,
    struct sar_package_findings *findings)
{
	memset(findings, 0, sizeof(*findings));
	memcpy(findings->whole, c->whole, SAR_SHA256_LEN);
	memcpy(findings->manifest, c->found[manifest->n].sha256,
	    SAR_SHA256_LEN);
	memcpy(findings->content, manifest->content, SAR_SHA256_LEN);
	findings->volume = manifest->volume;
	findings->volumes = manifest->volumes;
	findings->padded = c->reader->layout.padded;
	findings->text = c->own[0];
	findings->len = (size_t)c->found[manifest->n].size;
	findings->signature = c->own[1];
	c->own[0] = c->own[1] = NULL;
}

/* Have the manifest, padding, and what all is hidden in, the names they must?
 */
static int
check_names(const struct sar_readback *c, const struct sar_manifest *manifest,
    struct sar_err *err)
{
	const struct sar_layout *outer = &c->reader->outer;
	bool padded = c->reader->layout.padded;
	char name[SAR_MANIFEST_NAME_MAX + 1];

	sar_manifest_own(manifest->volume, manifest->volumes, name);
	if (strcmp(name, c->found[manifest->n].name) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the manifest of this volume",
		    c->found[manifest->n].name);
	sar_manifest_padding(manifest->volume, manifest->volumes, name);
	if (padded && strcmp(name, c->found[manifest->n - 1].name) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the padding of this volume",
		    c->found[manifest->n - 1].name);
	sar_manifest_hidden(manifest->volume, manifest->volumes, name);
	if (outer->n > 0 && strcmp(name, outer->entries[0].name) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the name of this volume", outer->entries[0].name);
	return 0;
}

/* Padding tells nothing when its length is the one that follows. */
static int
check_padding(const struct sar_readback *c, struct sar_err *err)
{
	size_t n = c->reader->layout.n;
	uint64_t size;

	if (!c->reader->layout.padded)
		return 0;
	if (sar_pad_solve(c->found, n, &size, err) == -1)
		return -1;
	if (size != c->found[n - SAR_MANIFEST_OWN - 1].size)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: not as long as it has to be",
		    c->reader->source->name,
		    c->found[n - SAR_MANIFEST_OWN - 1].name);
	return 0;
}

static int
check_all(struct sar_readback *c, struct sar_package_findings *findings,
    struct sar_err *err)
{
	struct sar_manifest manifest = {
		.entries = c->found,
		.n = c->reader->layout.n - SAR_MANIFEST_OWN,
	};

	if (sar_readback_all(c, err) == -1 ||
	    sar_manifest_check(c->own[0], (size_t)c->found[manifest.n].size,
		&manifest, err) == -1 ||
	    check_names(c, &manifest, err) == -1 || check_padding(c, err) == -1)
		return -1;
	take_findings(c, &manifest, findings);
	return 0;
}

int
sar_package_check(struct sar_package_reader *reader,
    const struct sar_package_check_options *options,
    struct sar_package_findings *findings, struct sar_err *err)
{
	struct sar_readback c = { .reader = reader, .options = options };
	int rc = -1;

	if (sar_reader_reveal(reader, options, err) == -1)
		return -1;
	if (check_begin(&c, err) == 0)
		rc = check_all(&c, findings, err);
	check_free(&c);
	return rc;
}

void
sar_package_findings_free(struct sar_package_findings *findings)
{
	free(findings->text);
	free(findings->signature);
	memset(findings, 0, sizeof(*findings));
}
