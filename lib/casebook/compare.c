#include "casebook/compare.h"

#include <stdlib.h>
#include <string.h>

#include "casebook/prefix.h"
#include "tlog/evidence.h"

static bool
same_root(const struct sar_note *a, const struct sar_note *b)
{
	return memcmp(a->root, b->root, SAR_SHA256_LEN) == 0;
}

static struct sar_evidence_note
evidence_of(const struct sar_compare_side *side)
{
	return (struct sar_evidence_note){ &side->key, side->note_text,
		side->note };
}

/* Nothing but two checkpoints: of one size they say all there is to say. */
static int
compare_notes(const struct sar_compare_side *small,
    const struct sar_compare_side *large, enum sar_compare_verdict *verdict,
    struct sar_buf *evidence, struct sar_err *err)
{
	struct sar_evidence_note a = evidence_of(small), b = evidence_of(large);

	if (small->note.size < large->note.size) {
		*verdict = SAR_COMPARE_UNDECIDED;
		if (large->kind != SAR_COMPARE_REQUEST ||
		    large->old != small->note.size)
			return 0;
		*verdict = sar_range_consistent(small->note.size,
			       small->note.root, large->note.size,
			       large->note.root, &large->proof)
			       ? SAR_COMPARE_GROWN
			       : SAR_COMPARE_UNPROVEN;
		return 0;
	}
	*verdict = SAR_COMPARE_SAME;
	if (same_root(&small->note, &large->note))
		return 0;
	*verdict = SAR_COMPARE_FORK;
	return sar_evidence_add(evidence, &a, &b, NULL, err);
}

/* The log signed a checkpoint of that very size, with another root. */
static int
note_against(const struct sar_prefix *prefix,
    const struct sar_compare_side *small, struct sar_buf *evidence,
    struct sar_err *err)
{
	struct sar_evidence_note a = evidence_of(small), b = { .key = NULL };
	const struct sar_log_key *keys;
	size_t n, i;

	keys = sar_log_keys(prefix->log, &n);
	for (i = 0; i < n && b.key == NULL; i++)
		if (sar_note_parse(prefix->note, prefix->note_len, &keys[i].key,
			&b.note) &&
		    sar_note_verify(prefix->note, &b.note, &keys[i].key))
			b.key = &keys[i].key;
	if (b.key == NULL)
		return sar_err_set(err, SAR_ETAMPER,
		    "log: a checkpoint's signature does not verify");
	b.text = prefix->note;
	return sar_evidence_add(evidence, &a, &b, NULL, err);
}

/* Its first records have another root than the checkpoint says. */
static int
prefix_against(const struct sar_log_reading *how,
    const struct sar_prefix *prefix, const struct sar_compare_side *small,
    const struct sar_compare_side *large, struct sar_buf *evidence,
    struct sar_err *err)
{
	struct sar_evidence_note a = evidence_of(small), b = evidence_of(large);
	struct sar_evidence_prefix shown;

	memcpy(shown.root, prefix->root, sizeof(shown.root));
	if (sar_prefix_path(how, prefix->at, large->note.size, &shown.path,
		err) == -1)
		return -1;
	return sar_evidence_add(evidence, &a, &b, &shown, err);
}

/* The larger one is a log's folder, which can show what it began with. */
static int
compare_log(const struct sar_compare_side *small,
    const struct sar_compare_side *large, const volatile int *stop,
    enum sar_compare_verdict *verdict, struct sar_buf *evidence,
    struct sar_err *err)
{
	struct sar_log_reading how = { .dir = large->name,
		.key = &large->key,
		.stop = stop };
	struct sar_prefix prefix = { .at = 0 };
	int rc = -1;

	if (sar_prefix_read(&how, small->note.size, &prefix, err) == -1)
		goto out;
	*verdict = SAR_COMPARE_FORK;
	if (prefix.reached &&
	    memcmp(prefix.root, small->note.root, SAR_SHA256_LEN) == 0) {
		*verdict = small->note.size == large->note.size
			       ? SAR_COMPARE_SAME
			       : SAR_COMPARE_GROWN;
		rc = 0;
	} else if (!prefix.reached) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: shorter than a moment ago", large->name);
	} else if (prefix.note != NULL) {
		rc = note_against(&prefix, small, evidence, err);
	} else {
		rc = prefix_against(&how, &prefix, small, large, evidence, err);
	}

out:
	sar_prefix_clear(&prefix);
	return rc;
}

int
sar_compare_sides(const struct sar_compare_side *a,
    const struct sar_compare_side *b, const volatile int *stop,
    enum sar_compare_verdict *verdict, struct sar_buf *evidence,
    struct sar_err *err)
{
	const struct sar_compare_side *small = a, *large = b;

	if (strcmp(a->key.name, b->key.name) != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: of another log than %s", b->name, a->name);
	/* Of one size, a request or a folder says no more than the other. */
	if (a->note.size > b->note.size) {
		small = b;
		large = a;
	}
	if (large->kind == SAR_COMPARE_LOG &&
	    small->note.size < large->note.size)
		return compare_log(small, large, stop, verdict, evidence, err);
	return compare_notes(small, large, verdict, evidence, err);
}
