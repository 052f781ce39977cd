#include "sar-verify/noted.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cell.h"
#include "base/utc.h"

static const char head[] = "code,record,time,case,expected,found,meaning\r\n";

/* What is being written may not be full before it gets its name. */
static int
put(struct noted *noted, const char *text, size_t len, struct sar_err *err)
{
	if (noted->csv.to != NULL && fwrite(text, 1, len, noted->csv.to) != len)
		return sar_err_errno(err, "%s", noted->csv.path);
	return 0;
}

int
noted_open(struct noted *noted, const char *path, bool force,
    struct sar_err *err)
{
	memset(noted, 0, sizeof(*noted));
	if (cmd_listing_open(&noted->csv, path, force, err) == -1)
		return -1;
	return put(noted, head, sizeof(head) - 1, err);
}

static void
add_row(struct sar_buf *row, const struct sar_ledger_exception *exception)
{
	char t[SAR_UTC_LEN];

	sar_cell_add(row, sar_ledger_code_name(exception->code));
	if (exception->record == SAR_LEDGER_NONE)
		sar_buf_puts(row, ",");
	else
		sar_buf_printf(row, ",%" PRIu64, exception->record);
	sar_utc_format(exception->t, t);
	sar_buf_puts(row, ",");
	sar_cell_add(row, exception->timed ? t : "");
	sar_buf_puts(row, ",");
	sar_cell_add(row, exception->ref);
	sar_buf_puts(row, ",");
	sar_cell_add(row, exception->expected);
	sar_buf_puts(row, ",");
	sar_cell_add(row, exception->found);
	sar_buf_puts(row, ",");
	sar_cell_add(row, sar_ledger_code_text(exception->code));
	sar_buf_puts(row, "\r\n");
}

static int
list(struct noted *noted, const struct sar_ledger_exception *exception,
    struct sar_err *err)
{
	struct sar_buf row = SAR_BUF_INIT;
	int rc = -1;

	if (noted->csv.to == NULL)
		return 0;
	add_row(&row, exception);
	if (sar_buf_check(&row, err) == 0)
		rc = put(noted, row.data, row.len, err);
	sar_buf_free(&row);
	return rc;
}

int
noted_take(void *ctx, const struct sar_ledger_exception *exception,
    struct sar_err *err)
{
	struct noted *noted = ctx;
	size_t room = noted->room == 0 ? 16 : 2 * noted->room;
	struct sar_ledger_exception *grown;

	noted->told++;
	if (noted->n == noted->room && noted->n < NOTED_MAX) {
		grown = reallocarray(noted->all, room, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		noted->all = grown;
		noted->room = room;
	}
	if (noted->n < NOTED_MAX)
		noted->all[noted->n++] = *exception;
	return list(noted, exception, err);
}

int
noted_end(struct noted *noted, struct sar_err *err)
{
	return cmd_listing_end(&noted->csv, err);
}

void
noted_free(struct noted *noted)
{
	cmd_listing_drop(&noted->csv);
	free(noted->all);
	memset(noted, 0, sizeof(*noted));
}
