/* From the roots of a proof to a checkpoint that somebody signed. */
#include <jansson.h>
#include <string.h>

#include "base/b64.h"
#include "base/utc.h"
#include "redact/proof.h"

#define MEMBERS 8

/* What a register record says: sar-log(5). */
struct batch {
	uint64_t seq;
	uint64_t n;
	uint8_t root[SAR_SHA256_LEN];
	const char *when;
};

static bool
take_number(const json_t *object, const char *key, uint64_t *out)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return false;
	*out = (uint64_t)json_integer_value(value);
	return true;
}

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* Eight members that are there are all of eight. */
static bool
take_batch(const json_t *object, struct batch *batch)
{
	const char *root = text_of(object, "root");
	int64_t utc = 0;
	uint64_t v = 0;
	size_t got = 0;

	batch->when = text_of(object, "t");
	return json_object_size(object) == MEMBERS &&
	       strcmp(text_of(object, "type"), "register") == 0 &&
	       text_of(object, "by")[0] != '\0' &&
	       text_of(object, "salt")[0] != '\0' &&
	       strlen(batch->when) < SAR_UTC_LEN &&
	       sar_utc_parse(batch->when, &utc) &&
	       take_number(object, "v", &v) && v == 1 &&
	       take_number(object, "seq", &batch->seq) &&
	       take_number(object, "n", &batch->n) &&
	       sar_b64_get(root, strlen(root), batch->root, SAR_SHA256_LEN,
		   &got) &&
	       got == SAR_SHA256_LEN;
}

static int
tampered(const struct sar_redact_proof *proof, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER, "%s: %s", proof->name, why);
}

static int
check_line(const struct sar_redact_proof *proof, struct sar_err *err)
{
	const struct sar_redact_registered *line = &proof->registered;

	if (!sar_extent_same(&line->shape, &proof->shape) ||
	    memcmp(&line->roots, &proof->roots, sizeof(line->roots)) != 0)
		return tampered(proof,
		    "the registration line is of another recording", err);
	return 0;
}

static int
leaf_of(const char *line, size_t len, uint8_t leaf[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_sha256 *hash = sar_sha256_new(err);

	if (hash == NULL)
		return -1;
	sar_sha256_add(hash, "", 1); /* 00 */
	sar_sha256_add(hash, line, len);
	sar_sha256_end(hash, leaf);
	sar_sha256_free(hash);
	return 0;
}

static int
check_batch(const struct sar_redact_proof *proof, const struct batch *batch,
    struct sar_err *err)
{
	uint8_t leaf[SAR_SHA256_LEN];

	if (batch->seq != proof->log.index)
		return tampered(proof,
		    "the record is of another place in the log", err);
	if (leaf_of(proof->line, proof->line_len, leaf, err) == -1)
		return -1;
	if (batch->n != proof->of || !sar_range_included(proof->nr, proof->of,
					 leaf, batch->root, &proof->path))
		return tampered(proof,
		    "the registration line is not in the batch of the record",
		    err);
	return 0;
}

static int
check_record(const struct sar_redact_proof *proof, json_t *object,
    struct sar_redact_chain *chain, struct sar_err *err)
{
	struct batch batch = { 0 };

	if (object == NULL || !take_batch(object, &batch))
		return tampered(proof,
		    "what is in the log is no record of a registration", err);
	if (leaf_of(proof->log.extra, proof->log.extra_len, chain->leaf, err) ==
	    -1)
		return -1;
	chain->record = batch.seq;
	chain->nr = proof->nr;
	chain->of = proof->of;
	memcpy(chain->when, batch.when, strlen(batch.when) + 1);
	return check_batch(proof, &batch, err);
}

int
sar_redact_proof_chain(const struct sar_redact_proof *proof,
    const struct sar_policy *policy, struct sar_redact_chain *chain,
    struct sar_err *err)
{
	json_t *object = NULL;
	int rc;

	memset(chain, 0, sizeof(*chain));
	if (proof->log.extra != NULL)
		object = json_loadb(proof->log.extra, proof->log.extra_len,
		    JSON_REJECT_DUPLICATES, NULL);
	rc = check_line(proof, err);
	if (rc == 0)
		rc = check_record(proof, object, chain, err);
	json_decref(object);
	if (rc == -1)
		return -1;
	return sar_tlogproof_verify(proof->name, &proof->log, policy, NULL,
	    &chain->seen, err);
}

bool
sar_redact_proof_signed(const struct sar_redact_proof *proof,
    const struct sar_key_public *key)
{
	struct sar_note note;

	return sar_note_parse(proof->log.checkpoint, proof->log.checkpoint_len,
	    key, &note);
}
