#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "ingest/mapped.h"

/* What is left of ${name} without the folder it begins with on the recorder. */
static const char *
strip(const struct sar_mapping *m, const char *name)
{
	size_t i, len;

	for (i = 0; i < m->n_strips; i++) {
		len = strlen(m->strips[i]);
		/* Where paths have backslashes, case does not count. */
		if (m->backslash ? strncasecmp(name, m->strips[i], len) == 0
				 : strncmp(name, m->strips[i], len) == 0)
			return name + len;
	}
	return name;
}

static void
put_name(struct sar_buf *path, const struct sar_mapping *m, const char *name)
{
	size_t from = path->len;
	size_t i;

	sar_buf_puts(path, strip(m, name));
	for (i = from; m->backslash && !path->failed && i < path->len; i++)
		if (path->data[i] == '\\')
			path->data[i] = '/';
}

struct sar_row_file *
sar_mapped_path(const struct sar_mapped *x,
    const struct sar_row_context *context, const char *name,
    struct sar_row *row)
{
	struct sar_civil day = sar_zone_local(context->zone, row->leg.start);
	struct sar_buf path = SAR_BUF_INIT;
	const char *p = x->m->path;
	const char *kept = "";

	while (*p != '\0') {
		if (strncmp(p, "{recording}", 11) == 0)
			put_name(&path, x->m, name);
		else if (strncmp(p, "{YYYY}", 6) == 0)
			sar_buf_printf(&path, "%04d", day.date.year);
		else if (strncmp(p, "{MM}", 4) == 0)
			sar_buf_printf(&path, "%02d", day.date.month);
		else if (strncmp(p, "{DD}", 4) == 0)
			sar_buf_printf(&path, "%02d", day.date.day);
		else
			sar_buf_add(&path, p, 1);
		p = *p == '{' ? strchr(p, '}') + 1 : p + 1;
	}
	if (!path.failed)
		kept = sar_row_keep(row, path.data, path.len);
	sar_buf_free(&path);
	return sar_row_file(row, x->m->recording, kept);
}
