#include "package/manifest.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/b64.h"

#define SCHEMA "sar-package.manifest/2"
#define CONTENT "sar-package.content/1"
#define ALNUM "abcdefghijklmnopqrstuvwxyz0123456789"

/* {"name":"","sha256":"","size":}, and what is not in any entry. */
#define ENTRY_MAX (32 + SAR_MANIFEST_NAME_MAX + 2 * SAR_SHA256_LEN + 20)
#define FRAME_MAX 192

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

/* All volumes of a package can be unpacked into one folder. */
static void
name_volume(const char *base, const char *suffix, unsigned volume,
    unsigned volumes, char out[SAR_MANIFEST_NAME_MAX + 1])
{
	if (volumes <= 1)
		(void)snprintf(out, SAR_MANIFEST_NAME_MAX + 1, "%s%s", base,
		    suffix);
	else
		(void)snprintf(out, SAR_MANIFEST_NAME_MAX + 1, "%s-%u%s", base,
		    volume, suffix);
}

void
sar_manifest_own(unsigned volume, unsigned volumes,
    char out[SAR_MANIFEST_NAME_MAX + 1])
{
	name_volume("manifest", ".json", volume, volumes, out);
}

void
sar_manifest_hidden(unsigned volume, unsigned volumes,
    char out[SAR_MANIFEST_NAME_MAX + 1])
{
	name_volume(SAR_MANIFEST_HIDDEN, ".zip", volume, volumes, out);
}

void
sar_manifest_padding(unsigned volume, unsigned volumes,
    char out[SAR_MANIFEST_NAME_MAX + 1])
{
	name_volume(SAR_MANIFEST_PADDING, ".bin", volume, volumes, out);
}

static bool
begins(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

bool
sar_manifest_reserved(const char *name)
{
	return begins(name, "manifest") || begins(name, SAR_MANIFEST_HIDDEN) ||
	       begins(name, SAR_MANIFEST_PADDING);
}

/* "entries":[...] of all but the padding, if that does not count. */
static void
put_entries(const struct sar_content_entry *entries, size_t n, bool padding,
    struct sar_buf *out)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	const char *comma = "";
	size_t i;

	/* Names need no escapes; see sar_manifest_name(). */
	sar_buf_puts(out, "\"entries\":[");
	for (i = 0; i < n; i++) {
		/* Nothing else begins so; see sar_manifest_reserved(). */
		if (!padding && begins(entries[i].name, SAR_MANIFEST_PADDING))
			continue;
		sar_hex_put(entries[i].sha256, SAR_SHA256_LEN, hex);
		sar_buf_printf(out,
		    "%s{\"name\":\"%s\",\"sha256\":\"%s\",\"size\":%" PRIu64
		    "}",
		    comma, entries[i].name, hex, entries[i].size);
		comma = ",";
	}
	sar_buf_puts(out, "]");
}

int
sar_content_digest(const struct sar_content_entry *entries, size_t n,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	int rc;

	sar_buf_puts(&text, "{");
	put_entries(entries, n, false, &text);
	sar_buf_puts(&text, ",\"schema\":\"" CONTENT "\"}");
	rc = sar_buf_check(&text, err);
	if (rc == 0)
		rc = sar_sha256_text(text.data, text.len, out, err);
	sar_buf_free(&text);
	return rc;
}

void
sar_manifest_text(const struct sar_manifest *manifest, struct sar_buf *out)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(manifest->content, SAR_SHA256_LEN, hex);
	sar_buf_printf(out, "{\"content\":\"%s\",", hex);
	put_entries(manifest->entries, manifest->n, true, out);
	sar_buf_printf(out,
	    ",\"schema\":\"" SCHEMA "\",\"volume\":%u,\"volumes\":%u}",
	    manifest->volume, manifest->volumes);
}

size_t
sar_manifest_max(size_t n)
{
	return FRAME_MAX + n * ENTRY_MAX;
}

static int
bad(struct sar_err *err, const char *why)
{
	return sar_err_set(err, SAR_ECORRUPT, "manifest: %s", why);
}

/* Does the manifest's ${item} say what was found? */
static int
check_entry(const json_t *item, const struct sar_content_entry *entry,
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

/* The members beside the entries. */
static int
take_rest(const json_t *root, struct sar_manifest *manifest,
    struct sar_err *err)
{
	const char *hex = json_string_value(json_object_get(root, "content"));
	json_int_t volume = json_integer_value(json_object_get(root, "volume"));
	json_int_t volumes = json_integer_value(json_object_get(root,
	    "volumes"));

	if (hex == NULL || !sar_hex_get(hex, manifest->content, SAR_SHA256_LEN))
		return bad(err, "no digest of the content");
	if (volume < 1 || volumes < volume ||
	    volumes > SAR_MANIFEST_VOLUMES_MAX)
		return bad(err, "no number of the volume");
	manifest->volume = (unsigned)volume;
	manifest->volumes = (unsigned)volumes;
	return 0;
}

static int
check_entries(const json_t *root, const struct sar_content_entry *entries,
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
		    "manifest: lists %zu entries, not %zu",
		    json_array_size(list), n);
	return 0;
}

/* The parsed values fit; nothing else may be in the text. */
static int
check_bytes(const char *text, size_t len, const struct sar_manifest *manifest,
    struct sar_err *err)
{
	struct sar_buf want = SAR_BUF_INIT;
	int rc;

	sar_manifest_text(manifest, &want);
	rc = sar_buf_check(&want, err);
	if (rc == 0 && (want.len != len || memcmp(want.data, text, len) != 0))
		rc = bad(err, "not written in the one way it can be");
	sar_buf_free(&want);
	return rc;
}

/* Unsplit, the content is this volume's: nothing else can say it. */
static int
check_content(const struct sar_manifest *manifest, struct sar_err *err)
{
	uint8_t content[SAR_SHA256_LEN];

	if (manifest->volumes > 1)
		return 0;
	if (sar_content_digest(manifest->entries, manifest->n, content, err) ==
	    -1)
		return -1;
	if (memcmp(content, manifest->content, sizeof(content)) != 0)
		return bad(err, "not the digest of its content");
	return 0;
}

int
sar_manifest_check(const char *text, size_t len, struct sar_manifest *manifest,
    struct sar_err *err)
{
	json_error_t where;
	json_t *root;
	int rc;

	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	if (root == NULL)
		return bad(err, "not JSON");
	rc = check_entries(root, manifest->entries, manifest->n, err);
	if (rc == 0)
		rc = take_rest(root, manifest, err);
	json_decref(root);
	if (rc == -1)
		return -1;
	if (check_bytes(text, len, manifest, err) == -1)
		return -1;
	return check_content(manifest, err);
}
