#include <string.h>

#include "ingest/guess.h"
#include "ingest/timeform.h"

typedef bool accept_fn(const struct sar_guess_column *column);

/* Names of columns, the plainest first; NULL ends a list. */
static const char *const start_names[] = { "start date time", "start datetime",
	"start time", "start", "started", "begin", "began", "call start",
	"calldate", "call date", "date time", "datetime", "call time",
	"timestamp", "date", "time", NULL };
static const char *const clock_names[] = { "start time", "call time", "started",
	"time", NULL };
static const char *const end_names[] = { "end time", "end", "ended", "stop",
	"stopped", "finish", "finished", "hangup", NULL };
static const char *const duration_names[] = { "duration", "call duration",
	"length", "total seconds", "seconds", NULL };
static const char *const talk_names[] = { "talk time", "talk", "talk seconds",
	"billsec", "conversation", NULL };
static const char *const recording_names[] = { "recording file",
	"recordingfile", "file name", "filename", "file path", "filepath",
	"audio file", "recording", "file", "audio", "wav", "path", NULL };
static const char *const direction_names[] = { "direction", "call direction",
	"call type", "type", NULL };
static const char *const answered_names[] = { "disposition", "outcome",
	"result", "call status", "status", "answered", NULL };
static const char *const entry_names[] = { "ddi", "did", "dnis", "entry point",
	"inbound number", NULL };
static const char *const caller_names[] = { "caller number", "caller id",
	"callerid", "calling number", "calling party", "caller", "calling",
	"from number", "from", "source", "src", "ani", "cli", "clid",
	"originator", "originating", "a number", "a party", NULL };
static const char *const called_names[] = { "called number", "called party",
	"called", "dialled number", "dialed number", "dialled", "dialed",
	"to number", "to", "destination", "dest", "dst", "callee", "b number",
	"b party", "terminating", NULL };
static const char *const local_names[] = { "extension", "ext", "local party",
	"agent number", "station", "device", "handset", NULL };
static const char *const remote_names[] = { "other party", "remote party",
	"remote number", "remote", "external party", "external number",
	"external", "customer number", "phone number", "telephone number",
	"telephone", "phone", "number", NULL };
static const char *const group_names[] = { "linked id", "linkedid",
	"interaction id", "contact id", "conversation id", "session id",
	"group id", "call group", "master call id", "global call id", "call id",
	"callid", "call reference", "call ref", NULL };
static const char *const ref_names[] = { "unique id", "uniqueid",
	"recording id", "segment id", "record id", "call id", "callid",
	"call uuid", "call reference", "call ref", "uuid", "guid", "reference",
	"ref", "id", NULL };
/* A customer's id may be unique in a short file: as part of a longer name
   these say nothing. */
static const char *const bare_names[] = { "uuid", "guid", "reference", "ref",
	"id", NULL };

/* Words of times that are not the start, and of lengths that are not calls. */
static const char *const other_times[] = { "end", "ended", "stop", "stopped",
	"finish", "finished", "hangup", "talk", "ring", "ringing", "wait",
	"queue", "hold", "answer", "answered", "duration", "length", "wrap",
	"zone", NULL };
static const char *const other_lengths[] = { "ring", "ringing", "wait",
	"waiting", "queue", "hold", "wrap", NULL };
static const char *const nothing[] = { NULL };

/* Nearly all: exports have odd rows. */
static bool
nearly(uint64_t n, const struct sar_guess_column *column)
{
	return column->filled > 0 && n >= column->filled - column->filled / 10;
}

void
sar_guess_choose(const struct sar_guess_column *column,
    enum sar_guess_kind kind, struct sar_guess_choice *choice)
{
	const struct sar_guess_form *forms;
	uint64_t most = 0, read;
	size_t i, n, best = 0;

	*choice = (struct sar_guess_choice){ 0 };
	forms = sar_guess_forms(&n);
	for (i = 0; i < n; i++) {
		if (forms[i].kind != kind || column->forms[i] <= most)
			continue;
		most = column->forms[i];
		best = i;
	}
	read = most;
	for (i = 0; i < n && most > 0 && choice->second == NULL; i++) {
		if (forms[i].kind != kind || column->forms[i] == 0 ||
		    most + column->forms[i] != column->filled ||
		    sar_timeform_clash(forms[i].text, forms[best].text) ||
		    sar_timeform_zoned(forms[i].text) !=
			sar_timeform_zoned(forms[best].text))
			continue;
		choice->second = &forms[i];
		read = column->filled;
	}
	if (!nearly(read, column))
		return;
	choice->best = &forms[best];
	for (i = 0; i < n && choice->rival == NULL; i++)
		if (forms[i].kind == kind && column->forms[i] > 0 &&
		    (column->forms[i] == most || read < column->filled) &&
		    sar_timeform_clash(forms[i].text, forms[best].text))
			choice->rival = &forms[i];
}

static bool
has_form(const struct sar_guess_column *column, enum sar_guess_kind kind)
{
	struct sar_guess_choice choice;

	sar_guess_choose(column, kind, &choice);
	return choice.best != NULL;
}

static bool
is_moment(const struct sar_guess_column *column)
{
	return has_form(column, SAR_GUESS_MOMENT) ||
	       nearly(column->epoch, column) ||
	       nearly(column->epoch_ms, column);
}

static bool
is_text_moment(const struct sar_guess_column *column)
{
	return has_form(column, SAR_GUESS_MOMENT);
}

static bool
is_date(const struct sar_guess_column *column)
{
	return has_form(column, SAR_GUESS_DATE);
}

static bool
is_clock(const struct sar_guess_column *column)
{
	return has_form(column, SAR_GUESS_CLOCK);
}

static bool
is_length(const struct sar_guess_column *column)
{
	return nearly(column->seconds, column) || nearly(column->hms, column) ||
	       nearly(column->ms60, column);
}

/* An empty column does no harm, and may be filled another day. */
static bool
is_number(const struct sar_guess_column *column)
{
	return column->filled == 0 ||
	       column->numbers >= column->filled - column->filled / 5;
}

static bool
is_audio(const struct sar_guess_column *column)
{
	return nearly(column->audio, column);
}

static bool
has_words(const struct sar_guess_column *column, bool answered)
{
	const struct sar_guess_word *word;
	uint64_t n = 0;
	size_t i, k;

	for (i = 0; (word = sar_guess_word(i)) != NULL; i++)
		for (k = 0; k < 3; k++)
			if ((strcmp(word->key, "value") == 0) == answered)
				n += column->words_seen[i][k];
	return answered ? n > 0 : n > 0 && n * 2 >= column->filled;
}

static bool
is_direction(const struct sar_guess_column *column)
{
	return has_words(column, false);
}

static bool
is_outcome(const struct sar_guess_column *column)
{
	return has_words(column, true);
}

static bool
is_any(const struct sar_guess_column *column)
{
	return column->filled > 0;
}

static bool
is_ref(const struct sar_guess_column *column)
{
	const char *const *name;

	if (!column->unique)
		return false;
	for (name = bare_names; *name != NULL; name++)
		if (strcmp(column->words, *name) == 0)
			return true;
	/* The names before the bare ones. */
	for (name = ref_names; strcmp(*name, bare_names[0]) != 0; name++)
		if (sar_guess_named(column, *name))
			return true;
	return false;
}

/* "Number" may be that of a case: only where most are public numbers. */
static bool
is_public(const struct sar_guess_column *column)
{
	return column->filled > 0 && column->phones * 2 >= column->filled;
}

/* The free column of the plainest name whose values are of the kind. */
static struct sar_guess_column *
find(struct sar_guess_table *table, const char *const *names,
    const char *const *but, accept_fn *accept)
{
	struct sar_guess_column *column;
	size_t name, i, k;

	for (name = 0; names[name] != NULL; name++) {
		for (i = 0; i < table->n; i++) {
			column = &table->columns[i];
			if (column->taken || !column->usable ||
			    !sar_guess_named(column, names[name]) ||
			    !accept(column))
				continue;
			for (k = 0; but[k] != NULL; k++)
				if (sar_guess_named(column, but[k]))
					break;
			if (but[k] == NULL) {
				column->taken = true;
				return column;
			}
		}
	}
	return NULL;
}

static void
pick_times(struct sar_guess_table *t, struct sar_guess_picks *p)
{
	size_t i;

	p->start = find(t, start_names, other_times, is_moment);
	if (p->start != NULL) {
		p->epoch = !has_form(p->start, SAR_GUESS_MOMENT);
		p->epoch_ms = p->epoch && !nearly(p->start->epoch, p->start);
		p->end = find(t, end_names, nothing,
		    p->epoch ? is_moment : is_text_moment);
		if (p->end != NULL && p->epoch &&
		    nearly(p->end->epoch, p->end) == p->epoch_ms)
			p->end = NULL;
		return;
	}
	p->start = find(t, start_names, other_times, is_date);
	if (p->start != NULL) {
		p->clock = find(t, clock_names, other_times, is_clock);
		if (p->clock == NULL)
			return;
		p->end_clock = find(t, end_names, nothing, is_clock);
		if (p->end_clock != NULL)
			p->end = find(t, end_names, nothing, is_date);
		return;
	}
	for (i = 0; i < t->n && p->start_maybe == NULL; i++)
		if (t->columns[i].usable && is_text_moment(&t->columns[i]))
			p->start_maybe = &t->columns[i];
}

static enum sar_mapping_length
length_of(const struct sar_guess_column *c, bool *maybe)
{
	*maybe = false;
	if (nearly(c->ms, c) &&
	    (sar_guess_named(c, "ms") || sar_guess_named(c, "msec") ||
		sar_guess_named(c, "milliseconds")))
		return SAR_MAPPING_MS;
	if (nearly(c->hms, c))
		return SAR_MAPPING_HMS;
	if (nearly(c->seconds, c))
		return SAR_MAPPING_SECONDS;
	*maybe = c->ms60_long == 0 && !sar_guess_named(c, "mm ss");
	return SAR_MAPPING_MS60;
}

static void
pick_lengths(struct sar_guess_table *t, struct sar_guess_picks *p)
{
	bool maybe;

	p->talk = find(t, talk_names, other_lengths, is_length);
	p->duration = find(t, duration_names, other_lengths, is_length);
	if (p->duration == NULL) {
		if (p->talk != NULL)
			p->lengths = length_of(p->talk, &p->lengths_maybe);
		return;
	}
	p->lengths = length_of(p->duration, &p->lengths_maybe);
	if (p->talk != NULL && length_of(p->talk, &maybe) != p->lengths) {
		p->talk_maybe = p->talk;
		p->talk = NULL;
	}
}

void
sar_guess_pick(struct sar_guess_table *t, struct sar_guess_picks *p)
{
	*p = (struct sar_guess_picks){ 0 };
	pick_times(t, p);
	pick_lengths(t, p);
	p->recording = find(t, recording_names, nothing, is_audio);
	if (p->recording == NULL)
		p->recording_maybe = find(t, recording_names, nothing, is_any);
	p->direction = find(t, direction_names, nothing, is_direction);
	p->answered = find(t, answered_names, nothing, is_outcome);
	p->ref = find(t, ref_names, nothing, is_ref);
	p->group = find(t, group_names, nothing, is_any);
	p->entry = find(t, entry_names, nothing, is_number);
	p->caller = find(t, caller_names, nothing, is_number);
	if (p->caller == NULL)
		p->caller_maybe = find(t, caller_names, nothing, is_any);
	p->called = find(t, called_names, nothing, is_number);
	if (p->called == NULL)
		p->called_maybe = find(t, called_names, nothing, is_any);
	p->local = find(t, local_names, nothing, is_number);
	p->remote = find(t, remote_names, nothing, is_public);
}
