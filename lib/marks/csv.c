/* Comma-separated values (RFC 4180), or parted by semicolons or TABs. */
#include "marks/csv.h"

#include <csv.h>
#include <string.h>

#include "base/buf.h"
#include "marks/reader.h"
#include "marks/words.h"

enum column {
	COLUMN_START,
	COLUMN_END,
	COLUMN_CODE,
	COLUMN_CHANNEL,
	COLUMN_FILL,
	COLUMN_DECISION,
	COLUMN_TEXT, /* not used */
	COLUMNS
};

static const struct name {
	const char *name;
	enum column column;
} names[] = {
	{ "start", COLUMN_START },
	{ "from", COLUMN_START },
	{ "end", COLUMN_END },
	{ "to", COLUMN_END },
	{ "code", COLUMN_CODE },
	{ "provision", COLUMN_CODE },
	{ "channel", COLUMN_CHANNEL },
	{ "fill", COLUMN_FILL },
	{ "decision", COLUMN_DECISION },
	{ "text", COLUMN_TEXT },
};

struct cell {
	const char *text;
	size_t len;
};

struct csv {
	struct sar_reader *reader;
	struct sar_err *err;
	char separator;
	bool failed;
	bool in_record;
	unsigned line;           /* the record began on */
	struct sar_buf text;     /* of the record's cells */
	size_t ends[COLUMNS];    /* of each cell, in text */
	size_t n;                /* cells of the record */
	size_t columns;          /* of the header; 0 before it is read */
	enum column at[COLUMNS]; /* what each cell is */
	char decimal;            /* mark in the times so far; '\0': none yet */
};

static int
bad(struct csv *csv, const char *why)
{
	csv->failed = true;
	return sar_reader_bad(csv->reader, csv->line, why, csv->err);
}

static enum column
find_column(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (sar_words_is(text, len, names[i].name))
			return names[i].column;
	return COLUMNS;
}

char
sar_csv_separator(const char *line, size_t len)
{
	char found = '\0';
	size_t i;

	for (i = 0; i < len; i++) {
		if (line[i] != ',' && line[i] != ';' && line[i] != '\t')
			continue;
		if (found != '\0' && found != line[i])
			return '\0';
		found = line[i];
	}
	return found;
}

bool
sar_csv_is_header(const char *line, size_t len)
{
	bool seen[COLUMNS + 1] = { false };
	size_t from = 0;
	size_t i;

	for (i = 0; i <= len; i++) {
		size_t a = from;
		size_t b = i;

		if (i < len && line[i] != ',' && line[i] != ';' &&
		    line[i] != '\t')
			continue;
		while (a < b && (line[a] == ' ' || line[a] == '"'))
			a++;
		while (b > a && (line[b - 1] == ' ' || line[b - 1] == '"'))
			b--;
		seen[find_column(line + a, b - a)] = true;
		from = i + 1;
	}
	return seen[COLUMN_START] && seen[COLUMN_END];
}

static struct cell
get(const struct csv *csv, size_t i)
{
	size_t from = i == 0 ? 0 : csv->ends[i - 1];
	struct cell cell = { csv->text.data + from, csv->ends[i] - from };

	return cell;
}

static int
read_header(struct csv *csv)
{
	bool seen[COLUMNS] = { false };
	size_t i;

	for (i = 0; i < csv->n; i++) {
		struct cell cell = get(csv, i);
		enum column column = find_column(cell.text, cell.len);

		if (column == COLUMNS)
			return bad(csv,
			    "unknown column: expected start, end, code, "
			    "channel, fill, decision or text");
		if (seen[column])
			return bad(csv, "two columns of one meaning");
		seen[column] = true;
		csv->at[i] = column;
	}
	if (!seen[COLUMN_START] || !seen[COLUMN_END])
		return bad(csv, "expected the columns start and end");
	if (!seen[COLUMN_CODE] && csv->reader->in->code == NULL) {
		(void)bad(csv, "expected the column code");
		sar_err_hint(csv->err, "or --code, for all of the file");
		return -1;
	}
	csv->columns = csv->n;
	return 0;
}

/*
 * "1,234" is a second and a bit to one program and twenty minutes to another.
 * Beside semicolons a comma is the point; elsewhere it may part thousands.
 */
static bool
may_be_thousands(const struct csv *csv, struct cell cell)
{
	const char *comma = memchr(cell.text, ',', cell.len);
	size_t whole = comma == NULL ? 0 : (size_t)(comma - cell.text);

	return csv->separator != ';' && whole > 0 && whole <= 3 &&
	       cell.text[0] != '0' && cell.len - whole == 4 &&
	       memchr(cell.text, ':', cell.len) == NULL;
}

/* A time in seconds, or as H:MM:SS; why it is none, or NULL. */
static const char *
read_time(struct csv *csv, struct cell cell, struct sar_seconds *out)
{
	struct sar_seconds_form form;
	char mark = '\0';

	if (cell.len == 0)
		return "a start or end is empty";
	if (memchr(cell.text, ',', cell.len) != NULL)
		mark = ',';
	else if (memchr(cell.text, '.', cell.len) != NULL)
		mark = '.';
	if (!sar_seconds_parse(cell.text, cell.len, out) &&
	    (!sar_seconds_clock(cell.text, cell.len, out, &form) ||
		form.hours == 0))
		return "a start or end is not a time: expected seconds or "
		       "H:MM:SS";
	if (may_be_thousands(csv, cell))
		return "a comma before three digits: a decimal comma or "
		       "thousands?";
	if (mark != '\0' && csv->decimal != '\0' && mark != csv->decimal)
		return "decimal points and decimal commas in one file";
	if (mark != '\0')
		csv->decimal = mark;
	return NULL;
}

static const char *
set_code(const struct csv *csv, struct cell cell, struct sar_mark *mark)
{
	const char *code = csv->reader->in->code;

	if (cell.len == 0 && code != NULL)
		return NULL;
	return sar_words_basis(cell.text, cell.len, mark)
		   ? NULL
		   : "the code is not that of a provision";
}

static const char *
take_cell(struct csv *csv, size_t i, struct sar_seconds_span *span,
    struct sar_mark *mark)
{
	struct cell cell = get(csv, i);
	enum column column = csv->at[i];

	if (column == COLUMN_START)
		return read_time(csv, cell, &span->from);
	if (column == COLUMN_END)
		return read_time(csv, cell, &span->to);
	if (column == COLUMN_CODE)
		return set_code(csv, cell, mark);
	if (column == COLUMN_TEXT || cell.len == 0)
		return NULL;
	return sar_words_set(mark,
	    column == COLUMN_CHANNEL ? SAR_WORDS_CHANNEL
	    : column == COLUMN_FILL  ? SAR_WORDS_FILL
				     : SAR_WORDS_DECISION,
	    cell.text, cell.len);
}

static int
read_row(struct csv *csv)
{
	struct sar_reader *reader = csv->reader;
	const char *code = reader->in->code;
	struct sar_seconds_span span = { { 0, "", 0 }, { 0, "", 0 } };
	struct sar_mark *mark;
	const char *why = NULL;
	size_t i;

	if (csv->n != csv->columns)
		return bad(csv, "not as many cells as the header has columns");
	if ((mark = sar_reader_new(reader, csv->line, csv->err)) == NULL)
		return -1;
	if (code != NULL && !sar_words_basis(code, strlen(code), mark))
		return bad(csv, "the code is not that of a provision");
	for (i = 0; i < csv->n; i++)
		if ((why = take_cell(csv, i, &span, mark)) != NULL)
			break;
	if (why != NULL) {
		(void)bad(csv, why);
		if (csv->at[i] == COLUMN_CODE)
			sar_err_hint(csv->err, "codes: %s", sar_basis_codes());
		return -1;
	}
	mark->from_us = span.from.us;
	mark->to_us = sar_seconds_up(&span.to);
	return sar_reader_check(reader, csv->line, &span, csv->err);
}

/* libcsv's first callback: a cell. */
static void
on_cell(void *data, size_t len, void *ctx)
{
	struct csv *csv = ctx;

	if (csv->failed)
		return;
	if (csv->n == COLUMNS) {
		(void)bad(csv, "more cells than there are columns");
		return;
	}
	sar_buf_add(&csv->text, data == NULL ? "" : data, len);
	csv->ends[csv->n++] = csv->text.len;
}

/* libcsv's second callback: the end of a record. */
static void
on_record(int end, void *ctx)
{
	struct csv *csv = ctx;

	(void)end;
	if (csv->failed)
		return;
	if (sar_buf_check(&csv->text, csv->err) == -1 ||
	    (csv->columns == 0 ? read_header(csv) : read_row(csv)) == -1)
		csv->failed = true;
	csv->text.len = 0;
	csv->n = 0;
	csv->in_record = false;
}

/* A line of nothing, or of spaces, between records is none. */
static bool
is_blank(const struct sar_line *line)
{
	size_t i;

	for (i = 0; i < line->len; i++)
		if (line->text[i] != ' ')
			return false;
	return true;
}

/* A line at a time, so that it is known which one a record began on. */
static int
feed(struct csv *csv, struct csv_parser *parser, const struct sar_line *line)
{
	if (!csv->in_record) {
		csv->in_record = true;
		csv->line = line->number;
	}
	if (csv_parse(parser, line->text, line->len, on_cell, on_record, csv) !=
		line->len ||
	    csv_parse(parser, "\n", 1, on_cell, on_record, csv) != 1)
		return csv->failed ? -1
		       : csv_error(parser) == CSV_EPARSE
			   ? bad(csv, "a quote out of place")
			   : sar_err_set(csv->err, SAR_EFAIL, "out of memory");
	return csv->failed ? -1 : 0;
}

static int
feed_lines(struct csv *csv, struct csv_parser *parser)
{
	struct sar_lines *lines = &csv->reader->lines;
	struct sar_line line;

	while (sar_lines_next(lines, &line)) {
		if (!csv->in_record && is_blank(&line))
			continue;
		if (csv->separator == '\0') {
			csv->line = line.number;
			csv->separator = sar_csv_separator(line.text, line.len);
			if (csv->separator == '\0')
				return bad(csv,
				    "expected a header whose columns are "
				    "parted by commas, semicolons or TABs");
			csv_set_delim(parser, (unsigned char)csv->separator);
		}
		if (feed(csv, parser, &line) == -1)
			return -1;
	}
	if (csv->in_record)
		return bad(csv, "a quote that is never closed");
	return 0;
}

int
sar_reader_csv(struct sar_reader *reader, struct sar_err *err)
{
	struct csv csv = { .reader = reader, .err = err };
	struct csv_parser parser;
	int rc;

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = feed_lines(&csv, &parser);
	csv_free(&parser);
	sar_buf_free(&csv.text);
	return rc;
}
