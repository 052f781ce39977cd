/* Which entries a package has: each of them is known, and nothing else. */
#include <string.h>

#include "audit/state.h"

static const struct {
	const char *name;
	enum sar_audit_kind kind;
} fixed[] = {
	/* In every volume. */
	{ "letter.txt", SAR_AUDIT_LETTER },
	{ "schedule.txt", SAR_AUDIT_LIST },
	{ "schedule.csv", SAR_AUDIT_TABLE },
	{ "listen.html", SAR_AUDIT_PAGE },
	{ "redactions.json", SAR_AUDIT_PROOF },
};

/* "call-01", two digits or more, and what follows them. */
static const char *
after_call(const char *name)
{
	size_t n;

	if (strncmp(name, "call-", 5) != 0)
		return NULL;
	n = strspn(name + 5, "0123456789");
	return n >= 2 && n <= 9 ? name + 5 + n : NULL;
}

/* ${what}, or ${what} and "-2", and what follows. */
static const char *
after_own(const char *name, const char *what)
{
	size_t n;

	if (strncmp(name, what, strlen(what)) != 0)
		return NULL;
	name += strlen(what);
	if (*name != '-')
		return name;
	n = strspn(name + 1, "0123456789");
	return n >= 1 && n <= 3 ? name + 1 + n : NULL;
}

enum sar_audit_kind
sar_audit_kind_of(const char *name)
{
	static const char *const endings[] = { ".wav", ".flac", ".mp3",
		".opus" };
	const char *rest;
	size_t i;

	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(name, fixed[i].name) == 0)
			return fixed[i].kind;
	if ((rest = after_call(name)) != NULL) {
		if (strcmp(rest, ".vcon.json") == 0)
			return SAR_AUDIT_DESCRIPTION;
		if (strcmp(rest, ".redaction-proof") == 0)
			return SAR_AUDIT_REDACTION_PROOF;
		for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
			if (strcmp(rest, endings[i]) == 0)
				return SAR_AUDIT_RECORDING;
	}
	if ((rest = after_own(name, "padding")) != NULL &&
	    strcmp(rest, ".bin") == 0)
		return SAR_AUDIT_PADDING;
	if ((rest = after_own(name, "manifest")) != NULL) {
		if (strcmp(rest, ".json") == 0)
			return SAR_AUDIT_MANIFEST;
		if (strcmp(rest, ".json.minisig") == 0)
			return SAR_AUDIT_MANIFEST_SIGNATURE;
	}
	return SAR_AUDIT_UNKNOWN;
}

static int
bad(struct sar_audit_volume *volume, const char *name, const char *why,
    struct sar_err *err)
{
	return sar_audit_say(volume->audit, SAR_AUDIT_METADATA, SAR_ECORRUPT,
	    err, "%s: %s", name, why);
}

/* Those that every volume has. */
static int
check_there(struct sar_audit_volume *volume, unsigned kinds,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if ((kinds & 1U << fixed[i].kind) == 0 &&
		    bad(volume, fixed[i].name, "not in the package", err) == -1)
			return -1;
	return 0;
}

/* "call-01." of either: the same recording? */
static bool
same_call(const char *a, const char *b)
{
	size_t len = strcspn(a, ".") + 1;

	return strncmp(a, b, len) == 0;
}

/* Each vCon, or proof, is of a recording beside it, in the same order. */
static int
check_beside(struct sar_audit_volume *volume, enum sar_audit_kind kind,
    struct sar_err *err)
{
	const struct sar_package_reader *reader = volume->reader;
	size_t n = sar_package_count(reader);
	size_t next = 0;
	const char *name;
	size_t i;

	for (i = 0; i < n; i++) {
		name = sar_package_name(reader, i);
		if (sar_audit_kind_of(name) != kind)
			continue;
		while (next < n &&
		       (sar_audit_kind_of(sar_package_name(reader, next)) !=
			       SAR_AUDIT_RECORDING ||
			   !same_call(name, sar_package_name(reader, next))))
			next++;
		if (next == n)
			return bad(volume, name,
			    "not beside its recording, in the same order", err);
		next++;
	}
	return 0;
}

int
sar_audit_names(struct sar_audit_volume *volume, struct sar_err *err)
{
	const struct sar_package_reader *reader = volume->reader;
	enum sar_audit_kind last = SAR_AUDIT_LETTER;
	enum sar_audit_kind kind;
	const char *name;
	unsigned kinds = 0;
	size_t i;

	for (i = 0; i < sar_package_count(reader); i++) {
		name = sar_package_name(reader, i);
		kind = sar_audit_kind_of(name);
		kinds |= 1U << kind;
		if (kind == SAR_AUDIT_UNKNOWN) {
			if (bad(volume, name, "no entry of a package", err) ==
			    -1)
				return -1;
			continue;
		}
		if (kind < last &&
		    bad(volume, name, "not where it belongs", err) == -1)
			return -1;
		last = kind;
	}
	if (check_beside(volume, SAR_AUDIT_DESCRIPTION, err) == -1 ||
	    check_beside(volume, SAR_AUDIT_REDACTION_PROOF, err) == -1)
		return -1;
	return check_there(volume, kinds, err);
}
