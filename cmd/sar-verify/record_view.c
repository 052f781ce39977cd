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
	{ "corrects", "corrects the answer of case" },
	{ "received", "request came on" },
	{ "nation", "bank holidays of" },
	{ "holidays", "SHA-256 of the table of them" },
	{ "agent", "for another" },
	{ "request", "request, as a commitment" },
	{ "tags", "numbers, by a key of the organisation" },
	{ "due", "answer due by" },
	{ "latest", "last day of the law" },
	{ "scope", "days asked for" },
	{ "scopes", "of which" },
	{ "subject", "who asked, as a commitment" },
	{ "found", "items found" },
	{ "select", "items in the package" },
	{ "intent", "after the intent in record" },
	{ "release", "of the release in record" },
	{ "approval", "by the approval in record" },
	{ "plan", "plan, as a commitment" },
	{ "letter", "letter, as a commitment" },
	{ "name", "name" },
	{ "hold", "of the hold in record" },
	{ "who", "whose" },
	{ "what", "what" },
	{ "channel", "which way" },
	{ "on", "on" },
	{ "kind", "kind of evidence" },
	{ "outcome", "outcome" },
	{ "pence", "pence" },
	{ "text", "what was said, as a commitment" },
	{ "owner", "whose it is" },
	{ "review", "to be reviewed by" },
	{ "item", "item of the case" },
	{ "marks", "marks, as a commitment" },
	{ "result", "what was found, as a commitment" },
	{ "index", "digest of what was looked in" },
	{ "missing", "files not there" },
	{ "past", "held past retention" },
	{ "expiring", "expiring before it is due" },
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
	{ "late", "of which had to go before" },
	{ "evidence", "SHA-256 of the list of them" },
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

/* What a member means in a record of one type, and in no other. */
static const struct {
	enum sar_record_type type;
	const char *name, *label;
} others[] = {
	{ SAR_RECORD_APPROVE, "review",
	    "saved review it rests on, as a commitment" },
	{ SAR_RECORD_COSIGNED, "size", "a checkpoint of so many records" },
	{ SAR_RECORD_DELIVER, "what", "what went out" },
	{ SAR_RECORD_LETTER, "what", "what went out" },
	{ SAR_RECORD_RECEIVE, "channel", "which way it came" },
};

static const char *
label_of(const struct sar_record *record, size_t i)
{
	size_t k;

	for (k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		if (record->type == others[k].type &&
		    strcmp(labels[i].name, others[k].name) == 0)
			return others[k].label;
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
