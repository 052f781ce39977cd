#include "ingest/freeswitch_lines.h"

#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)

struct reader {
	struct sar_reading *in;
	const struct sar_freeswitch_lines *lines;
	struct sar_buf line;
	struct sar_buf held; /* a line that is no row by itself */
	struct sar_buf both;
	struct sar_buf copy; /* what is split */
	uint64_t nr;
	uint64_t held_nr; /* 0: none */
	bool first;
};

static bool
add_field(struct sar_freeswitch_fields *out, char *from, const char *end)
{
	if (out->n == SAR_FREESWITCH_FIELDS)
		return false;
	out->at[out->n] = from;
	out->len[out->n++] = (size_t)(end - from);
	return true;
}

/* How long is what stands at ${p} between two fields, if it does; else 0. */
static size_t
separator(const char *p, const char *end)
{
	size_t left = (size_t)(end - p);

	/* The quote at the end ends a field; it begins none. */
	if (left > 2 && memcmp(p, "\",\"", 3) == 0)
		return 3;
	return left > 3 && memcmp(p, "\", \"", 4) == 0 ? 4 : 0;
}

bool
sar_freeswitch_fields_split(char *text, size_t len,
    struct sar_freeswitch_fields *out)
{
	char *end = text + len;
	char *from, *p;
	size_t gap;

	out->n = 0;
	if (len < 2 || text[0] != '"' || end[-1] != '"')
		return false;
	from = text + 1;
	end--;
	for (p = from; p < end; p++) {
		if ((gap = separator(p, end)) == 0)
			continue;
		if (!add_field(out, from, p))
			return false;
		from = p + gap;
		p = from - 1;
	}
	return add_field(out, from, end);
}

void
sar_freeswitch_fields_join(struct sar_freeswitch_fields *fields, size_t at,
    size_t extra)
{
	size_t i;

	if (extra > 0) {
		fields->len[at] = (size_t)(fields->at[at + extra] -
					   fields->at[at]) +
				  fields->len[at + extra];
		for (i = at + 1; i + extra < fields->n; i++) {
			fields->at[i] = fields->at[i + extra];
			fields->len[i] = fields->len[i + extra];
		}
		fields->n -= extra;
	}
	for (i = 0; i < fields->n; i++)
		fields->at[i][fields->len[i]] = '\0';
}

/* Split a copy: the text may be wanted again, with the next line. */
static bool
fits(struct reader *r, const struct sar_buf *text)
{
	if (memchr(text->data, '\0', text->len) != NULL)
		return false;
	r->copy.len = 0;
	sar_buf_add(&r->copy, text->data, text->len);
	return !r->copy.failed &&
	       r->lines->fits(r->lines->ctx, r->copy.data, r->copy.len);
}

static int
reject_held(struct reader *r, struct sar_err *err)
{
	uint64_t nr = r->held_nr;

	r->held_nr = 0;
	if (nr == 0)
		return 0;
	return sar_sink_reject(r->in, nr, "-", "not a row of a known form",
	    err);
}

/* A line that ends as a row does is one, though not of a known form. */
static bool
is_whole(const struct sar_buf *line)
{
	char last = line->data[line->len - 1];

	return last == '"' || last == ';';
}

static int
take_line(struct reader *r, struct sar_err *err)
{
	struct sar_buf *line = &r->line;
	uint64_t nr;

	if (line->len > 0 && line->data[line->len - 1] == '\r')
		line->len--;
	if (line->len == 0)
		return 0;
	if (r->held_nr != 0 && !is_whole(&r->held)) {
		r->both.len = 0;
		sar_buf_add(&r->both, r->held.data, r->held.len);
		sar_buf_add(&r->both, "\n", 1);
		sar_buf_add(&r->both, line->data, line->len);
		if (sar_buf_check(&r->both, err) == -1)
			return -1;
		nr = r->held_nr;
		if (fits(r, &r->both)) {
			r->held_nr = 0;
			return r->lines->row(r->lines->ctx, nr, err);
		}
	}
	if (reject_held(r, err) == -1)
		return -1;
	if (fits(r, line))
		return r->lines->row(r->lines->ctx, r->nr, err);
	r->held.len = 0;
	sar_buf_add(&r->held, line->data, line->len);
	r->held_nr = r->nr;
	return sar_buf_check(&r->held, err);
}

static int
take_block(void *ctx, const char *text, size_t len, struct sar_err *err)
{
	struct reader *r = ctx;
	const char *end;
	size_t n;

	if (r->first && len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		len -= 3;
	}
	r->first = false;
	for (; len > 0; text += n, len -= n) {
		end = memchr(text, '\n', len);
		n = end == NULL ? len : (size_t)(end - text);
		if (n > LINE_MAX_BYTES - r->line.len)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: longer than 1 MiB", r->in->name,
			    (unsigned long long)r->nr);
		sar_buf_add(&r->line, text, n);
		if (sar_buf_check(&r->line, err) == -1)
			return -1;
		if (end == NULL)
			continue;
		if (take_line(r, err) == -1)
			return -1;
		r->line.len = 0;
		r->nr++;
		n++;
	}
	return 0;
}

static int
finish(struct reader *r, struct sar_err *err)
{
	bool open = r->line.len > 0;

	if (open && take_line(r, err) == -1)
		return -1;
	if (open && r->held_nr != 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: line %llu: torn: the last row is no row", r->in->name,
		    (unsigned long long)r->held_nr);
		sar_err_hint(err, "the export is not complete: make it again");
		return -1;
	}
	return reject_held(r, err);
}

int
sar_freeswitch_lines_read(struct sar_reading *in,
    const struct sar_freeswitch_lines *lines, struct sar_err *err)
{
	struct reader r = { .in = in, .lines = lines, .nr = 1, .first = true };
	int rc = sar_sha256_each(in->source, take_block, &r, in->sha256, err);

	if (rc == 0)
		rc = finish(&r, err);
	sar_buf_free(&r.line);
	sar_buf_free(&r.held);
	sar_buf_free(&r.both);
	sar_buf_free(&r.copy);
	return rc;
}
