#include "sar-verify/outcome.h"

#include "base/hex.h"
#include <stdio.h>
#include <stdlib.h>

#include "common/cmd.h"

/* A log that lies before a package that does, before what is only not there. */
static int
gravity(enum sar_code code)
{
	static const enum sar_code order[] = { SAR_OK, SAR_EPARTIAL,
		SAR_EREVIEW, SAR_ESECRET, SAR_ECORRUPT, SAR_ETAMPER };
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (order[i] == code)
			return (int)i;
	/* What is not on the list must not pass for nothing. */
	return (int)i;
}

void
outcome_finding(void *ctx, enum sar_audit_check check,
    const struct sar_err *err)
{
	struct outcome *outcome = ctx;

	(void)check;
	outcome->findings++;
	if (gravity(err->code) <= gravity(outcome->worst.code)) {
		cmd_report_one(err);
		return;
	}
	if (outcome->worst.code != SAR_OK)
		cmd_report_one(&outcome->worst);
	outcome->worst = *err;
}

int
outcome_end(struct outcome *outcome, const struct sar_err *failed)
{
	if (failed == NULL && outcome->worst.code == SAR_OK)
		return 0;
	if (failed == NULL)
		return cmd_report(&outcome->worst);
	/* What was found till then stays true. */
	if (failed->code != SAR_ESIGNAL &&
	    gravity(outcome->worst.code) >= gravity(SAR_ECORRUPT)) {
		cmd_report_one(failed);
		return cmd_report(&outcome->worst);
	}
	if (outcome->worst.code != SAR_OK)
		cmd_report_one(&outcome->worst);
	return cmd_report(failed);
}

static void
put_states(const struct sar_audit_seen *seen)
{
	static const char *const names[] = {
		[SAR_AUDIT_NOT_CHECKED] = "not-checked",
		[SAR_AUDIT_OK] = "ok",
		[SAR_AUDIT_FAILED] = "failed",
	};
	json_t *checks = json_object();
	int i;

	for (i = 0; i < SAR_AUDIT_CHECKS; i++)
		(void)json_object_set_new(checks,
		    sar_audit_check_name((enum sar_audit_check)i),
		    json_string(names[seen->states[i]]));
	(void)json_object_set_new(cmd_summary(), "checks", checks);
}

static void
put_count(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

static bool
is_lossy(const struct sar_audit_seen *seen)
{
	return seen->mp3_edge > 0 || seen->opus_edge > 0;
}

static bool
is_ok(const struct sar_audit_seen *seen, enum sar_audit_check check)
{
	return seen->states[check] == SAR_AUDIT_OK;
}

static void
put_bool(const char *key, bool value)
{
	(void)json_object_set_new(cmd_summary(), key, json_boolean(value));
}

/* What only a passphrase shows. */
static void
put_inside(const struct sar_audit_options *how,
    const struct sar_audit_seen *seen)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	if (seen->all) {
		sar_hex_put(seen->content, SAR_SHA256_LEN, hex);
		(void)json_object_set_new(cmd_summary(), "content",
		    json_string(hex));
	}
	put_count("recordings", seen->recordings);
	put_count("cuts", seen->cuts);
	put_count("cuts_too_short", seen->unclear);
	put_count("edge_ms_not_checked", seen->mp3_edge > seen->opus_edge
					     ? seen->mp3_edge
					     : seen->opus_edge);
	put_bool("unheard_bits_not_checked", is_lossy(seen));
	put_count("redaction_proofs", seen->proofs);
	put_count("recordings_without_proof", seen->unproved);
	put_count("redaction_proofs_of_another_key", seen->foreign_proofs);
	put_count("texts", seen->texts);
	put_bool("page_of_another_release", seen->foreign);
	put_bool("papers_compared", seen->whole && !seen->uncompared);
	if (!how->known)
		put_count("numbers_not_checked", seen->strangers);
}

static void
put_summary(const struct outcome *outcome, const struct sar_audit_options *how,
    const struct sar_audit_seen *seen)
{
	put_states(seen);
	put_bool("log", how->log != NULL);
	put_bool("proof", how->release != NULL);
	put_bool("contents", is_ok(seen, SAR_AUDIT_CONTENTS));
	put_bool("certificates", outcome->certificates);
	put_bool("hidden", seen->hidden);
	if (seen->released)
		put_count("record", seen->seq);
	put_count("findings", outcome->findings);
	put_count("volumes_given", seen->given);
	if (seen->volumes > 0)
		put_count("volumes", seen->volumes);
	put_count("entries", seen->entries);
	if (how->passphrase != NULL)
		put_inside(how, seen);
}

/* What is encrypted by its headers is that for sure once it was opened. */
static void
say_structure(const struct sar_audit_seen *seen)
{
	if (!is_ok(seen, SAR_AUDIT_STRUCTURE))
		return;
	if (is_ok(seen, SAR_AUDIT_CONTENTS))
		cmd_say("OK: %zu entr%s, all encrypted, nothing else in it\n",
		    seen->entries, seen->entries == 1 ? "y" : "ies");
	else
		cmd_say("OK: %zu entr%s, all said to be encrypted with "
			"AES-256, nothing else in it\n",
		    seen->entries, seen->entries == 1 ? "y" : "ies");
}

static void
say_outside(const struct outcome *outcome, const struct sar_audit_options *how,
    const struct sar_audit_seen *seen)
{
	if (is_ok(seen, SAR_AUDIT_LOG))
		cmd_say("OK: released by record %llu of the log, %s\n",
		    (unsigned long long)seen->seq, seen->when);
	say_structure(seen);
	if (outcome->certificates)
		cmd_say("OK: these are its certificates\n");
	if (how->release != NULL)
		cmd_say("NOT CHECKED: the log itself: its proof was taken for "
			"it\n");
	if (how->log == NULL && how->release == NULL)
		cmd_say("NOT CHECKED: whether a log released it: no --log "
			"given\n");
}

/* Why the recordings were not looked at, or not all. */
static const char *
why_not(const struct sar_audit_seen *seen)
{
	if (!seen->whole)
		return "not every volume could be looked into";
	return "no redactions.json to go by";
}

/* What is said of cuts does not hold so near to their edges; the caller frees
   it. */
static char *
edges_of(const struct sar_audit_seen *seen)
{
	char *text = NULL;
	int n;

	if (seen->mp3_edge > 0 && seen->opus_edge > 0)
		n = asprintf(&text,
		    ", but for the %u ms (MP3) or %u ms (Opus) next to an "
		    "edge, which are not checked",
		    seen->mp3_edge, seen->opus_edge);
	else if (seen->mp3_edge > 0 || seen->opus_edge > 0)
		n = asprintf(&text,
		    ", but for the %u ms (%s) next to an edge, which are not "
		    "checked",
		    seen->mp3_edge + seen->opus_edge,
		    seen->mp3_edge > 0 ? "MP3" : "Opus");
	else
		n = asprintf(&text, "%s", "");
	return n == -1 ? NULL : text;
}

static void
say_redactions(const struct sar_audit_seen *seen)
{
	char *edges;
	size_t told;

	if (seen->states[SAR_AUDIT_REDACTIONS] == SAR_AUDIT_NOT_CHECKED &&
	    !seen->sound)
		cmd_say("NOT CHECKED: redactions: %s\n", why_not(seen));
	if (!seen->sound)
		return;
	edges = edges_of(seen);
	told = seen->cuts - seen->unclear;
	cmd_say("OK: %zu recording%s as long as redactions.json says, and "
		"%s %zu cut%s nothing but tone or silence%s\n",
	    seen->recordings, seen->recordings == 1 ? " is" : "s are",
	    seen->recordings == 1 ? "its" : "their", told,
	    told == 1 ? " holds" : "s hold",
	    edges == NULL ? ": out of memory" : edges);
	free(edges);
	if (seen->unclear > 0)
		cmd_say("NOT CHECKED: %zu cut%s of MP3 or Opus too short to be "
			"told\n",
		    seen->unclear, seen->unclear == 1 ? "" : "s");
	if (is_ok(seen, SAR_AUDIT_REDACTIONS))
		cmd_say("OK: letter, schedules and listen.html list what was "
			"taken out, and nothing else\n");
	else
		cmd_say("NOT CHECKED: whether letter, schedules and "
			"listen.html list what was taken out: %s\n",
		    seen->foreign ? "they are of another release"
				  : "they could not be compared");
}

/* Lossless recordings, and whether the log registered what is left of them. */
static void
say_proofs(const struct sar_audit_seen *seen)
{
	if (is_ok(seen, SAR_AUDIT_PROOFS) && seen->proofs > 0)
		cmd_say("OK: of %zu recording%s every sample that is not cut "
			"out is what the log registered: the redaction "
			"proof%s hold%s\n",
		    seen->proofs, seen->proofs == 1 ? "" : "s",
		    seen->proofs == 1 ? "" : "s", seen->proofs == 1 ? "s" : "");
	if (seen->unproved > 0)
		cmd_say("NOT CHECKED: %zu recording%s carr%s no redaction "
			"proof\n",
		    seen->unproved, seen->unproved == 1 ? "" : "s",
		    seen->unproved == 1 ? "ies" : "y");
	if (seen->foreign_proofs > 0)
		cmd_say("NOT CHECKED: what the log registered of %zu "
			"recording%s: signed with another key than --vkey, "
			"which --log tells of\n",
		    seen->foreign_proofs, seen->foreign_proofs == 1 ? "" : "s");
}

static void
say_numbers(const struct sar_audit_options *how,
    const struct sar_audit_seen *seen)
{
	if (is_ok(seen, SAR_AUDIT_NUMBERS) && how->known)
		cmd_say("OK: %zu texts have no telephone number that is not "
			"known\n",
		    seen->texts);
	if (is_ok(seen, SAR_AUDIT_NUMBERS) && how->absent)
		cmd_say("OK: %zu texts have no name or number that must be "
			"nowhere\n",
		    seen->texts);
	if ((how->known || how->absent) && seen->unscanned)
		cmd_say("NOT CHECKED: names and numbers of a text that is too "
			"long\n");
	if (!how->known)
		cmd_say("NOT CHECKED: %zu lines with telephone numbers: no "
			"--known given\n",
		    seen->strangers);
	if (!how->absent)
		cmd_say("NOT CHECKED: names: no --absent given\n");
}

void
outcome_say(const struct outcome *outcome, const struct sar_audit_options *how,
    const struct sar_audit_seen *seen)
{
	put_summary(outcome, how, seen);
	say_outside(outcome, how, seen);
	if (how->passphrase == NULL) {
		cmd_say("NOT CHECKED: contents%s: no passphrase given\n",
		    is_ok(seen, SAR_AUDIT_STRUCTURE)
			? ", and whether they are encrypted, though they look "
			  "so"
			: "");
		return;
	}
	if (is_ok(seen, SAR_AUDIT_CONTENTS))
		cmd_say("OK: every entry opens and matches the manifest\n");
	if (is_ok(seen, SAR_AUDIT_SIGNATURE))
		cmd_say("OK: the log's key signed the manifest\n");
	say_redactions(seen);
	say_proofs(seen);
	if (is_ok(seen, SAR_AUDIT_METADATA))
		cmd_say("OK: nothing but sound in the recordings%s, nothing "
			"but text in the texts\n",
		    is_lossy(seen) ? " (bits of MP3 and Opus that no decoder "
				     "plays are not checked)"
				   : "");
	if (seen->foreign)
		cmd_say("NOT CHECKED: what listen.html shows and does: its "
			"style and script are not those of this release\n");
	say_numbers(how, seen);
}
