/* The recordings that a vCon has in it, or names. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "ingest/json.h"
#include "ingest/vcon.h"

/* Letters and digits after the last dot of the file's name, or "". */
static const char *
extension(const json_t *dialog)
{
	const char *name = sar_json_text(dialog, "filename");
	const char *dot = name == NULL ? NULL : strrchr(name, '.');
	size_t i;

	if (dot == NULL || dot[1] == '\0' || strlen(dot) > 6)
		return "";
	for (i = 1; dot[i] != '\0'; i++)
		if (!isalnum((unsigned char)dot[i]))
			return "";
	return dot;
}

/* Where nothing else can be: the name in the vCon is not even unique. */
static struct sar_row_file *
own_file(const struct sar_vcon *vcon, struct sar_row *row, size_t nr)
{
	return sar_row_file(row, "dialog",
	    sar_row_format(row, "vcon/%s/%zu%s", vcon->id, nr,
		extension(json_array_get(vcon->dialogs, nr))));
}

static struct sar_row_file *
with_digests(const struct sar_vcon *vcon, struct sar_row_file *file)
{
	if (file == NULL)
		return NULL;
	if (vcon->sha512_said)
		file->sha512 = vcon->sha512;
	file->sha256_said = vcon->sha256_said;
	memcpy(file->sha256, vcon->sha256, SAR_SHA256_LEN);
	return file;
}

bool
sar_vcon_expect(const struct sar_vcon *vcon, struct sar_reading *in, size_t nr)
{
	return with_digests(vcon, own_file(vcon, in->row, nr)) != NULL;
}

static bool
take_body(const struct sar_vcon *vcon, struct sar_reading *in, size_t nr)
{
	const json_t *dialog = json_array_get(vcon->dialogs, nr);
	const json_t *body = json_object_get(dialog, "body");
	const char *encoding = sar_json_text(dialog, "encoding");
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_row_file *file;
	unsigned char *sound;
	size_t len = 0;
	int rc;

	if (!json_is_string(body) || encoding == NULL ||
	    strncmp(encoding, "base64", 6) != 0)
		return sar_row_reject(in->row, "body",
		    "sound in another encoding than base64url");
	sound = sar_vcon_base64(json_string_value(body),
	    json_string_length(body), &len);
	if (sound == NULL)
		return sar_row_reject(in->row, "body", "not Base64");
	file = own_file(vcon, in->row, nr);
	rc = file == NULL ? -1
			  : sar_sha256_text(sound, len, file->sha256, &ignored);
	explicit_bzero(sound, len);
	free(sound);
	if (file == NULL)
		return false;
	if (rc == -1)
		return sar_row_reject(in->row, "body", "cannot be hashed");
	file->embedded = true;
	file->bytes = len;
	return true;
}

/* ${text} without its %XX; NULL for one of them that is not a character. */
static const char *
percent_decode(struct sar_row *row, const char *text)
{
	char *out = strdup(text);
	const char *kept = NULL;
	size_t n = 0;
	int byte;

	for (; out != NULL && *text != '\0'; text++) {
		out[n] = *text;
		if (*text == '%') {
			if ((byte = sar_hex_escape(text)) <= 0)
				goto out;
			out[n] = (char)byte;
			text += 2;
		}
		n++;
	}
	if (out != NULL)
		kept = sar_row_keep(row, out, n);

out:
	free(out);
	return kept;
}

static bool
has_scheme(const char *url)
{
	size_t i = 0;

	while (isalnum((unsigned char)url[i]) || url[i] == '+' ||
	       url[i] == '-' || url[i] == '.')
		i++;
	return i > 0 && url[i] == ':';
}

/* The path of a file: URL below the recordings' folder, as it is written. */
static const char *
below_root(const struct sar_reading *in, const char *path)
{
	size_t len = strlen(in->options->root);

	while (len > 1 && in->options->root[len - 1] == '/')
		len--;
	if (strncmp(path, in->options->root, len) != 0 || path[len] != '/')
		return NULL;
	return path + len + 1;
}

static bool
take_url(const struct sar_vcon *vcon, struct sar_reading *in, const char *url)
{
	const char *path;

	if (strncasecmp(url, "file:", 5) == 0) {
		url += 5;
		if (strncmp(url, "//", 2) == 0) {
			url += 2;
			if (strncasecmp(url, "localhost/", 10) == 0)
				url += 9;
		}
		path = percent_decode(in->row, url);
		path = path == NULL ? NULL : below_root(in, path);
		if (path == NULL)
			return sar_row_reject(in->row, "url",
			    "leads out of the recordings' folder");
	} else if ((path = percent_decode(in->row, url)) == NULL) {
		return sar_row_reject(in->row, "url", "not a URL");
	}
	return with_digests(vcon, sar_row_file(in->row, "url", path)) != NULL;
}

/*
 * It is elsewhere, where it is never fetched from.  A file of that name may
 * be here; whether it is the one, only its digest can tell.
 */
static bool
take_elsewhere(const struct sar_vcon *vcon, struct sar_reading *in, size_t nr)
{
	const json_t *dialog = json_array_get(vcon->dialogs, nr);
	const char *name = sar_json_text(dialog, "filename");

	if (name != NULL && sar_row_safe(name) && strchr(name, '/') == NULL &&
	    sar_vcon_held(vcon, in, name))
		return with_digests(vcon,
			   sar_row_file(in->row, "filename", name)) != NULL;
	return sar_vcon_expect(vcon, in, nr);
}

static bool
is_channelled(const json_t *parties)
{
	size_t i;

	for (i = 0; i < json_array_size(parties); i++)
		if (!json_is_integer(json_array_get(parties, i)))
			return true;
	return false;
}

/*
 * A list with a list in it, or a null, has one item for each channel.  One of
 * plain indices may be of channels or of who is in the mix: it says nothing.
 */
static void
add_streams(const struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *parties, const struct sar_vcon_places *places)
{
	struct sar_vcon_indices channel;
	const json_t *item;
	size_t i, k, at;

	if (!is_channelled(parties))
		return;
	for (i = 0; i < json_array_size(parties); i++) {
		item = json_array_get(parties, i);
		if (json_is_null(item) ||
		    !sar_vcon_indices(item, json_array_size(vcon->parties),
			&channel))
			continue;
		for (k = 0; k < channel.n; k++)
			for (at = 0; at < places->n; at++)
				if (places->at[at].index == channel.at[k])
					sar_row_stream(in->row, 0, (uint32_t)i,
					    places->at[at].party);
	}
}

bool
sar_vcon_sound(struct sar_vcon *vcon, struct sar_reading *in, size_t nr,
    const struct sar_vcon_places *places)
{
	const json_t *dialog = json_array_get(vcon->dialogs, nr);
	const json_t *body = json_object_get(dialog, "body");
	const json_t *url = json_object_get(dialog, "url");
	const char *text = json_string_value(url);
	bool good;

	if (!sar_vcon_hash(vcon, in, dialog))
		return false;
	if (body != NULL && !json_is_null(body))
		good = take_body(vcon, in, nr);
	else if (url != NULL && !json_is_null(url) && text == NULL)
		good = sar_row_reject(in->row, "url", "no text");
	else if (text != NULL && text[0] != '\0' &&
		 (!has_scheme(text) || strncasecmp(text, "file:", 5) == 0))
		good = take_url(vcon, in, text);
	else
		good = take_elsewhere(vcon, in, nr);
	if (good)
		add_streams(vcon, in, json_object_get(dialog, "parties"),
		    places);
	return good;
}
