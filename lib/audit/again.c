#include "audit/again.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/rows.h"
#include "audit/values.h"
#include "marks/basis.h"

/* Everything the organisation says of itself is a hole. */
static int
make_profile(struct sar_again *again, struct sar_err *err)
{
	static const char text[] = "[organisation]\nname = " SAR_AGAIN_HOLE
				   "\n[profile]\ncontroller = " SAR_AGAIN_HOLE
				   "\ncontact = " SAR_AGAIN_HOLE
				   "\npurposes = " SAR_AGAIN_HOLE
				   "\ncategories = " SAR_AGAIN_HOLE
				   "\nrecipients = " SAR_AGAIN_HOLE
				   "\nretention = " SAR_AGAIN_HOLE
				   "\nsource = " SAR_AGAIN_HOLE
				   "\nautomated-decisions = " SAR_AGAIN_HOLE
				   "\ntransfers = " SAR_AGAIN_HOLE
				   "\ncomplaint-route = " SAR_AGAIN_HOLE
				   "\nregulator-contact = " SAR_AGAIN_HOLE "\n";
	static const struct sar_conf_key keys[] = {
		{ "organisation", "name", false },
		{ "profile", "controller", false },
		{ "profile", "contact", false },
		{ "profile", "purposes", false },
		{ "profile", "categories", false },
		{ "profile", "recipients", false },
		{ "profile", "retention", false },
		{ "profile", "source", false },
		{ "profile", "automated-decisions", false },
		{ "profile", "transfers", false },
		{ "profile", "complaint-route", false },
		{ "profile", "regulator-contact", false },
		{ NULL, NULL, false },
	};

	again->profile = sar_conf_parse("profile", text, sizeof(text) - 1, keys,
	    err);
	return again->profile == NULL ? -1 : 0;
}

static bool
take_class(const struct sar_rows_cell *cell, enum sar_class *out)
{
	static const enum sar_class all[] = { SAR_CLASS_DISCLOSED,
		SAR_CLASS_PART_DISCLOSED, SAR_CLASS_WITHHELD,
		SAR_CLASS_UNAVAILABLE };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (sar_rows_is(cell, sar_plan_class_text(all[i]))) {
			*out = all[i];
			return true;
		}
	return false;
}

static bool
take_reason(const struct sar_rows_cell *cell, struct sar_plan_item *item,
    struct sar_index_recording *recording)
{
	static const char more[] = " " SAR_LETTER_TRUNCATED;
	size_t n = sizeof(more) - 1;
	size_t len = cell->len;

	if (len > n && memcmp(cell->at + len - n, more, n) == 0) {
		recording->finding = "truncated";
		len -= n;
	}
	item->reason = sar_plan_reason_find(cell->at, len);
	return item->reason != NULL;
}

/* "DPA 2018 Sch. 2 para. 16; DPA 2018 Sch. 2 para. 19", or nothing. */
static bool
take_provisions(const struct sar_rows_cell *cell, uint32_t *bits)
{
	const struct sar_basis *basis;
	const char *at = cell->at;
	size_t left = cell->len;
	size_t i, n;

	*bits = 0;
	for (i = 0; (basis = sar_basis_nth(~sar_basis_silent(), i)) != NULL;
	     i++) {
		n = strlen(basis->provision);
		if (left < n || memcmp(at, basis->provision, n) != 0 ||
		    (left > n && at[n] != ';'))
			continue;
		*bits |= sar_basis_bits(basis->code);
		at += n;
		left -= n;
		if (left >= 2 && memcmp(at, "; ", 2) == 0) {
			at += 2;
			left -= 2;
		}
	}
	return left == 0;
}

/* So many places and tenths of a second that were not disclosed either. */
static bool
take_cuts(struct sar_again *again, struct sar_plan_item *item,
    const struct sar_rows_cell cells[SAR_ROWS_COLUMNS])
{
	const char *at = cells[SAR_ROWS_PLACES].at;
	const char *end = at + cells[SAR_ROWS_PLACES].len;
	struct sar_plan_cut *cuts = again->cuts + again->n_cuts;
	uint64_t places, tenths;
	uint32_t bits;
	size_t i;

	if (!sar_values_number(&at, end, &places) || at != end ||
	    !sar_values_tenths(&cells[SAR_ROWS_SECONDS], &tenths) ||
	    !take_provisions(&cells[SAR_ROWS_PROVISIONS], &bits) ||
	    places > SAR_AGAIN_ITEMS_MAX - again->n_cuts)
		return false;
	if (places == 0)
		return true;
	again->n_cuts += (size_t)places;
	item->cuts = cuts;
	item->n_cuts = (size_t)places;
	cuts[0].to = tenths;
	for (i = 0; i < item->n_cuts; i++)
		sar_basis_join(bits, cuts[i].basis);
	return true;
}

/* What redactions.json says of the recording of ${item}. */
static void
take_file(const struct sar_redactions_file *file, struct sar_plan_item *item,
    struct sar_index_recording *recording)
{
	(void)snprintf(item->name, sizeof(item->name), "%s", file->name);
	item->format = file->format;
	item->cuts = file->cuts;
	item->n_cuts = file->n_cuts;
	recording->rate = file->rate;
	recording->channels = file->channels;
	recording->frames = file->frames;
}

/* Who speaks is somebody else, or may be, where nothing is said of when. */
static bool
take_facts(const struct sar_rows_cell cells[SAR_ROWS_COLUMNS],
    struct sar_item *of, struct sar_plan_item *item)
{
	static const struct sar_marks requester = {
		.speaker = SAR_SPEAKER_REQUESTER,
	};

	if (cells[SAR_ROWS_DATE].len == 0) {
		of->possible = true;
		return cells[SAR_ROWS_TIME].len == 0 &&
		       cells[SAR_ROWS_LENGTH].len == 0;
	}
	item->marks = &requester;
	of->start.date = sar_values_date(cells[SAR_ROWS_DATE].at,
	    cells[SAR_ROWS_DATE].len);
	return sar_values_time(&cells[SAR_ROWS_TIME], &of->start);
}

/* Row ${i}; ${file} is that of its recording, or NULL. */
static bool
take_item(struct sar_again *again, size_t i,
    const struct sar_rows_cell cells[SAR_ROWS_COLUMNS],
    const struct sar_redactions_file *file)
{
	struct sar_plan_item *item = &again->plan.items[i];
	struct sar_index_recording *recording = &again->recordings[i];
	struct sar_item *of = &again->items[i];

	item->item = of;
	of->number = (unsigned)i + 1;
	of->recording = recording;
	recording->rate = 10; /* of tenths, where no more is known */
	recording->channels = 1;
	recording->finding = "";
	if (!take_class(&cells[SAR_ROWS_OUTCOME], &item->class) ||
	    !take_reason(&cells[SAR_ROWS_REASON], item, recording) ||
	    !take_facts(cells, of, item))
		return false;
	again->plan.count[item->class]++;
	if (file != NULL) {
		take_file(file, item, recording);
		return true;
	}
	return (cells[SAR_ROWS_LENGTH].len == 0 ||
		   sar_values_tenths(&cells[SAR_ROWS_LENGTH],
		       &recording->frames)) &&
	       take_cuts(again, item, cells);
}

static int
take_items(struct sar_again *again, const struct sar_again_from *from,
    struct sar_err *err)
{
	const struct sar_redactions *all = from->redactions;
	struct sar_rows_cell cells[SAR_ROWS_COLUMNS];
	const char *at = from->table;
	const char *end = at + from->table_len;
	const struct sar_redactions_file *file;
	size_t given = 0;
	size_t i;

	if (!sar_rows_header(&at, end))
		return sar_err_set(err, SAR_ECORRUPT,
		    "schedule.csv: not the header it has");
	for (i = 0; at < end; i++) {
		file = NULL;
		if (i == again->plan.n || !sar_rows_take(&at, end, cells) ||
		    (cells[SAR_ROWS_FILE].len > 0 && given == all->n))
			break;
		if (cells[SAR_ROWS_FILE].len > 0)
			file = &all->files[given++];
		if (!take_item(again, i, cells, file))
			break;
	}
	if (at != end || i != again->plan.n || given != all->n)
		return sar_err_set(err, SAR_ECORRUPT,
		    "schedule.csv: line %zu: not a row that this release "
		    "writes",
		    i + 2);
	return 0;
}

static uint32_t
fade_frames(uint32_t ms, uint32_t rate)
{
	return (uint32_t)((uint64_t)ms * rate / 1000);
}

/* One fade, in thousandths of a second, comes to the frames of each file. */
static int
take_fade(struct sar_again *again, const struct sar_redactions *all,
    struct sar_err *err)
{
	uint32_t ms;
	size_t i;

	for (ms = 0; ms <= SAR_PLAN_FADE_MAX; ms++) {
		for (i = 0; i < all->n; i++)
			if (all->files[i].fade !=
			    fade_frames(ms, all->files[i].rate))
				break;
		if (i == all->n) {
			again->plan.fade_ms = ms;
			return 0;
		}
	}
	return sar_err_set(err, SAR_ECORRUPT,
	    "redactions.json: fades that are not of one length");
}

/* Where ${what} is in what is left of the page; NULL: nowhere. */
static const char *
find(const char *at, const char *end, const char *what)
{
	return at == NULL ? NULL
			  : memmem(at, (size_t)(end - at), what, strlen(what));
}

/* The date behind ${what}. */
static struct sar_date
date_behind(const char *at, const char *end, const char *what)
{
	const char *p = find(at, end, what);
	const char *to;

	if (p != NULL)
		p += strlen(what);
	to = find(p, end, "<");
	return to == NULL ? sar_values_date("", 0)
			  : sar_values_date(p, (size_t)(to - p));
}

/* The page is headed so where somebody asked on another person's behalf; the
 * other papers have to be worded for the same reader. */
static void
take_reader(struct sar_again *again, const struct sar_again_from *from)
{
	static const char heading[] = "<h1>" SAR_LETTER_PAGE_ANOTHER "</h1>";
	static char name[] = SAR_AGAIN_HOLE;

	if (find(from->page, from->page + from->page_len, heading) != NULL)
		again->request.agent = name;
}

/* What only the page says of an item: until when it is kept, and of clocks. */
static void
take_page(struct sar_again *again, const struct sar_again_from *from)
{
	static const char begins[] = "<section class=\"item\" id=\"item-";
	const char *end = from->page + from->page_len;
	const char *at = from->page;
	const char *to;
	uint64_t number;
	struct sar_item *of;

	again->letter.date = date_behind(at, end, "<dt>Date</dt><dd>");
	while ((at = find(at, end, begins)) != NULL) {
		at += sizeof(begins) - 1;
		to = find(at, end, "</section>");
		if (to == NULL || !sar_values_number(&at, to, &number) ||
		    number == 0 || number > again->plan.n)
			continue;
		of = &again->items[number - 1];
		of->last_day = date_behind(at, to,
		    "<dt>Retention period ends</dt><dd>");
		of->uncertain = find(at, to, SAR_LETTER_UNCERTAIN) != NULL;
		at = to;
	}
}

static int
make_room(struct sar_again *again, const struct sar_again_from *from,
    struct sar_err *err)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < from->table_len; i++)
		n += from->table[i] == '\n';
	n -= n > 0;
	if (n > SAR_AGAIN_ITEMS_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "schedule.csv: more items than are compared");
	again->plan.n = n;
	again->plan.items = calloc(n + 1, sizeof(*again->plan.items));
	again->items = calloc(n + 1, sizeof(*again->items));
	again->recordings = calloc(n + 1, sizeof(*again->recordings));
	again->cuts = calloc(SAR_AGAIN_ITEMS_MAX, sizeof(*again->cuts));
	if (again->plan.items == NULL || again->items == NULL ||
	    again->recordings == NULL || again->cuts == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

int
sar_again_make(const struct sar_again_from *from, struct sar_again *out,
    struct sar_err *err)
{
	memset(out, 0, sizeof(*out));
	if (make_profile(out, err) == -1 || make_room(out, from, err) == -1 ||
	    take_items(out, from, err) == -1 ||
	    take_fade(out, from->redactions, err) == -1)
		return -1;
	take_page(out, from);
	take_reader(out, from);
	(void)snprintf(out->request.ref, sizeof(out->request.ref), "%s",
	    SAR_AGAIN_HOLE);
	out->letter.profile = out->profile;
	out->letter.request = &out->request;
	out->letter.plan = &out->plan;
	return 0;
}

void
sar_again_free(struct sar_again *again)
{
	sar_conf_free(again->profile);
	free(again->plan.items);
	free(again->items);
	free(again->recordings);
	free(again->cuts);
	memset(again, 0, sizeof(*again));
}
