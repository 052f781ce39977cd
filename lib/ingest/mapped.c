#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "ingest/format.h"
#include "ingest/mapped.h"
#include "ingest/table.h"

#define ABSENT SAR_MAPPED_ABSENT

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
	struct sar_mapped *x = ctx;
	const struct sar_mapping *m = x->m;
	const bool row = strcmp(m->ref, SAR_MAPPING_ROW) == 0;
	const struct {
		const char *name;
		size_t *at;
	} columns[] = { { m->time, &x->time }, { m->clock, &x->clock },
		{ m->end, &x->end }, { m->end_clock, &x->end_clock },
		{ row ? NULL : m->ref, &x->ref }, { m->group, &x->group },
		{ m->caller, &x->caller }, { m->called, &x->called },
		{ m->local, &x->local }, { m->remote, &x->remote },
		{ m->entry, &x->entry }, { m->duration, &x->duration },
		{ m->talk, &x->talk }, { m->recording, &x->recording },
		{ m->answered, &x->answered }, { m->direction, &x->direction },
		{ m->codec, &x->codec }, { m->rate, &x->rate },
		{ m->channels, &x->channels } };
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

static enum sar_direction
direction(const struct sar_mapped *x, const char *const *field)
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
put_party(const struct sar_row_context *context, const char *const *field,
    size_t at, enum sar_role role, bool dialled, struct sar_row *row)
{
	if (at != ABSENT)
		(void)sar_row_party(row,
		    dialled ? &context->dialled : &context->written, role,
		    field[at]);
}

/* The direction says which of the two was dialled, or it is not known. */
static void
read_sides(const struct sar_mapped *x, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	enum sar_role remote = SAR_ROLE_OTHER, local = SAR_ROLE_OTHER;
	bool out = row->leg.direction == SAR_DIRECTION_OUT;

	if (out || row->leg.direction == SAR_DIRECTION_IN) {
		remote = out ? SAR_ROLE_CALLED : SAR_ROLE_CALLER;
		local = out ? SAR_ROLE_CALLER : SAR_ROLE_CALLED;
	}
	put_party(context, field, x->remote, remote, out, row);
	put_party(context, field, x->local, local, false, row);
}

static void
read_parties(const struct sar_mapped *x, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	size_t i;

	put_party(context, field, x->caller, SAR_ROLE_CALLER, false, row);
	put_party(context, field, x->called, SAR_ROLE_CALLED, true, row);
	read_sides(x, context, field, row);
	put_party(context, field, x->entry, SAR_ROLE_ENTRY, false, row);
	for (i = 0; i < x->m->n_others; i++)
		put_party(context, field, x->others[i], SAR_ROLE_OTHER, false,
		    row);
}

/* A record without an id is known by all that it says. */
static const char *
ref_of_row(const struct sar_ingest_record *record, struct sar_row *row)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_sha256 *hash = sar_sha256_new(&ignored);
	uint8_t digest[SAR_SHA256_LEN];
	char hex[SAR_HEX_LEN(16)];
	size_t i;

	if (hash == NULL)
		return "";
	for (i = 0; i < record->n; i++)
		sar_sha256_add(hash, record->fields[i],
		    strlen(record->fields[i]) + 1);
	sar_sha256_end(hash, digest);
	sar_sha256_free(hash);
	sar_hex_put(digest, 16, hex);
	return sar_row_format(row, "row-%s", hex);
}

static bool
read_ids(const struct sar_mapped *x, const struct sar_ingest_record *record,
    struct sar_row *row)
{
	const char *ref = x->ref == ABSENT ? ref_of_row(record, row)
					   : record->fields[x->ref];
	const char *group = x->group == ABSENT ? ref : record->fields[x->group];

	if (ref[0] == '\0' || strlen(ref) >= SAR_ROW_REF_MAX ||
	    strlen(group) >= SAR_ROW_REF_MAX)
		return sar_row_reject(row, x->m->ref, "empty or too long");
	row->leg.ref = ref;
	row->leg.group = group[0] == '\0' ? ref : group;
	return true;
}

static bool
read_recording(const struct sar_mapped *x,
    const struct sar_row_context *context, const char *const *field,
    struct sar_row *row)
{
	struct sar_row_file *file;
	const char *name;

	if (x->recording == ABSENT)
		return true;
	name = field[x->recording];
	row->leg.recorded = name[0] == '\0' ? SAR_NO : SAR_YES;
	if (name[0] == '\0')
		return true;
	file = sar_mapped_path(x, context, name, row);
	return file != NULL && sar_mapped_raw(x, field, row, file);
}

static bool
read_row(void *ctx, struct sar_reading *in,
    const struct sar_ingest_record *record)
{
	const struct sar_mapped *x = ctx;
	const char *const *field = record->fields;
	struct sar_row *row = in->row;

	if (!read_ids(x, record, row) ||
	    !sar_mapped_times(x, &in->context, field, row) ||
	    !read_recording(x, &in->context, field, row))
		return false;
	row->leg.direction = direction(x, field);
	read_parties(x, &in->context, field, row);
	row->leg.answered = row->leg.talk > 0 &&
			    (x->answered == ABSENT ||
				sar_mapping_says(x->m, "answered", "value",
				    field[x->answered]));
	/* A length that counts ringing too is no talk when nobody answered. */
	if (!row->leg.answered && x->talk == ABSENT)
		row->leg.talk = 0;
	return true;
}

/* A format made for one mapping. */
struct made {
	struct sar_format format; /* first: it is what the caller holds */
	struct sar_mapped mapped;
	char name[32];
};

static enum sar_time_basis
basis(const struct sar_mapping *m, enum sar_time_basis said)
{
	switch (m->times) {
	case SAR_MAPPING_EPOCH:
	case SAR_MAPPING_EPOCH_MS:
		return SAR_TIME_EPOCH;
	case SAR_MAPPING_OFFSET:
		return SAR_TIME_OFFSET;
	case SAR_MAPPING_UTC:
		return SAR_TIME_UTC;
	case SAR_MAPPING_LOCAL:
		break;
	}
	return said == SAR_TIME_UNKNOWN ? SAR_TIME_ZONE : said;
}

static int
read_mapped(struct sar_reading *in, struct sar_err *err)
{
	struct sar_mapped x = { 0 };
	struct sar_table table = { .header = header,
		.row = read_row,
		.ctx = &x };
	uint64_t rows;
	int rc;

	if ((x.m = sar_mapping_read(in->options, err)) == NULL)
		return -1;
	table.csv.delimiter = x.m->delimiter;
	in->context.basis = basis(x.m, in->context.basis);
	in->evidence = "mapping";
	rc = sar_table_read(in, &table, &rows, err);
	sar_mapping_free(x.m);
	return rc;
}

struct sar_format *
sar_format_mapped(const struct sar_ingest_options *options, struct sar_err *err)
{
	struct made *made = calloc(1, sizeof(*made));
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];

	if (made == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (sar_sha256_text(options->mapping, options->mapping_len, digest,
		err) == -1 ||
	    (made->mapped.m = sar_mapping_read(options, err)) == NULL) {
		free(made);
		return NULL;
	}
	/* By another mapping a file is not what was imported before. */
	sar_hex_put(digest, sizeof(digest), hex);
	(void)snprintf(made->name, sizeof(made->name), "csv-%.16s-%.8s",
	    made->mapped.m->system, hex);
	made->format = (struct sar_format){ .name = made->name,
		.version = 3,
		.title = "CSV by a mapping",
		.system = made->mapped.m->system,
		.grouped = made->mapped.m->group == NULL ? "" : "group",
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
