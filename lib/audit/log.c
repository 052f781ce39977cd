/* What the log says of a package. */
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"

/* One volume's value: of the list ${many}, or ${one} of a package unsplit. */
static const json_t *
value_of(const json_t *record, const char *one, const char *many, size_t i)
{
	const json_t *list = json_object_get(record, many);

	if (list != NULL)
		return json_array_get(list, i);
	return i == 0 ? json_object_get(record, one) : NULL;
}

/* How many volumes a release has. */
static size_t
volumes_of(const json_t *record)
{
	const json_t *list = json_object_get(record, "pkgs");

	return list != NULL ? json_array_size(list) : 1;
}

/* Which volume of ${record} has the digest, from 1; 0 for none. */
static unsigned
place_of(const json_t *record, const uint8_t digest[SAR_SHA256_LEN])
{
	uint8_t package[SAR_SHA256_LEN];
	size_t i;

	for (i = 0; i < volumes_of(record); i++)
		if (sar_log_digest(value_of(record, "pkg", "pkgs", i),
			package) &&
		    memcmp(package, digest, sizeof(package)) == 0)
			return (unsigned)i + 1;
	return 0;
}

static const json_t *
release_at(const struct sar_log *log, uint64_t seq)
{
	const json_t *record = sar_log_record(log, seq);
	const char *type = json_string_value(json_object_get(record, "type"));

	return type != NULL && strcmp(type, "release") == 0 ? record : NULL;
}

/* How many of the zips ${record} names; which are named is noted. */
static size_t
count_named(const struct sar_audit *audit, const json_t *record, bool *named)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < audit->n; i++) {
		if (place_of(record, audit->volumes[i].sha256) == 0)
			continue;
		named[i] = true;
		n++;
	}
	return n;
}

/* The one release that names all of them: *${record}; NULL if none does. */
static int
find_release(struct sar_audit *audit, const json_t **record,
    struct sar_err *err)
{
	const struct sar_log *log = audit->options->log;
	bool *named = calloc(audit->n, sizeof(*named));
	const json_t *release;
	uint64_t seq;
	size_t lost = 0;
	size_t i;
	int rc = 0;

	*record = NULL;
	if (named == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (seq = 0; seq < sar_log_size(log) && *record == NULL; seq++) {
		release = release_at(log, seq);
		if (release == NULL ||
		    count_named(audit, release, named) != audit->n)
			continue;
		*record = release;
		audit->seen.seq = seq;
	}
	for (i = 0; i < audit->n && *record == NULL && rc == 0; i++) {
		if (named[i])
			continue;
		lost++;
		rc = sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
		    "%s: no release in the log has its digest",
		    audit->n == 1 ? "package" : audit->volumes[i].source->name);
	}
	if (rc == 0 && *record == NULL && lost == 0)
		rc = sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
		    "package: its volumes are of different releases");
	free(named);
	return rc;
}

/* Is the digest that ${what} stands for the one in the record? */
static int
compare(struct sar_audit *audit, const json_t *value, const char *what,
    const uint8_t digest[SAR_SHA256_LEN], struct sar_err *err)
{
	uint8_t logged[SAR_SHA256_LEN];

	if (!sar_log_digest(value, logged))
		return sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ETAMPER, err,
		    "log: record %llu: no %s digest",
		    (unsigned long long)audit->seen.seq, what);
	if (memcmp(logged, digest, sizeof(logged)) != 0)
		return sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
		    "package: the %s is not the one in the log", what);
	return 0;
}

/* One volume beside the record that names it. */
static int
check_volume(struct sar_audit *audit, struct sar_audit_volume *v,
    const json_t *record, struct sar_err *err)
{
	unsigned place = place_of(record, v->sha256);
	const json_t *size = value_of(record, "size", "sizes", place - 1);

	if (!json_is_integer(size) ||
	    (uint64_t)json_integer_value(size) != v->source->size)
		if (sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
			"%s: not the size the log has", v->source->name) == -1)
			return -1;
	if (!v->good) {
		v->number = place;
		return 0;
	}
	if (v->findings.volume != place ||
	    v->findings.volumes != volumes_of(record))
		if (sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ECORRUPT, err,
			"%s: not the volume it is in the log",
			v->source->name) == -1)
			return -1;
	if (compare(audit, value_of(record, "manifest", "manifests", place - 1),
		"manifest", v->findings.manifest, err) == -1)
		return -1;
	/* Releases of before there was a content digest have none. */
	if (json_object_get(record, "content") == NULL)
		return 0;
	return compare(audit, json_object_get(record, "content"), "content",
	    v->findings.content, err);
}

static int
take_certificates(struct sar_audit *audit, const json_t *record,
    struct sar_err *err)
{
	const json_t *value = json_object_get(record, "certificates");

	if (value == NULL)
		return 0;
	if (!sar_log_digest(value, audit->certificates))
		return sar_audit_say(audit, SAR_AUDIT_LOG, SAR_ETAMPER, err,
		    "log: record %llu: certificates is no digest",
		    (unsigned long long)audit->seen.seq);
	audit->seen.certificates = audit->certificates;
	return 0;
}

int
sar_audit_log(struct sar_audit *audit, struct sar_err *err)
{
	const json_t *record;
	size_t i;

	if (find_release(audit, &record, err) == -1)
		return -1;
	if (record == NULL)
		return 0;
	audit->seen.released = true;
	audit->seen.when = json_string_value(json_object_get(record, "t"));
	if (audit->seen.volumes == 0)
		audit->seen.volumes = (unsigned)volumes_of(record);
	for (i = 0; i < audit->n; i++)
		if (check_volume(audit, &audit->volumes[i], record, err) == -1)
			return -1;
	if (take_certificates(audit, record, err) == -1)
		return -1;
	sar_audit_did(audit, SAR_AUDIT_LOG);
	return 0;
}
