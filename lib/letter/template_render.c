/* A template that has been read, with its values, as prose. */
#include <string.h>

#include "base/text.h"
#include "letter/prose.h"
#include "letter/template_state.h"

bool
sar_template_control(const char *text, size_t len)
{
	uint32_t code = 0;
	size_t n;

	for (; len > 0; text += n, len -= n) {
		n = sar_text_character(text, len, &code);
		if (n == 0)
			return true;
		if ((code < ' ' && code != '\t') || !sar_text_shown(code))
			return true;
	}
	return false;
}

static bool
holds(const struct node *node, const char *const *values)
{
	const char *value = values[node->slot];
	bool there = value != NULL && value[0] != '\0';

	return there == (node->kind == NODE_IF);
}

/* Would the ${len} bytes, on a line of their own, underline the one above? */
static bool
is_rule(const char *word, size_t len)
{
	return len >= 3 &&
	       (strspn(word, "-") >= len || strspn(word, "=") >= len);
}

static bool
is_gap(char c)
{
	return ((unsigned char)c <= ' ' && c != '\0') || c == 0x7f;
}

/* The words of the line ${made}, of which some are values': one space between
 * them, whatever was there, and none is a rule. */
static void
add_tame(struct sar_buf *words, const char *made)
{
	size_t len;

	for (;; made += len) {
		while (is_gap(*made))
			made++;
		if (*made == '\0')
			return;
		for (len = 0; made[len] != '\0' && !is_gap(made[len]); len++)
			continue;
		if (words->len > 0)
			sar_buf_puts(words, " ");
		if (is_rule(made, len))
			sar_buf_puts(words, "\xe2\x80\x93");
		else
			sar_buf_add(words, made, len);
	}
}

/* The words of a line, with the conditions in it. */
static void
add_words(const struct sar_template *t, const struct line *line,
    const char *const *values, struct sar_buf *words)
{
	struct sar_buf made = SAR_BUF_INIT;
	const struct node *node;
	bool skip = false;
	size_t i;

	for (i = 0; i < line->n; i++) {
		node = &t->nodes[line->first + i];
		if (node->kind == NODE_IF || node->kind == NODE_UNLESS)
			skip = !holds(node, values);
		else if (node->kind == NODE_END)
			skip = false;
		else if (!skip && node->kind == NODE_TEXT)
			sar_buf_puts(&made, node->text);
		else if (!skip && node->kind == NODE_VALUE &&
			 values[node->slot] != NULL)
			sar_buf_puts(&made, values[node->slot]);
	}
	if (made.failed)
		words->failed = 1;
	else if (made.data != NULL)
		add_tame(words, made.data);
	sar_buf_free(&made);
}

static void
add_title(struct sar_buf *out, const char *text)
{
	size_t from = out->len;
	size_t i;

	sar_prose_heading(out, text);
	/* The first heading of all: underlined twice. */
	for (i = out->len; i > from && out->data != NULL; i--)
		if (out->data[i - 1] == '-')
			break;
	for (; i > from && out->data[i - 1] == '-'; i--)
		out->data[i - 1] = '=';
}

static void
add_line(const struct sar_template *t, const struct line *line,
    const char *const *values, struct sar_buf *out)
{
	struct sar_buf words = SAR_BUF_INIT;

	add_words(t, line, values, &words);
	if (words.failed)
		out->failed = 1;
	else if (words.len > 0) {
		if (line->kind == LINE_TITLE)
			add_title(out, words.data);
		else if (line->kind == LINE_HEADING)
			sar_prose_heading(out, words.data);
		else
			sar_prose_add(out,
			    line->kind == LINE_ITEM ? "  - " : "", words.data);
	}
	sar_buf_free(&words);
}

/* Where the condition that line ${i} begins ends. */
static size_t
past(const struct sar_template *t, size_t i)
{
	size_t depth = 0;

	for (; i < t->n_lines; i++) {
		if (t->lines[i].kind != LINE_CONDITION)
			continue;
		if (t->nodes[t->lines[i].first].kind != NODE_END)
			depth++;
		else if (--depth == 0)
			break;
	}
	return i;
}

static void
add_value(const struct sar_slot *slot, const char *value, struct sar_buf *out)
{
	bool gap = out->len >= 4 &&
		   memcmp(out->data + out->len - 4, "\r\n\r\n", 4) == 0;

	if (value == NULL || value[0] == '\0')
		return;
	if (slot->form == SAR_SLOT_LINES)
		sar_prose_lines(out, "  ", value);
	else /* One that begins with a heading has a gap before it. */
		sar_buf_puts(out,
		    gap && strncmp(value, "\r\n", 2) == 0 ? value + 2 : value);
}

void
sar_template_render(const struct sar_template *template,
    const char *const *values, struct sar_buf *out)
{
	const struct sar_template *t = template;
	const struct line *line;
	const struct node *node;
	size_t i;

	for (i = 0; i < t->n_lines; i++) {
		line = &t->lines[i];
		node = line->n > 0 ? &t->nodes[line->first] : NULL;
		switch (line->kind) {
		case LINE_BLANK:
			sar_prose_gap(out);
			break;
		case LINE_VALUE:
			add_value(&t->slots[node->slot], values[node->slot],
			    out);
			break;
		case LINE_CONDITION:
			if (node->kind != NODE_END && !holds(node, values))
				i = past(t, i);
			break;
		case LINE_NOTHING:
			break;
		case LINE_PLAIN:
		case LINE_TITLE:
		case LINE_HEADING:
		case LINE_ITEM:
			add_line(t, line, values, out);
			break;
		}
	}
}
