/* What a vCon says belongs together: transfers, and other vCons. */
#include <string.h>

#include "ingest/vcon.h"

/* A transfer, read. */
struct transfer {
	struct sar_vcon_indices original, consultation, target;
};

static bool
read_role(const struct sar_vcon *vcon, const json_t *dialog, const char *name,
    const char *old, struct sar_vcon_indices *out)
{
	const json_t *value = json_object_get(dialog, name);

	if (value == NULL && old != NULL)
		value = json_object_get(dialog, old);
	out->n = 0;
	return value == NULL || json_is_null(value) ||
	       sar_vcon_indices(value, json_array_size(vcon->dialogs), out);
}

static bool
read_transfer(const struct sar_vcon *vcon, const json_t *dialog,
    struct transfer *out, const char **column)
{
	*column = "original";
	if (!read_role(vcon, dialog, *column, NULL, &out->original))
		return false;
	*column = "consultation";
	if (!read_role(vcon, dialog, *column, NULL, &out->consultation))
		return false;
	/* With a hyphen before 0.3.0. */
	*column = "target_dialog";
	return read_role(vcon, dialog, *column, "target-dialog", &out->target);
}

bool
sar_vcon_transfer(const struct sar_vcon *vcon, struct sar_row *row,
    const json_t *dialog)
{
	struct transfer transfer;
	const char *column = NULL;

	if (read_transfer(vcon, dialog, &transfer, &column))
		return true;
	return sar_row_reject(row, column,
	    "not indices of dialogs there are, or too many");
}

static bool
has(const struct sar_vcon_indices *list, size_t nr)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->at[i] == nr)
			return true;
	return false;
}

static void
link_all(const struct sar_vcon *vcon, struct sar_row *row, size_t nr,
    const struct sar_vcon_indices *to, enum sar_link kind)
{
	size_t i;

	for (i = 0; i < to->n; i++)
		if (to->at[i] != nr)
			sar_row_link(row, kind, false,
			    sar_row_format(row, "%s:%zu", vcon->id, to->at[i]),
			    "vCon transfer");
}

static void
link_transfers(const struct sar_vcon *vcon, struct sar_row *row, size_t nr)
{
	const json_t *dialog;
	const char *column;
	struct transfer t;
	size_t i;

	for (i = 0; i < vcon->n_transfers; i++) {
		dialog = json_array_get(vcon->dialogs, vcon->transfers[i]);
		if (!read_transfer(vcon, dialog, &t, &column) ||
		    !has(&t.original, nr))
			continue;
		link_all(vcon, row, nr, &t.target,
		    t.consultation.n > 0 ? SAR_LINK_ATTENDED : SAR_LINK_BLIND);
		link_all(vcon, row, nr, &t.consultation, SAR_LINK_CONSULT);
	}
}

static bool
link_vcon(const struct sar_vcon *vcon, struct sar_row *row,
    const json_t *reference, const char *evidence)
{
	const json_t *uuid = json_object_get(reference, "uuid");
	const char *text = json_string_value(uuid);

	if (uuid == NULL)
		return true; /* inside it, or by a URL that is not fetched */
	if (text == NULL || text[0] == '\0' || strlen(text) >= SAR_ROW_REF_MAX)
		return sar_row_reject(row, evidence, "uuid cannot be read");
	if (strcmp(text, vcon->id) != 0)
		sar_row_link(row, SAR_LINK_SAME_CALL, true, text, evidence);
	return true;
}

bool
sar_vcon_links(const struct sar_vcon *vcon, struct sar_row *row, size_t nr)
{
	/* One thing under the names it had in the drafts. */
	static const char *const names[] = { "redacted", "redacted_from",
		"amended", "amended_from", "appended" };
	const json_t *group = json_object_get(vcon->root, "group");
	size_t i;

	link_transfers(vcon, row, nr);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!link_vcon(vcon, row, json_object_get(vcon->root, names[i]),
			names[i]))
			return false;
	for (i = 0; i < json_array_size(group); i++)
		if (!link_vcon(vcon, row, json_array_get(group, i), "group"))
			return false;
	return true;
}
