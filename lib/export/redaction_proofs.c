/*
 * A proof of each recording that is packaged without loss: that what is
 * disclosed of it is what was registered when it was imported, and what was
 * withheld just that.  Made before anything is sealed, each in a decoding of
 * its own; held against what was sealed when that is read back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "export/build_state.h"
#include "export/registered.h"

/* "call-01.redaction-proof" for "call-01.wav". */
static void
name_of(const struct sar_plan_item *item, char out[SAR_BUILD_PROOF_NAME])
{
	(void)snprintf(out, SAR_BUILD_PROOF_NAME, "%.*s.redaction-proof",
	    (int)strcspn(item->name, "."), item->name);
}

static struct sar_buf *
text_of(const struct build *b, const struct sar_recording *rec)
{
	return &b->proofs[rec->item - b->answer->plan->items];
}

int
sar_build_prove_begin(struct build *b, struct sar_history_watch *watch,
    struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->plan;

	if (!plan->proofs)
		return 0;
	b->proofs = calloc(plan->n + 1, sizeof(*b->proofs));
	if (b->proofs == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	b->registered = sar_registered_new(b->c->home, plan, err);
	if (b->registered == NULL)
		return -1;
	sar_registered_watch(b->registered, watch);
	return 0;
}

void
sar_build_drop_proofs(struct build *b)
{
	size_t i;

	for (i = 0; b->proofs != NULL && i < b->answer->plan->n; i++)
		sar_buf_free(&b->proofs[i]);
	free(b->proofs);
	b->proofs = NULL;
	sar_registered_free(b->registered);
	b->registered = NULL;
	sar_policy_free(b->policy);
	b->policy = NULL;
}

bool
sar_build_proved(const struct build *b, size_t i)
{
	const struct sar_recording *rec = &b->recordings[i];

	return b->registered != NULL &&
	       sar_registered_has(b->registered, rec->item);
}

bool
sar_build_has_proofs(const struct build *b)
{
	const struct sar_plan *plan = b->answer->plan;
	size_t i;

	for (i = 0; b->registered != NULL && i < plan->n; i++)
		if (sar_registered_has(b->registered, &plan->items[i]))
			return true;
	return false;
}

size_t
sar_build_proofs(const struct build *b, size_t *unproved)
{
	const struct sar_plan_item *item;
	size_t n = 0;
	size_t i;

	*unproved = 0;
	for (i = 0; i < b->n_recordings; i++) {
		item = b->recordings[i].item;
		if (sar_build_proved(b, i))
			n++;
		else if (b->registered != NULL &&
			 sar_plan_format_lossless(item->format))
			++*unproved;
	}
	return n;
}

size_t
sar_build_unregistered(const struct build *b)
{
	size_t i, n = 0;

	for (i = 0; b->registered != NULL && i < b->n_recordings; i++)
		n += sar_registered_lost(b->registered, b->recordings[i].item);
	return n;
}

static int
take_size(void *ctx, const struct sar_redact_prove *what, struct sar_err *err)
{
	uint64_t *size = ctx;

	return sar_redact_proof_size(what, size, err);
}

int
sar_build_proof(const struct build *b, size_t i, struct build_proof *out,
    struct sar_err *err)
{
	const struct sar_recording *rec = &b->recordings[i];

	name_of(rec->item, out->name);
	out->text = text_of(b, rec);
	out->size = out->text->len;
	if (out->size > 0)
		return 0;
	return sar_registered_prove(b->registered, rec->item, take_size,
	    &out->size, err);
}

struct proving {
	struct sar_recording *rec;
	struct sar_buf *text;
};

static int
take_proof(void *ctx, const struct sar_redact_prove *what, struct sar_err *err)
{
	struct proving *proving = ctx;

	return sar_recording_prove(proving->rec, what, proving->text, err);
}

/* One that is not what was committed to is told of with all others. */
static int
prove_one(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct build *b = ctx;
	struct sar_recording *rec = &b->recordings[i];
	struct proving proving = { rec, text_of(b, rec) };

	(void)worker;
	/* Made for an earlier try, which some other recording failed. */
	if (!sar_build_proved(b, i) || proving.text->len > 0)
		return 0;
	if (sar_registered_prove(b->registered, rec->item, take_proof, &proving,
		err) == 0)
		return 0;
	sar_buf_free(proving.text);
	if (rec->fate != SAR_FATE_UNPROVED)
		return -1;
	*err = (struct sar_err)SAR_ERR_INIT;
	return 0;
}

/* The first recording that is not what was committed to; -1 with ${err}. */
static int
find_unproved(const struct build *b, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < b->n_recordings; i++) {
		if (b->recordings[i].fate != SAR_FATE_UNPROVED)
			continue;
		if (b->recordings[i].why != NULL)
			*err = *b->recordings[i].why;
		else
			(void)sar_err_set(err, SAR_ECORRUPT,
			    "a recording is not what was committed to");
		return -1;
	}
	return 0;
}

int
sar_build_redaction_proofs(struct build *b, struct sar_err *err)
{
	size_t unproved;

	if (b->registered == NULL || sar_build_proofs(b, &unproved) == 0)
		return 0;
	sar_build_phase(b, SAR_BUILD_PROVING, NULL, 0);
	if (sar_crew_run(b->jobs, b->n_recordings, prove_one, b, err) == -1 ||
	    find_unproved(b, err) == -1)
		return sar_build_spoiled(b, err);
	return 0;
}

static int
add(void *ctx, const int16_t *samples, size_t frames, struct sar_err *err)
{
	struct sar_redact_verifier *verifier = ctx;

	return sar_redact_verifier_add(verifier, samples, frames, err);
}

/* Decode ${plain} beside ${proof}. */
static int
verify(const struct sar_redact_proof *proof, const struct sar_source *plain,
    struct sar_err *err)
{
	struct sar_redact_verifier *verifier;
	struct sar_media_info info = { .codec = SAR_CODEC_UNKNOWN };
	struct sar_media *media = NULL;
	int rc = -1;

	if ((verifier = sar_redact_verifier_new(proof, err)) != NULL &&
	    (media = sar_media_open(plain, NULL, &info, err)) != NULL &&
	    sar_media_each(media, add, verifier, err) == 0)
		rc = sar_redact_verifier_end(verifier, err);
	sar_media_close(media);
	sar_redact_verifier_free(verifier);
	return rc;
}

int
sar_build_proof_check(const struct build *b, size_t i,
    const struct sar_source *plain, struct sar_err *err)
{
	const struct sar_recording *rec = &b->recordings[i];
	const struct sar_buf *text;
	struct sar_redact_proof *proof;
	struct sar_redact_chain chain;
	char name[SAR_BUILD_PROOF_NAME];
	int rc = -1;

	if (!sar_build_proved(b, i))
		return 0;
	text = text_of(b, rec);
	name_of(rec->item, name);
	proof = sar_redact_proof_parse(name, text->data, text->len, err);
	if (proof != NULL &&
	    sar_redact_proof_chain(proof, b->policy, &chain, err) == 0)
		rc = verify(proof, plain, err);
	sar_redact_proof_free(proof);
	/* Whatever is wrong with it: it is not to go out. */
	if (rc == -1 && err->code != SAR_EFAIL && err->code != SAR_ESIGNAL)
		err->code = SAR_ECORRUPT;
	return rc;
}
