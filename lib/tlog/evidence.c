#include "tlog/evidence.h"

#include <string.h>

#include "base/b64.h"
#include "tlog/witness.h"

#define KEY "key "
#define PREFIX "prefix "
#define PATH "path "
#define HASH_B64 (SAR_B64_LEN(SAR_SHA256_LEN) - 1)

static bool
same_key(const struct sar_key_public *a, const struct sar_key_public *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       memcmp(a->public, b->public, sizeof(a->public)) == 0;
}

/* Do they, which are signed, contradict each other? */
static bool
contradict(const struct sar_note *a, const struct sar_note *b,
    const struct sar_evidence_prefix *prefix)
{
	if (prefix == NULL)
		return a->size == b->size &&
		       memcmp(a->root, b->root, SAR_SHA256_LEN) != 0;
	return a->size > 0 && a->size < b->size &&
	       memcmp(a->root, prefix->root, SAR_SHA256_LEN) != 0 &&
	       sar_range_consistent(a->size, prefix->root, b->size, b->root,
		   &prefix->path);
}

static void
add_hash(struct sar_buf *buf, const char *head,
    const uint8_t hash[SAR_SHA256_LEN])
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];

	sar_b64_put(hash, SAR_SHA256_LEN, b64);
	sar_buf_printf(buf, "%s%s\n", head, b64);
}

static void
add_key(struct sar_buf *buf, const struct sar_key_public *key)
{
	char vkey[SAR_VKEY_MAX];

	sar_key_public_format(key, vkey);
	sar_buf_printf(buf, KEY "%s\n", vkey);
}

int
sar_evidence_add(struct sar_buf *buf, const struct sar_evidence_note *a,
    const struct sar_evidence_note *b, const struct sar_evidence_prefix *prefix,
    struct sar_err *err)
{
	size_t i;

	if (strcmp(a->key->name, b->key->name) != 0 ||
	    !contradict(&a->note, &b->note, prefix))
		return sar_err_set(err, SAR_EFAIL,
		    "evidence: the two do not contradict each other");
	sar_buf_puts(buf, SAR_EVIDENCE_HEAD);
	add_key(buf, a->key);
	if (!same_key(a->key, b->key))
		add_key(buf, b->key);
	if (prefix != NULL) {
		add_hash(buf, PREFIX, prefix->root);
		for (i = 0; i < prefix->path.n; i++)
			add_hash(buf, PATH, prefix->path.hashes[i]);
	}
	sar_buf_puts(buf, "\n");
	sar_witness_note(buf, a->key, a->text, &a->note);
	sar_buf_puts(buf, "\n");
	sar_witness_note(buf, b->key, b->text, &b->note);
	return sar_buf_check(buf, err);
}

/* What is still to be read. */
struct scan {
	const char *p;
	const char *end;
};

static size_t
left(const struct scan *scan)
{
	return (size_t)(scan->end - scan->p);
}

static bool
take(struct scan *scan, const char *text)
{
	size_t len = strlen(text);

	if (left(scan) < len || memcmp(scan->p, text, len) != 0)
		return false;
	scan->p += len;
	return true;
}

/* Take "HEADbase64\n". */
static bool
take_hash(struct scan *scan, const char *head, uint8_t hash[SAR_SHA256_LEN])
{
	struct scan at = *scan;
	size_t got;

	if (!take(&at, head) || left(&at) < HASH_B64 ||
	    !sar_b64_get(at.p, HASH_B64, hash, SAR_SHA256_LEN, &got) ||
	    got != SAR_SHA256_LEN)
		return false;
	at.p += HASH_B64;
	if (!take(&at, "\n"))
		return false;
	*scan = at;
	return true;
}

/* Take "key VKEY\n", of a log. */
static bool
take_key(struct scan *scan, struct sar_key_public *key)
{
	struct sar_err why = SAR_ERR_INIT;
	struct scan at = *scan;
	const char *lf;

	if (!take(&at, KEY) || (lf = memchr(at.p, '\n', left(&at))) == NULL ||
	    sar_key_public_parse("", at.p, (size_t)(lf - at.p), key, &why) ==
		-1 ||
	    key->kind != SAR_KEY_LOG)
		return false;
	scan->p = lf + 1;
	return true;
}

/* Take a note by one of the keys; it is in ${out}, and verifies. */
static bool
take_note(struct scan *scan, const struct sar_evidence *evidence,
    struct sar_evidence_note *out)
{
	size_t i;

	for (i = 0; i < evidence->n_keys; i++) {
		out->key = &evidence->keys[i];
		out->text = scan->p;
		if (sar_note_parse(scan->p, left(scan), out->key, &out->note) &&
		    sar_note_verify(scan->p, &out->note, out->key)) {
			scan->p += out->note.len;
			return true;
		}
	}
	return false;
}

/* Written again, is it the same?  So there is one way of writing it. */
static bool
is_canonical(const char *text, size_t len, const struct sar_evidence_note *a,
    const struct sar_evidence_note *b, const struct sar_evidence_prefix *prefix)
{
	struct sar_buf again = SAR_BUF_INIT;
	struct sar_err why = SAR_ERR_INIT;
	bool same;

	same = sar_evidence_add(&again, a, b, prefix, &why) == 0 &&
	       again.data != NULL && again.len == len &&
	       memcmp(again.data, text, len) == 0;
	sar_buf_free(&again);
	return same;
}

static bool
parse(const char *text, size_t len, struct sar_evidence *out)
{
	struct sar_evidence_prefix prefix = { .path.n = 0 };
	struct sar_evidence_note notes[2];
	struct scan scan = { text, text + len };
	bool has_prefix;
	size_t i;

	if (!take(&scan, SAR_EVIDENCE_HEAD))
		return false;
	while (out->n_keys < 2 && take_key(&scan, &out->keys[out->n_keys]))
		out->n_keys++;
	has_prefix = take_hash(&scan, PREFIX, prefix.root);
	while (has_prefix && prefix.path.n < SAR_RANGE_MAX &&
	       take_hash(&scan, PATH, prefix.path.hashes[prefix.path.n]))
		prefix.path.n++;
	if (!take(&scan, "\n") || !take_note(&scan, out, &notes[0]) ||
	    !take(&scan, "\n") || !take_note(&scan, out, &notes[1]) ||
	    left(&scan) > 0)
		return false;
	for (i = 0; i < 2; i++) {
		out->sizes[i] = notes[i].note.size;
		memcpy(out->roots[i], notes[i].note.root, SAR_SHA256_LEN);
	}
	return is_canonical(text, len, &notes[0], &notes[1],
	    has_prefix ? &prefix : NULL);
}

int
sar_evidence_parse(const char *name, const char *text, size_t len,
    struct sar_evidence *out, struct sar_err *err)
{
	memset(out, 0, sizeof(*out));
	if (len <= SAR_EVIDENCE_MAX && parse(text, len, out))
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: no evidence: not two checkpoints, signed by the keys in it, "
	    "that contradict each other",
	    name);
}

bool
sar_evidence_trusted(const struct sar_evidence *evidence,
    const struct sar_policy *policy)
{
	const struct sar_key_public *logs;
	size_t n, i, k;

	logs = sar_policy_logs(policy, &n);
	for (k = 0; k < evidence->n_keys; k++) {
		for (i = 0; i < n; i++)
			if (same_key(&logs[i], &evidence->keys[k]))
				break;
		if (i == n)
			return false;
	}
	return evidence->n_keys > 0;
}
