#include "board/board.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

/* A day of an answer, and how long it took. */
struct took {
	int32_t answered;
	int32_t days;
};

struct making {
	const struct sar_board_options *options;
	struct sar_board *board;
	struct took *took;
	size_t n_took;
};

static int
by_days(const void *a, const void *b)
{
	const int32_t *x = a;
	const int32_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* The month ${day} lies in; NULL when it is not of the time asked for. */
static struct sar_board_span *
month_of(struct sar_board *board, int32_t day)
{
	size_t low = 0, high = board->n;

	if (day < board->whole.from || day > board->whole.to)
		return NULL;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (board->months[middle].from <= day)
			low = middle;
		else
			high = middle;
	}
	return &board->months[low];
}

static void
count(const struct making *m, enum sar_board_what what, int32_t day, uint64_t n)
{
	struct sar_board_span *month = month_of(m->board, day);

	if (month == NULL)
		return;
	month->count[what] += n;
	m->board->whole.count[what] += n;
}

/* Months from the first day on, cut off at both ends. */
static int
make_months(struct sar_board *board, const struct sar_board_options *options,
    struct sar_err *err)
{
	struct sar_date first = sar_date_of_days(options->from);
	struct sar_date last = sar_date_of_days(options->to);
	long n = (last.year - first.year) * 12L + last.month - first.month + 1;
	struct sar_date begin = { first.year, first.month, 1 };
	size_t i;

	if (options->to < options->from)
		return sar_err_set(err, SAR_EINPUT,
		    "the last day is before the first");
	if (n > SAR_BOARD_MONTHS)
		return sar_err_set(err, SAR_EINPUT, "more than %d months",
		    SAR_BOARD_MONTHS);
	board->months = calloc((size_t)n, sizeof(*board->months));
	if (board->months == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	board->n = (size_t)n;
	for (i = 0; i < board->n; i++) {
		struct sar_board_span *month = &board->months[i];

		month->from = (int32_t)sar_date_days(sar_date_add_months(begin,
		    (int)i));
		month->to = (int32_t)sar_date_days(sar_date_add_months(begin,
				(int)i + 1)) -
			    1;
	}
	board->months[0].from = options->from;
	board->months[n - 1].to = options->to;
	return 0;
}

/* What the answer that stands is; the last of several does. */
static void
count_kind(const struct making *m, const struct sar_docket *docket)
{
	uint64_t release = docket->release + 1; /* SAR_DOCKET_NO becomes 0 */
	uint64_t nil = docket->nil + 1;
	uint64_t refusal = docket->refusal + 1;

	if (refusal > release && refusal > nil)
		count(m, SAR_BOARD_REFUSED, docket->given, 1);
	else if (nil > release)
		count(m, SAR_BOARD_NIL, docket->given, 1);
	else if (docket->redacted)
		count(m, SAR_BOARD_REDACTED, docket->given, 1);
}

static void
count_answer(struct making *m, const struct sar_docket *docket)
{
	const struct sar_board_options *o = m->options;
	struct sar_clock_dates dates;

	sar_clock_compute(&docket->clock, o->holidays, docket->nation,
	    docket->answered, &dates);
	count(m, SAR_BOARD_ANSWERED, docket->given, 1);
	if (docket->given <= dates.safe)
		count(m, SAR_BOARD_ON_TIME, docket->given, 1);
	if (docket->given <= dates.latest)
		count(m, SAR_BOARD_IN_LAW, docket->given, 1);
	if (!dates.covered)
		m->board->now[SAR_BOARD_UNCOVERED]++;
	count_kind(m, docket);
	m->took[m->n_took++] = (struct took){ docket->given,
		docket->given - docket->received };
}

/* An answer that was made ends what the clock waits for; it runs on. */
static int32_t
stands_since(const struct sar_docket *docket, int32_t today)
{
	return docket->answered < today ? docket->answered : today;
}

static void
count_open(const struct making *m, const struct sar_docket *docket)
{
	uint64_t *now = m->board->now;
	enum sar_docket_state state = sar_docket_state(docket);
	struct sar_clock_dates dates;

	now[SAR_BOARD_OPEN]++;
	if (state == SAR_DOCKET_WAITING)
		now[SAR_BOARD_OPEN_WAITING]++;
	if (state == SAR_DOCKET_PAUSED)
		now[SAR_BOARD_OPEN_PAUSED]++;
	if (sar_docket_answered(docket))
		now[SAR_BOARD_UNSENT]++;
	sar_clock_compute(&docket->clock, m->options->holidays, docket->nation,
	    stands_since(docket, m->options->today), &dates);
	if (m->options->today > dates.safe)
		now[SAR_BOARD_OVERDUE]++;
	if (m->options->today > dates.latest)
		now[SAR_BOARD_UNLAWFUL]++;
	if (!dates.covered)
		now[SAR_BOARD_UNCOVERED]++;
}

/* DPA 2018 s. 164A; a decision is an acknowledgement. */
static void
count_complaint(const struct making *m, const struct sar_docket_complaint *one)
{
	int32_t by = sar_clock_acknowledge(one->received);
	int32_t told = one->acknowledged < one->decided ? one->acknowledged
							: one->decided;

	if (one->received == SAR_DOCKET_NEVER)
		return;
	count(m, SAR_BOARD_COMPLAINTS, one->received, 1);
	if (told != SAR_DOCKET_NEVER) {
		if (told <= by)
			count(m, SAR_BOARD_ACKNOWLEDGED, one->received, 1);
		return;
	}
	m->board->now[SAR_BOARD_COMPLAINTS_OPEN]++;
	if (m->options->today > by)
		m->board->now[SAR_BOARD_COMPLAINTS_LATE]++;
}

/* What happened in the course of a case, answered or not. */
static void
count_course(const struct making *m, const struct sar_docket *docket)
{
	const struct sar_clock *clock = &docket->clock;
	size_t i;

	count(m, SAR_BOARD_RECEIVED, docket->received, 1);
	if (clock->extended != SAR_CLOCK_NEVER)
		count(m, SAR_BOARD_EXTENDED, clock->extended, 1);
	for (i = 0; i < clock->n_pauses; i++)
		count(m, SAR_BOARD_PAUSED, clock->pauses[i].asked, 1);
	if (docket->past > 0) {
		count(m, SAR_BOARD_PAST, docket->received, 1);
		count(m, SAR_BOARD_PAST_RECORDINGS, docket->received,
		    docket->past);
	}
}

static void
count_case(struct making *m, const struct sar_docket *docket)
{
	bool given = sar_docket_given(docket);
	size_t i;

	for (i = 0; i < docket->n_complaints; i++)
		count_complaint(m, &docket->complaints[i]);
	if (docket->receive == SAR_DOCKET_NO) {
		m->board->now[SAR_BOARD_UNKNOWN]++;
		return;
	}
	/* It has no time of its own, and is no request. */
	if (docket->corrects[0] != '\0') {
		if (given)
			count(m, SAR_BOARD_CORRECTED, docket->given, 1);
		return;
	}
	count_course(m, docket);
	if (given)
		count_answer(m, docket);
	else if (docket->closed != SAR_DOCKET_NEVER)
		count(m, SAR_BOARD_CLOSED, docket->closed, 1);
	else
		count_open(m, docket);
}

/* Of those answered in the span. */
static int
find_median(const struct making *m, struct sar_board_span *span,
    struct sar_err *err)
{
	int32_t *days = calloc(m->n_took + 1, sizeof(*days));
	size_t n = 0, i;

	span->median2 = SAR_BOARD_NO_MEDIAN;
	if (days == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < m->n_took; i++)
		if (m->took[i].answered >= span->from &&
		    m->took[i].answered <= span->to)
			days[n++] = m->took[i].days;
	qsort(days, n, sizeof(*days), by_days);
	if (n > 0)
		span->median2 = (int64_t)days[(n - 1) / 2] + days[n / 2];
	free(days);
	return 0;
}

static int
find_medians(const struct making *m, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < m->board->n; i++)
		if (find_median(m, &m->board->months[i], err) == -1)
			return -1;
	return find_median(m, &m->board->whole, err);
}

int
sar_board_make(const struct sar_dockets *dockets,
    const struct sar_board_options *options, struct sar_board *board,
    struct sar_err *err)
{
	struct making m = { .options = options, .board = board };
	const struct sar_docket_complaint *complaints;
	size_t n = sar_dockets_count(dockets);
	const char *ref;
	size_t i;
	int rc = -1;

	memset(board, 0, sizeof(*board));
	board->whole.from = options->from;
	board->whole.to = options->to;
	if (make_months(board, options, err) == -1)
		return -1;
	if ((m.took = calloc(n + 1, sizeof(*m.took))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	for (i = 0; i < n; i++)
		count_case(&m, sar_dockets_at(dockets, i, &ref));
	complaints = sar_dockets_complaints(dockets, &n);
	for (i = 0; i < n; i++)
		count_complaint(&m, &complaints[i]);
	rc = find_medians(&m, err);

out:
	free(m.took);
	if (rc == -1)
		sar_board_clear(board);
	return rc;
}

void
sar_board_clear(struct sar_board *board)
{
	free(board->months);
	memset(board, 0, sizeof(*board));
}
