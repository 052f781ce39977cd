#include "ingest/oreka.h"

#include <string.h>
#include <strings.h>

/* An IP address stands where a party had no number: it is none. */
static const char *
number_of(struct sar_row *row, const char *text)
{
	size_t digits = strspn(text, "0123456789.");
	size_t i, dots = 0;

	for (i = 0; i < digits; i++)
		dots += text[i] == '.';
	if (dots == 3 && (text[digits] == '\0' || text[digits] == ',' ||
			     text[digits] == ':'))
		return "";
	/* A plus sign that an old orkaudio did not escape. */
	if (text[0] == ' ' && text[1] >= '1' && text[1] <= '9')
		return sar_row_format(row, "+%s", text + 1);
	return text;
}

static void
fill_parties(const struct sar_row_context *context,
    const struct sar_oreka_tape *tape, struct sar_row *row, int *local,
    int *remote)
{
	const bool out = row->leg.direction == SAR_DIRECTION_OUT;
	enum sar_role theirs = SAR_ROLE_OTHER, ours = SAR_ROLE_OTHER;

	if (out || row->leg.direction == SAR_DIRECTION_IN) {
		theirs = out ? SAR_ROLE_CALLED : SAR_ROLE_CALLER;
		ours = out ? SAR_ROLE_CALLER : SAR_ROLE_CALLED;
	}
	*remote = sar_row_party(row,
	    out ? &context->dialled : &context->written, theirs,
	    number_of(row, tape->remote));
	*local = sar_row_party(row, &context->written, ours,
	    number_of(row, tape->local));
	(void)sar_row_party(row, &context->written, SAR_ROLE_ENTRY,
	    number_of(row, tape->entry));
}

bool
sar_oreka_fill(const struct sar_row_context *context,
    const struct sar_oreka_tape *tape, struct sar_row *row)
{
	int local, remote;

	row->leg.direction = SAR_DIRECTION_UNKNOWN;
	if (strcasecmp(tape->direction, "in") == 0)
		row->leg.direction = SAR_DIRECTION_IN;
	else if (strcasecmp(tape->direction, "out") == 0)
		row->leg.direction = SAR_DIRECTION_OUT;
	fill_parties(context, tape, row, &local, &remote);
	row->leg.answered = row->leg.talk > 0;
	row->leg.recorded = SAR_YES;
	if (strcasecmp(tape->side, "none") == 0) {
		row->leg.recorded = SAR_NO;
		return true;
	}
	if (tape->file[0] == '\0')
		return true;
	if (sar_row_file(row, tape->column, tape->file) == NULL)
		return false;
	/* The sound of one side alone is kept in a file of one channel. */
	if (strcasecmp(tape->side, "local") == 0 && local != SAR_INDEX_NO_PARTY)
		sar_row_stream(row, row->n_files - 1, 0, local);
	if (strcasecmp(tape->side, "remote") == 0 &&
	    remote != SAR_INDEX_NO_PARTY)
		sar_row_stream(row, row->n_files - 1, 0, remote);
	return true;
}
