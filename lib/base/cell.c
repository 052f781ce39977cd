#include "base/cell.h"

#include <string.h>

/* A spreadsheet takes a cell that begins with one of = + - @ or a tab for a
   formula, in quotes too; the apostrophe makes it text. */
void
sar_cell_add(struct sar_buf *out, const char *text)
{
	const char *at;

	sar_buf_puts(out, "\"");
	if (text[0] != '\0' && strchr("=+-@\t\r\n", text[0]) != NULL)
		sar_buf_puts(out, "'");
	for (at = text; *at != '\0'; at++)
		sar_buf_add(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
	sar_buf_puts(out, "\"");
}
