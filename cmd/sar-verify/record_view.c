#include "sar-verify/record_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "common/cmd.h"
#include "marks/basis.h"

/* Members in the order that they are read in; salt and v say nothing. */
static const struct {
	const char *name, *label;
} labels[] = {
	{ "t", "written, by the log's own clock" },
	{ "by", "by" },
	{ "case", "case" },
	{ "received", "request came on" },
	{ "due", "answer due by" },
	{ "scope", "days asked for" },
	{ "subject", "who asked, as a commitment" },
	{ "found", "items found" },
	{ "select", "items in the package" },
	{ "intent", "after the intent in record" },
	{ "release", "of the release in record" },
	{ "approval", "by the approval in record" },
	{ "plan", "plan, as a commitment" },
	{ "what", "what went out" },
	{ "channel", "which way" },
	{ "on", "on" },
	{ "pkg", "SHA-256 of the package" },
	{ "pkgs", "SHA-256 of the packages" },
	{ "size", "its size in bytes" },
	{ "sizes", "their sizes in bytes" },
	{ "manifest", "SHA-256 of its manifest" },
	{ "manifests", "SHA-256 of their manifests" },
	{ "content", "digest of its content" },
	{ "certificates", "SHA-256 of the list of certificates" },
	{ "redacted_ms", "taken out, in ms" },
	{ "exempt", "under" },
	{ "withheld", "items withheld" },
	{ "unavailable", "items that could not be given" },
	{ "failed", "of which should have been there" },
	{ "expired", "past retention and given, for" },
	{ "proofs", "redaction proofs in it" },
	{ "reviewer", "reviewed by" },
	{ "recovery", "keys the passphrase was sealed to" },
	{ "reason", "reason" },
	{ "n", "how many" },
	{ "root", "root of their tree" },
	{ "basis", "basis" },
	{ "target", "erased record" },
	{ "leaf", "its leaf hash" },
	{ "key", "key" },
	{ "origin", "origin" },
	{ "tool", "tool" },
	{ "policy", "digest of the policy" },
	{ "old", "key before" },
	{ "new", "key after" },
	{ "ts", "cosigned at" },
	{ "ok", "ok" },
	{ "through", "of so many records" },
	{ "exceptions", "exceptions" },
	{ "report", "SHA-256 of the report" },
	{ "tail_bytes", "bytes cut short" },
	{ "tail_records", "whole lines among them" },
	{ "tail_sha256", "their SHA-256" },
	{ "note_bytes", "bytes of checkpoints cut short" },
	{ "note_sha256", "their SHA-256" },
};

/* Of a checkpoint, not of a zip. */
static const char *
label_of(const struct sar_record *record, size_t i)
{
	if (record->type == SAR_RECORD_COSIGNED &&
	    strcmp(labels[i].name, "size") == 0)
		return "a checkpoint of so many records";
	return labels[i].label;
}

static void
say_digest(const char *label, const uint8_t digest[SAR_SHA256_LEN])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(digest, SAR_SHA256_LEN, hex);
	cmd_say("  %s: %s\n", label, hex);
}

/* A provision by its code is for programs: in words, and the code behind. */
static void
say_text(const char *name, const char *label, const char *text, size_t len)
{
	const struct sar_basis *basis = NULL;
	char code[SAR_BASIS_MAX];

	if (strcmp(name, "exempt") == 0 && len < sizeof(code)) {
		(void)snprintf(code, sizeof(code), "%.*s", (int)len, text);
		basis = sar_basis_find(code);
	}
	if (basis == NULL)
		cmd_say("  %s: %.*s\n", label, (int)len, text);
	else
		cmd_say("  %s: %s (%s): %s\n", label, basis->provision,
		    basis->code, basis->plain);
}

static void
say_list(const struct sar_record *record, const char *name, const char *label)
{
	size_t n = sar_record_count(record, name);
	uint8_t digest[SAR_SHA256_LEN];
	char which[64];
	const char *text;
	uint64_t number;
	size_t len, i;

	for (i = 0; i < n; i++) {
		if (n == 1)
			(void)snprintf(which, sizeof(which), "%s", label);
		else
			(void)snprintf(which, sizeof(which), "%s, %zu", label,
			    i + 1);
		if (sar_record_digest_at(record, name, i, digest))
			say_digest(which, digest);
		else if (sar_record_number_at(record, name, i, &number))
			cmd_say("  %s: %" PRIu64 "\n", which, number);
		else if ((text = sar_record_text_at(record, name, i, &len)) !=
			 NULL)
			say_text(name, which, text, len);
	}
	if (n == 0)
		cmd_say("  %s: none\n", label);
}

static void
say_member(const struct sar_record *record, const char *name, const char *label)
{
	uint8_t digest[SAR_SHA256_LEN];
	const char *text;
	uint64_t number;
	size_t len;
	bool yes;

	if (!sar_record_has(record, name))
		return;
	if (sar_record_digest(record, name, digest))
		say_digest(label, digest);
	else if (sar_record_number(record, name, &number))
		cmd_say("  %s: %" PRIu64 "\n", label, number);
	else if ((text = sar_record_text(record, name, &len)) != NULL)
		cmd_say("  %s: %.*s\n", label, (int)len, text);
	else if (sar_record_bool(record, name, &yes))
		cmd_say("  %s: %s\n", label, yes ? "yes" : "no");
	else
		say_list(record, name, label);
}

void
record_view(const struct sar_record *record)
{
	json_t *object = json_loadb(record->line, record->len,
	    JSON_REJECT_DUPLICATES, NULL);
	size_t i;

	if (object != NULL)
		(void)json_object_set_new(cmd_summary(), "record", object);
	cmd_say("Record %" PRIu64 ", %s:\n", record->seq,
	    sar_record_type_name(record->type));
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		say_member(record, labels[i].name, label_of(record, i));
}
