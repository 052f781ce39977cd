#include "base/lines.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Cells of the table of common lengths: 16 MiB of it. */
#define CELLS_MAX ((size_t)4 * 1024 * 1024)

static size_t
count(const char *text, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += text[i] == '\n';
	return len > 0 && text[len - 1] != '\n' ? n + 1 : n;
}

int
sar_lines_split(const char *text, size_t len, struct sar_lines *out,
    struct sar_err *err)
{
	const char *end = text + len;
	const char *stop;
	size_t n;

	out->n = 0;
	out->line = calloc(count(text, len) + 1, sizeof(*out->line));
	if (out->line == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	while (text < end) {
		stop = memchr(text, '\n', (size_t)(end - text));
		n = (size_t)((stop == NULL ? end : stop) - text);
		out->line[out->n].text = text;
		out->line[out->n++].len = n > 0 && stop != NULL &&
						  text[n - 1] == '\r'
					      ? n - 1
					      : n;
		text += n + (stop != NULL);
	}
	return 0;
}

void
sar_lines_free(struct sar_lines *lines)
{
	free(lines->line);
	lines->line = NULL;
	lines->n = 0;
}

/* What is left of both once what they begin and end with alike is gone. */
struct middle {
	const struct sar_line *then, *now;
	size_t n_then, n_now;
	size_t head;
	sar_lines_fn *fn;
	void *ctx;
};

static bool
same(const struct sar_line *a, const struct sar_line *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static struct middle
trim(const struct sar_lines *then, const struct sar_lines *now)
{
	struct middle m = { .n_then = then->n, .n_now = now->n };

	while (m.head < m.n_then && m.head < m.n_now &&
	       same(&then->line[m.head], &now->line[m.head]))
		m.head++;
	while (m.n_then > m.head && m.n_now > m.head &&
	       same(&then->line[m.n_then - 1], &now->line[m.n_now - 1])) {
		m.n_then--;
		m.n_now--;
	}
	m.then = then->line + m.head;
	m.now = now->line + m.head;
	m.n_then -= m.head;
	m.n_now -= m.head;
	return m;
}

/* Of lines ${i} on and ${k} on: the longest that both have in that order. */
static uint32_t *
common(const struct middle *m)
{
	size_t width = m->n_now + 1;
	uint32_t *cell = calloc((m->n_then + 1) * width, sizeof(*cell));
	uint32_t below, right;
	size_t i, k;

	for (i = m->n_then; cell != NULL && i-- > 0;)
		for (k = m->n_now; k-- > 0;) {
			below = cell[(i + 1) * width + k];
			right = cell[i * width + k + 1];
			if (same(&m->then[i], &m->now[k]))
				below = right = cell[(i + 1) * width + k + 1] +
						1;
			cell[i * width + k] = below > right ? below : right;
		}
	return cell;
}

static void
tell(const struct middle *m, size_t i, size_t k, const size_t from[2])
{
	struct sar_lines_change change = {
		.then = m->head + from[0],
		.n_then = i - from[0],
		.now = m->head + from[1],
		.n_now = k - from[1],
	};

	if (change.n_then > 0 || change.n_now > 0)
		m->fn(m->ctx, &change);
}

static void
walk(const struct middle *m, const uint32_t *cell)
{
	size_t width = m->n_now + 1;
	size_t from[2] = { 0, 0 };
	size_t i = 0, k = 0;

	while (i < m->n_then && k < m->n_now) {
		if (same(&m->then[i], &m->now[k])) {
			tell(m, i, k, from);
			from[0] = ++i;
			from[1] = ++k;
		} else if (cell[(i + 1) * width + k] >=
			   cell[i * width + k + 1]) {
			i++;
		} else {
			k++;
		}
	}
	tell(m, m->n_then, m->n_now, from);
}

int
sar_lines_compare(const struct sar_lines *then, const struct sar_lines *now,
    sar_lines_fn *fn, void *ctx, struct sar_err *err)
{
	struct middle m = trim(then, now);
	const size_t none[2] = { 0, 0 };
	uint32_t *cell;

	m.fn = fn;
	m.ctx = ctx;
	if (m.n_then == 0 || m.n_now == 0 ||
	    m.n_then + 1 > CELLS_MAX / (m.n_now + 1)) {
		tell(&m, m.n_then, m.n_now, none);
		return 0;
	}
	if ((cell = common(&m)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	walk(&m, cell);
	free(cell);
	return 0;
}
