#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "ingest/format.h"
#include "ingest/mapping.h"
#include "ingest/table.h"
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
	const char *kept = "";

	if (x->recording != ABSENT)
		row->leg.recorded = name[0] == '\0' ? SAR_NO : SAR_YES;
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
	if (!path.failed)
		kept = sar_row_keep(row, path.data, path.len);
	sar_buf_free(&path);
	return sar_row_file(row, x->m->recording, kept) != NULL;
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

	(void)sar_row_party(row, &context->written, SAR_ROLE_CALLER,
	    field[x->caller]);
	(void)sar_row_party(row, &context->dialled, SAR_ROLE_CALLED,
	    field[x->called]);
	if (x->entry != ABSENT)
		(void)sar_row_party(row, &context->written, SAR_ROLE_ENTRY,
		    field[x->entry]);
	for (i = 0; i < x->m->n_others; i++)
		(void)sar_row_party(row, &context->written, SAR_ROLE_OTHER,
		    field[x->others[i]]);
}

static bool
read_row(void *ctx, struct sar_reading *in,
    const struct sar_ingest_record *record)
{
	const struct mapped *x = ctx;
	const char *const *field = record->fields;
	const char *ref = field[x->ref];
	const char *group = x->group == ABSENT ? ref : field[x->group];
	struct sar_row *row = in->row;

	if (ref[0] == '\0' || strlen(ref) >= SAR_ROW_REF_MAX ||
	    strlen(group) >= SAR_ROW_REF_MAX)
		return sar_row_reject(row, x->m->ref, "empty or too long");
	row->leg.ref = ref;
	row->leg.group = group[0] == '\0' ? ref : group;
	if (!read_time(x, &in->context, field, row) ||
	    !read_recording(x, &in->context, field, row))
		return false;
	read_parties(x, &in->context, field, row);
	row->leg.direction = direction(x, field);
	row->leg.answered = row->leg.talk > 0 &&
			    (x->answered == ABSENT ||
				sar_mapping_says(x->m, "answered", "value",
				    field[x->answered]));
	return true;
}

/* A format made for one mapping. */
struct made {
	struct sar_format format; /* first: it is what the caller holds */
	struct mapped mapped;
	char name[32];
};

static int
read_mapped(struct sar_reading *in, struct sar_err *err)
{
	struct mapped x = { 0 };
	struct sar_table table = { .header = header,
		.row = read_row,
		.ctx = &x };
	uint64_t rows;
	int rc;

	if ((x.m = sar_mapping_read(in->options, err)) == NULL)
		return -1;
	table.csv.delimiter = x.m->delimiter;
	if (x.m->form == NULL)
		in->context.basis = SAR_TIME_EPOCH;
	else if (in->context.basis == SAR_TIME_UNKNOWN)
		in->context.basis = SAR_TIME_ZONE;
	in->evidence = "mapping";
	rc = sar_table_read(in, &table, &rows, err);
	sar_mapping_free(x.m);
	return rc;
}

struct sar_format *
sar_format_mapped(const struct sar_ingest_options *options, struct sar_err *err)
{
	struct made *made = calloc(1, sizeof(*made));

	if (made == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if ((made->mapped.m = sar_mapping_read(options, err)) == NULL) {
		free(made);
		return NULL;
	}
	(void)snprintf(made->name, sizeof(made->name), "csv-%.16s",
	    made->mapped.m->system);
	made->format = (struct sar_format){ .name = made->name,
		.version = 2,
		.title = "CSV by a mapping",
		.system = made->mapped.m->system,
		.grouped = "group",
		.read = read_mapped };
	return &made->format;
}

void
sar_format_mapped_free(struct sar_format *format)
{
	struct made *made = (struct made *)format;

	if (made == NULL)
		return;
	sar_mapping_free(made->mapped.m);
	free(made);
}
