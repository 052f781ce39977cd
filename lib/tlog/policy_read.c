/* The text of a policy: c2sp.org/tlog-policy. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tlog/linewise.h"
#include "tlog/policy_data.h"

/* What is being read. */
struct reading {
	struct sar_policy *policy;
	struct sar_linewise lines;
	const char *at; /* of the line: its words that are left */
	const char *end;
	bool quorum; /* was read */
};

/* A word of a line: octets, none of them a space or a tab. */
struct word {
	const char *text;
	size_t len;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next word, empty when there is none. */
static struct word
next_word(struct reading *r)
{
	struct word word;

	while (r->at < r->end && is_blank(*r->at))
		r->at++;
	word.text = r->at;
	while (r->at < r->end && !is_blank(*r->at))
		r->at++;
	word.len = (size_t)(r->at - word.text);
	return word;
}

static bool
is_word(const struct word *word, const char *text)
{
	return word->len == strlen(text) &&
	       memcmp(word->text, text, word->len) == 0;
}

static int
wrong(const struct reading *r, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_EINPUT, "%s: line %zu: %s", r->lines.name,
	    r->lines.n, why);
}

/* The witness or group of that name; SAR_POLICY_NOBODY for none. */
static size_t
find_node(const struct sar_policy *policy, const struct word *name)
{
	size_t i;

	for (i = 0; i < policy->n; i++)
		if (is_word(name, policy->nodes[i].name))
			return i;
	return SAR_POLICY_NOBODY;
}

static bool
has_key(const struct sar_key_public *keys, size_t n,
    const struct sar_key_public *key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (memcmp(keys[i].public, key->public, sizeof(key->public)) ==
		    0)
			return true;
	return false;
}

/* "[URL]", which says nothing here, and the line's end. */
static int
end_line(struct reading *r, struct sar_err *err)
{
	struct word url = next_word(r);
	struct word more = next_word(r);

	(void)url;
	if (more.len > 0)
		return wrong(r, "more than can be in this line", err);
	return 0;
}

/* "VKEY [URL]", of that kind. */
static int
read_key(struct reading *r, struct sar_key_public *key, bool log,
    struct sar_err *err)
{
	struct word vkey = next_word(r);
	struct sar_err why = SAR_ERR_INIT;
	int rc;

	rc = log ? sar_key_public_parse("vkey", vkey.text, vkey.len, key, &why)
		 : sar_key_witness_parse("vkey", vkey.text, vkey.len, key,
		       &why);
	if (rc == -1)
		return wrong(r, why.msg, err);
	return end_line(r, err);
}

/* log VKEY [URL] */
static int
read_log(struct reading *r, struct sar_err *err)
{
	struct sar_policy *policy = r->policy;
	struct sar_key_public key;

	if (read_key(r, &key, true, err) == -1)
		return -1;
	if (has_key(policy->logs, policy->n_logs, &key))
		return wrong(r, "a log with the key of another", err);
	if (policy->n_logs == SAR_POLICY_LOGS)
		return wrong(r, "too many logs", err);
	policy->logs[policy->n_logs++] = key;
	return 0;
}

/* NAME, which nobody has so far: a new node. */
static int
read_name(struct reading *r, struct sar_policy_node *node, struct sar_err *err)
{
	struct word name = next_word(r);

	memset(node, 0, sizeof(*node));
	if (name.len == 0)
		return wrong(r, "expected a name", err);
	if (name.len > SAR_POLICY_NAME_MAX)
		return wrong(r, "the name is too long", err);
	if (is_word(&name, "none"))
		return wrong(r, "nobody can have the name none", err);
	if (find_node(r->policy, &name) != SAR_POLICY_NOBODY)
		return wrong(r, "the name is another's already", err);
	memcpy(node->name, name.text, name.len);
	node->witness = SAR_POLICY_NOBODY;
	node->group = SAR_POLICY_NOBODY;
	return 0;
}

/* witness NAME VKEY [URL] */
static int
read_witness(struct reading *r, struct sar_err *err)
{
	struct sar_policy *policy = r->policy;
	struct sar_policy_node node;
	struct sar_key_public key;

	if (read_name(r, &node, err) == -1 ||
	    read_key(r, &key, false, err) == -1)
		return -1;
	if (has_key(policy->witnesses, policy->n_witnesses, &key))
		return wrong(r, "a witness with the key of another", err);
	if (policy->n_witnesses == SAR_POLICY_WITNESSES)
		return wrong(r, "too many witnesses", err);
	node.witness = policy->n_witnesses;
	policy->witnesses[policy->n_witnesses++] = key;
	policy->nodes[policy->n++] = node;
	return 0;
}

/* all|any|K of ${n}; false unless 1 <= K <= n. */
static bool
threshold(const struct word *word, size_t n, size_t *out)
{
	char digits[8];
	uint64_t k;

	if (is_word(word, "all") || is_word(word, "any")) {
		*out = is_word(word, "all") ? n : 1;
		return true;
	}
	if (word->len == 0 || word->len >= sizeof(digits) ||
	    word->text[0] == '0')
		return false;
	memcpy(digits, word->text, word->len);
	digits[word->len] = '\0';
	if (!sar_text_number(digits, n, &k))
		return false;
	*out = (size_t)k;
	return true;
}

/* group NAME all|any|K NAME... */
static int
read_group(struct reading *r, struct sar_err *err)
{
	struct sar_policy *policy = r->policy;
	struct sar_policy_node node, *member;
	struct word k, name;
	size_t at, n = 0;

	if (read_name(r, &node, err) == -1)
		return -1;
	if (policy->n - policy->n_witnesses == SAR_POLICY_GROUPS)
		return wrong(r, "too many groups", err);
	for (k = next_word(r); (name = next_word(r)).len > 0; n++) {
		if ((at = find_node(policy, &name)) == SAR_POLICY_NOBODY)
			return wrong(r, "a member that is not defined above",
			    err);
		member = &policy->nodes[at];
		if (member->group != SAR_POLICY_NOBODY)
			return wrong(r, "a member twice, or of two groups",
			    err);
		member->group = policy->n;
	}
	if (!threshold(&k, n, &node.need) || n == 0)
		return wrong(r,
		    "expected all, any, or how many, of one member or more",
		    err);
	policy->nodes[policy->n++] = node;
	return 0;
}

/* quorum NAME|none */
static int
read_quorum(struct reading *r, struct sar_err *err)
{
	struct word name = next_word(r);

	if (r->quorum)
		return wrong(r, "a second quorum", err);
	r->quorum = true;
	if (!is_word(&name, "none") && (r->policy->quorum = find_node(r->policy,
					    &name)) == SAR_POLICY_NOBODY)
		return wrong(r, "expected none, or who is defined above", err);
	if (next_word(r).len > 0)
		return wrong(r, "more than can be in this line", err);
	return 0;
}

/* Tab, printable ASCII, and whatever is not ASCII. */
static bool
is_plain(const char *line, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (((unsigned char)line[i] < ' ' && line[i] != '\t') ||
		    line[i] == 0x7f)
			return false;
	return true;
}

static int
read_line(struct reading *r, const char *line, size_t len, struct sar_err *err)
{
	struct word word;

	if (!is_plain(line, len))
		return wrong(r, "a control character or a carriage return",
		    err);
	r->at = line;
	r->end = line + len;
	word = next_word(r);
	if (word.len == 0 || word.text[0] == '#')
		return 0;
	if (is_word(&word, "log"))
		return read_log(r, err);
	if (is_word(&word, "witness"))
		return read_witness(r, err);
	if (is_word(&word, "group"))
		return read_group(r, err);
	if (is_word(&word, "quorum"))
		return read_quorum(r, err);
	return wrong(r, "expected log, witness, group or quorum", err);
}

static int
read_all(struct reading *r, struct sar_err *err)
{
	const char *line;
	size_t len;

	while (sar_linewise_next(&r->lines, &line, &len))
		if (read_line(r, line, len, err) == -1)
			return -1;
	if (r->lines.at != r->lines.end)
		return wrong(r, "the last line has no line end", err);
	if (!r->quorum)
		return sar_err_set(err, SAR_EINPUT, "%s: no line quorum",
		    r->lines.name);
	return 0;
}

struct sar_policy *
sar_policy_parse(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct reading r = { .lines = { name, text, text + len, 0 } };

	if (len > SAR_POLICY_MAX) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: larger than a policy can be", name);
		return NULL;
	}
	if ((r.policy = calloc(1, sizeof(*r.policy))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	r.policy->quorum = SAR_POLICY_NOBODY;
	if (read_all(&r, err) == -1) {
		sar_policy_free(r.policy);
		return NULL;
	}
	return r.policy;
}
