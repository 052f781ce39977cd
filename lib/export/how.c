#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/build_state.h"
#include "export/opened.h"
#include "letter/letter.h"
#include "tlog/minisig.h"
#include "tlog/vkeys.h"

char *
sar_build_how_path(const struct sar_case *c, struct sar_err *err)
{
	struct sar_buf name = SAR_BUF_INIT;
	char *path = NULL;

	sar_buf_printf(&name, "outbox/%s-HOW-TO-OPEN.txt", c->request->ref);
	if (sar_buf_check(&name, err) == 0)
		path = sar_home_path(c->home, name.data, err);
	sar_buf_free(&name);
	return path;
}

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

/* All keys the log has had: redaction proofs may be by earlier ones. */
static int
list_keys(const struct build *b, struct sar_buf *list, struct sar_err *err)
{
	const struct sar_log_key *keys;
	size_t n, i;

	keys = sar_log_keys(b->log, &n);
	for (i = 0; i < n; i++)
		sar_vkeys_add(list, &keys[i].key);
	return sar_buf_check(list, err);
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
	struct sar_buf vkeys = SAR_BUF_INIT;
	char minisig[SAR_MINISIG_PUBLIC];
	char *text = NULL;
	unsigned k;

	for (k = 0; k < b->n_volumes; k++)
		names[k] = strrchr(b->volumes[k].released, '/') + 1;
	if (look(b->volumes[0].released, &package.hidden, err) == 0 &&
	    sar_minisig_public(key, minisig, err) == 0 &&
	    list_keys(b, &vkeys, err) == 0) {
		package.key = minisig;
		package.vkeys = vkeys.data;
		text = sar_letter_how_to_open(&package, err);
	}
	sar_buf_free(&vkeys);
	return text;
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
