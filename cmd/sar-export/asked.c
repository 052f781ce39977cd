#include "sar-export/asked.h"

#include "common/cmd.h"

void
asked_earlier(const char *indent, const struct sar_intake_repeats *earlier)
{
	char received[SAR_DATE_LEN];
	size_t i;

	if (earlier->blind) {
		cmd_say("%s", indent);
		cmd_say("Whether the same number asked before cannot be told: "
			"keys/tag.key is missing.\n");
	}
	for (i = 0; i < earlier->n; i++) {
		const struct sar_intake_earlier *one = &earlier->all[i];

		sar_date_format(one->received, received);
		cmd_say("%s", indent);
		cmd_say("The same number asked before: case %s, received %s, "
			"about %s%s.\n",
		    one->ref, received,
		    one->overlaps ? "some of the same days" : "other days",
		    one->kept ? "" : "; its folder is gone");
	}
}

json_t *
asked_earlier_json(const struct sar_intake_repeats *earlier)
{
	json_t *list = json_array();
	char received[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < earlier->n; i++) {
		const struct sar_intake_earlier *one = &earlier->all[i];

		sar_date_format(one->received, received);
		(void)json_array_append_new(list,
		    json_pack("{sssssbsb}", "ref", one->ref, "received",
			received, "overlaps", one->overlaps, "kept",
			one->kept));
	}
	return list;
}

void
asked_say(const char *indent, const struct sar_request *request)
{
	if (request->corrects[0] != '\0') {
		cmd_say("%s", indent);
		cmd_say("corrects the answer to case %s\n", request->corrects);
	}
	if (request->agent != NULL) {
		cmd_say("%s", indent);
		cmd_say("a representative asks\n");
	}
	if (request->prefer[0] != '\0') {
		cmd_say("%s", indent);
		cmd_say("asks for %s\n", request->prefer);
	}
	if (request->adjustments != NULL) {
		cmd_say("%s", indent);
		cmd_say("needs: %s\n", request->adjustments);
	}
}

static void
set(json_t *line, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0')
		(void)json_object_set_new(line, name, json_string(text));
}

void
asked_add(json_t *line, const struct sar_request *request)
{
	set(line, "corrects", request->corrects);
	set(line, "channel", request->channel);
	set(line, "prefer", request->prefer);
	set(line, "adjustments", request->adjustments);
	if (request->agent != NULL)
		(void)json_object_set_new(line, "agent", json_true());
}
