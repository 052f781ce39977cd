/* What is no recording: read whole, and scanned. */
#include <stdlib.h>
#include <string.h>

#include "audit/describe.h"
#include "audit/page.h"
#include "audit/state.h"
#include "base/text.h"

static const char *
name_of(const struct sar_audit_volume *volume, size_t i)
{
	return sar_package_name(volume->reader, i);
}

static bool
is_json(enum sar_audit_kind kind)
{
	return kind == SAR_AUDIT_PROOF || kind == SAR_AUDIT_DESCRIPTION;
}

/* UTF-8 in lines, no other control character. */
static int
check_characters(struct sar_audit_volume *volume, const char *name,
    const char *text, size_t len, struct sar_err *err)
{
	size_t line = 1;
	size_t i;

	if (!sar_text_utf8(text, len))
		return sar_audit_say(volume->audit, SAR_AUDIT_METADATA,
		    SAR_ECORRUPT, err, "%s: not UTF-8", name);
	for (i = 0; i < len; i++) {
		line += text[i] == '\n';
		if (((unsigned char)text[i] >= 0x20 && text[i] != 0x7f) ||
		    text[i] == '\n' ||
		    (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n'))
			continue;
		return sar_audit_say(volume->audit, SAR_AUDIT_METADATA,
		    SAR_ECORRUPT, err, "%s: line %zu: a control character",
		    name, line);
	}
	return 0;
}

/* It must be what the recordings were held against. */
static int
check_proof(struct sar_audit_volume *volume, const char *text, size_t len,
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (volume->redactions == NULL)
		return 0;
	if (sar_sha256_text(text, len, digest, err) == -1)
		return -1;
	if (memcmp(digest, volume->redactions_sha256, sizeof(digest)) == 0)
		return 0;
	return sar_audit_say(volume->audit, SAR_AUDIT_CONTENTS, SAR_ECORRUPT,
	    err, "redactions.json: changed while it was read");
}

/* Every line of a proof is numbers, digests, or what the log has: there is
   nothing to look for in it, and digits enough that look like a number. */
static int
check_redaction_proof(struct sar_audit_volume *volume, size_t i,
    const char *text, size_t len, struct sar_err *err)
{
	const struct sar_audit_evidence *proof = sar_audit_evidence_at(volume,
	    i);
	uint8_t digest[SAR_SHA256_LEN];

	if (proof == NULL)
		return 0;
	if (sar_sha256_text(text, len, digest, err) == -1)
		return -1;
	if (memcmp(digest, proof->sha256, sizeof(digest)) == 0)
		return 0;
	return sar_audit_say(volume->audit, SAR_AUDIT_CONTENTS, SAR_ECORRUPT,
	    err, "%s: changed while it was read", name_of(volume, i));
}

static int
check_description(struct sar_audit_volume *volume, const char *name,
    const char *text, size_t len, struct sar_err *err)
{
	struct sar_described vcon;
	struct sar_audit_told *told;
	struct sar_err why = SAR_ERR_INIT;
	int rc;

	rc = sar_describe_check(name, text, len, volume->redactions, &vcon,
	    &why);
	if (vcon.item != SIZE_MAX) {
		if ((told = sar_audit_told_of(volume, vcon.item)) == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		told->there = true;
		told->described = rc == 0;
		told->vcon = vcon;
	}
	if (rc == 0)
		return 0;
	*err = why;
	return sar_audit_finding(volume->audit, SAR_AUDIT_METADATA, err);
}

static int
check_page(struct sar_audit_volume *volume, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_page_seen seen;

	if (sar_page_check(text, len, volume->redactions, &seen, err) == -1)
		return sar_audit_finding(volume->audit,
		    seen.disagrees ? SAR_AUDIT_REDACTIONS : SAR_AUDIT_METADATA,
		    err);
	volume->page = seen.ours ? SAR_AUDIT_PAGE_OURS : SAR_AUDIT_PAGE_OTHER;
	if (!seen.ours)
		volume->audit->seen.foreign = true;
	return 0;
}

static int
tell_sight(struct sar_audit *audit, const char *name,
    const struct sar_spot_sight *sight, struct sar_err *err)
{
	if (sight->kind == SAR_SPOT_STRANGER)
		return sar_audit_say(audit, SAR_AUDIT_NUMBERS, SAR_ECORRUPT,
		    err, "%s: line %zu: a telephone number that is not known",
		    name, sight->line);
	return sar_audit_say(audit, SAR_AUDIT_NUMBERS, SAR_ECORRUPT, err,
	    "%s: line %zu: a %s that must be nowhere, that of line %zu", name,
	    sight->line, sight->kind == SAR_SPOT_NAME ? "name" : "number",
	    sight->item);
}

static int
scan(struct sar_audit_volume *volume, const char *name,
    enum sar_audit_kind kind, const char *text, size_t len, struct sar_err *err)
{
	struct sar_audit *audit = volume->audit;
	struct sar_spot_sights sights;
	size_t i;

	if (sar_spot_look(audit->options->spot,
		is_json(kind) ? SAR_SPOT_JSON : SAR_SPOT_TEXT, text, len,
		&sights, err) == -1)
		return -1;
	for (i = 0; i < sights.n; i++) {
		if (sights.list[i].kind == SAR_SPOT_STRANGER &&
		    !audit->options->known) {
			audit->seen.strangers++;
			continue;
		}
		if (tell_sight(audit, name, &sights.list[i], err) == -1)
			return -1;
	}
	if (!audit->options->known)
		audit->seen.strangers += sights.more - sights.more_absent;
	else
		sights.more_absent = sights.more;
	if (sights.more_absent > 0 &&
	    sar_audit_say(audit, SAR_AUDIT_NUMBERS, SAR_ECORRUPT, err,
		"%s: more of them than are told", name) == -1)
		return -1;
	audit->seen.texts++;
	return 0;
}

static int
check_text(struct sar_audit_volume *volume, size_t i, const char *text,
    size_t len, struct sar_err *err)
{
	const char *name = name_of(volume, i);
	enum sar_audit_kind kind = sar_audit_kind_of(name);

	if (check_characters(volume, name, text, len, err) == -1)
		return -1;
	if (kind == SAR_AUDIT_REDACTION_PROOF)
		return check_redaction_proof(volume, i, text, len, err);
	if (kind == SAR_AUDIT_DESCRIPTION && volume->redactions != NULL &&
	    check_description(volume, name, text, len, err) == -1)
		return -1;
	if (kind == SAR_AUDIT_PROOF &&
	    check_proof(volume, text, len, err) == -1)
		return -1;
	if (kind == SAR_AUDIT_TABLE && volume->redactions != NULL &&
	    sar_audit_table(volume, text, len, err) == -1)
		return -1;
	if (kind == SAR_AUDIT_PAGE && check_page(volume, text, len, err) == -1)
		return -1;
	return scan(volume, name, kind, text, len, err);
}

int
sar_audit_text(struct sar_audit_volume *volume, size_t i,
    const struct sar_source *plain, struct sar_err *err)
{
	struct sar_audit *audit = volume->audit;
	size_t len = (size_t)plain->size;
	char *text;
	int rc = -1;

	if (plain->size > SAR_SPOT_TEXT_MAX) {
		(void)pthread_mutex_lock(&audit->lock);
		audit->seen.unscanned = true;
		(void)pthread_mutex_unlock(&audit->lock);
		return sar_audit_say(audit, SAR_AUDIT_METADATA, SAR_ECORRUPT,
		    err, "%s: more than %zu MiB, which no text has",
		    name_of(volume, i), SAR_SPOT_TEXT_MAX >> 20);
	}
	/* One at a time: several of them would take much memory. */
	(void)pthread_mutex_lock(&audit->texts);
	if ((text = malloc(len + 1)) == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if (sar_source_read(plain, text, len, 0, err) == 0)
		rc = check_text(volume, i, text, len, err);
	if (rc == 0)
		sar_audit_papers_keep(volume,
		    sar_audit_kind_of(name_of(volume, i)), &text, len);
	if (text != NULL)
		explicit_bzero(text, len);
	free(text);
	(void)pthread_mutex_unlock(&audit->texts);
	return rc;
}
