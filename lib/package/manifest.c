#include "package/manifest.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/b64.h"

#define SCHEMA "sar-package.manifest/1"
#define ALNUM "abcdefghijklmnopqrstuvwxyz0123456789"

/* {"name":"","sha256":"","size":}, and what is not in any entry. */
#define ENTRY_MAX (32 + SAR_MANIFEST_NAME_MAX + 2 * SAR_SHA256_LEN + 20)
#define FRAME_MAX 64

bool
sar_manifest_name(const char *name, size_t len)
{
	size_t i;

	/* Not strspn(): a name in a zip does not end with a NUL. */
	for (i = 0; i < len; i++)
		if (name[i] == '\0' || strchr(ALNUM ".-", name[i]) == NULL)
			return false;
	/* Windows drops a final dot, and a leading one hides the file. */
	return len > 0 && len <= SAR_MANIFEST_NAME_MAX && name[0] != '.' &&
	       name[0] != '-' && name[len - 1] != '.';
}

void
sar_manifest_text(const struct sar_manifest_entry *entries, size_t n,
    struct sar_buf *out)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	size_t i;

	/* Names need no escapes; see sar_manifest_name(). */
	sar_buf_puts(out, "{\"entries\":[");
	for (i = 0; i < n; i++) {
		sar_hex_put(entries[i].sha256, SAR_SHA256_LEN, hex);
		sar_buf_printf(out,
		    "%s{\"name\":\"%s\",\"sha256\":\"%s\",\"size\":%" PRIu64
		    "}",
		    i > 0 ? "," : "", entries[i].name, hex, entries[i].size);
	}
	sar_buf_puts(out, "],\"schema\":\"" SCHEMA "\"}");
}

size_t
sar_manifest_max(size_t n)
{
	return FRAME_MAX + n * ENTRY_MAX;
}

static int
bad(struct sar_err *err, const char *why)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", SAR_MANIFEST_NAME, why);
}

/* Does the manifest's ${item} say what was found? */
static int
check_entry(const json_t *item, const struct sar_manifest_entry *entry,
    struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	const char *name = json_string_value(json_object_get(item, "name"));
	const char *hash = json_string_value(json_object_get(item, "sha256"));
	const json_t *size = json_object_get(item, "size");

	if (name == NULL || hash == NULL || !json_is_integer(size))
		return bad(err, "an entry without name, sha256 and size");
	if (strcmp(name, entry->name) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the entry the manifest has here", entry->name);
	sar_hex_put(entry->sha256, SAR_SHA256_LEN, hex);
	if (json_integer_value(size) < 0 ||
	    (uint64_t)json_integer_value(size) != entry->size)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the size the manifest has", entry->name);
	if (strcmp(hash, hex) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the sha256 the manifest has", entry->name);
	return 0;
}

static int
check_entries(const json_t *root, const struct sar_manifest_entry *entries,
    size_t n, struct sar_err *err)
{
	const char *schema = json_string_value(json_object_get(root, "schema"));
	const json_t *list = json_object_get(root, "entries");
	size_t i;

	if (schema == NULL || strcmp(schema, SCHEMA) != 0)
		return bad(err, "not of schema " SCHEMA);
	if (!json_is_array(list))
		return bad(err, "no list of entries");
	for (i = 0; i < n && i < json_array_size(list); i++)
		if (check_entry(json_array_get(list, i), &entries[i], err) ==
		    -1)
			return -1;
	if (json_array_size(list) != n)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: lists %zu entries, not %zu", SAR_MANIFEST_NAME,
		    json_array_size(list), n);
	return 0;
}

/* The parsed values fit; nothing else may be in the text. */
static int
check_bytes(const char *text, size_t len,
    const struct sar_manifest_entry *entries, size_t n, struct sar_err *err)
{
	struct sar_buf want = SAR_BUF_INIT;
	int rc;

	sar_manifest_text(entries, n, &want);
	rc = sar_buf_check(&want, err);
	if (rc == 0 && (want.len != len || memcmp(want.data, text, len) != 0))
		rc = bad(err, "not written in the one way it can be");
	sar_buf_free(&want);
	return rc;
}

int
sar_manifest_check(const char *text, size_t len,
    const struct sar_manifest_entry *entries, size_t n, struct sar_err *err)
{
	json_error_t where;
	json_t *root;
	int rc;

	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	if (root == NULL)
		return bad(err, "not JSON");
	rc = check_entries(root, entries, n, err);
	json_decref(root);
	if (rc == -1)
		return -1;
	return check_bytes(text, len, entries, n, err);
}
