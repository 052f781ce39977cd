#include "review/data.h"

#include <string.h>

#include "base/buf.h"
#include "base/hex.h"
#include "base/text.h"

json_t *
sar_review_list(json_t *list, json_t *value)
{
	if (list != NULL && value != NULL &&
	    json_array_append_new(list, value) == 0)
		return list;
	/* What could not be appended has been released. */
	if (list == NULL)
		json_decref(value);
	json_decref(list);
	return NULL;
}

/* With each byte that is no part of a character replaced. */
static json_t *
mended(const char *text)
{
	struct sar_buf out = SAR_BUF_INIT;
	json_t *value = NULL;
	uint32_t code;
	size_t len;

	for (; *text != '\0'; text += len > 0 ? len : 1) {
		len = sar_text_character(text, strnlen(text, 4), &code);
		if (len == 0)
			sar_buf_puts(&out, "\xef\xbf\xbd");
		else
			sar_buf_add(&out, text, len);
	}
	if (!out.failed && out.data != NULL)
		value = json_string(out.data);
	sar_buf_free(&out);
	return value;
}

json_t *
sar_review_text(const char *text)
{
	json_t *value = json_string(text);

	return value != NULL ? value : mended(text);
}

static json_t *
numbers_json(const struct sar_review_page *page)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < page->n_numbers; i++)
		list = sar_review_list(list, sar_review_text(page->numbers[i]));
	return list;
}

static json_t *
bases_json(const struct sar_review_page *page)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < page->n_bases; i++)
		list = sar_review_list(list,
		    json_pack("{s:o,s:o,s:o,s:o}", "code",
			sar_review_text(page->bases[i].code), "provision",
			sar_review_text(page->bases[i].provision), "plain",
			sar_review_text(page->bases[i].plain), "test",
			sar_review_text(page->bases[i].test)));
	return list;
}

static json_t *
choices_json(const char *const *choices)
{
	json_t *list = json_array();

	for (; choices != NULL && *choices != NULL; choices++)
		list = sar_review_list(list, sar_review_text(*choices));
	return list;
}

static json_t *
fields_json(const struct sar_review_page *page)
{
	const struct sar_review_field *field;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < page->n_fields; i++) {
		field = &page->fields[i];
		list = sar_review_list(list,
		    json_pack("{s:o,s:o,s:o,s:o,s:I,s:o}", "key",
			sar_review_text(field->key), "label",
			sar_review_text(field->label), "kind",
			sar_review_text(field->kind), "choices",
			choices_json(field->choices), "max",
			(json_int_t)field->max, "when",
			sar_review_text(field->when)));
	}
	return list;
}

static json_t *
item_json(const struct sar_review_item *item)
{
	json_t *one = json_pack("{s:I,s:o,s:o,s:o,s:o,s:o,s:o,s:b,s:b,s:o}",
	    "item", (json_int_t)item->item, "start",
	    sar_review_text(item->start), "direction",
	    sar_review_text(item->direction), "class",
	    sar_review_text(item->class), "class_text",
	    sar_review_text(item->class_text), "reason",
	    sar_review_text(item->reason), "reason_text",
	    sar_review_text(item->reason_text), "undecided",
	    (int)item->undecided, "reviewable", (int)(item->sound != NULL),
	    "wrong",
	    item->wrong == NULL ? json_null() : sar_review_text(item->wrong));

	if (one == NULL || item->sound == NULL ||
	    sar_review_sound(one, item->sound) == 0)
		return one;
	json_decref(one);
	return NULL;
}

static json_t *
items_json(const struct sar_review_page *page)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < page->n_items; i++)
		list = sar_review_list(list, item_json(&page->items[i]));
	return list;
}

json_t *
sar_review_data(const struct sar_review_page *page)
{
	char base[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(page->base, SAR_SHA256_LEN, base);
	return json_pack("{s:s,s:o,s:o,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:I,"
			 "s:o,s:o,s:o,s:o}",
	    "schema", "sar-review.page/1", "ref", sar_review_text(page->ref),
	    "made", sar_review_text(page->made), "base", base, "numbers",
	    numbers_json(page), "received", sar_review_text(page->received),
	    "due", sar_review_text(page->due), "latest",
	    sar_review_text(page->latest), "clock",
	    sar_review_text(page->clock), "clock_text",
	    sar_review_text(page->clock_text), "nonce",
	    sar_review_text(page->nonce), "peaks_per_second",
	    (json_int_t)page->peaks_per_second, "heard_at_least",
	    (json_int_t)page->heard_at_least, "options",
	    sar_review_text(page->options), "bases", bases_json(page), "fields",
	    fields_json(page), "items", items_json(page));
}
