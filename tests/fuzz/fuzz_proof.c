#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* A proof has one text: what was read is written with the same bytes. */
static void
check_text(const struct sar_redact_proof *proof, const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf again = SAR_BUF_INIT;

	must(sar_redact_proof_write(proof, &again, &err) == 0);
	must(again.len == len);
	must(memcmp(again.data, text, len) == 0);
	sar_buf_free(&again);
}

/* No salt is above a block that is withheld, and every block is told of. */
static void
check_covers(const struct sar_redact_proof *proof)
{
	struct sar_err err = SAR_ERR_INIT;
	bool exact = false;

	must(sar_cover_exact(&proof->shape, proof->withheld, proof->n_withheld,
		 &proof->hashes, &proof->salts, &exact, &err) == 0);
	must(exact);
}

/* Silence is looked at, all of a short recording and half of a longer one. */
static void
check_audio(const struct sar_redact_proof *proof)
{
	static const int16_t silence[4096 * SAR_REDACT_CHANNELS];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_verifier *v = sar_redact_verifier_new(proof, &err);
	uint64_t frames = proof->shape.frames;
	size_t n = frames > 4096 ? 4096 : (size_t)frames;

	must(v != NULL);
	must(sar_redact_verifier_add(v, silence, n, &err) == 0);
	if (sar_redact_verifier_end(v, &err) == -1)
		must(err.code == SAR_ECORRUPT);
	else
		must(n == frames);
	sar_redact_verifier_free(v);
}

/* Nobody's policy is met by what the fuzzer makes up, but by the corpus. */
static void
check_chain(const struct sar_redact_proof *proof)
{
	static const char vkey[] =
	    "sar-export.example.gov.uk/log+ad0a17ad+"
	    "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
	static struct sar_policy *policy;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	struct sar_redact_chain chain;

	if (policy == NULL) {
		must(sar_key_public_parse("k", vkey, sizeof(vkey) - 1, &key,
			 &err) == 0);
		policy = sar_policy_of_key(&key, &err);
		must(policy != NULL);
	}
	if (sar_redact_proof_chain(proof, policy, &chain, &err) == -1) {
		must(err.code == SAR_ETAMPER);
		must(strchr(err.msg, '\n') == NULL);
		return;
	}
	must(chain.nr < chain.of && chain.record < chain.seen.size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_proof *proof;

	proof = sar_redact_proof_parse("p", text, size, &err);
	if (proof == NULL) {
		must(err.code == SAR_EINPUT);
		must(strchr(err.msg, '\n') == NULL);
		return 0;
	}
	check_text(proof, text, size);
	check_covers(proof);
	check_audio(proof);
	check_chain(proof);
	sar_redact_proof_free(proof);
	return 0;
}
