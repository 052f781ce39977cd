#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/redaction.h"
#include "base/file.h"
#include "base/utc.h"
#include "sar-verify/commands.h"
#include "sar-verify/trust.h"

#define TIME_LEN 32

static struct {
	struct trust_args trust;
} args;

static const struct poptOption options[] = {
	TRUST_OPTIONS(args.trust),
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* h:mm:ss.mmm of frame ${frame}: not before it, not after it if ${down}. */
static void
put_time(uint64_t frame, uint32_t rate, bool down, char out[TIME_LEN])
{
	uint64_t ms = (frame * 1000 + (down ? 0 : rate - 1)) / rate;

	(void)snprintf(out, TIME_LEN,
	    "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64 ".%03" PRIu64, ms / 3600000,
	    ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

static void
put_count(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

static void
put_text(const char *key, const char *text)
{
	(void)json_object_set_new(cmd_summary(), key, json_string(text));
}

static void
say_range(const struct sar_redact_shape *shape,
    const struct sar_redact_range *range, json_t *list, uint64_t *sum)
{
	uint64_t block = sar_redact_block(shape->rate);
	uint64_t from = range->from * block;
	uint64_t to = range->to * block;
	char first[TIME_LEN], last[TIME_LEN];

	if (to > shape->frames)
		to = shape->frames;
	put_time(from, shape->rate, true, first);
	put_time(to, shape->rate, false, last);
	cmd_say("withheld: channel %u, from %s to %s\n",
	    (unsigned)range->channel + 1, first, last);
	(void)json_array_append_new(list,
	    json_pack("{sIsIsI}", "channel", (json_int_t)range->channel + 1,
		"from", (json_int_t)from, "to", (json_int_t)to));
	*sum += to - from;
}

/* What the recording is, and which parts of it are not in it. */
static void
say_sound(const struct sar_redact_proof *proof)
{
	const struct sar_redact_shape *shape = sar_redact_proof_shape(proof);
	const struct sar_redact_range *ranges;
	json_t *list = json_array();
	char length[TIME_LEN], withheld[TIME_LEN];
	uint64_t sum = 0;
	size_t n, i;

	ranges = sar_redact_proof_withheld(proof, &n);
	for (i = 0; i < n; i++)
		say_range(shape, &ranges[i], list, &sum);
	put_time(shape->frames, shape->rate, false, length);
	put_time(sum, shape->rate, false, withheld);
	cmd_say("OK: %u channel%s of %s: every sample that is not withheld is, "
		"where it is, what was registered\n",
	    (unsigned)shape->channels, shape->channels == 1 ? "" : "s", length);
	if (n > 0)
		cmd_say("OK: what is withheld, %s in all, is silence or "
			"tone\n",
		    withheld);
	else
		cmd_say("OK: nothing is withheld\n");
	put_count("channels", shape->channels);
	put_count("frames", shape->frames);
	put_count("rate", shape->rate);
	put_text("decoder", sar_redact_proof_registered(proof)->decoder);
	(void)json_object_set_new(cmd_summary(), "withheld", list);
}

static void
say_witnesses(const struct sar_policy_seen *seen)
{
	json_t *list = json_array();
	char when[SAR_UTC_LEN];
	size_t i;

	for (i = 0; i < seen->n; i++) {
		sar_utc_format(seen->by[i].time, when);
		cmd_say("OK: %s had seen that by %s\n", seen->by[i].name, when);
		(void)json_array_append_new(list,
		    json_pack("{ssss}", "name", seen->by[i].name, "time",
			when));
	}
	(void)json_object_set_new(cmd_summary(), "witnesses", list);
}

static void
say_chain(const struct sar_redact_chain *chain)
{
	cmd_say("OK: it is recording %" PRIu64 " of %" PRIu64
		" that record %" PRIu64 " of the log registered, %s by the "
		"log's clock\n",
	    chain->nr + 1, chain->of, chain->record, chain->when);
	cmd_say("OK: %s signed a log of %" PRIu64 " records with that one\n",
	    chain->seen.log->name, chain->seen.size);
	put_text("log", chain->seen.log->name);
	put_count("record", chain->record);
	put_count("size", chain->seen.size);
	put_text("registered", chain->when);
	say_witnesses(&chain->seen.witnesses);
}

/* Whoever trusts it must know what not to trust it for. */
static void
say_limits(void)
{
	cmd_say("NOT SHOWN: who speaks, what was done to the recording before "
		"it was registered, that what is withheld had to be, and that "
		"no other recording was held\n");
}

static int
check_sound(const struct sar_redact_proof *proof, const char *path,
    struct sar_err *err)
{
	struct sar_audit_redaction redaction = { .proof = proof,
		.stop = &cmd_stop };
	struct sar_source source;
	int fd = sar_file_open(path, err);
	int rc = -1;

	if (fd == -1)
		return -1;
	redaction.recording = &source;
	if (sar_source_fd(&fd, path, &source, err) == 0)
		rc = sar_audit_redaction_sound(&redaction, err);
	(void)close(fd);
	return rc;
}

static struct sar_redact_proof *
read_proof(const char *path, struct sar_err *err)
{
	struct sar_redact_proof *proof;
	char *text = NULL;
	size_t len;

	if (sar_file_read(path, SAR_REDACT_PROOF_MAX, &text, &len, err) == -1)
		return NULL;
	proof = sar_redact_proof_parse(path, text, len, err);
	free(text);
	return proof;
}

static int
verify(const char *path, const char *recording, struct sar_err *err)
{
	struct sar_policy *policy = trust_read(&args.trust, err);
	struct sar_redact_proof *proof = NULL;
	struct sar_redact_chain chain;
	int rc = -1;

	if (policy == NULL || (proof = read_proof(path, err)) == NULL ||
	    check_sound(proof, recording, err) == -1 ||
	    sar_redact_proof_chain(proof, policy, &chain, err) == -1)
		goto out;
	/* Not a word of it before all of it held: who knows the recording to be
	   as the proof says knows nothing, if that is nobody's word. */
	say_sound(proof);
	say_chain(&chain);
	say_limits();
	rc = 0;

out:
	sar_redact_proof_free(proof);
	sar_policy_free(policy);
	return rc;
}

int
cmd_redaction(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 2, 2, "--vkey FILE PROOF RECORDING",
	    &rest, &err);
	if (rc == -1 || (rc == 0 && verify(rest[0], rest[1], &err) == -1))
		status = cmd_report(&err);
	trust_free(&args.trust);
	return status;
}
