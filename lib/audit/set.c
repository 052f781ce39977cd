/* Are the zips the volumes of one package, and all there are? */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"

/* Once, so that whoever gave a file twice is not told of two packages. */
static int
check_numbers(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_audit_volume *v;
	size_t i, k;

	for (i = 0; i < audit->n; i++) {
		v = &audit->volumes[i];
		for (k = 0; k < i; k++)
			if ((v->number != 0 &&
				audit->volumes[k].number == v->number) ||
			    memcmp(audit->volumes[k].sha256, v->sha256,
				SAR_SHA256_LEN) == 0)
				return sar_err_set(err, SAR_EINPUT,
				    "%s: the same volume as %s",
				    v->source->name,
				    audit->volumes[k].source->name);
	}
	return 0;
}

/* Has no entry the salt of one in another zip? */
static int
check_salts(struct sar_audit *audit, struct sar_err *err)
{
	struct sar_package_reader **readers = calloc(audit->n + 1,
	    sizeof(*readers));
	size_t n = 0;
	size_t i;
	int rc;

	if (readers == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < audit->n; i++)
		if (audit->volumes[i].reader != NULL)
			readers[n++] = audit->volumes[i].reader;
	rc = sar_package_salts(readers, n, err);
	free(readers);
	return rc == 0 ? 0 : sar_audit_finding(audit, SAR_AUDIT_STRUCTURE, err);
}

/* Both can be read, and say that they are of one package. */
static bool
is_of(const struct sar_audit_volume *a, const struct sar_audit_volume *b)
{
	return a->good && b->good &&
	       a->findings.volumes == b->findings.volumes &&
	       memcmp(a->findings.content, b->findings.content,
		   SAR_SHA256_LEN) == 0;
}

/* Of the same package as the first that could be read? */
static int
check_same(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_audit_volume *first = NULL;
	const struct sar_audit_volume *v;
	size_t i;

	for (i = 0; i < audit->n; i++) {
		v = &audit->volumes[i];
		if (!v->good)
			continue;
		if (first == NULL)
			first = v;
		if (is_of(v, first))
			continue;
		if (sar_audit_say(audit, SAR_AUDIT_CONTENTS, SAR_ECORRUPT, err,
			"%s: not a volume of the same package as %s",
			v->source->name, first->source->name) == -1)
			return -1;
	}
	return 0;
}

/* Volume ${number}, if it was given and could be read. */
static const struct sar_audit_volume *
volume_of(const struct sar_audit *audit, unsigned number)
{
	size_t i;

	for (i = 0; i < audit->n; i++)
		if (audit->volumes[i].good &&
		    audit->volumes[i].number == number)
			return &audit->volumes[i];
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	const struct sar_content_entry *const *x = a;
	const struct sar_content_entry *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);

	if (order != 0)
		return order;
	return *x < *y ? -1 : *x > *y;
}

/* Recordings, and what is of one, are shared out: each is in one volume. */
static bool
is_shared_out(const char *name)
{
	enum sar_audit_kind kind = sar_audit_kind_of(name);

	return kind == SAR_AUDIT_RECORDING || kind == SAR_AUDIT_DESCRIPTION ||
	       kind == SAR_AUDIT_REDACTION_PROOF;
}

static int
check_once(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_content_entry **sorted;
	const struct sar_audit_volume *v;
	const struct sar_audit_volume *first = NULL;
	size_t n = 0;
	size_t i, k;
	int rc = 0;

	for (i = 0; i < audit->n; i++)
		n += audit->volumes[i].n;
	sorted = calloc(n + 1, sizeof(const struct sar_content_entry *));
	if (sorted == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (n = 0, i = 0; i < audit->n; i++) {
		v = &audit->volumes[i];
		first = first == NULL && v->good ? v : first;
		for (k = 0; first != NULL && is_of(v, first) && k < v->n; k++)
			if (is_shared_out(v->entries[k].name))
				sorted[n++] = &v->entries[k];
	}
	qsort(sorted, n, sizeof(*sorted), by_name);
	for (i = 1; i < n && rc == 0; i++)
		if (strcmp(sorted[i]->name, sorted[i - 1]->name) == 0)
			rc = sar_audit_say(audit, SAR_AUDIT_CONTENTS,
			    SAR_ECORRUPT, err, "%s: in more than one volume",
			    sorted[i]->name);
	free(sorted);
	return rc;
}

/*
 * Of ${n} entries of all volumes in order, those that come for the first time
 * stay.  *${n} of them; an entry that differs from the first so called is
 * *${other}.
 */
static int
keep_first(struct sar_content_entry *all, size_t *n, const char **other,
    struct sar_err *err)
{
	const struct sar_content_entry **sorted = calloc(*n + 1,
	    sizeof(const struct sar_content_entry *));
	bool *again = calloc(*n + 1, sizeof(*again));
	size_t kept = 0;
	size_t i;

	if (sorted == NULL || again == NULL) {
		free(sorted);
		free(again);
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	for (i = 0; i < *n; i++)
		sorted[i] = &all[i];
	qsort(sorted, *n, sizeof(*sorted), by_name);
	for (i = 1; i < *n; i++) {
		if (strcmp(sorted[i]->name, sorted[i - 1]->name) != 0)
			continue;
		again[sorted[i] - all] = true;
		if (sorted[i]->size != sorted[i - 1]->size ||
		    memcmp(sorted[i]->sha256, sorted[i - 1]->sha256,
			SAR_SHA256_LEN) != 0)
			*other = sorted[i]->name;
	}
	for (i = 0; i < *n; i++)
		if (!again[i])
			all[kept++] = all[i];
	*n = kept;
	free(sorted);
	free(again);
	return 0;
}

/* Descriptions come after all recordings, and proofs after those, however a
   package is split. */
static int
put_last(struct sar_content_entry *all, size_t n, enum sar_audit_kind kind,
    struct sar_err *err)
{
	struct sar_content_entry *last = calloc(n + 1, sizeof(*last));
	size_t n_last = 0;
	size_t kept = 0;
	size_t i;

	if (last == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++)
		if (sar_audit_kind_of(all[i].name) == kind)
			last[n_last++] = all[i];
		else
			all[kept++] = all[i];
	memcpy(all + kept, last, n_last * sizeof(*last));
	free(last);
	return 0;
}

/* Is each recording of redactions.json there, in its order? */
static int
check_recordings(struct sar_audit *audit,
    const struct sar_redactions *redactions,
    const struct sar_content_entry *all, size_t n, struct sar_err *err)
{
	size_t i;
	size_t k = 0;

	if (redactions == NULL)
		return 0;
	for (i = 0; i < n; i++) {
		if (sar_audit_kind_of(all[i].name) != SAR_AUDIT_RECORDING)
			continue;
		if (k == redactions->n ||
		    strcmp(redactions->files[k].name, all[i].name) != 0)
			break;
		k++;
	}
	if (i == n && k == redactions->n)
		return 0;
	return sar_audit_say(audit, SAR_AUDIT_REDACTIONS, SAR_ECORRUPT, err,
	    "redactions.json: lists other recordings than the package has");
}

/* The entries of all volumes, in order, malloc'd; *${n} of them. */
static struct sar_content_entry *
entries_of_all(const struct sar_audit *audit, size_t *n)
{
	const struct sar_audit_volume *v;
	struct sar_content_entry *all = NULL;
	struct sar_content_entry *more;
	unsigned i;

	for (*n = 0, i = 1; i <= audit->seen.volumes; i++) {
		v = volume_of(audit, i);
		assert(v != NULL);
		more = reallocarray(all, *n + v->n + 1, sizeof(*all));
		if (more == NULL) {
			free(all);
			return NULL;
		}
		all = more;
		memcpy(all + *n, v->entries, v->n * sizeof(*all));
		*n += v->n;
	}
	return all;
}

/* The digest of what is in all of them, told anew. */
static int
check_content(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_audit_volume *first = volume_of(audit, 1);
	struct sar_content_entry *all;
	const char *other = NULL;
	uint8_t digest[SAR_SHA256_LEN];
	size_t n;
	int rc = -1;

	assert(audit->seen.all && first != NULL);
	if ((all = entries_of_all(audit, &n)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (keep_first(all, &n, &other, err) == -1 ||
	    put_last(all, n, SAR_AUDIT_DESCRIPTION, err) == -1 ||
	    put_last(all, n, SAR_AUDIT_REDACTION_PROOF, err) == -1 ||
	    check_recordings(audit, first->redactions, all, n, err) == -1 ||
	    sar_content_digest(all, n, digest, err) == -1)
		goto out;
	memcpy(audit->seen.content, digest, sizeof(digest));
	rc = 0;
	if (other != NULL)
		rc = sar_audit_say(audit, SAR_AUDIT_CONTENTS, SAR_ECORRUPT, err,
		    "%s: not the same in every volume", other);
	else if (memcmp(digest, first->findings.content, sizeof(digest)) != 0)
		rc = sar_audit_say(audit, SAR_AUDIT_CONTENTS, SAR_ECORRUPT, err,
		    "package: the content digest is not that of its entries");

out:
	free(all);
	return rc;
}

int
sar_audit_set(struct sar_audit *audit, struct sar_err *err)
{
	struct sar_audit_seen *seen = &audit->seen;
	size_t good = 0;
	unsigned i;

	for (i = 0; i < audit->n; i++) {
		good += audit->volumes[i].good;
		if (audit->volumes[i].good && seen->volumes == 0)
			seen->volumes = audit->volumes[i].findings.volumes;
	}
	if (check_numbers(audit, err) == -1 || check_salts(audit, err) == -1 ||
	    check_same(audit, err) == -1 || check_once(audit, err) == -1 ||
	    sar_audit_described(audit, err) == -1)
		return -1;
	if (good == audit->n)
		sar_audit_did(audit, SAR_AUDIT_CONTENTS);
	seen->all = seen->volumes != 0;
	for (i = 1; i <= seen->volumes; i++)
		seen->all = seen->all && volume_of(audit, i) != NULL;
	return seen->all ? check_content(audit, err) : 0;
}

int
sar_audit_missing(struct sar_audit *audit, struct sar_err *err)
{
	unsigned volumes = audit->seen.volumes;
	unsigned number;
	bool given;
	size_t i;

	for (i = 0; i < audit->n; i++)
		/* Which one it is cannot be told, so nor which is missing. */
		if (audit->volumes[i].number == 0)
			return 0;
	for (number = 1; number <= volumes; number++) {
		given = false;
		for (i = 0; i < audit->n; i++)
			given = given || audit->volumes[i].number == number;
		if (given)
			continue;
		if (sar_audit_say(audit, SAR_AUDIT_CONTENTS, SAR_EPARTIAL, err,
			"volume %u of %u was not given: not checked", number,
			volumes) == -1)
			return -1;
	}
	return 0;
}
