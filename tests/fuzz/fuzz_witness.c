#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tlog/evidence.h"
#include "tlog/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

static struct sar_key_secret *
key_of(const char *skey)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new(skey, strlen(skey), &err);
	struct sar_key_secret *key;

	must(secret != NULL);
	must((key = sar_key_secret_parse(secret, &err)) != NULL);
	sar_secret_free(secret);
	return key;
}

/* The keys of tests/vectors/log: what they signed is in the corpus. */
static const struct sar_key_secret *witness;
static const struct sar_key_public *origin;
static const struct sar_policy *policy;

static void
set_up(void)
{
	struct sar_err err = SAR_ERR_INIT;

	if (policy != NULL)
		return;
	origin = sar_key_secret_public(
	    key_of("PRIVATE+KEY+sar-export.example.gov.uk/log+ad0a17ad+"
		   "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"));
	witness = key_of("PRIVATE+KEY+audit.example.org/w1+b4038c35+"
			 "BCAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/");
	policy = sar_policy_of_key(origin, &err);
	must(policy != NULL);
}

/*
 * Whatever is taken for a state says what the witness cosigned: by another
 * request for the same it cosigns again, and the state is as it was but for
 * the lines of others.
 */
static void
check_state(const char *text, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf line = SAR_BUF_INIT, next = SAR_BUF_INIT;
	struct sar_witness_state state, again;
	struct sar_cosign_request same = { .old = 0 };

	if (sar_witness_state_parse("state", text, size, origin->name,
		sar_key_secret_public(witness), policy, &state, &err) == -1) {
		must(err.code == SAR_ETAMPER || err.code == SAR_EINPUT);
		must(strchr(err.msg, '\n') == NULL);
		sar_witness_state_clear(&state);
		return;
	}
	must(state.note.len == size && state.log != NULL);
	same.old = state.note.size;
	same.note = state.note;
	same.text = state.text;
	must(sar_witness_judge(&state, &same) == SAR_WITNESS_COSIGN ||
	     state.note.size == 0);
	must(sar_witness_sign(witness, state.log, &state, &same, state.time,
		 &line, &next, &err) == 0);
	must(memmem(text, size, line.data, line.len) != NULL);
	must(next.len <= size);
	must(sar_witness_state_parse("again", next.data, next.len, origin->name,
		 sar_key_secret_public(witness), policy, &again, &err) == 0);
	must(again.time == state.time && again.note.size == state.note.size);
	sar_witness_state_clear(&again);
	sar_witness_state_clear(&state);
	sar_buf_free(&line);
	sar_buf_free(&next);
}

/* No request makes a witness with a state cosign what leaves it behind. */
static void
check_request(const char *text, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	const struct sar_key_public *log;
	struct sar_witness_state had = { .text = NULL };
	struct sar_cosign_request r;
	char word[] = "had";

	if (sar_witness_request("request", text, size, policy, &log, &r,
		&err) == -1)
		return;
	must(log == origin || strcmp(log->name, origin->name) == 0);
	must(sar_note_verify(r.text, &r.note, log));
	had.text = word;
	had.note = r.note;
	had.note.root[0] ^= 1;
	must(sar_witness_judge(&had, &r) == SAR_WITNESS_FORK);
	had.note.size++;
	must(sar_witness_judge(&had, &r) == SAR_WITNESS_CONFLICT);
}

/* Evidence has one form, and two checkpoints that are not the same. */
static void
check_evidence(const char *text, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_evidence evidence;

	if (sar_evidence_parse("evidence", text, size, &evidence, &err) == -1) {
		must(err.code == SAR_EINPUT);
		return;
	}
	must(evidence.n_keys == 1 || evidence.n_keys == 2);
	must(evidence.sizes[0] <= evidence.sizes[1]);
	must(memcmp(evidence.roots[0], evidence.roots[1], SAR_SHA256_LEN) != 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;

	if (size > SAR_WITNESS_STATE_MAX)
		return 0;
	set_up();
	check_state(text, size);
	check_request(text, size);
	check_evidence(text, size);
	return 0;
}
