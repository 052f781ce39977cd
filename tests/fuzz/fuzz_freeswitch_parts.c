/*
 * The parts of reading FreeSWITCH's records, each by itself, which is a
 * hundred times as fast as importing: the first byte says which.
 *   0  cutting a file into objects: each is one, and no byte is in two
 *   1  cutting a row into fields: each is within it, and none touches another
 *   2  a record, a line "name=value" for each thing in it, made a leg: what it
 *      names is safe, and what it links to are ids
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/freeswitch.h"
#include "ingest/freeswitch_lines.h"
#include "ingest/freeswitch_split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

struct pieces {
	size_t bytes;
	uint64_t line;
};

static int
on_object(void *ctx, char *text, size_t len, uint64_t line, struct sar_err *err)
{
	struct pieces *pieces = ctx;

	(void)err;
	require(len >= 2 && text[0] == '{' && line >= pieces->line);
	require(text[len - 1] == '}' || text[len - 1] == ']');
	pieces->bytes += len;
	pieces->line = line;
	return 0;
}

static int
on_fault(void *ctx, uint64_t line, const char *why, struct sar_err *err)
{
	struct pieces *pieces = ctx;

	(void)err;
	require(line >= pieces->line && why[0] != '\0');
	pieces->line = line;
	return 0;
}

static void
split(const char *text, size_t len)
{
	struct pieces pieces = { 0, 1 };
	struct sar_freeswitch_split s = { .object = on_object,
		.fault = on_fault,
		.ctx = &pieces };
	struct sar_err err = SAR_ERR_INIT;
	size_t half = len / 2;
	uint64_t line;

	require(sar_freeswitch_split_add(&s, text, half, &err) == 0);
	require(sar_freeswitch_split_add(&s, text + half, len - half, &err) ==
		0);
	require(pieces.bytes <= len);
	if (sar_freeswitch_split_open(&s, &line))
		require(line >= pieces.line);
	sar_freeswitch_split_free(&s);
}

static void
fields(const char *text, size_t len)
{
	struct sar_freeswitch_fields f;
	char *copy = malloc(len + 1);
	size_t i;

	require(copy != NULL);
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (sar_freeswitch_fields_split(copy, len, &f)) {
		require(f.n >= 1 && f.at[0] == copy + 1);
		for (i = 0; i < f.n; i++)
			require(f.at[i] + f.len[i] < copy + len &&
				(i == 0 ||
				    f.at[i] >= f.at[i - 1] + f.len[i - 1] + 3));
		sar_freeswitch_fields_join(&f, 0, f.n / 2);
		require(f.n >= 1);
	}
	free(copy);
}

/* What does not name a variable does something else to the record. */
static void
put(struct sar_freeswitch_call *call, const char *name, const char *value)
{
	struct sar_freeswitch_profile *profile;

	if (strncmp(name, "stage.", 6) == 0) {
		profile = sar_freeswitch_stage(call);
		sar_freeswitch_profile(call, profile, name + 6, value);
	} else if (strncmp(name, "to.", 3) == 0) {
		profile = sar_freeswitch_peer(call, false);
		sar_freeswitch_profile(call, profile, name + 3, value);
	} else if (strncmp(name, "from.", 5) == 0) {
		profile = sar_freeswitch_peer(call, true);
		sar_freeswitch_profile(call, profile, name + 5, value);
	} else if (strncmp(name, "app.", 4) == 0) {
		sar_freeswitch_app(call, name + 4, value);
	} else if (strcmp(name, "hold") == 0) {
		sar_freeswitch_hold(call, value, "0", value);
	} else {
		sar_freeswitch_time(call, name, value);
		sar_freeswitch_var(call, name, value);
	}
}

static void
check(const struct sar_row *row)
{
	size_t i;

	require(sar_freeswitch_id(row->leg.ref) &&
		sar_freeswitch_id(row->leg.group));
	for (i = 0; i < row->n_files; i++)
		require(sar_row_safe(row->files[i].path));
	for (i = 0; i < row->n_links; i++)
		require(sar_freeswitch_id(row->links[i].target) &&
			strcmp(row->links[i].target, row->leg.ref) != 0);
	for (i = 0; i < row->n_events; i++)
		require(row->events[i].at_ms >= 0 &&
			row->events[i].party < (int)row->leg.n_parties);
	for (i = 0; i < row->n_streams; i++)
		require(row->streams[i].file < row->n_files &&
			row->streams[i].party >= 0 &&
			row->streams[i].party < (int)row->leg.n_parties);
}

static void
leg(const char *text, size_t len)
{
	static const struct sar_ingest_options options = { .root = "/r" };
	static struct sar_freeswitch_call call;
	static struct sar_row row;
	struct sar_reading in = { .row = &row, .options = &options };
	char *copy = strndup(text, len);
	char *line, *next, *value;

	require(copy != NULL);
	in.context.written.country = 44;
	in.context.dialled.country = 44;
	row.file++;
	sar_row_clear(&row);
	sar_freeswitch_clear(&call);
	for (line = copy; line != NULL; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if ((value = strchr(line, '=')) == NULL)
			continue;
		*value++ = '\0';
		put(&call, line, value);
	}
	if (sar_freeswitch_take(&call, &in))
		check(&row);
	else
		require(row.column != NULL && row.reason != NULL);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data + 1;

	if (size == 0)
		return 0;
	switch (data[0] % 3) {
	case 0:
		split(text, size - 1);
		break;
	case 1:
		fields(text, size - 1);
		break;
	default:
		leg(text, size - 1);
	}
	return 0;
}
