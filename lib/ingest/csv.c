#include "ingest/csv.h"

#include <csv.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/php.h"

#define BLOCK ((size_t)1 << 16)

struct reader {
	const struct sar_source *source;
	sar_ingest_record_fn *fn;
	void *ctx;
	struct sar_err *err;
	struct csv_parser parser;
	struct sar_ingest_php php;
	uint64_t line;        /* now being read */
	uint64_t record_line; /* the record began on */
	size_t record_len;    /* bytes of it so far */
	bool in_record;
	bool failed;  /* err is set */
	bool held_cr; /* last byte of the block before */
	struct sar_buf text;
	size_t offsets[SAR_INGEST_COLUMNS_MAX];
	size_t n;
	char block[BLOCK];
	char filtered[SAR_INGEST_PHP_ROOM(BLOCK)];
};

static int
fail(struct reader *r, uint64_t line, const char *why)
{
	if (!r->failed)
		(void)sar_err_set(r->err, SAR_EINPUT,
		    "%s: line %" PRIu64 ": %s", r->source->name, line, why);
	r->failed = true;
	return -1;
}

/* libcsv's first callback: a field. */
static void
take_field(void *data, size_t len, void *ctx)
{
	struct reader *r = ctx;

	if (r->failed)
		return;
	if (r->n == SAR_INGEST_COLUMNS_MAX) {
		(void)fail(r, r->record_line, "more than 256 columns");
		return;
	}
	r->offsets[r->n++] = r->text.len;
	sar_buf_add(&r->text, data == NULL ? "" : data, len);
	sar_buf_add(&r->text, "", 1);
}

/* libcsv's second callback: the end of a record. */
static void
take_record(int end, void *ctx)
{
	struct reader *r = ctx;
	const char *fields[SAR_INGEST_COLUMNS_MAX];
	struct sar_ingest_record record = { fields, r->n, r->record_line };
	size_t i;

	(void)end;
	if (!r->failed && sar_buf_check(&r->text, r->err) == -1)
		r->failed = true;
	if (r->failed)
		return;
	for (i = 0; i < r->n; i++)
		fields[i] = r->text.data + r->offsets[i];
	if (r->fn(r->ctx, &record, r->err) == -1)
		r->failed = true;
	r->n = 0;
	r->text.len = 0;
	r->in_record = false;
	r->record_len = 0;
}

/* A carriage return is text: only that before a line feed was taken off. */
static int
is_line_feed(unsigned char c)
{
	return c == '\n';
}

static int
parse(struct reader *r, const char *text, size_t len)
{
	size_t done;

	if (len == 0 || r->failed)
		return r->failed ? -1 : 0;
	r->record_len += len;
	if (r->record_len > SAR_INGEST_RECORD_MAX)
		return fail(r, r->record_line,
		    "longer than 1 MiB, or a quote that is never closed");
	done = csv_parse(&r->parser, text, len, take_field, take_record, r);
	if (r->failed)
		return -1;
	if (done == len)
		return 0;
	if (csv_error(&r->parser) == CSV_EPARSE)
		return fail(r, r->line, "a quote out of place");
	r->failed = true;
	return sar_err_set(r->err, SAR_EFAIL, "out of memory");
}

static bool
is_blank(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
			return false;
	return true;
}

/* ${len} bytes that are of one line, without its end. */
static int
feed_text(struct reader *r, const char *text, size_t len)
{
	if (!r->in_record) {
		r->in_record = true;
		r->record_line = r->line;
	}
	return parse(r, text, len);
}

/* The end of a line, which is not always the end of a record. */
static int
feed_end(struct reader *r)
{
	if (!r->in_record)
		r->record_line = r->line;
	if (parse(r, "\n", 1) == -1)
		return -1;
	r->line++;
	if (!r->in_record)
		r->record_len = 0;
	return 0;
}

/* Give libcsv one line or less at a time: so a record's line is known. */
static int
feed(struct reader *r, const char *text, size_t len)
{
	const char *end;
	size_t n;

	if (len > 0 && r->held_cr) {
		r->held_cr = false;
		if (text[0] != '\n' && feed_text(r, "\r", 1) == -1)
			return -1;
	}
	while (len > 0) {
		end = memchr(text, '\n', len);
		n = end == NULL ? len : (size_t)(end - text);
		r->held_cr = n > 0 && text[n - 1] == '\r';
		if (n > 0 &&
		    (r->in_record || end == NULL || !is_blank(text, n)) &&
		    feed_text(r, text, n - (r->held_cr ? 1 : 0)) == -1)
			return -1;
		if (end == NULL)
			return 0;
		r->held_cr = false;
		if (feed_end(r) == -1)
			return -1;
		text += n + 1;
		len -= n + 1;
	}
	return 0;
}

static int
check_zeros(struct reader *r, const char *text, size_t len)
{
	const char *zero = memchr(text, '\0', len);
	uint64_t line = r->line;
	const char *p;

	if (zero == NULL)
		return 0;
	for (p = text; p < zero; p++)
		if (*p == '\n')
			line++;
	return fail(r, line, "a NUL byte");
}

/* How many bytes of a mark stand before the text; -1: not UTF-8. */
static int
check_mark(struct reader *r, const char *text, size_t len, size_t *mark)
{
	*mark = 0;
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		*mark = 3;
	if (len < 2 || (memcmp(text, "\xFF\xFE", 2) != 0 &&
			   memcmp(text, "\xFE\xFF", 2) != 0))
		return 0;
	(void)sar_err_set(r->err, SAR_EINPUT, "%s: UTF-16 text",
	    r->source->name);
	sar_err_hint(r->err, "save it as UTF-8");
	r->failed = true;
	return -1;
}

static int
read_block(struct reader *r, const struct sar_ingest_csv *csv, uint64_t off,
    size_t len)
{
	const char *text = r->block;
	size_t mark = 0;

	if (off == 0 && check_mark(r, text, len, &mark) == -1)
		return -1;
	text += mark;
	len -= mark;
	if (check_zeros(r, text, len) == -1)
		return -1;
	if (csv->php) {
		len = sar_ingest_php_filter(&r->php, text, len, r->filtered);
		text = r->filtered;
	}
	return feed(r, text, len);
}

/* The last record may have no line end; it must have all its quotes. */
static int
finish(struct reader *r, const struct sar_ingest_csv *csv)
{
	size_t len;

	if (csv->php) {
		len = sar_ingest_php_end(&r->php, r->filtered);
		if (feed(r, r->filtered, len) == -1)
			return -1;
	}
	if (csv_fini(&r->parser, take_field, take_record, r) != 0)
		return fail(r, r->record_line, "a quote that is never closed");
	return r->failed ? -1 : 0;
}

static int
read_all(struct reader *r, const struct sar_ingest_csv *csv,
    struct sar_sha256 *hash, struct sar_err *err)
{
	uint64_t off = 0;
	size_t len;

	while (off < r->source->size) {
		len = BLOCK;
		if (len > r->source->size - off)
			len = (size_t)(r->source->size - off);
		if (sar_source_read(r->source, r->block, len, off, err) == -1)
			return -1;
		sar_sha256_add(hash, r->block, len);
		if (read_block(r, csv, off, len) == -1)
			return -1;
		off += len;
	}
	return finish(r, csv);
}

int
sar_ingest_csv_read(const struct sar_source *source,
    const struct sar_ingest_csv *csv, sar_ingest_record_fn *fn, void *ctx,
    uint8_t sha256[SAR_SHA256_LEN], struct sar_err *err)
{
	struct reader *r = calloc(1, sizeof(*r));
	struct sar_sha256 *hash = NULL;
	int rc = -1;

	if (r == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	/* Without STRICT an open quote swallows the rest of the file. */
	if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		free(r);
		return sar_err_set(err, SAR_EFAIL, "cannot start reading CSV");
	}
	csv_set_delim(&r->parser, (unsigned char)csv->delimiter);
	csv_set_term_func(&r->parser, is_line_feed);
	r->source = source;
	r->fn = fn;
	r->ctx = ctx;
	r->err = err;
	r->line = 1;
	if ((hash = sar_sha256_new(err)) == NULL ||
	    read_all(r, csv, hash, err) == -1)
		goto out;
	sar_sha256_end(hash, sha256);
	rc = 0;

out:
	sar_sha256_free(hash);
	csv_free(&r->parser);
	sar_buf_free(&r->text);
	explicit_bzero(r, sizeof(*r));
	free(r);
	return rc;
}
