#include "sar-export/heard.h"

#include <inttypes.h>
#include <string.h>

#include "common/cmd.h"

void
heard_print_label(FILE *to, const struct sar_advice *one)
{
	/* To the millisecond, outwards, as the others are. */
	uint64_t from = one->from_us / 1000;
	uint64_t until = (one->to_us + 999) / 1000;

	(void)fprintf(to,
	    "%" PRIu64 ".%03" PRIu64 "\t%" PRIu64 ".%03" PRIu64
	    "\tsound: channel=%" PRIu32 " %s: %s\n",
	    from / 1000, from % 1000, until / 1000, until % 1000, one->channel,
	    one->code, one->text);
}

void
heard_print_json(const struct sar_item *item, const struct sar_advice *one)
{
	json_t *line = json_pack("{ss, ss, sI, ss, sI, sI, sI, ss, ss, ss, sb}",
	    "type", "heard", "schema", "sar-export.heard/1", "item",
	    (json_int_t)item->number, "kind", one->code, "from_us",
	    (json_int_t)one->from_us, "to_us", (json_int_t)one->to_us,
	    "channel", (json_int_t)one->channel, "text", one->text, "how",
	    one->how, "warning", one->warning, "cut", (int)one->cut);

	if (one->keys > 0)
		(void)json_object_set_new(line, "keys",
		    json_integer((json_int_t)one->keys));
	cmd_print_json(line);
}

static const char *
sound_name(enum sar_advice_sound sound)
{
	return sound == SAR_ADVICE_HEARD     ? "heard"
	       : sound == SAR_ADVICE_DAMAGED ? "damaged"
					     : "not-heard";
}

/* Is it the first of its kind? */
static bool
is_first(const struct sar_advice_list *all, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (strcmp(all->list[i].code, all->list[nr].code) == 0)
			return false;
	return true;
}

static bool
is_told(const struct sar_advice_list *all, enum sar_hear_kind kind)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->list[i].heard != NULL &&
		    all->list[i].heard->kind == kind)
			return true;
	return false;
}

size_t
heard_sum(const struct sar_advice_list *all)
{
	const struct sar_advice *one;
	size_t i, n = 0;

	for (i = 0; i < all->n; i++) {
		one = &all->list[i];
		if (one->heard == NULL)
			continue;
		n++;
		if (is_first(all, i))
			cmd_note("%s: %s.  Mind: %s.\n", one->code, one->how,
			    one->warning);
	}
	(void)json_object_set_new(cmd_summary(), "heard",
	    json_integer((json_int_t)n));
	(void)json_object_set_new(cmd_summary(), "heard_us",
	    json_integer((json_int_t)all->heard_us));
	(void)json_object_set_new(cmd_summary(), "sound",
	    json_string(sound_name(all->sound)));
	if (all->sound == SAR_ADVICE_SHAPE)
		cmd_note("Its rate or number of channels is not one whose "
			 "sound is looked at.\n");
	else if (all->heard_us > 0 && !is_told(all, SAR_HEAR_VOICE))
		cmd_note("No second voice is told of on any channel.  That "
			 "means nothing: most are too like the first to be "
			 "told by a program.  Listen.\n");
	if (all->more)
		cmd_note("There is more of a kind than is listed.\n");
	return n;
}
