#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "export/build_state.h"

/* ${folder}/REF.zip, or REF-part-${k}.zip; no reference ends in the latter. */
static char *
zip_path(const struct build *b, const char *folder, unsigned k,
    struct sar_err *err)
{
	struct sar_buf name = SAR_BUF_INIT;
	char *path = NULL;

	sar_buf_printf(&name, "%s/%s", folder, b->c->request->ref);
	if (k > 0)
		sar_buf_printf(&name, "-part-%u", k);
	sar_buf_puts(&name, ".zip");
	if (sar_buf_check(&name, err) == 0)
		path = sar_home_path(b->c->home, name.data, err);
	sar_buf_free(&name);
	return path;
}

char *
sar_build_staged(const struct build *b, unsigned k, struct sar_err *err)
{
	return zip_path(b, "staging", k, err);
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
		if ((v->staged = sar_build_staged(b, k, err)) == NULL ||
		    (v->released = zip_path(b, "outbox", k, err)) == NULL)
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
		free(b->volumes[i].released);
	}
	free(b->volumes);
	b->volumes = NULL;
	b->n_volumes = 0;
}
