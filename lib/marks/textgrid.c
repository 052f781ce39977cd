/*
 * Praat's TextGrid, text and short text, as its manual page "TextGrid file
 * formats" has it.  Praat takes what it needs and passes over the rest; here
 * the words between the values are read too, so that a value cannot be taken
 * for another.
 */
#include <stdio.h>
#include <string.h>

#include "marks/grid.h"
#include "marks/reader.h"

/* A tier as the file says it is. */
struct tier {
	bool intervals; /* else points */
	unsigned size;
	struct sar_seconds_span span;
};

/* What is known of all tiers. */
struct survey {
	unsigned tiers;
	unsigned intervals; /* how many are of intervals, */
	unsigned last;      /* the number of the last of them, */
	unsigned points;    /* how many points there are */
	unsigned named;     /* how many have the name asked for, */
	unsigned which;     /* and the number of the last of them */
	bool named_points;  /* which is of points */
};

struct reading {
	struct sar_reader *reader;
	struct sar_grid grid;
	struct sar_err *err;
	unsigned chosen; /* the tier whose intervals are taken; 0: none */
	struct survey survey;
};

static int
bad(struct reading *r, const char *why)
{
	return sar_reader_bad(r->reader, r->grid.value.line, why, r->err);
}

static int
need(struct reading *r, enum sar_grid_kind kind, const char *words,
    const char *why)
{
	if (!sar_grid_next(&r->grid) || r->grid.value.kind != kind ||
	    !sar_grid_words(&r->grid, words))
		return bad(r, why);
	return 0;
}

static int
need_time(struct reading *r, const char *words, struct sar_seconds *out)
{
	if (need(r, SAR_GRID_NUMBER, words, "expected a time, xmin or xmax") ==
	    -1)
		return -1;
	if (!sar_seconds_parse(r->grid.value.text, r->grid.value.len, out))
		return bad(r, "not a time in seconds");
	return 0;
}

static int
need_size(struct reading *r, const char *words, unsigned *out)
{
	struct sar_seconds number;
	const struct sar_grid_value *value = &r->grid.value;

	if (need(r, SAR_GRID_NUMBER, words, "expected a size") == -1)
		return -1;
	if (memchr(value->text, '.', value->len) != NULL ||
	    memchr(value->text, ',', value->len) != NULL ||
	    !sar_seconds_parse(value->text, value->len, &number) ||
	    number.us / 1000000 > SAR_MARKS_LABELS_MAX)
		return bad(r, "expected a size of up to 100000");
	*out = (unsigned)(number.us / 1000000);
	return 0;
}

static bool
same(const struct sar_seconds *a, const struct sar_seconds *b)
{
	return sar_seconds_compare(a, b) == 0;
}

/* What comes before the tiers; *${size}: how many there are. */
static int
read_head(struct reading *r, unsigned *size, struct sar_seconds_span *span)
{
	if (!sar_grid_start(&r->grid))
		return bad(r,
		    "expected File type = \"ooTextFile\" and Object class = "
		    "\"TextGrid\"");
	if (need_time(r, "xmin=", &span->from) == -1)
		return -1;
	/* The times then count from elsewhere than the recording's start. */
	if (span->from.us != 0 || span->from.n_rest != 0)
		return bad(r, "xmin is not 0");
	if (need_time(r, "xmax=", &span->to) == -1 ||
	    need(r, SAR_GRID_FLAG, "tiers?", "expected tiers? <exists>") == -1)
		return -1;
	if (!sar_grid_is(&r->grid, "<exists>"))
		return bad(r, "expected tiers? <exists>");
	return need_size(r, "size=", size);
}

static int
read_tier_head(struct reading *r, unsigned number, struct tier *tier)
{
	const char *name = r->reader->in->tier;
	struct survey *survey = &r->survey;
	char words[SAR_GRID_WORDS];

	(void)snprintf(words, sizeof(words),
	    "%sitem[%u]class=", number == 1 ? "item[]" : "", number);
	if (need(r, SAR_GRID_TEXT, words, "expected the class of a tier") == -1)
		return -1;
	tier->intervals = sar_grid_is(&r->grid, "IntervalTier");
	if (!tier->intervals && !sar_grid_is(&r->grid, "TextTier"))
		return bad(r, "expected \"IntervalTier\" or \"TextTier\"");
	if (need(r, SAR_GRID_TEXT, "name=", "expected the name of a tier") ==
	    -1)
		return -1;
	if (name != NULL && sar_grid_is(&r->grid, name)) {
		survey->named++;
		survey->which = number;
		survey->named_points = !tier->intervals;
	}
	if (need_time(r, "xmin=", &tier->span.from) == -1 ||
	    need_time(r, "xmax=", &tier->span.to) == -1)
		return -1;
	return need_size(r,
	    tier->intervals ? "intervalssize=" : "pointssize=", &tier->size);
}

/* A text that says nothing is no mark: Praat has an interval for all time. */
static int
take_interval(struct reading *r, unsigned line,
    const struct sar_seconds_span *span)
{
	const char *text;
	size_t len;

	if (!sar_grid_text(&r->grid, &text, &len))
		return sar_err_set(r->err, SAR_EFAIL, "out of memory");
	return len == 0
		   ? 0
		   : sar_reader_add(r->reader, line, span, text, len, r->err);
}

static int
read_intervals(struct reading *r, unsigned number, const struct tier *tier)
{
	struct sar_seconds at = tier->span.from;
	struct sar_seconds_span span;
	char words[SAR_GRID_WORDS];
	unsigned line;
	unsigned i;

	for (i = 1; i <= tier->size; i++) {
		(void)snprintf(words, sizeof(words), "intervals[%u]xmin=", i);
		if (need_time(r, words, &span.from) == -1)
			return -1;
		line = r->grid.value.line;
		if (!same(&span.from, &at))
			return bad(r,
			    "an interval does not begin where the one before "
			    "it ends");
		if (need_time(r, "xmax=", &span.to) == -1 ||
		    sar_reader_check(r->reader, line, &span, r->err) == -1 ||
		    need(r, SAR_GRID_TEXT,
			"text=", "expected the text of an interval") == -1)
			return -1;
		if (number == r->chosen && take_interval(r, line, &span) == -1)
			return -1;
		at = span.to;
	}
	return same(&at, &tier->span.to)
		   ? 0
		   : bad(r, "the last interval does not end where its tier "
			    "does");
}

/* Older files call the time of a point "time", newer ones "number". */
static int
read_points(struct reading *r, const struct tier *tier)
{
	char words[SAR_GRID_WORDS];
	struct sar_seconds at;
	unsigned i;

	for (i = 1; i <= tier->size; i++) {
		(void)snprintf(words, sizeof(words), "points[%u]number=", i);
		if (!sar_grid_next(&r->grid) ||
		    r->grid.value.kind != SAR_GRID_NUMBER)
			return bad(r, "expected the time of a point");
		if (!sar_grid_words(&r->grid, words)) {
			(void)snprintf(words, sizeof(words),
			    "points[%u]time=", i);
			if (!sar_grid_words(&r->grid, words))
				return bad(r, "expected the time of a point");
		}
		if (!sar_seconds_parse(r->grid.value.text, r->grid.value.len,
			&at))
			return bad(r, "not a time in seconds");
		if (need(r, SAR_GRID_TEXT,
			"mark=", "expected the mark of a point") == -1)
			return -1;
	}
	return 0;
}

static int
read_tier(struct reading *r, unsigned number,
    const struct sar_seconds_span *whole)
{
	struct tier tier = { 0 };

	if (read_tier_head(r, number, &tier) == -1)
		return -1;
	if (!same(&tier.span.from, &whole->from) ||
	    !same(&tier.span.to, &whole->to))
		return bad(r, "a tier of another length than the whole");
	if (!tier.intervals) {
		r->survey.points += tier.size;
		return read_points(r, &tier);
	}
	r->survey.intervals++;
	r->survey.last = number;
	return read_intervals(r, number, &tier);
}

static int
read_all(struct reading *r)
{
	struct sar_seconds_span span;
	unsigned size = 0;
	unsigned i;

	r->survey = (struct survey){ 0 };
	if (read_head(r, &size, &span) == -1)
		return -1;
	for (i = 1; i <= size; i++)
		if (read_tier(r, i, &span) == -1)
			return -1;
	r->survey.tiers = size;
	if (sar_grid_next(&r->grid) || r->grid.value.kind != SAR_GRID_END ||
	    !sar_grid_words(&r->grid, ""))
		return bad(r, "expected nothing after the last tier");
	return 0;
}

static int
refuse(const struct reading *r, const char *why)
{
	(void)sar_err_set(r->err, SAR_EINPUT, "%s: %s", r->reader->in->name,
	    why);
	sar_err_hint(r->err, "name the tier of the cuts: --tier NAME");
	return -1;
}

/* The tier that was named; without a name, the only thing there is. */
static int
choose(struct reading *r)
{
	const struct survey *survey = &r->survey;

	if (r->reader->in->tier == NULL) {
		if (survey->intervals == 0)
			return refuse(r, "no tier of intervals: a point has no "
					 "length to cut");
		if (survey->intervals > 1)
			return refuse(r, "more than one tier of intervals");
		if (survey->points > 0)
			return refuse(r, "points beside a tier of intervals");
		r->chosen = survey->last;
		return 0;
	}
	if (survey->named != 1)
		return refuse(r, survey->named == 0
				     ? "no tier of the name given"
				     : "more than one tier of the name given");
	if (survey->named_points)
		return refuse(r, "the tier named is of points: a point has no "
				 "length to cut");
	r->chosen = survey->which;
	return 0;
}

int
sar_reader_textgrid(struct sar_reader *reader, struct sar_err *err)
{
	struct reading r = { .reader = reader, .err = err };
	int rc = -1;

	sar_grid_open(&r.grid, &reader->lines);
	if (read_all(&r) == -1 || choose(&r) == -1)
		goto out;
	sar_grid_open(&r.grid, &reader->lines);
	rc = read_all(&r);

out:
	sar_grid_close(&r.grid);
	return rc;
}
