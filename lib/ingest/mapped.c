#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "ingest/mapping.h"
#include "ingest/row.h"
#include "ingest/timeform.h"

#define ABSENT SIZE_MAX

/* Where the mapping's columns stand in this export. */
struct mapped {
	struct sar_mapping *m;
	size_t time, ref, group, caller, called, entry, duration, talk;
	size_t recording, answered, direction;
	size_t others[SAR_MAPPING_OTHERS];
};

/* Find the column ${name} (NULL: not mapped) in the header. */
static int
locate(const struct sar_ingest_record *record, const char *file,
    const char *name, size_t *at, struct sar_err *err)
{
	size_t i;

	*at = ABSENT;
	if (name == NULL)
		return 0;
	for (i = 0; i < record->n; i++) {
		if (strcmp(record->fields[i], name) != 0)
			continue;
		if (*at != ABSENT)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: column \"%s\" stands there twice",
			    file, (unsigned long long)record->line, name);
		*at = i;
	}
	if (*at == ABSENT)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: line %llu: column \"%s\" is missing", file,
		    (unsigned long long)record->line, name);
	return 0;
}

static int
header(void *ctx, const struct sar_ingest_record *record, const char *file,
    struct sar_err *err)
{
	struct mapped *x = ctx;
	const struct sar_mapping *m = x->m;
	const struct {
		const char *name;
		size_t *at;
	} columns[] = { { m->time, &x->time }, { m->ref, &x->ref },
		{ m->group, &x->group }, { m->caller, &x->caller },
		{ m->called, &x->called }, { m->entry, &x->entry },
		{ m->duration, &x->duration }, { m->talk, &x->talk },
		{ m->recording, &x->recording }, { m->answered, &x->answered },
		{ m->direction, &x->direction } };
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (locate(record, file, columns[i].name, columns[i].at, err) ==
		    -1)
			return -1;
	for (i = 0; i < m->n_others; i++)
		if (locate(record, file, m->others[i], &x->others[i], err) ==
		    -1)
			return -1;
	return 0;
}

static bool
read_time(const struct mapped *x, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	const char *text = field[x->time];
	struct sar_civil local;
	uint32_t duration;
	uint64_t epoch;

	row->leg.start_raw = text;
	if (x->m->form == NULL) {
		if (!sar_text_number(text, UINT32_MAX, &epoch))
			return sar_row_reject(row, x->m->time,
			    "not seconds since 1970");
		row->leg.start = (int64_t)epoch;
	} else {
		if (!sar_timeform_read(x->m->form, text, &local))
			return sar_row_reject(row, x->m->time,
			    "not a time of the mapping's format");
		sar_row_start(row, context, &local);
	}
	if (!sar_row_seconds(field[x->talk], &row->leg.talk))
		return sar_row_reject(row, x->m->talk, "not whole seconds");
	duration = row->leg.talk;
	if (x->duration != ABSENT &&
	    (!sar_row_seconds(field[x->duration], &duration) ||
		duration < row->leg.talk))
		return sar_row_reject(row, x->m->duration,
		    "not whole seconds from the talk time up");
	row->leg.end = row->leg.start + duration;
	return true;
}

/* The path template with the row's name and day put in. */
static bool
read_recording(const struct mapped *x, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	const char *name = x->recording == ABSENT ? "" : field[x->recording];
	struct sar_civil day = sar_zone_local(context->zone, row->leg.start);
	struct sar_buf path = SAR_BUF_INIT;
	const char *p = x->m->path;

	row->path[0] = '\0';
	if (name[0] == '\0')
		return true;
	while (*p != '\0') {
		if (strncmp(p, "{recording}", 11) == 0)
			sar_buf_puts(&path, name);
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
	if (path.failed || path.len >= sizeof(row->path) ||
	    !sar_row_safe(path.data)) {
		sar_buf_free(&path);
		return sar_row_reject(row, x->m->recording, "unsafe path");
	}
	memcpy(row->path, path.data, path.len + 1);
	sar_buf_free(&path);
	return true;
}

static enum sar_direction
direction(const struct mapped *x, const char *const *field)
{
	const char *value;

	if (x->direction == ABSENT)
		return SAR_DIRECTION_UNKNOWN;
	value = field[x->direction];
	if (sar_mapping_says(x->m, "direction", "in", value))
		return SAR_DIRECTION_IN;
	if (sar_mapping_says(x->m, "direction", "out", value))
		return SAR_DIRECTION_OUT;
	if (sar_mapping_says(x->m, "direction", "internal", value))
		return SAR_DIRECTION_INTERNAL;
	return SAR_DIRECTION_UNKNOWN;
}

static void
read_parties(const struct mapped *x, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	size_t i;

	sar_row_party(row, &context->written, SAR_ROLE_CALLER,
	    field[x->caller]);
	sar_row_party(row, &context->dialled, SAR_ROLE_CALLED,
	    field[x->called]);
	if (x->entry != ABSENT)
		sar_row_party(row, &context->written, SAR_ROLE_ENTRY,
		    field[x->entry]);
	for (i = 0; i < x->m->n_others; i++)
		sar_row_party(row, &context->written, SAR_ROLE_OTHER,
		    field[x->others[i]]);
}

static bool
read_row(void *ctx, const struct sar_row_context *context,
    const struct sar_ingest_record *record, struct sar_row *row)
{
	const struct mapped *x = ctx;
	const char *const *field = record->fields;
	const char *ref = field[x->ref];
	const char *group = x->group == ABSENT ? ref : field[x->group];

	if (ref[0] == '\0' || strlen(ref) >= sizeof(row->ref) ||
	    strlen(group) >= sizeof(row->group))
		return sar_row_reject(row, x->m->ref, "empty or too long");
	(void)snprintf(row->ref, sizeof(row->ref), "%s", ref);
	(void)snprintf(row->group, sizeof(row->group), "%s",
	    group[0] == '\0' ? ref : group);
	if (!read_time(x, context, field, row) ||
	    !read_recording(x, context, field, row))
		return false;
	read_parties(x, context, field, row);
	row->leg.system = x->m->system;
	row->leg.direction = direction(x, field);
	row->leg.answered = row->leg.talk > 0 &&
			    (x->answered == ABSENT ||
				sar_mapping_says(x->m, "answered", "value",
				    field[x->answered]));
	return true;
}

static void
free_mapped(void *ctx)
{
	struct mapped *x = ctx;

	sar_mapping_free(x->m);
	free(x);
}

int
sar_row_mapped(const struct sar_ingest_options *options,
    struct sar_row_reader *reader, struct sar_err *err)
{
	struct mapped *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if ((x->m = sar_mapping_read(options, err)) == NULL) {
		free(x);
		return -1;
	}
	(void)snprintf(reader->importer, sizeof(reader->importer),
	    "csv-%.16s/1", x->m->system);
	reader->csv = (struct sar_ingest_csv){ .delimiter = x->m->delimiter };
	reader->header = header;
	reader->row = read_row;
	reader->ctx = x;
	reader->free = free_mapped;
	return 0;
}
