#include "export/recovery.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "export/case.h"
#include "package/passphrase.h"

static const char key[] = "recovery-recipient";

static bool
is_in(const struct sar_recovery *recovery, const struct sar_age_recipient *one)
{
	size_t i;

	for (i = 0; i < recovery->n; i++)
		if (memcmp(recovery->to[i].key, one->key, sizeof(one->key)) ==
		    0)
			return true;
	return false;
}

/* Take the keys of the ${n}th value. */
static int
take_value(const struct sar_conf *conf, const char *text, size_t n,
    struct sar_recovery *recovery, struct sar_err *err)
{
	static const char spaces[] = " \t\r\n";
	struct sar_age_recipient one;
	size_t len;

	/* An empty one would be a policy that does nothing. */
	text += strspn(text, spaces);
	if (*text == '\0')
		return sar_conf_bad(conf, "policy", key, n, "expected age1...",
		    err);
	for (; *text != '\0'; text += len, text += strspn(text, spaces)) {
		len = strcspn(text, spaces);
		if (!sar_age_recipient_parse(text, len, &one))
			return sar_conf_bad(conf, "policy", key, n,
			    "expected age1..., 62 characters with a checksum "
			    "that is right",
			    err);
		if (is_in(recovery, &one))
			return sar_conf_bad(conf, "policy", key, n,
			    "the same key twice", err);
		if (recovery->n == SAR_AGE_RECIPIENTS)
			return sar_conf_bad(conf, "policy", key, n,
			    "more keys than 16", err);
		recovery->to[recovery->n++] = one;
	}
	return 0;
}

static_assert(SAR_AGE_RECIPIENTS == 16, "as the message says");

int
sar_recovery_policy(const struct sar_conf *conf, struct sar_recovery *recovery,
    struct sar_err *err)
{
	const char *text;
	size_t n;

	recovery->n = 0;
	for (n = 0; (text = sar_conf_nth(conf, "policy", key, n)) != NULL; n++)
		if (take_value(conf, text, n, recovery, err) == -1)
			return -1;
	return 0;
}

int
sar_recovery_seal(const struct sar_case *c, const struct sar_secret *passphrase,
    struct sar_err *err)
{
	const struct sar_recovery *recovery = &c->home->recovery;
	struct sar_buf sealed = SAR_BUF_INIT;
	char *path = NULL;
	int rc = -1;

	if (recovery->n == 0)
		return 0;
	if ((path = sar_case_path(c, SAR_RECOVERY_FILE, err)) != NULL &&
	    sar_age_seal(recovery->to, recovery->n, passphrase, &sealed, err) ==
		0)
		rc = sar_file_write(path, sealed.data, sealed.len, 0600, false,
		    err);
	sar_buf_free(&sealed);
	free(path);
	return rc;
}

int
sar_recovery_drop(const struct sar_case *c, struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_RECOVERY_FILE, err);
	int rc = -1;

	if (path == NULL)
		return -1;
	if (unlink(path) == 0)
		rc = sar_file_sync_dir(c->dir, err);
	else if (errno == ENOENT)
		rc = 0;
	else
		(void)sar_err_errno(err, "%s", path);
	free(path);
	return rc;
}

/* What the file holds has to be a passphrase of ours. */
static struct sar_secret *
open_sealed(const char *path, const char *text, size_t len,
    const struct sar_age_identity *identity, struct sar_err *err)
{
	struct sar_secret *secret = sar_age_open(path, text, len, identity,
	    err);
	struct sar_err ignored = SAR_ERR_INIT;

	if (secret == NULL) {
		if (err->code == SAR_ESECRET)
			sar_err_hint(err, "it opens with a key of those that "
					  "recovery-recipient named when the "
					  "package was built");
		return NULL;
	}
	if (sar_passphrase_check(secret, &ignored) == 0)
		return secret;
	(void)sar_err_set(err, SAR_ECORRUPT, "%s: holds no passphrase", path);
	sar_secret_free(secret);
	return NULL;
}

struct sar_secret *
sar_recovery_open(const struct sar_case *c,
    const struct sar_age_identity *identity, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	char *path = sar_case_path(c, SAR_RECOVERY_FILE, err);
	char *text = NULL;
	size_t len;

	if (path == NULL)
		return NULL;
	if (!sar_file_exists(path)) {
		(void)sar_err_set(err, SAR_EMISSING,
		    "case %s: no passphrase is sealed", c->request->ref);
		sar_err_hint(err, "none is kept unless sar.conf had a "
				  "recovery-recipient when the package was "
				  "built");
	} else if (sar_file_read(path, SAR_AGE_MAX, &text, &len, err) == 0) {
		secret = open_sealed(path, text, len, identity, err);
	}
	free(text);
	free(path);
	return secret;
}
