#include "sar-verify/trust.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "tlog/vkeys.h"

bool
trust_given(const struct trust_args *args)
{
	return args->vkeys != NULL || args->policy != NULL;
}

/* The first key of the first file is what a log's folder is read with. */
static int
add_vkeys(struct sar_policy **policy, const char *path, struct sar_err *err)
{
	const struct sar_key_public *first;
	struct sar_key_public *keys;
	size_t n, i;
	int rc = 0;

	if (sar_vkeys_read(path, SAR_KEY_LOG, &keys, &n, err) == -1)
		return -1;
	if (*policy == NULL &&
	    (*policy = sar_policy_of_key(&keys[0], err)) == NULL) {
		free(keys);
		return -1;
	}
	first = sar_policy_logs(*policy, &i);
	if (strcmp(first->name, keys[0].name) != 0)
		rc = sar_err_set(err, SAR_EINPUT,
		    "%s: the key of another log than the first --vkey", path);
	for (i = 0; i < n && rc == 0; i++)
		rc = sar_policy_add_log(*policy, &keys[i], err);
	free(keys);
	return rc;
}

static struct sar_policy *
of_vkeys(char *const *paths, struct sar_err *err)
{
	struct sar_policy *policy = NULL;
	size_t i;

	for (i = 0; paths[i] != NULL; i++)
		if (add_vkeys(&policy, paths[i], err) == -1) {
			sar_policy_free(policy);
			return NULL;
		}
	return policy;
}

struct sar_policy *
trust_read(const struct trust_args *args, struct sar_err *err)
{
	struct sar_policy *policy;
	char *text = NULL;
	size_t len;

	if ((args->vkeys == NULL) == (args->policy == NULL)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    args->vkeys == NULL ? "--vkey or --policy is needed"
					: "either --vkey or --policy");
		return NULL;
	}
	if (args->vkeys != NULL)
		return of_vkeys(args->vkeys, err);
	if (sar_file_read(args->policy, SAR_POLICY_MAX, &text, &len, err) == -1)
		return NULL;
	policy = sar_policy_parse(args->policy, text, len, err);
	free(text);
	return policy;
}

const struct sar_key_public *
trust_log(const struct sar_policy *policy, struct sar_err *err)
{
	const struct sar_key_public *keys;
	size_t n, i;

	keys = sar_policy_logs(policy, &n);
	for (i = 1; i < n; i++)
		if (strcmp(keys[i].name, keys[0].name) != 0) {
			n = 0;
			break;
		}
	if (n > 0)
		return &keys[0];
	(void)sar_err_set(err, SAR_EINPUT,
	    "--policy: which log is it? it names none, or several");
	sar_err_hint(err, "--vkey names one");
	return NULL;
}

int
trust_witness(const char *path, struct sar_key_public *key, struct sar_err *err)
{
	struct sar_key_public *keys;
	size_t n;

	if (sar_vkeys_read(path, SAR_KEY_WITNESS, &keys, &n, err) == -1)
		return -1;
	*key = keys[0];
	free(keys);
	if (n > 1)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: expected one witness's key", path);
	return 0;
}

void
trust_free(struct trust_args *args)
{
	size_t i;

	for (i = 0; args->vkeys != NULL && args->vkeys[i] != NULL; i++)
		free(args->vkeys[i]);
	free(args->vkeys);
	free(args->policy);
	args->vkeys = NULL;
	args->policy = NULL;
}
