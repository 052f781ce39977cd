#include <inttypes.h>
#include <stdlib.h>

#include "base/date.h"
#include "letter/html.h"
#include "sar-export/board_view.h"

/*
 * One page that needs nothing else and runs nothing.  The chart is a picture
 * beside a table that has all it shows: bars differ by their pattern as well
 * as by their colour, and a late answer is a letter over its bar.
 */

#define HEIGHT 160 /* of the highest bar */
#define MONTH 44   /* of width */
#define BAR 15

static const char style[] =
    "body{font:1em/1.5 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;"
    "color:#111;background:#fff}"
    "table{border-collapse:collapse;margin:1em 0}"
    "caption{text-align:left;font-weight:bold;padding:.3em 0}"
    "th,td{border:1px solid #666;padding:.3em .6em;text-align:right}"
    "th{text-align:left;background:#eee}"
    "svg{max-width:100%;height:auto}"
    ".chart{overflow-x:auto}";

static const char pattern[] =
    "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    "<rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
    "<rect width=\"3\" height=\"6\" fill=\"#00437a\"/></pattern></defs>\n";

static uint64_t
highest(const struct sar_board *board)
{
	uint64_t most = 1;
	size_t i;

	for (i = 0; i < board->n; i++) {
		const uint64_t *count = board->months[i].count;

		if (count[SAR_BOARD_RECEIVED] > most)
			most = count[SAR_BOARD_RECEIVED];
		if (count[SAR_BOARD_ANSWERED] > most)
			most = count[SAR_BOARD_ANSWERED];
	}
	return most;
}

static void
add_bar(FILE *to, size_t x, uint64_t n, uint64_t most, const char *fill)
{
	uint64_t height = n * HEIGHT / most;

	(void)fprintf(to,
	    "<rect x=\"%zu\" y=\"%" PRIu64 "\" width=\"%d\" height=\"%" PRIu64
	    "\" fill=\"%s\" stroke=\"#00437a\"/>\n"
	    "<text x=\"%zu\" y=\"%" PRIu64 "\">%" PRIu64 "</text>\n",
	    x, HEIGHT + 30 - height, BAR, height, fill, x + BAR / 2,
	    HEIGHT + 26 - height, n);
}

static void
add_chart(const struct sar_board *board, FILE *to)
{
	uint64_t most = highest(board);
	char name[BOARD_NUMBER];
	size_t i, x;

	(void)fprintf(to,
	    "<div class=\"chart\"><svg role=\"img\" "
	    "aria-labelledby=\"chart-title chart-desc\" width=\"%zu\" "
	    "height=\"%d\" viewBox=\"0 0 %zu %d\" font-size=\"10\" "
	    "text-anchor=\"middle\">\n"
	    "<title id=\"chart-title\">Requests by month</title>\n"
	    "<desc id=\"chart-desc\">For each month two bars: requests "
	    "received, filled, and requests answered, hatched.  The numbers "
	    "are over the bars, and in the table below.</desc>\n%s",
	    board->n * MONTH + 20, HEIGHT + 70, board->n * MONTH + 20,
	    HEIGHT + 70, pattern);
	for (i = 0; i < board->n; i++) {
		const uint64_t *count = board->months[i].count;

		x = 10 + i * MONTH;
		add_bar(to, x, count[SAR_BOARD_RECEIVED], most, "#00437a");
		add_bar(to, x + BAR + 2, count[SAR_BOARD_ANSWERED], most,
		    "url(#hatch)");
		board_month(&board->months[i], name);
		(void)fprintf(to, "<text x=\"%zu\" y=\"%d\">%s</text>\n",
		    x + BAR, HEIGHT + 45, name);
	}
	(void)fprintf(to, "</svg></div>\n");
}

static void
add_row(FILE *to, const char *title, uint64_t n, const char *more)
{
	(void)fprintf(to,
	    "<tr><th scope=\"row\">%s</th><td>%" PRIu64 "%s%s%s</td></tr>\n",
	    title, n, more[0] == '\0' ? "" : " (", more,
	    more[0] == '\0' ? "" : "%)");
}

static void
add_totals(const struct sar_board *board, FILE *to)
{
	const uint64_t *count = board->whole.count;
	char more[BOARD_NUMBER];
	int i;

	(void)fprintf(to, "<table><caption>In all</caption>\n");
	for (i = 0; i < SAR_BOARD_WHATS; i++) {
		more[0] = '\0';
		if (i == SAR_BOARD_ON_TIME || i == SAR_BOARD_IN_LAW)
			board_percent(count[i], count[SAR_BOARD_ANSWERED],
			    more);
		add_row(to, sar_board_title((enum sar_board_what)i), count[i],
		    more);
	}
	board_median(&board->whole, more);
	(void)fprintf(to,
	    "<tr><th scope=\"row\">Median days to an answer</th>"
	    "<td>%s</td></tr>\n</table>\n",
	    more[0] == '\0' ? "none" : more);
}

static void
add_now(const struct board_view *view, FILE *to)
{
	char today[SAR_DATE_LEN];
	int i;

	sar_date_format(sar_date_of_days(view->today), today);
	(void)fprintf(to, "<table><caption>On %s</caption>\n", today);
	for (i = 0; i < SAR_BOARD_NOWS; i++)
		if (i < SAR_BOARD_UNKNOWN || view->board->now[i] > 0)
			add_row(to, sar_board_now_title((enum sar_board_now)i),
			    view->board->now[i], "");
	(void)fprintf(to, "</table>\n");
}

static void
add_months(const struct sar_board *board, FILE *to)
{
	char name[BOARD_NUMBER];
	size_t i;
	int k;

	(void)fprintf(to,
	    "<div class=\"chart\"><table><caption>By month</caption>\n"
	    "<thead><tr><th scope=\"col\">Month</th>");
	for (k = 0; k < SAR_BOARD_WHATS; k++)
		(void)fprintf(to, "<th scope=\"col\">%s</th>",
		    sar_board_title((enum sar_board_what)k));
	(void)fprintf(to, "<th scope=\"col\">Median days</th></tr></thead>\n");
	(void)fprintf(to, "<tbody>\n");
	for (i = 0; i < board->n; i++) {
		board_month(&board->months[i], name);
		(void)fprintf(to, "<tr><th scope=\"row\">%s</th>", name);
		for (k = 0; k < SAR_BOARD_WHATS; k++)
			(void)fprintf(to, "<td>%" PRIu64 "</td>",
			    board->months[i].count[k]);
		board_median(&board->months[i], name);
		(void)fprintf(to, "<td>%s</td></tr>\n",
		    name[0] == '\0' ? "none" : name);
	}
	(void)fprintf(to, "</tbody></table></div>\n");
}

int
board_html(const struct board_view *view, FILE *to, struct sar_err *err)
{
	struct sar_buf name = SAR_BUF_INIT;
	struct sar_buf hash = SAR_BUF_INIT;
	char from[SAR_DATE_LEN], until[SAR_DATE_LEN];
	int rc = -1;

	sar_html_text(&name, view->organisation);
	if (sar_html_hash(&hash, style, err) == -1 ||
	    sar_buf_check(&name, err) == -1 || sar_buf_check(&hash, err) == -1)
		goto out;
	sar_date_format(sar_date_of_days(view->board->whole.from), from);
	sar_date_format(sar_date_of_days(view->board->whole.to), until);
	(void)fprintf(to,
	    "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src %s\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<title>Subject access requests, %s to %s</title>\n"
	    "<style>%s</style>\n</head>\n<body>\n<main>\n"
	    "<h1>Subject access requests</h1>\n<p>%s, %s to %s</p>\n",
	    hash.data, from, until, style, name.data, from, until);
	add_chart(view->board, to);
	add_totals(view->board, to);
	add_now(view, to);
	add_months(view->board, to);
	(void)fprintf(to, "</main>\n</body>\n</html>\n");
	rc = 0;

out:
	sar_buf_free(&name);
	sar_buf_free(&hash);
	return rc;
}
