/* What the log says of a package. */
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"
#include "audit/volumes.h"
#include "disclosure/log.h"

/* How many of the zips ${record} names; which are named is noted. */
static size_t
count_named(const struct sar_audit *audit, const struct sar_record *record)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < audit->n; i++) {
		if (sar_volumes_place(record, audit->volumes[i].sha256) == 0)
			continue;
		audit->named[i] = true;
		n++;
	}
	return n;
}

/* What recordings were registered by, for their proofs. */
static int
take_registered(struct sar_audit *audit, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_audit_registered *grown = audit->registered;
	size_t n = audit->n_registered;

	if ((n & (n - 1)) == 0) { /* 0, or a power of two: full */
		grown = reallocarray(grown, n == 0 ? 1 : 2 * n, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		audit->registered = grown;
	}
	memset(&grown[n], 0, sizeof(grown[n]));
	grown[n].seq = record->seq;
	memcpy(grown[n].leaf, record->leaf, SAR_SHA256_LEN);
	audit->n_registered++;
	return 0;
}

/* The first one after a record is what a proof of it is against. */
static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	const struct sar_audit *audit = ctx;
	struct sar_audit_registered *registered = audit->registered;
	size_t i;

	(void)err;
	for (i = audit->n_registered; i > 0; i--) {
		if (registered[i - 1].size != 0)
			break;
		registered[i - 1].size = note->size;
		memcpy(registered[i - 1].root, note->root, SAR_SHA256_LEN);
	}
	return 0;
}

/* The first release that names all of them is the one. */
static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_audit *audit = ctx;

	if (record->type == SAR_RECORD_REGISTER ||
	    record->type == SAR_RECORD_ERASED)
		return take_registered(audit, record, err);
	if (record->type != SAR_RECORD_RELEASE || audit->found != NULL ||
	    count_named(audit, record) != audit->n)
		return 0;
	audit->found = sar_record_new("log", record->line, record->len,
	    record->seq, err);
	return audit->found == NULL ? -1 : 0;
}

static int
read_log(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_audit_options *options = audit->options;
	size_t n, i;
	struct sar_log_reading how = {
		.dir = options->log,
		.key = sar_policy_logs(options->policy, &n),
		.jobs = options->jobs,
		.record = take_record,
		.note = take_note,
		.ctx = audit,
		.stop = options->stop,
	};
	struct sar_log *log = sar_log_open(&how, err);
	const struct sar_log_key *keys;
	int rc = 0;

	if (log == NULL)
		return -1;
	/* Proofs may be signed with any of them. */
	keys = sar_log_keys(log, &n);
	for (i = 0; i < n && rc == 0; i++)
		rc = sar_policy_add_log(audit->policy, &keys[i].key, err);
	sar_log_free(log);
	return rc;
}

/* No release names all that were given. */
static int
say_lost(struct sar_audit *audit, struct sar_err *err)
{
	size_t lost = 0;
	size_t i;

	for (i = 0; i < audit->n; i++) {
		if (audit->named[i])
			continue;
		lost++;
		if (sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
			"%s: %s",
			audit->n == 1 ? "package"
				      : audit->volumes[i].source->name,
			audit->options->log != NULL
			    ? "no release in the log has its digest"
			    : "not what the proof's record released") == -1)
			return -1;
	}
	if (lost > 0)
		return 0;
	return sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
	    "package: its volumes are of different releases");
}

/* Is there anything to say who released it? */
static bool
is_asked(const struct sar_audit *audit)
{
	return audit->options->log != NULL || audit->options->release != NULL;
}

int
sar_audit_release(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_record *proved = audit->options->release;
	int rc = 0;

	if (!is_asked(audit))
		return 0;
	audit->named = calloc(audit->n, sizeof(*audit->named));
	if (audit->named == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (audit->options->log != NULL)
		rc = read_log(audit, err);
	else if (count_named(audit, proved) == audit->n)
		audit->release = proved;
	if (audit->found != NULL)
		audit->release = audit->found;
	return rc;
}

/* Is the digest that ${what} stands for the one in the record? */
static int
compare(struct sar_audit *audit, const uint8_t logged[SAR_SHA256_LEN],
    const char *what, const uint8_t digest[SAR_SHA256_LEN], struct sar_err *err)
{
	if (memcmp(logged, digest, SAR_SHA256_LEN) == 0)
		return 0;
	return sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
	    "package: the %s is not the one in the log", what);
}

/* Are size and place of a volume as the record has them? */
static int
check_place(struct sar_audit *audit, const struct sar_audit_volume *v,
    unsigned place, struct sar_err *err)
{
	const struct sar_record *record = audit->release;
	uint64_t size;

	if (!sar_volumes_size(record, place, &size) || size != v->source->size)
		if (sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
			"%s: not the size the log has", v->source->name) == -1)
			return -1;
	if (!v->good || (v->findings.volume == place &&
			    v->findings.volumes == sar_volumes_count(record)))
		return 0;
	return sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
	    "%s: not the volume it is in the log", v->source->name);
}

/* One volume beside the record that names it. */
static int
check_volume(struct sar_audit *audit, struct sar_audit_volume *v,
    struct sar_err *err)
{
	const struct sar_record *record = audit->release;
	unsigned place = sar_volumes_place(record, v->sha256);
	uint8_t logged[SAR_SHA256_LEN];

	if (check_place(audit, v, place, err) == -1)
		return -1;
	if (!v->good) {
		v->number = place;
		return 0;
	}
	if (!sar_volumes_manifest(record, place, logged))
		return sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ETAMPER, err,
		    "log: record %llu: no manifest digest",
		    (unsigned long long)record->seq);
	if (compare(audit, logged, "manifest", v->findings.manifest, err) == -1)
		return -1;
	/* Releases of before there was a content digest have none. */
	if (!sar_record_digest(record, "content", logged))
		return 0;
	return compare(audit, logged, "content", v->findings.content, err);
}

int
sar_audit_log(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_record *record = audit->release;
	size_t i;

	if (!is_asked(audit))
		return 0;
	if (record == NULL)
		return say_lost(audit, err);
	audit->seen.released = true;
	audit->seen.seq = record->seq;
	(void)sar_record_copy(record, "t", audit->seen.when,
	    sizeof(audit->seen.when));
	if (audit->seen.volumes == 0)
		audit->seen.volumes = (unsigned)sar_volumes_count(record);
	for (i = 0; i < audit->n; i++)
		if (check_volume(audit, &audit->volumes[i], err) == -1)
			return -1;
	if (sar_record_digest(record, "certificates", audit->certificates))
		audit->seen.certificates = audit->certificates;
	sar_audit_did(audit, SAR_AUDIT_LOG);
	return 0;
}
