#include <string.h>

#include "base/text.h"
#include "ingest/freeswitch.h"

#define FOLDER "/recordings/" /* what FreeSWITCH calls its recordings_dir */

/* ${path} without the folder ${root}; NULL when it is not below it. */
static const char *
below(const char *path, const char *root)
{
	size_t len = strlen(root);

	while (len > 1 && root[len - 1] == '/')
		len--;
	if (strncmp(path, root, len) != 0 || path[len] != '/')
		return NULL;
	return path + len + 1;
}

/*
 * The recorder's own folder stands for the one given to us: an absolute path
 * counts from that, if it is below it as it stands, else from the first folder
 * "recordings" in it.
 */
static const char *
map_path(const char *path, const char *root)
{
	const char *mapped;

	if (path[0] != '/')
		return path;
	if ((mapped = below(path, root)) != NULL)
		return mapped;
	mapped = strstr(path, FOLDER);
	return mapped == NULL ? NULL : mapped + strlen(FOLDER);
}

/* record_session's data: "{options}PATH +LIMIT". */
static const char *
trim_data(struct sar_row *row, const char *data)
{
	const char *plus, *end;

	while (*data == ' ')
		data++;
	if (*data == '{' && (end = strchr(data, '}')) != NULL)
		data = end + 1;
	end = data + strlen(data);
	plus = strrchr(data, '+');
	if (plus != NULL && plus > data && plus[-1] == ' ' &&
	    strspn(plus + 1, "0123456789") == strlen(plus + 1))
		end = plus - 1;
	while (end > data && end[-1] == ' ')
		end--;
	return sar_row_keep(row, data, (size_t)(end - data));
}

bool
sar_freeswitch_file(struct sar_reading *in, const char *column,
    const char *path)
{
	struct sar_row *row = in->row;
	const char *mapped;
	size_t i;

	if (strstr(path, "://") != NULL)
		return sar_row_reject(row, column, "not a file");
	mapped = map_path(path, in->options->root);
	if (mapped == NULL)
		return sar_row_reject(row, column,
		    "not below a folder \"recordings\"");
	for (i = 0; i < row->n_files; i++)
		if (strcmp(row->files[i].path, mapped) == 0)
			return true;
	row->leg.recorded = SAR_YES;
	return sar_row_file(row, column, mapped) != NULL;
}

static bool
name_applications(const struct sar_freeswitch_call *call,
    struct sar_reading *in)
{
	struct sar_row *row = in->row;
	const char *app = sar_freeswitch_get(call, SAR_FS_LAST_APP);
	const char *data;
	size_t i;

	for (i = 0; i < call->n_records; i++) {
		data = trim_data(row, call->records[i]);
		if (!sar_freeswitch_file(in, "record_session", data))
			return false;
	}
	if (strcmp(app, "record_session") != 0 || call->log)
		return true;
	data = trim_data(row, sar_freeswitch_get(call, SAR_FS_LAST_ARG));
	return sar_freeswitch_file(in, "last_arg", data);
}

/* FusionPBX: where the dialplan had the recording put. */
static bool
name_variables(const struct sar_freeswitch_call *call, struct sar_reading *in)
{
	static const enum sar_freeswitch_var vars[] = {
		SAR_FS_SOFIA_RECORD_FILE, SAR_FS_CC_RECORD_FILE
	};
	const char *folder = sar_freeswitch_get(call, SAR_FS_RECORD_PATH);
	const char *name = sar_freeswitch_get(call, SAR_FS_RECORD_NAME);
	const char *value;
	size_t i;

	if (name[0] != '\0' &&
	    !sar_freeswitch_file(in, "record_name",
		folder[0] == '\0'
		    ? name
		    : sar_row_format(in->row, "%s/%s", folder, name)))
		return false;
	for (i = 0; i < sizeof(vars) / sizeof(vars[0]); i++) {
		value = sar_freeswitch_get(call, vars[i]);
		if (value[0] != '\0' &&
		    !sar_freeswitch_file(in, sar_freeswitch_var_name(vars[i]),
			value))
			return false;
	}
	return true;
}

static void
note_length(const struct sar_freeswitch_call *call, struct sar_row *row)
{
	uint64_t ms;

	if (row->n_files == 1 &&
	    !sar_freeswitch_yes(call, SAR_FS_RECORD_APPEND) &&
	    sar_text_number(sar_freeswitch_get(call, SAR_FS_RECORD_MS),
		INT32_MAX, &ms))
		row->files[0].length_ms = (int64_t)ms;
}

/*
 * Is the recording this channel's own?  Variables that name it are handed on
 * to the channels that it calls.
 */
static bool
is_own(const struct sar_freeswitch_call *call, const struct sar_row *row)
{
	return call->n_records == 1 ||
	       strstr(row->files[0].path, row->leg.ref) != NULL;
}

/*
 * Left is what is said on this channel, right what it hears; swapped, the
 * other way round.  After a transfer a recording that follows it may be on
 * another channel: then nothing is said of who is on which side.
 */
static void
note_streams(const struct sar_freeswitch_call *call, struct sar_row *row)
{
	bool swap = sar_freeswitch_yes(call, SAR_FS_RECORD_STEREO_SWAP);
	bool moved = sar_freeswitch_yes(call, SAR_FS_RECORD_FOLLOW) &&
		     call->vars[SAR_FS_TRANSFER_HISTORY] != NULL;

	if (row->n_files != 1 || !is_own(call, row) ||
	    call->own == SAR_INDEX_NO_PARTY || moved ||
	    (!swap && !sar_freeswitch_yes(call, SAR_FS_RECORD_STEREO)) ||
	    sar_freeswitch_yes(call, SAR_FS_RECORD_READ_ONLY) ||
	    sar_freeswitch_yes(call, SAR_FS_RECORD_WRITE_ONLY))
		return;
	sar_row_stream(row, 0, swap ? 1 : 0, call->own);
}

bool
sar_freeswitch_files(struct sar_freeswitch_call *call, struct sar_reading *in)
{
	struct sar_row *row = in->row;
	const char *samples = sar_freeswitch_get(call, SAR_FS_RECORD_SAMPLES);

	/* A dialplan names the file beforehand; it is made by an answer. */
	if (call->answered == 0 &&
	    sar_freeswitch_yes(call, SAR_FS_RECORD_ANSWER_REQ)) {
		row->leg.recorded = SAR_NO;
		return true;
	}
	if (!name_applications(call, in) || !name_variables(call, in))
		return false;
	/* Something was recorded, and nothing says where. */
	if (row->n_files == 0 && strspn(samples, "0") < strlen(samples))
		row->leg.recorded = SAR_YES;
	note_length(call, row);
	note_streams(call, row);
	return true;
}

const char *
sar_freeswitch_user(struct sar_row *row, const char *channel)
{
	const char *at = strrchr(channel, '@');
	const char *from;
	const char *kept;

	if (at == NULL)
		return "";
	for (from = at; from > channel && from[-1] != '/';)
		from--;
	kept = sar_row_keep(row, from, (size_t)(at - from));
	return sar_freeswitch_number(kept) ? kept : "";
}
