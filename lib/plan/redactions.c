/* redactions.json: see sar-package(5). */
#include "plan/redactions.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "plan/json_list.h"

void
sar_redactions_free(struct sar_redactions *redactions)
{
	size_t i;

	if (redactions == NULL)
		return;
	for (i = 0; i < redactions->n; i++)
		free(redactions->files[i].cuts);
	free(redactions->files);
	free(redactions);
}

const struct sar_redactions_file *
sar_redactions_find(const struct sar_redactions *redactions, const char *name)
{
	unsigned long n;

	/* They count up from 1, so that nothing has to be searched. */
	if (strncmp(name, "call-", 5) != 0)
		return NULL;
	n = strtoul(name + 5, NULL, 10);
	if (n == 0 || n > redactions->n ||
	    strcmp(redactions->files[n - 1].name, name) != 0)
		return NULL;
	return &redactions->files[n - 1];
}

/* Copy the cuts; who decided on them, and why, is the organisation's. */
static int
copy_cuts(const struct sar_plan_item *item, struct sar_redactions_file *file,
    struct sar_err *err)
{
	size_t i;

	file->cuts = calloc(item->n_cuts + 1, sizeof(*file->cuts));
	if (file->cuts == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < item->n_cuts; i++) {
		file->cuts[i] = item->cuts[i];
		file->cuts[i].decisions = 0;
	}
	file->n_cuts = item->n_cuts;
	return 0;
}

static int
add_file(struct sar_redactions *redactions, const struct sar_plan *plan,
    const struct sar_plan_item *item, struct sar_err *err)
{
	const struct sar_index_recording *recording = item->item->recording;
	struct sar_redactions_file *file = &redactions->files[redactions->n];

	if (recording->channels == 0 || recording->channels > 32)
		return sar_err_set(err, SAR_ECORRUPT,
		    "item %u: channels are 1 to 32", item->item->number);
	memcpy(file->name, item->name, sizeof(file->name));
	file->format = item->format;
	file->rate = recording->rate;
	file->channels = recording->channels;
	file->frames = recording->frames;
	file->fade = (uint32_t)((uint64_t)plan->fade_ms * recording->rate /
				1000);
	if (copy_cuts(item, file, err) == -1)
		return -1;
	redactions->n++;
	return 0;
}

struct sar_redactions *
sar_redactions_of(const struct sar_plan *plan, struct sar_err *err)
{
	struct sar_redactions *redactions = calloc(1, sizeof(*redactions));
	size_t i;

	if (redactions != NULL)
		redactions->files = calloc(plan->n + 1,
		    sizeof(*redactions->files));
	if (redactions == NULL || redactions->files == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	for (i = 0; i < plan->n; i++)
		if (plan->items[i].name[0] != '\0' &&
		    add_file(redactions, plan, &plan->items[i], err) == -1)
			goto failed;
	return redactions;

failed:
	sar_redactions_free(redactions);
	return NULL;
}

/* The codes of the provisions, in the order of their table. */
static json_t *
basis_json(const struct sar_plan_cut *cut)
{
	uint32_t bits = sar_basis_bits(cut->basis);
	const struct sar_basis *basis;
	json_t *list = json_array();
	size_t i;

	for (i = 0; list != NULL && (basis = sar_basis_nth(bits, i)) != NULL;
	     i++)
		list = sar_json_list_add(list, json_string(basis->code));
	return list;
}

/* From 1, as people count them; each by itself, where it is every one too. */
static json_t *
channels_json(const struct sar_plan_cut *cut, uint32_t channels)
{
	json_t *list = json_array();
	uint32_t i;

	for (i = 0; list != NULL && i < channels; i++)
		if (cut->channels == 0 || (cut->channels >> i & 1) != 0)
			list = sar_json_list_add(list,
			    json_integer((json_int_t)i + 1));
	return list;
}

static json_t *
cuts_json(const struct sar_redactions_file *file)
{
	const struct sar_plan_cut *cut;
	json_t *cuts = json_array();
	size_t i;

	for (i = 0; cuts != NULL && i < file->n_cuts; i++) {
		cut = &file->cuts[i];
		cuts = sar_json_list_add(cuts,
		    json_pack("{s:o,s:o,s:s,s:I,s:I}", "basis", basis_json(cut),
			"channels", channels_json(cut, file->channels), "fill",
			sar_plan_fill_name(cut->fill), "from",
			(json_int_t)cut->from, "to", (json_int_t)cut->to));
	}
	return cuts;
}

static json_t *
files_json(const struct sar_redactions *redactions)
{
	const struct sar_redactions_file *file;
	json_t *files = json_array();
	size_t i;

	for (i = 0; files != NULL && i < redactions->n; i++) {
		file = &redactions->files[i];
		files = sar_json_list_add(files,
		    json_pack("{s:I,s:o,s:I,s:s,s:I,s:s,s:I}", "channels",
			(json_int_t)file->channels, "cuts", cuts_json(file),
			"fade", (json_int_t)file->fade, "format",
			sar_plan_format_name(file->format), "frames",
			(json_int_t)file->frames, "name", file->name, "rate",
			(json_int_t)file->rate));
	}
	return files;
}

char *
sar_redactions_json(const struct sar_redactions *redactions,
    struct sar_err *err)
{
	json_t *root;
	char *text = NULL;

	root = json_pack("{s:o,s:s}", "recordings", files_json(redactions),
	    "schema", SAR_REDACTIONS_SCHEMA);
	if (root != NULL)
		text = json_dumps(root,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(root);
	if (text == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (strlen(text) > SAR_REDACTIONS_MAX) {
		(void)sar_err_set(err, SAR_EFAIL,
		    SAR_REDACTIONS_NAME ": more cuts than it can hold");
		free(text);
		return NULL;
	}
	return text;
}
