#include "marks/grid.h"

#include <string.h>

void
sar_grid_open(struct sar_grid *grid, const struct sar_lines *lines)
{
	grid->at = lines->at;
	grid->end = lines->end;
	grid->line = lines->number + 1;
	grid->brief = false;
	memset(&grid->value, 0, sizeof(grid->value));
	grid->value.line = grid->line;
}

void
sar_grid_close(struct sar_grid *grid)
{
	sar_buf_free(&grid->plain);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_blanks(struct sar_grid *grid)
{
	while (grid->at < grid->end && is_blank(*grid->at)) {
		grid->line += *grid->at == '\n';
		grid->at++;
	}
}

/* The text whose opening quote has been taken. */
static bool
take_text(struct sar_grid *grid)
{
	struct sar_grid_value *value = &grid->value;

	value->kind = SAR_GRID_TEXT;
	value->text = grid->at;
	for (; grid->at < grid->end; grid->at++) {
		grid->line += *grid->at == '\n';
		if (*grid->at != '"')
			continue;
		if (grid->at + 1 < grid->end && grid->at[1] == '"') {
			grid->at++;
			continue;
		}
		value->len = (size_t)(grid->at - value->text);
		grid->at++;
		return grid->at == grid->end || is_blank(*grid->at);
	}
	return false;
}

/* A word is a number, a flag, or one of those between the values. */
static bool
take_word(struct sar_grid *grid, size_t *n_words)
{
	struct sar_grid_value *value = &grid->value;
	size_t i;

	value->text = grid->at;
	while (grid->at < grid->end && !is_blank(*grid->at) && *grid->at != '"')
		grid->at++;
	value->len = (size_t)(grid->at - value->text);
	if (value->text[0] == '<')
		value->kind = SAR_GRID_FLAG;
	else if ((value->text[0] >= '0' && value->text[0] <= '9') ||
		 strchr("+-.,", value->text[0]) != NULL)
		value->kind = SAR_GRID_NUMBER;
	else
		value->kind = SAR_GRID_END;
	for (i = 0; i < value->len && value->kind == SAR_GRID_END; i++) {
		if (value->text[i] == ':')
			continue;
		if (*n_words + 1 == sizeof(value->words))
			return false;
		value->words[(*n_words)++] = value->text[i];
		value->words[*n_words] = '\0';
	}
	return true;
}

bool
sar_grid_next(struct sar_grid *grid)
{
	struct sar_grid_value *value = &grid->value;
	size_t n_words = 0;

	value->words[0] = '\0';
	do {
		skip_blanks(grid);
		value->kind = SAR_GRID_END;
		value->line = grid->line;
		value->len = 0;
		if (grid->at == grid->end)
			return false;
		if (*grid->at == '"') {
			grid->at++;
			if (take_text(grid))
				return true;
			value->kind = SAR_GRID_BAD;
			return false;
		}
		if (!take_word(grid, &n_words)) {
			value->kind = SAR_GRID_BAD;
			return false;
		}
	} while (value->kind == SAR_GRID_END);
	return true;
}

static bool
are_words(const struct sar_grid *grid, const char *words)
{
	return strcmp(grid->value.words, words) == 0;
}

bool
sar_grid_words(const struct sar_grid *grid, const char *words)
{
	return are_words(grid, grid->brief ? "" : words);
}

bool
sar_grid_is(const struct sar_grid *grid, const char *text)
{
	const char *p = grid->value.text;
	const char *end = p + grid->value.len;

	for (; p < end; p++, text++) {
		if (*text == '\0' || *p != *text)
			return false;
		p += *p == '"';
	}
	return *text == '\0';
}

/*
 * "ooTextFile" and "TextGrid"; the form is told by what stands before the
 * first number.
 */
bool
sar_grid_start(struct sar_grid *grid)
{
	struct sar_grid look;

	if (!sar_grid_next(grid) || grid->value.kind != SAR_GRID_TEXT ||
	    !are_words(grid, "Filetype=") ||
	    (!sar_grid_is(grid, "ooTextFile") &&
		!sar_grid_is(grid, "ooTextFile short")))
		return false;
	if (!sar_grid_next(grid) || grid->value.kind != SAR_GRID_TEXT ||
	    (!are_words(grid, "Objectclass=") && !are_words(grid, "")) ||
	    !sar_grid_is(grid, "TextGrid"))
		return false;
	look = *grid;
	grid->brief = sar_grid_next(&look) && are_words(&look, "");
	return true;
}

bool
sar_grid_text(struct sar_grid *grid, const char **text, size_t *len)
{
	struct sar_buf *plain = &grid->plain;
	const char *p = grid->value.text;
	const char *end = p + grid->value.len;

	plain->len = 0;
	for (; p < end; p++) {
		sar_buf_add(plain, is_blank(*p) ? " " : p, 1);
		p += *p == '"';
	}
	*text = plain->len == 0 ? "" : plain->data;
	*len = plain->len;
	sar_lines_trim(text, len);
	return plain->failed == 0;
}
