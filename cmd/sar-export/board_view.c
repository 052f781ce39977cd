#include "sar-export/board_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "common/cmd.h"

void
board_percent(uint64_t n, uint64_t of, char out[BOARD_NUMBER])
{
	uint64_t tenths;

	out[0] = '\0';
	if (of == 0)
		return;
	/* Cut off: what is not 100 must not read so. */
	tenths = n * 1000 / of;
	(void)snprintf(out, BOARD_NUMBER, "%" PRIu64 ".%" PRIu64, tenths / 10,
	    tenths % 10);
}

void
board_median(const struct sar_board_span *span, char out[BOARD_NUMBER])
{
	int64_t m = span->median2;

	out[0] = '\0';
	if (m == SAR_BOARD_NO_MEDIAN)
		return;
	(void)snprintf(out, BOARD_NUMBER, "%" PRId64 "%s", m / 2,
	    m % 2 == 0 ? "" : ".5");
}

void
board_month(const struct sar_board_span *month, char out[BOARD_NUMBER])
{
	char day[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(month->from), day);
	(void)snprintf(out, BOARD_NUMBER, "%.7s", day);
}

static void
print_total(const struct sar_board_span *whole)
{
	char more[BOARD_NUMBER];
	int i;

	for (i = 0; i < SAR_BOARD_WHATS; i++) {
		cmd_say("  %-45s %6" PRIu64,
		    sar_board_title((enum sar_board_what)i), whole->count[i]);
		if (i == SAR_BOARD_ON_TIME || i == SAR_BOARD_IN_LAW) {
			board_percent(whole->count[i],
			    whole->count[SAR_BOARD_ANSWERED], more);
			if (more[0] != '\0')
				cmd_say("  %s%%", more);
		}
		cmd_say("\n");
	}
	board_median(whole, more);
	cmd_say("  %-45s %6s\n", "Median days to an answer",
	    more[0] == '\0' ? "-" : more);
}

static void
print_months(const struct sar_board *board)
{
	char name[BOARD_NUMBER], percent[BOARD_NUMBER], median[BOARD_NUMBER];
	size_t i;

	cmd_say("\n%-8s %8s %8s %8s %7s %7s\n", "month", "received", "answered",
	    "on time", "%", "median");
	for (i = 0; i < board->n; i++) {
		const struct sar_board_span *m = &board->months[i];

		board_month(m, name);
		board_percent(m->count[SAR_BOARD_ON_TIME],
		    m->count[SAR_BOARD_ANSWERED], percent);
		board_median(m, median);
		cmd_say("%-8s %8" PRIu64 " %8" PRIu64 " %8" PRIu64 " %7s %7s\n",
		    name, m->count[SAR_BOARD_RECEIVED],
		    m->count[SAR_BOARD_ANSWERED], m->count[SAR_BOARD_ON_TIME],
		    percent[0] == '\0' ? "-" : percent,
		    median[0] == '\0' ? "-" : median);
	}
}

void
board_text(const struct board_view *view)
{
	const struct sar_board *board = view->board;
	char from[SAR_DATE_LEN], to[SAR_DATE_LEN], today[SAR_DATE_LEN];
	int i;

	sar_date_format(sar_date_of_days(board->whole.from), from);
	sar_date_format(sar_date_of_days(board->whole.to), to);
	sar_date_format(sar_date_of_days(view->today), today);
	cmd_say("Requests from %s to %s\n", from, to);
	print_total(&board->whole);
	cmd_say("\nOn %s\n", today);
	for (i = 0; i < SAR_BOARD_NOWS; i++)
		if (i < SAR_BOARD_UNKNOWN || board->now[i] > 0)
			cmd_say("  %-60s %6" PRIu64 "\n",
			    sar_board_now_title((enum sar_board_now)i),
			    board->now[i]);
	print_months(board);
}

/* The numbers of a span; what there is none of is left out. */
static json_t *
span_json(const char *type, const struct sar_board_span *span)
{
	char day[SAR_DATE_LEN];
	json_t *line = json_object();
	int i;

	(void)json_object_set_new(line, "type", json_string(type));
	sar_date_format(sar_date_of_days(span->from), day);
	(void)json_object_set_new(line, "from", json_string(day));
	sar_date_format(sar_date_of_days(span->to), day);
	(void)json_object_set_new(line, "to", json_string(day));
	for (i = 0; i < SAR_BOARD_WHATS; i++)
		(void)json_object_set_new(line,
		    sar_board_name((enum sar_board_what)i),
		    json_integer((json_int_t)span->count[i]));
	if (span->median2 != SAR_BOARD_NO_MEDIAN)
		(void)json_object_set_new(line, "median_days",
		    json_real((double)span->median2 / 2));
	return line;
}

void
board_json(const struct board_view *view)
{
	const struct sar_board *board = view->board;
	char name[BOARD_NUMBER];
	json_t *line;
	size_t i;

	for (i = 0; i < board->n; i++) {
		line = span_json("month", &board->months[i]);
		board_month(&board->months[i], name);
		(void)json_object_set_new(line, "month", json_string(name));
		cmd_print_json(line);
	}
	line = span_json("report", &board->whole);
	sar_date_format(sar_date_of_days(view->today), name);
	(void)json_object_set_new(line, "as_of", json_string(name));
	for (i = 0; i < SAR_BOARD_NOWS; i++)
		(void)json_object_set_new(line,
		    sar_board_now_name((enum sar_board_now)i),
		    json_integer((json_int_t)board->now[i]));
	cmd_print_json(line);
}

static void
csv_span(const struct sar_board_span *span, const char *name, FILE *to)
{
	char from[SAR_DATE_LEN], end[SAR_DATE_LEN];
	char percent[BOARD_NUMBER], median[BOARD_NUMBER];
	int i;

	sar_date_format(sar_date_of_days(span->from), from);
	sar_date_format(sar_date_of_days(span->to), end);
	(void)fprintf(to, "%s,%s,%s", name, from, end);
	for (i = 0; i < SAR_BOARD_WHATS; i++)
		(void)fprintf(to, ",%" PRIu64, span->count[i]);
	board_percent(span->count[SAR_BOARD_ON_TIME],
	    span->count[SAR_BOARD_ANSWERED], percent);
	board_median(span, median);
	(void)fprintf(to, ",%s,%s", percent, median);
}

void
board_csv(const struct board_view *view, FILE *to)
{
	const struct sar_board *board = view->board;
	char name[BOARD_NUMBER];
	size_t i;
	int k;

	(void)fprintf(to, "month,from,to");
	for (k = 0; k < SAR_BOARD_WHATS; k++)
		(void)fprintf(to, ",%s",
		    sar_board_name((enum sar_board_what)k));
	(void)fprintf(to, ",on_time_percent,median_days");
	for (k = 0; k < SAR_BOARD_NOWS; k++)
		(void)fprintf(to, ",%s",
		    sar_board_now_name((enum sar_board_now)k));
	(void)fprintf(to, "\r\n");
	for (i = 0; i < board->n; i++) {
		board_month(&board->months[i], name);
		csv_span(&board->months[i], name, to);
		for (k = 0; k < SAR_BOARD_NOWS; k++)
			(void)fputc(',', to);
		(void)fprintf(to, "\r\n");
	}
	/* What is so now is of no month. */
	csv_span(&board->whole, "total", to);
	for (k = 0; k < SAR_BOARD_NOWS; k++)
		(void)fprintf(to, ",%" PRIu64, board->now[k]);
	(void)fprintf(to, "\r\n");
}
