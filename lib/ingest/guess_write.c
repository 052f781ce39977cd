#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "ingest/guess.h"

/* A proposal being written. */
struct writing {
	const struct sar_guess_table *table;
	struct sar_guess_picks picks;
	struct sar_buf *out;
	struct sar_ingest_guess *guess;
};

static void
put(struct writing *w, const char *key, const struct sar_guess_column *column)
{
	if (column != NULL)
		sar_buf_printf(w->out, "%s = %s\n", key, column->name);
}

/* A line that may be true: a comment, and why. */
static void
doubt(struct writing *w, const char *key, const struct sar_guess_column *column,
    const char *why)
{
	if (column == NULL)
		return;
	w->guess->doubts++;
	sar_buf_printf(w->out, "# %s\n# %s = %s\n", why, key, column->name);
}

/* What only a person can say, and without which nothing can be imported. */
static void
leave(struct writing *w, const char *text)
{
	w->guess->left++;
	sar_buf_puts(w->out, text);
}

static void
write_head(struct writing *w)
{
	static const struct {
		char c;
		const char *name;
	} delimiters[] = { { ',', "comma" }, { ';', "semicolon" },
		{ '\t', "tab" }, { '|', "bar" } };
	size_t i;

	sar_buf_printf(w->out,
	    "# A mapping, sar-mapping(5), proposed from the header and the "
	    "look of\n# %s%" PRIu64 " rows.  Check every line: what is wrong "
	    "here finds the wrong calls.\n\n",
	    w->table->all ? "" : "the first ", w->table->rows);
	sar_buf_puts(w->out, "[system]\n# The recorder's name is yours to "
			     "give; ids are kept apart by it.\nname = "
			     "recorder\n\n[csv]\n");
	for (i = 0; i < sizeof(delimiters) / sizeof(delimiters[0]); i++)
		if (delimiters[i].c == w->table->delimiter)
			sar_buf_printf(w->out, "delimiter = %s\n",
			    delimiters[i].name);
}

static void
put_format(struct writing *w, bool comment, const struct sar_guess_form *date,
    const struct sar_guess_form *clock)
{
	sar_buf_printf(w->out, "%sformat = %s%s%s\n", comment ? "# " : "",
	    date->text, clock == NULL ? "" : " ",
	    clock == NULL ? "" : clock->text);
}

static void
write_format(struct writing *w, const struct sar_guess_choice *date,
    const struct sar_guess_choice *clock)
{
	const struct sar_guess_form *time = clock == NULL ? NULL : clock->best;

	if (date->rival == NULL) {
		put_format(w, false, date->best, time);
		if (date->second != NULL)
			put_format(w, false, date->second, time);
		if (time != NULL && clock->second != NULL)
			put_format(w, false, date->best, clock->second);
		return;
	}
	leave(w, "# Days and months cannot be told apart by these values: "
		 "they can be read\n# both ways.  Find out, and take the mark "
		 "off one line, never both.\n");
	put_format(w, true, date->best, time);
	put_format(w, true, date->rival, time);
	if (date->second != NULL)
		put_format(w, false, date->second, time);
}

/* The end's form, when it is another one. */
static void
write_end_format(struct writing *w, const struct sar_guess_choice *start)
{
	struct sar_guess_choice end;

	sar_guess_choose(w->picks.end, SAR_GUESS_MOMENT, &end);
	if (end.best == start->best || end.best == start->second)
		return;
	leave(w, "# The end is written in another form than the start: say "
		 "which are right.\n");
	put_format(w, true, end.best, NULL);
}

static void
write_time(struct writing *w)
{
	const struct sar_guess_picks *p = &w->picks;
	struct sar_guess_choice date, clock;

	sar_buf_puts(w->out, "\n[time]\n");
	if (p->start == NULL || (p->clock == NULL && !p->epoch)) {
		if (p->start == NULL)
			leave(w, "# No column with dates and times is named "
				 "as the start of the call is.\n");
		doubt(w, "column", p->start_maybe, "This one has such values:");
	}
	put(w, "column", p->start);
	put(w, "clock", p->clock);
	put(w, "end", p->end);
	put(w, "end-clock", p->end_clock);
	if (p->epoch)
		sar_buf_printf(w->out, "format = %s\n",
		    p->epoch_ms ? "epoch-ms" : "epoch");
	if (p->start == NULL || p->epoch)
		return;
	sar_guess_choose(p->start,
	    p->clock != NULL ? SAR_GUESS_DATE : SAR_GUESS_MOMENT, &date);
	if (p->clock != NULL) {
		sar_guess_choose(p->clock, SAR_GUESS_CLOCK, &clock);
		write_format(w, &date, &clock);
	} else if (date.best == NULL) {
		leave(w, "# It has dates without a time; no column with the "
			 "time of day was found.\n# clock = \n# format = \n");
		return;
	} else {
		write_format(w, &date, NULL);
		if (p->end != NULL)
			write_end_format(w, &date);
	}
	sar_buf_puts(w->out,
	    "# Local times of the import's zone, unless they are UTC:\n"
	    "# zone = UTC\n");
}

static void
write_lengths(struct writing *w)
{
	static const char *const names[] = { "seconds", "milliseconds",
		"H:MI:SS", "MI:SS" };
	const struct sar_guess_picks *p = &w->picks;

	if (p->duration == NULL && p->talk == NULL)
		return;
	sar_buf_puts(w->out, "\n[duration]\n");
	if (p->lengths_maybe) {
		w->guess->doubts++;
		sar_buf_puts(w->out, "# Minutes and seconds, or is it hours "
				     "and minutes?  Only the first can be "
				     "read.\n# ");
	}
	sar_buf_printf(w->out, "format = %s\n", names[p->lengths]);
}

static void
write_ids(struct writing *w)
{
	const struct sar_guess_picks *p = &w->picks;

	if (p->ref != NULL)
		sar_buf_puts(w->out,
		    "# No value of it is there twice in these rows.  If legs "
		    "of one call can share\n# it, later ones replace earlier "
		    "ones: then it is the group, and ref = {row}.\n");
	put(w, "ref", p->ref);
	if (p->ref == NULL)
		sar_buf_puts(w->out,
		    "# No column has an id that is there once only: the whole "
		    "row is taken for\n# it.  A row that changes in a later "
		    "export is then another call.\nref = " SAR_MAPPING_ROW
		    "\n");
	put(w, "group", p->group);
	if (p->group == NULL)
		sar_buf_puts(w->out, "# No id that joins the legs of one call "
				     "was found: say if there is one.\n# "
				     "group = \n");
}

static void
write_numbers(struct writing *w)
{
	static const char why[] =
	    "Few of its values look like telephone numbers:";
	const struct sar_guess_picks *p = &w->picks;
	bool sides = p->caller == NULL && p->called == NULL &&
		     p->remote != NULL;

	put(w, "caller", p->caller);
	doubt(w, "caller", p->caller_maybe, why);
	put(w, "called", p->called);
	doubt(w, "called", p->called_maybe, why);
	if (sides)
		put(w, "remote", p->remote);
	else
		doubt(w, "other", p->remote,
		    "It has telephone numbers; whose is not clear:");
	put(w, sides ? "local" : "other", p->local);
	put(w, "entry", p->entry);
	if (p->caller == NULL && p->called == NULL && p->remote == NULL)
		leave(w, "# No column of telephone numbers was known by its "
			 "name: say caller and called,\n# or remote and "
			 "local.\n# caller = \n# called = \n");
}

/* All other columns: none is passed over without a word. */
static void
write_rest(struct writing *w)
{
	const struct sar_guess_column *column;
	size_t i;

	for (i = 0; i < w->table->n; i++) {
		column = &w->table->columns[i];
		if (column->usable && !column->taken && column->filled > 0 &&
		    column->phones * 2 >= column->filled)
			doubt(w, "other", column,
			    "It has telephone numbers; whose is not clear:");
	}
	for (i = 0; i < w->table->n; i++) {
		column = &w->table->columns[i];
		if (!column->usable)
			sar_buf_printf(w->out,
			    "# Column %zu cannot be named: its name is empty, "
			    "there twice, too long or\n# has blanks around "
			    "it.\n",
			    i + 1);
		else if (!column->taken &&
			 (column->filled == 0 ||
			     column->phones * 2 < column->filled))
			sar_buf_printf(w->out, "# Not used: %s\n",
			    column->name);
	}
}

static void
write_columns(struct writing *w)
{
	const struct sar_guess_picks *p = &w->picks;

	sar_buf_puts(w->out, "\n[columns]\n");
	write_ids(w);
	write_numbers(w);
	if (p->lengths_maybe) {
		doubt(w, "duration", p->duration, "See [duration]:");
		doubt(w, "talk", p->talk, "See [duration]:");
	} else {
		put(w, "duration", p->duration);
		put(w, "talk", p->talk);
	}
	doubt(w, "talk", p->talk_maybe,
	    "Its lengths are not written as the duration's are:");
	if (p->end == NULL && p->end_clock == NULL &&
	    (p->lengths_maybe || (p->duration == NULL && p->talk == NULL)))
		leave(w, "# How long a call was is not known without an end, "
			 "a duration or a talk time.\n# duration = \n");
	put(w, "recording", p->recording);
	doubt(w, "recording", p->recording_maybe,
	    "Its values do not end as names of audio files do:");
	write_rest(w);
}

/* In lower case, in upper case, or with a capital. */
static void
put_word(struct writing *w, const char *word, size_t writing)
{
	const char *p;
	char c;

	for (p = word; *p != '\0'; p++) {
		c = *p;
		if (writing == 1 || (writing == 2 && p == word))
			c = (char)toupper((unsigned char)c);
		sar_buf_add(w->out, &c, 1);
	}
	sar_buf_puts(w->out, "\n");
}

/* The words of ${column} for ${key}, as the file writes them. */
static void
put_words(struct writing *w, const struct sar_guess_column *column,
    const char *key)
{
	const struct sar_guess_word *word;
	size_t i, k;

	for (i = 0; (word = sar_guess_word(i)) != NULL; i++) {
		if (strcmp(word->key, key) != 0)
			continue;
		for (k = 0; k < 3; k++) {
			if (column->words_seen[i][k] == 0)
				continue;
			sar_buf_printf(w->out, "%s = ", key);
			put_word(w, word->word, k);
		}
	}
}

static void
write_words(struct writing *w)
{
	const struct sar_guess_picks *p = &w->picks;

	if (p->answered != NULL) {
		sar_buf_puts(w->out, "\n[answered]\n");
		put(w, "column", p->answered);
		put_words(w, p->answered, "value");
	}
	if (p->direction == NULL)
		return;
	sar_buf_puts(w->out, "\n[direction]\n");
	put(w, "column", p->direction);
	put_words(w, p->direction, "in");
	put_words(w, p->direction, "out");
	put_words(w, p->direction, "internal");
	if (p->direction->words_other > 0)
		sar_buf_printf(w->out,
		    "# %" PRIu64 " rows have other words; without them here "
		    "their direction is unknown.\n",
		    p->direction->words_other);
}

static void
write_recording(struct writing *w)
{
	const struct sar_guess_column *column = w->picks.recording;

	if (column == NULL)
		return;
	sar_buf_puts(w->out, "\n[recording]\n");
	if (column->backslash > 0)
		sar_buf_puts(w->out, "separator = backslash\n");
	if (column->absolute > 0)
		leave(w, "# Paths begin at the recorder's own root: say which "
			 "folder to take off.\n# strip = \n");
	sar_buf_puts(w->out, "# Below the recordings' folder; {YYYY}, {MM} and "
			     "{DD} stand for the day.\n# path = "
			     "{recording}\n");
}

int
sar_guess_write(struct sar_guess_table *table, struct sar_buf *out,
    struct sar_ingest_guess *guess, struct sar_err *err)
{
	struct writing w = { .table = table, .out = out, .guess = guess };

	guess->rows = table->rows;
	guess->columns = table->n;
	sar_guess_pick(table, &w.picks);
	write_head(&w);
	write_time(&w);
	write_lengths(&w);
	write_columns(&w);
	write_words(&w);
	write_recording(&w);
	return sar_buf_check(out, err);
}
