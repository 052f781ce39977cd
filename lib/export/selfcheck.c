/*
 * Nothing leaves unless every sample of every recording, decoded again from
 * the encrypted package, is the fill inside the cuts and unchanged outside.
 * They are compared while the package is read back: the bytes compared are
 * those whose tag and digest are checked there.  So is each proof beside them.
 */
#include <stdlib.h>
#include <string.h>

#include "export/build_state.h"

/* What the comparison says of a recording, if its entry proves whole. */
struct seen {
	bool looked;
	enum sar_fate fate;
	struct sar_err *why;
};

struct sar_selfcheck {
	struct build *b;
	const struct build_volume *volume;
	struct seen *seen; /* of each of the volume's recordings */
};

struct sar_selfcheck *
sar_build_selfcheck_new(struct build *b, const struct build_volume *v,
    struct sar_err *err)
{
	struct sar_selfcheck *check = calloc(1, sizeof(*check));

	if (check != NULL)
		check->seen = calloc(v->n + 1, sizeof(*check->seen));
	if (check == NULL || check->seen == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(check);
		return NULL;
	}
	check->b = b;
	check->volume = v;
	return check;
}

void
sar_build_selfcheck_free(struct sar_selfcheck *check)
{
	size_t k;

	if (check == NULL)
		return;
	for (k = 0; k < check->volume->n; k++)
		free(check->seen[k].why);
	free(check->seen);
	free(check);
}

/* Not its fate yet: an entry that was damaged since differs as well. */
static void
set_aside(struct sar_recording *rec, struct seen *seen)
{
	seen->looked = true;
	seen->fate = rec->fate;
	seen->why = rec->why;
	rec->fate = SAR_FATE_WHOLE;
	rec->why = NULL;
}

/* What differs is found in all of them; anything else ends it. */
int
sar_build_selfcheck_entry(void *ctx, size_t i, const struct sar_source *plain,
    struct sar_err *err)
{
	struct sar_selfcheck *check = ctx;
	struct build *b = check->b;
	struct sar_recording *rec;
	struct seen *seen;
	int rc;

	sar_build_checked(b, 0);
	if (i < b->n_texts || i - b->n_texts >= check->volume->n)
		return 0;
	seen = &check->seen[i - b->n_texts];
	rec = &b->recordings[check->volume->first + i - b->n_texts];
	if (strcmp(plain->name, rec->item->name) != 0)
		return sar_err_set(err, SAR_ECORRUPT, "package: %s is missing",
		    rec->item->name);
	rc = sar_recording_verify(rec, plain, err);
	if (rc == 0 && sar_build_proof_check(b, (size_t)(rec - b->recordings),
			   plain, err) == -1)
		rc = sar_recording_failed(rec,
		    err->code == SAR_ECORRUPT ? SAR_FATE_DIFFERS
					      : SAR_FATE_FAILED,
		    err);
	sar_build_checked(b, plain->size);
	set_aside(rec, seen);
	return rc == 0 || seen->fate == SAR_FATE_DIFFERS ||
		       seen->fate == SAR_FATE_CHANGED ||
		       seen->fate == SAR_FATE_GONE
		   ? 0
		   : -1;
}

/* The entry was whole: what was seen of the recording is so. */
static int
settle(struct sar_recording *rec, struct seen *seen, struct sar_err *err)
{
	if (!seen->looked)
		return sar_err_set(err, SAR_ECORRUPT,
		    "package: %s: was not compared", rec->item->name);
	rec->fate = seen->fate;
	free(rec->why);
	rec->why = seen->why;
	seen->why = NULL;
	if (rec->fate == SAR_FATE_WHOLE)
		return 0;
	if (err->code != SAR_OK)
		return -1;
	if (rec->why != NULL)
		*err = *rec->why;
	else
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "package: %s: the self-check failed", rec->item->name);
	return -1;
}

int
sar_build_selfcheck_end(struct sar_selfcheck *check, struct sar_err *err)
{
	const struct build_volume *v = check->volume;
	int rc = 0;
	size_t k;

	for (k = 0; k < v->n; k++)
		if (settle(&check->b->recordings[v->first + k], &check->seen[k],
			err) == -1)
			rc = -1;
	return rc;
}
