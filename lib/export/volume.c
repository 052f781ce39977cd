#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "export/build_state.h"

#define PROOF ".tlog-proof"

/* ${folder}/REF.zip, or REF-part-${k}.zip; no reference ends in the latter.
 * ${more} comes after that. */
static char *
zip_path(const struct build *b, const char *folder, unsigned k,
    const char *more, struct sar_err *err)
{
	struct sar_buf name = SAR_BUF_INIT;
	char *path = NULL;

	sar_buf_printf(&name, "%s/%s", folder, b->c->request->ref);
	if (k > 0)
		sar_buf_printf(&name, "-part-%u", k);
	sar_buf_printf(&name, ".zip%s", more);
	if (sar_buf_check(&name, err) == 0)
		path = sar_home_path(b->c->home, name.data, err);
	sar_buf_free(&name);
	return path;
}

char *
sar_build_staged(const struct build *b, unsigned k, struct sar_err *err)
{
	return zip_path(b, "staging", k, "", err);
}

char *
sar_build_staged_proof(const struct build *b, unsigned k, struct sar_err *err)
{
	return zip_path(b, "staging", k, PROOF, err);
}

int
sar_build_volumes(struct build *b, unsigned n, struct sar_err *err)
{
	struct build_volume *v;
	unsigned i, k;

	sar_build_drop_volumes(b);
	if ((b->volumes = calloc(n, sizeof(*b->volumes))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	b->n_volumes = n;
	for (i = 0; i < n; i++) {
		v = &b->volumes[i];
		k = n == 1 ? 0 : i + 1;
		v->staged = sar_build_staged(b, k, err);
		v->proof_staged = sar_build_staged_proof(b, k, err);
		v->released = zip_path(b, "outbox", k, "", err);
		v->proof = zip_path(b, "outbox", k, PROOF, err);
		if (v->staged == NULL || v->proof_staged == NULL ||
		    v->released == NULL || v->proof == NULL)
			return -1;
	}
	return 0;
}

void
sar_build_drop_volumes(struct build *b)
{
	unsigned i;

	for (i = 0; i < b->n_volumes; i++) {
		sar_package_free(b->volumes[i].package);
		free(b->volumes[i].staged);
		free(b->volumes[i].proof_staged);
		free(b->volumes[i].released);
		free(b->volumes[i].proof);
	}
	free(b->volumes);
	b->volumes = NULL;
	b->n_volumes = 0;
}
