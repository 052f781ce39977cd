/* All that is in one zip, opened. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"
#include "base/hex.h"
#include "tlog/minisig.h"

/* Parsed, it takes some forty times as much. */
#define PROOF_MAX ((uint64_t)8 << 20)

/* Entry ${i}, before it is authenticated; it must be the same again later. */
static int
read_proof(struct sar_audit_volume *volume, size_t i, struct sar_err *err)
{
	struct sar_source plain;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (sar_package_unlock(volume->reader, i,
		volume->audit->options->passphrase, err) == -1)
		return -1;
	if (sar_package_entry(volume->reader, i, &plain, err) == -1)
		goto out;
	if (plain.size > PROOF_MAX) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "redactions.json: more than %llu MiB",
		    (unsigned long long)(PROOF_MAX >> 20));
		goto out;
	}
	len = (size_t)plain.size;
	if ((text = malloc(len + 1)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (sar_source_read(&plain, text, len, 0, err) == -1 ||
	    sar_sha256_text(text, len, volume->redactions_sha256, err) == -1)
		goto out;
	volume->redactions = sar_redactions_read(text, len, err);
	rc = volume->redactions == NULL ? -1 : 0;

out:
	free(text);
	sar_package_lock(volume->reader, i);
	return rc;
}

/* redactions.json is needed before the recordings are read. */
static int
find_proof(struct sar_audit_volume *volume, struct sar_err *err)
{
	const struct sar_package_reader *reader = volume->reader;
	size_t i;

	for (i = 0; i < sar_package_count(reader); i++) {
		if (sar_audit_kind_of(sar_package_name(reader, i)) !=
			SAR_AUDIT_PROOF ||
		    read_proof(volume, i, err) == 0)
			continue;
		/* Of a wrong passphrase the check of all of it tells. */
		if (err->code == SAR_ESECRET)
			return 0;
		return sar_audit_finding(volume->audit, SAR_AUDIT_REDACTIONS,
		    err);
	}
	return 0;
}

static int
check_entry(void *ctx, size_t i, const struct sar_source *plain,
    struct sar_err *err)
{
	struct sar_audit_volume *volume = ctx;

	if (sar_audit_kind_of(sar_package_name(volume->reader, i)) ==
	    SAR_AUDIT_RECORDING)
		return sar_audit_recording(volume, i, plain, err);
	return sar_audit_text(volume, i, plain, err);
}

/* One entry of the manifest, which was held against what is there. */
static bool
take_entry(const json_t *item, struct sar_content_entry *entry)
{
	const char *name = json_string_value(json_object_get(item, "name"));
	const char *hex = json_string_value(json_object_get(item, "sha256"));

	entry->name = name;
	entry->size = (uint64_t)json_integer_value(json_object_get(item,
	    "size"));
	return entry->name != NULL && hex != NULL &&
	       sar_hex_get(hex, entry->sha256, SAR_SHA256_LEN);
}

int
sar_audit_zeros(uint64_t size, const uint8_t digest[SAR_SHA256_LEN], bool *same,
    struct sar_err *err)
{
	static const uint8_t zeros[65536];
	struct sar_sha256 *hash = sar_sha256_new(err);
	uint8_t want[SAR_SHA256_LEN];
	size_t len;

	if (hash == NULL)
		return -1;
	for (; size > 0; size -= len) {
		len = size < sizeof(zeros) ? (size_t)size : sizeof(zeros);
		sar_sha256_add(hash, zeros, len);
	}
	sar_sha256_end(hash, want);
	sar_sha256_free(hash);
	*same = memcmp(want, digest, sizeof(want)) == 0;
	return 0;
}

/* The last one taken is padding: its digest is known to be what is there. */
static int
drop_padding(struct sar_audit_volume *volume, struct sar_err *err)
{
	struct sar_content_entry *entry = &volume->entries[--volume->n];
	bool same = false;
	int rc = sar_audit_zeros(entry->size, entry->sha256, &same, err);

	if (rc == -1 || same)
		return rc;
	return sar_audit_say(volume->audit, SAR_AUDIT_METADATA, SAR_ECORRUPT,
	    err, "%s: not zeros", entry->name);
}

/* What the manifest lists, but for padding, which is each volume's own. */
static int
take_entries(struct sar_audit_volume *volume, struct sar_err *err)
{
	const json_t *list;
	size_t i;

	volume->manifest = json_loadb(volume->findings.text,
	    volume->findings.len, JSON_REJECT_DUPLICATES, NULL);
	list = json_object_get(volume->manifest, "entries");
	volume->entries = calloc(json_array_size(list) + 1,
	    sizeof(*volume->entries));
	if (volume->manifest == NULL || volume->entries == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < json_array_size(list); i++) {
		if (!take_entry(json_array_get(list, i),
			&volume->entries[volume->n++]))
			return sar_err_set(err, SAR_EFAIL,
			    "manifest: not as it was checked");
		if (sar_audit_kind_of(volume->entries[volume->n - 1].name) ==
			SAR_AUDIT_PADDING &&
		    drop_padding(volume, err) == -1)
			return -1;
	}
	return 0;
}

/* A log whose key was changed signed what was released before with another. */
static int
verify_by_any(const struct sar_audit *audit,
    const struct sar_package_findings *f, struct sar_err *err)
{
	const struct sar_key_public *keys;
	struct sar_err why;
	size_t n, i;
	int rc = -1;

	keys = sar_policy_logs(audit->policy, &n);
	for (i = 0; i < n && rc == -1; i++) {
		why = (struct sar_err)SAR_ERR_INIT;
		rc = sar_minisig_verify(&keys[i], f->text, f->len, f->signature,
		    &why);
	}
	if (rc == -1)
		*err = why;
	return rc;
}

static int
check_signature(struct sar_audit_volume *volume, struct sar_err *err)
{
	struct sar_audit *audit = volume->audit;
	const struct sar_package_findings *f = &volume->findings;

	/* It is read to its first NUL: nothing may be behind that. */
	if (sar_package_size(volume->reader,
		sar_package_count(volume->reader) - 1) != SAR_MINISIG_LEN)
		return sar_audit_say(audit, SAR_AUDIT_SIGNATURE, SAR_ECORRUPT,
		    err, "%s: not as long as a signature",
		    sar_package_name(volume->reader,
			sar_package_count(volume->reader) - 1));
	if (verify_by_any(audit, f, err) == -1)
		return sar_audit_finding(audit, SAR_AUDIT_SIGNATURE, err);
	sar_audit_did(audit, SAR_AUDIT_SIGNATURE);
	return 0;
}

/* What was looked into, it now turns out, is authentic. */
static int
take_findings(struct sar_audit_volume *volume, struct sar_err *err)
{
	volume->good = true;
	volume->number = volume->findings.volume;
	/* Without it no recording was looked at. */
	if (volume->redactions != NULL)
		sar_audit_did(volume->audit, SAR_AUDIT_METADATA);
	if (volume->audit->options->known || volume->audit->options->absent)
		sar_audit_did(volume->audit, SAR_AUDIT_NUMBERS);
	if (sar_audit_papers(volume, err) == -1)
		return -1;
	sar_audit_papers_free(volume);
	if (volume->redactions != NULL)
		sar_audit_did(volume->audit, SAR_AUDIT_REDACTIONS);
	if (volume->redactions != NULL && volume->n_proofs > 0)
		sar_audit_did(volume->audit, SAR_AUDIT_PROOFS);
	if (take_entries(volume, err) == -1)
		return -1;
	return check_signature(volume, err);
}

int
sar_audit_contents(struct sar_audit_volume *volume, struct sar_err *err)
{
	struct sar_audit *audit = volume->audit;
	struct sar_package_check_options options = {
		.passphrase = audit->options->passphrase,
		.jobs = audit->options->jobs,
		.stop = audit->options->stop,
		.each = check_entry,
		.each_ctx = volume,
	};

	if (sar_package_reveal(volume->reader, options.passphrase, err) == -1)
		return sar_audit_finding(audit, SAR_AUDIT_CONTENTS, err);
	if (sar_audit_names(volume, err) == -1 ||
	    find_proof(volume, err) == -1 ||
	    sar_audit_evidence_read(volume, err) == -1)
		return -1;
	if (sar_package_check(volume->reader, &options, &volume->findings,
		err) == -1)
		return sar_audit_finding(audit, SAR_AUDIT_CONTENTS, err);
	return take_findings(volume, err);
}
