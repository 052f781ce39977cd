#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/build_state.h"
#include "export/opened.h"
#include "letter/letter.h"
#include "tlog/minisig.h"

/* By the package: it may be an earlier run's, with other options. */
static int
look(const char *path, bool *hidden, struct sar_err *err)
{
	struct sar_opened opened;
	int rc = sar_opened_open(path, &opened, err);

	if (rc == 0)
		*hidden = sar_package_hidden(opened.reader);
	sar_opened_close(&opened);
	return rc;
}

static char *
text_of(const struct build *b, const char **names, struct sar_err *err)
{
	struct sar_letter_package package = {
		.profile = b->c->home->conf,
		.names = names,
		.n = b->n_volumes,
	};
	/* Its manifests are signed before its release is: the key may have
	   changed in between. */
	const struct sar_key_public *key = b->history.released
					       ? &b->signer
					       : sar_key_secret_public(b->key);
	char minisig[SAR_MINISIG_PUBLIC], vkey[SAR_VKEY_MAX];
	unsigned k;

	for (k = 0; k < b->n_volumes; k++)
		names[k] = strrchr(b->volumes[k].released, '/') + 1;
	if (look(b->volumes[0].released, &package.hidden, err) == -1 ||
	    sar_minisig_public(key, minisig, err) == -1)
		return NULL;
	sar_key_public_format(&b->signer, vkey);
	package.key = minisig;
	package.vkey = vkey;
	return sar_letter_how_to_open(&package, err);
}

int
sar_build_how(const struct build *b, struct sar_err *err)
{
	const char *names[SAR_VOLUMES_MAX];
	char *text;
	int rc;

	if (sar_file_exists(b->how))
		return 0;
	if ((text = text_of(b, names, err)) == NULL)
		return -1;
	/* Not as a replacement, which a kill may leave a temporary file of. */
	rc = sar_file_write(b->how, text, strlen(text), 0644, false, err);
	free(text);
	return rc;
}
