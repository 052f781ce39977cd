#include "ingest/vcon.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/document.h"
#include "ingest/json.h"

/* An hour of sound inside it, as its Base64. */
#define VCON_MAX ((size_t)128 << 20)

/* Names that the outermost object has, as far as it is at hand. */
struct names {
	bool vcon, uuid, parties, dialog;
	bool payload, signatures;
	bool ciphertext, recipients;
};

static void
note_name(void *ctx, const char *name, size_t len, char value)
{
	struct names *names = ctx;
	const struct {
		const char *name;
		char value;
		bool *seen;
	} known[] = {
		{ "vcon", '"', &names->vcon },
		{ "uuid", '"', &names->uuid },
		{ "parties", '[', &names->parties },
		{ "dialog", '[', &names->dialog },
		{ "payload", '"', &names->payload },
		{ "signatures", '[', &names->signatures },
		{ "ciphertext", '"', &names->ciphertext },
		{ "recipients", '[', &names->recipients },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].name) == len && value == known[i].value &&
		    memcmp(known[i].name, name, len) == 0)
			*known[i].seen = true;
}

static bool
probe(const struct sar_probe *probe)
{
	struct names n = { 0 };

	if (!sar_json_names(probe->head, probe->len, note_name, &n))
		return false;
	if (n.payload && (n.signatures || !probe->whole))
		return true;
	if (n.ciphertext || n.recipients)
		return true;
	return n.vcon || (n.parties && (n.dialog || n.uuid)) ||
	       (n.dialog && (n.uuid || !probe->whole));
}

unsigned char *
sar_vcon_base64(const char *text, size_t len, size_t *out_len)
{
	static const int variants[] = {
		sodium_base64_VARIANT_URLSAFE_NO_PADDING,
		sodium_base64_VARIANT_URLSAFE, sodium_base64_VARIANT_ORIGINAL,
		sodium_base64_VARIANT_ORIGINAL_NO_PADDING
	};
	size_t room = len / 4 * 3 + 3;
	unsigned char *out = malloc(room);
	const char *end;
	size_t i;

	for (i = 0; out != NULL && i < sizeof(variants) / sizeof(int); i++)
		if (sodium_base642bin(out, room, text, len, NULL, out_len, &end,
			variants[i]) == 0 &&
		    end == text + len)
			return out;
	free(out);
	return NULL;
}

/* Of a signed vCon: the vCon.  Nobody here knows whose key signed it. */
static int
open_signed(struct sar_reading *in, json_t **root, struct sar_err *err)
{
	const json_t *payload = json_object_get(*root, "payload");
	unsigned char *text;
	json_t *inner;
	size_t len = 0;

	if (!json_is_string(payload))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: payload: no text in it", in->name);
	text = sar_vcon_base64(json_string_value(payload),
	    json_string_length(payload), &len);
	if (text == NULL)
		return sar_err_set(err, SAR_EINPUT, "%s: payload: not Base64",
		    in->name);
	inner = sar_json_load(in->name, (const char *)text, len, err);
	explicit_bzero(text, len);
	free(text);
	if (inner == NULL)
		return -1;
	json_decref(*root);
	*root = inner;
	in->unverified = true;
	in->evidence = "start, in a vCon whose signature was not verified";
	return 0;
}

/* The vCon of whichever form is in ${*root}. */
static int
open_form(struct sar_reading *in, json_t **root, struct sar_err *err)
{
	if (json_object_get(*root, "payload") != NULL &&
	    open_signed(in, root, err) == -1)
		return -1;
	if (json_object_get(*root, "ciphertext") != NULL ||
	    json_object_get(*root, "recipients") != NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: encrypted: its key is not held here", in->name);
		sar_err_hint(err, "have who made it decrypt it");
		return -1;
	}
	return 0;
}

static bool
is_version(const json_t *value)
{
	static const char *const known[] = { "0.0.1", "0.0.2", "0.3.0",
		"0.4.0" };
	const char *text = json_string_value(value);
	size_t i;

	if (value == NULL)
		return true; /* deprecated since 0.4.0 */
	for (i = 0; text != NULL && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(text, known[i]) == 0)
			return true;
	return false;
}

/* Its uuid; when it has none, what nothing but its bytes is. */
static int
take_id(struct sar_vcon *v, struct sar_reading *in, struct sar_err *err)
{
	const json_t *uuid = json_object_get(v->root, "uuid");
	size_t i;

	v->id = json_string_value(uuid);
	if (uuid == NULL) {
		for (i = 0; i < sizeof(v->digest) / 2; i++)
			(void)snprintf(v->digest + 2 * i, 3, "%02x",
			    in->sha256[i]);
		v->id = v->digest;
	} else if (v->id == NULL || !sar_text_plain(v->id, 64)) {
		return sar_err_set(err, SAR_EINPUT,
		    "%s: uuid: not of letters, digits and hyphens", in->name);
	}
	return 0;
}

static int
check_lists(const struct sar_vcon *v, struct sar_reading *in,
    struct sar_err *err)
{
	static const char *const must[] = { "critical", "must_support" };
	size_t i;

	for (i = 0; i < 2; i++)
		if (json_array_size(json_object_get(v->root, must[i])) > 0)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: %s: an extension that is not read here",
			    in->name, must[i]);
	if (v->parties != NULL && !json_is_array(v->parties))
		return sar_err_set(err, SAR_EINPUT, "%s: parties: no list",
		    in->name);
	if (v->dialogs != NULL && !json_is_array(v->dialogs))
		return sar_err_set(err, SAR_EINPUT, "%s: dialog: no list",
		    in->name);
	if (json_array_size(v->dialogs) > SAR_VCON_DIALOGS)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: dialog: more than %d of them", in->name,
		    SAR_VCON_DIALOGS);
	return 0;
}

/* Which of them are recordings, and which transfers. */
static int
sort_dialogs(struct sar_vcon *v, struct sar_reading *in, struct sar_err *err)
{
	const char *type;
	size_t i;

	for (i = 0; i < json_array_size(v->dialogs); i++) {
		type = sar_json_text(json_array_get(v->dialogs, i), "type");
		if (type == NULL)
			continue;
		if (strcmp(type, "recording") == 0)
			v->recordings = true;
		if (strcmp(type, "transfer") != 0)
			continue;
		if (v->n_transfers == SAR_VCON_TRANSFERS)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: dialog: more than %d transfers", in->name,
			    SAR_VCON_TRANSFERS);
		v->transfers[v->n_transfers++] = i;
	}
	return 0;
}

static int
check_vcon(struct sar_vcon *v, struct sar_reading *in, struct sar_err *err)
{
	if (!is_version(json_object_get(v->root, "vcon")))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: vcon: a version that is not read here", in->name);
	v->parties = json_object_get(v->root, "parties");
	v->dialogs = json_object_get(v->root, "dialog");
	if (v->parties == NULL && v->dialogs == NULL)
		return sar_err_set(err, SAR_EINPUT, "%s: no vCon", in->name);
	if (take_id(v, in, err) == -1 || check_lists(v, in, err) == -1)
		return -1;
	return sort_dialogs(v, in, err);
}

/* Dialogs are counted from 1, as lines are. */
static int
take_dialog(struct sar_vcon *v, struct sar_reading *in, size_t nr,
    struct sar_err *err)
{
	const json_t *dialog = json_array_get(v->dialogs, nr);
	const char *type = sar_json_text(dialog, "type");

	/* No leg itself: it is in the links of others. */
	if (type != NULL && strcmp(type, "transfer") == 0 &&
	    sar_vcon_transfer(v, in->row, dialog)) {
		sar_row_clear(in->row);
		return 0;
	}
	if (in->row->column != NULL)
		return sar_sink_take(in, nr + 1, false, err);
	return sar_sink_take(in, nr + 1, sar_vcon_row(v, in, nr), err);
}

static int
read_vcon(struct sar_reading *in, struct sar_err *err)
{
	struct sar_vcon v = { 0 };
	char *text = NULL;
	size_t len = 0;
	size_t i;
	int rc = -1;

	in->context.basis = SAR_TIME_OFFSET;
	in->evidence = "start";
	if (sar_document_read(in, VCON_MAX, &text, &len, err) == -1)
		return -1;
	v.root = sar_json_load(in->name, text, len, err);
	explicit_bzero(text, len);
	free(text);
	if (v.root == NULL || open_form(in, &v.root, err) == -1 ||
	    check_vcon(&v, in, err) == -1)
		goto out;
	for (i = 0; i < json_array_size(v.dialogs); i++)
		if (take_dialog(&v, in, i, err) == -1)
			goto out;
	rc = 0;

out:
	json_decref(v.root);
	return rc;
}

const struct sar_format sar_format_vcon = {
	.name = "vcon",
	.version = 1,
	.title = "vCon 0.0.1 to 0.4.0, JSON",
	.system = "vcon",
	.grouped = "uuid",
	.document = true,
	.probe = probe,
	.read = read_vcon,
};
