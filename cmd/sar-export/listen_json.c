#include "base/hex.h"
#include "common/cmd.h"
#include "sar-export/listen_facts.h"

static json_t *
channels_json(uint32_t channels)
{
	json_t *list = json_array();
	unsigned i;

	for (i = 0; i < 32; i++)
		if ((channels >> i & 1) != 0)
			(void)json_array_append_new(list,
			    json_integer((json_int_t)i + 1));
	return list;
}

static json_t *
mark_json(const struct sar_mark *mark)
{
	return json_pack("{ss, so, sI, sI}", "basis", mark->basis, "channels",
	    channels_json(mark->channels), "from_us", (json_int_t)mark->from_us,
	    "to_us", (json_int_t)mark->to_us);
}

/* The marks that a cut is for; NULL: those that none is for. */
static json_t *
marks_json(const struct listen_facts *facts, const struct sar_plan_cut *cut)
{
	const struct sar_marks *marks = facts->item->marks;
	json_t *list = json_array();
	size_t i;

	for (i = 0; marks != NULL && i < marks->n; i++)
		if (cut == NULL ? listen_facts_left(facts, &marks->marks[i])
				: listen_facts_in(facts, &marks->marks[i], cut))
			(void)json_array_append_new(list,
			    mark_json(&marks->marks[i]));
	return list;
}

static json_t *
cuts_json(const struct listen_facts *facts)
{
	uint32_t rate = listen_facts_recording(facts)->rate;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < facts->item->n_cuts; i++) {
		const struct sar_plan_cut *cut = &facts->item->cuts[i];

		(void)json_array_append_new(list,
		    json_pack("{sI, ss, so, ss, sI, sI, sI, sI, so}", "number",
			(json_int_t)i + 1, "basis", cut->basis, "channels",
			channels_json(cut->channels), "fill",
			sar_plan_fill_name(cut->fill), "from",
			(json_int_t)cut->from, "to", (json_int_t)cut->to,
			"from_us", (json_int_t)sar_picture_us(cut->from, rate),
			"to_us", (json_int_t)sar_picture_us(cut->to, rate),
			"marks", marks_json(facts, cut)));
	}
	return list;
}

/* Channel 0: every one. */
static json_t *
hints_json(const struct listen_facts *facts)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < facts->advice.n; i++) {
		const struct sar_advice *one = &facts->advice.list[i];

		(void)json_array_append_new(list,
		    json_pack("{ss, sI, sb, ss, sI, ss, sI, ss}", "code",
			one->code, "channel", (json_int_t)one->channel, "cut",
			(int)one->cut, "how", one->how, "from_us",
			(json_int_t)one->from_us, "text", one->text, "to_us",
			(json_int_t)one->to_us, "warning", one->warning));
	}
	return list;
}

/* Of each channel, the columns of the picture. */
static json_t *
levels_json(const struct sar_levels *levels)
{
	struct sar_levels_view view = sar_levels_view(levels);
	json_t *list = json_array();
	struct sar_level level;
	json_t *peak, *mean;
	unsigned k;
	uint32_t c;

	for (c = 0; c < view.channels; c++) {
		peak = json_array();
		mean = json_array();
		for (k = 0; k < view.columns; k++) {
			level = sar_levels_get(levels, k, c);
			(void)json_array_append_new(peak,
			    json_integer(level.peak));
			(void)json_array_append_new(mean,
			    json_integer(level.mean));
		}
		(void)json_array_append_new(list,
		    json_pack("{sI, so, so}", "channel", (json_int_t)c + 1,
			"mean", mean, "peak", peak));
	}
	return list;
}

void
listen_view_json(const struct listen_facts *facts)
{
	const struct sar_plan_item *item = facts->item;
	const struct sar_index_recording *rec = listen_facts_recording(facts);
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	json_t *line;

	sar_hex_put(rec->sha256, SAR_SHA256_LEN, hex);
	line = json_pack("{ss, ss, sI, ss, sI, sI, sI, sb}", "type", "sound",
	    "schema", "sar-export.sound/1", "item",
	    (json_int_t)item->item->number, "recording", hex, "rate",
	    (json_int_t)rec->rate, "channels", (json_int_t)rec->channels,
	    "frames", (json_int_t)rec->frames, "redacted",
	    (int)facts->redacted);
	(void)json_object_update_new(line,
	    json_pack("{ss, ss, sI, sI, sI, sI, so, so, so}", "class",
		sar_plan_class_name(item->class), "reason", item->reason,
		"from", (json_int_t)facts->from, "to", (json_int_t)facts->to,
		"from_us", (json_int_t)sar_picture_us(facts->from, rec->rate),
		"to_us", (json_int_t)sar_picture_us(facts->to, rec->rate),
		"levels", levels_json(facts->levels), "cuts", cuts_json(facts),
		"marks_left", marks_json(facts, NULL)));
	(void)json_object_set_new(line, "suggestions", hints_json(facts));
	(void)json_object_set_new(line, "more",
	    json_boolean(facts->advice.more));
	(void)json_object_set_new(line, "heard",
	    json_boolean(facts->advice.sound == SAR_ADVICE_HEARD));
	cmd_print_json(line);
	(void)json_object_set_new(cmd_summary(), "ref",
	    json_string(facts->c->request->ref));
	(void)json_object_set_new(cmd_summary(), "item",
	    json_integer(item->item->number));
	(void)json_object_set_new(cmd_summary(), "recording", json_string(hex));
}
