#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tlog/policy.h"
#include "tlog/policy_data.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* Is ${at} a group's member? */
static int
is_member(const struct sar_policy *policy, size_t at, size_t group)
{
	return policy->nodes[at].group == group;
}

static void
add_node(struct sar_buf *buf, const struct sar_policy *policy, size_t at)
{
	const struct sar_policy_node *node = &policy->nodes[at];
	char vkey[SAR_VKEY_MAX];
	size_t i;

	if (node->witness != SAR_POLICY_NOBODY) {
		sar_key_public_format(&policy->witnesses[node->witness], vkey);
		sar_buf_printf(buf, "witness %s %s\n", node->name, vkey);
		return;
	}
	sar_buf_printf(buf, "group %s %zu", node->name, node->need);
	for (i = 0; i < at; i++)
		if (is_member(policy, i, at))
			sar_buf_printf(buf, " %s", policy->nodes[i].name);
	sar_buf_puts(buf, "\n");
}

/* The plainest text that says the same. */
static void
format(struct sar_buf *buf, const struct sar_policy *policy)
{
	char vkey[SAR_VKEY_MAX];
	size_t i;

	for (i = 0; i < policy->n_logs; i++) {
		sar_key_public_format(&policy->logs[i], vkey);
		sar_buf_printf(buf, "log %s\n", vkey);
	}
	for (i = 0; i < policy->n; i++)
		add_node(buf, policy, i);
	sar_buf_printf(buf, "quorum %s\n",
	    policy->quorum == SAR_POLICY_NOBODY
		? "none"
		: policy->nodes[policy->quorum].name);
}

/* All of them are enough, and one more is never worse. */
static void
check_quorum(const struct sar_policy *policy)
{
	bool seen[SAR_POLICY_WITNESSES] = { false };
	bool met, before = sar_policy_met(policy, seen);
	size_t i;

	must(before == (policy->quorum == SAR_POLICY_NOBODY));
	for (i = 0; i < policy->n_witnesses; i++) {
		seen[i] = true;
		met = sar_policy_met(policy, seen);
		must(met || !before);
		before = met;
	}
	must(before);
}

/* What is read, written plainly, is read as the same policy. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf one = SAR_BUF_INIT;
	struct sar_buf two = SAR_BUF_INIT;
	struct sar_policy *policy, *again;

	policy = sar_policy_parse("p", (const char *)data, size, &err);
	if (policy == NULL) {
		must(err.code == SAR_EINPUT);
		must(strchr(err.msg, '\n') == NULL);
		return 0;
	}
	check_quorum(policy);
	format(&one, policy);
	must(sar_buf_check(&one, &err) == 0);
	if (one.len <= SAR_POLICY_MAX) {
		again = sar_policy_parse("p", one.data, one.len, &err);
		must(again != NULL);
		must(memcmp(again, policy, sizeof(*again)) == 0);
		format(&two, again);
		must(strcmp(one.data, two.data) == 0);
		sar_policy_free(again);
	}
	sar_policy_free(policy);
	sar_buf_free(&one);
	sar_buf_free(&two);
	return 0;
}
