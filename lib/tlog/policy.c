#include "tlog/policy.h"

#include <stdlib.h>
#include <string.h>

#include "tlog/key_sign.h"
#include "tlog/note_line.h"
#include "tlog/policy_data.h"

struct sar_policy *
sar_policy_of_key(const struct sar_key_public *key, struct sar_err *err)
{
	struct sar_policy *policy = calloc(1, sizeof(*policy));

	if (policy == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	policy->quorum = SAR_POLICY_NOBODY;
	if (sar_policy_add_log(policy, key, err) == -1) {
		sar_policy_free(policy);
		return NULL;
	}
	return policy;
}

void
sar_policy_free(struct sar_policy *policy)
{
	free(policy);
}

int
sar_policy_add_log(struct sar_policy *policy, const struct sar_key_public *key,
    struct sar_err *err)
{
	size_t i;

	if (key->kind != SAR_KEY_LOG)
		return sar_err_set(err, SAR_EINPUT,
		    "policy: the key is not a log's");
	for (i = 0; i < policy->n_logs; i++)
		if (memcmp(policy->logs[i].public, key->public,
			sizeof(key->public)) == 0 &&
		    strcmp(policy->logs[i].name, key->name) == 0)
			return 0;
	if (policy->n_logs == SAR_POLICY_LOGS)
		return sar_err_set(err, SAR_EINPUT, "policy: too many logs");
	policy->logs[policy->n_logs++] = *key;
	return 0;
}

const struct sar_key_public *
sar_policy_logs(const struct sar_policy *policy, size_t *n)
{
	*n = policy->n_logs;
	return policy->logs;
}

const struct sar_key_public *
sar_policy_witnesses(const struct sar_policy *policy, size_t *n)
{
	*n = policy->n_witnesses;
	return policy->witnesses;
}

bool
sar_policy_met(const struct sar_policy *policy,
    const bool seen[SAR_POLICY_WITNESSES])
{
	size_t members[SAR_POLICY_NODES] = { 0 }; /* of a group, satisfied */
	const struct sar_policy_node *node;
	bool met;
	size_t i;

	if (policy->quorum == SAR_POLICY_NOBODY)
		return true;
	for (i = 0; i <= policy->quorum; i++) {
		node = &policy->nodes[i];
		met = node->witness == SAR_POLICY_NOBODY
			  ? members[i] >= node->need
			  : seen[node->witness];
		if (i == policy->quorum)
			return met;
		if (met && node->group != SAR_POLICY_NOBODY)
			members[node->group]++;
	}
	return false;
}

/* The signatures of ${key} on the note: how many; -1 when one is wrong. */
static int
count_signatures(const char *text, struct sar_note *note,
    const struct sar_key_public *key)
{
	enum sar_note_whose whose;
	size_t at = 0, len;
	const char *line;
	int n = 0;

	while (sar_note_line(text, note, &at, &line, &len)) {
		whose = sar_note_whose(line, len, key, note->sig,
		    sizeof(note->sig));
		if (whose == SAR_NOTE_OTHERS)
			continue;
		if (whose == SAR_NOTE_BROKEN ||
		    !sar_note_verify(text, note, key))
			return -1;
		n++;
	}
	return n;
}

/* Which of the logs signed it; what another of them signed is right too. */
static int
find_log(const struct sar_policy *policy, const char *name, const char *text,
    const char *origin, struct sar_note *note,
    const struct sar_key_public **log, struct sar_err *err)
{
	struct sar_note one = *note;
	bool known = false;
	size_t i;
	int n;

	for (i = 0; i < policy->n_logs; i++) {
		if (strcmp(policy->logs[i].name, origin) != 0)
			continue;
		known = true;
		n = count_signatures(text, &one, &policy->logs[i]);
		if (n == -1 || n > 1) {
			*log = NULL;
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: the log's signature does not verify", name);
		}
		if (n == 1 && *log == NULL) {
			*log = &policy->logs[i];
			*note = one;
		}
	}
	if (*log != NULL)
		return 0;
	(void)sar_err_set(err, SAR_ETAMPER,
	    "%s: not signed by a log that is trusted", name);
	if (known)
		sar_err_hint(err, SAR_KEY_CHANGED);
	return -1;
}

/* Is the line, whatever key it is by, in the name of the log? */
static bool
is_in_name(const char *line, size_t len, const char *origin)
{
	size_t name = strlen(origin);

	return len > name && memcmp(line, origin, name) == 0 &&
	       line[name] == ' ';
}

bool
sar_policy_unknown(const struct sar_policy *policy, const char *text,
    size_t len)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	const char *line;
	struct sar_note note;
	bool named = false;
	size_t i, at = 0, n;

	if (!sar_note_read(text, len, origin, &note))
		return false;
	while (sar_note_line(text, &note, &at, &line, &n))
		named |= is_in_name(line, n, origin);
	for (i = 0; named && i < policy->n_logs; i++)
		if (strcmp(policy->logs[i].name, origin) == 0)
			break;
	if (!named || i == policy->n_logs)
		return false;
	for (i = 0; i < policy->n_logs; i++)
		if (count_signatures(text, &note, &policy->logs[i]) != 0)
			return false;
	return true;
}

int
sar_policy_check(const struct sar_policy *policy, const char *name,
    const char *text, size_t len, const struct sar_key_public **log,
    struct sar_note *note, struct sar_policy_seen *seen, struct sar_err *err)
{
	bool cosigned[SAR_POLICY_WITNESSES] = { false };
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_cosignature one;
	size_t i;

	*log = NULL;
	memset(seen, 0, sizeof(*seen));
	if (!sar_note_read(text, len, origin, note))
		return sar_err_set(err, SAR_ETAMPER, "%s: not a checkpoint",
		    name);
	if (find_log(policy, name, text, origin, note, log, err) == -1)
		return -1;
	for (i = 0; i < policy->n_witnesses; i++) {
		if (sar_cosign_find(text, note, &policy->witnesses[i], &one,
			&cosigned[i], err) == -1) {
			*log = NULL;
			memset(seen, 0, sizeof(*seen));
			return -1;
		}
		if (cosigned[i] && seen->n < SAR_NOTE_SIGS_MAX)
			seen->by[seen->n++] = one;
	}
	seen->met = sar_policy_met(policy, cosigned);
	return 0;
}
