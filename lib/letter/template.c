#include "letter/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letter/prose.h"
#include "letter/template_state.h"

#define DEPTH_MAX 8

/* What is being read. */
struct reader {
	struct sar_template *t;
	const char *name;
	const char *at;
	const char *end;
	unsigned line;
	unsigned open[DEPTH_MAX]; /* conditions over lines, by slot */
	size_t depth;
	size_t block; /* the next that may come, by slot */
	struct sar_err *err;
};

static int
bad(const struct reader *r, const char *why)
{
	return sar_err_set(r->err, SAR_EINPUT, "%s: line %u: %s", r->name,
	    r->line, why);
}

static struct node *
add_node(struct reader *r, enum node_kind kind)
{
	struct sar_template *t = r->t;
	struct node *grown;

	if (t->n_nodes == NODES_MAX) {
		(void)bad(r, "too many placeholders before it");
		return NULL;
	}
	grown = reallocarray(t->nodes, t->n_nodes + 1, sizeof(*grown));
	if (grown == NULL) {
		(void)sar_err_set(r->err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	t->nodes = grown;
	grown += t->n_nodes++;
	memset(grown, 0, sizeof(*grown));
	grown->kind = kind;
	return grown;
}

static int
add_text(struct reader *r, const char *from, const char *to)
{
	struct node *node;

	if (from == to)
		return 0;
	if (memmem(from, (size_t)(to - from), "}}", 2) != NULL)
		return bad(r, "}} without {{ before it");
	if ((node = add_node(r, NODE_TEXT)) == NULL)
		return -1;
	if ((node->text = strndup(from, (size_t)(to - from))) == NULL)
		return sar_err_set(r->err, SAR_EFAIL, "out of memory");
	return 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* The slot of that name; as many as there are when there is none. */
static size_t
find_slot(const struct sar_template *t, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < t->n_slots; i++)
		if (strlen(t->slots[i].name) == len &&
		    memcmp(t->slots[i].name, name, len) == 0)
			break;
	return i;
}

static enum node_kind
kind_of(char c)
{
	switch (c) {
	case '#':
		return NODE_IF;
	case '^':
		return NODE_UNLESS;
	case '/':
		return NODE_END;
	case '!':
		return NODE_COMMENT;
	default:
		return NODE_VALUE;
	}
}

/* What is between {{ and }}. */
static int
add_tag(struct reader *r, const char *from, const char *to)
{
	enum node_kind kind;
	struct node *node;
	size_t slot;

	if (memmem(from, (size_t)(to - from), "{", 1) != NULL)
		return bad(r, "{{ inside {{ and }}");
	kind = kind_of(from < to ? *from : ' ');
	if (kind == NODE_COMMENT)
		return add_node(r, kind) == NULL ? -1 : 0;
	from += kind != NODE_VALUE;
	while (from < to && is_space(*from))
		from++;
	while (to > from && is_space(to[-1]))
		to--;
	slot = find_slot(r->t, from, (size_t)(to - from));
	if (slot == r->t->n_slots) {
		(void)bad(r, "a name that this letter has not got");
		sar_err_hint(r->err,
		    "sar-export letter --list-placeholders KIND");
		return -1;
	}
	if ((node = add_node(r, kind)) == NULL)
		return -1;
	node->slot = slot;
	return 0;
}

/* The line's text and tags, from ${from} to ${to}. */
static int
add_nodes(struct reader *r, const char *from, const char *to)
{
	const char *tag, *end;

	while ((tag = memmem(from, (size_t)(to - from), "{{", 2)) != NULL) {
		end = memmem(tag, (size_t)(to - tag), "}}", 2);
		if (end == NULL)
			return bad(r, "{{ without }} on its line");
		if (add_text(r, from, tag) == -1 ||
		    add_tag(r, tag + 2, end) == -1)
			return -1;
		from = end + 2;
	}
	return add_text(r, from, to);
}

/* Is the line one tag, and nothing else? */
static const struct node *
alone(const struct sar_template *t, const struct line *line)
{
	const struct node *found = NULL;
	const struct node *node;
	size_t i;

	for (i = 0; i < line->n; i++) {
		node = &t->nodes[line->first + i];
		if (node->kind == NODE_TEXT &&
		    node->text[strspn(node->text, " \t")] == '\0')
			continue;
		if (node->kind == NODE_TEXT || found != NULL)
			return NULL;
		found = node;
	}
	return found;
}

/* A condition that goes over lines begins or ends. */
static int
take_condition(struct reader *r, const struct node *node)
{
	if (node->kind != NODE_END) {
		if (r->depth == DEPTH_MAX)
			return bad(r, "too many conditions inside each other");
		r->open[r->depth++] = (unsigned)node->slot;
		return 0;
	}
	if (r->depth == 0 || r->open[r->depth - 1] != node->slot)
		return bad(r, "ends a condition that is not the open one");
	r->depth--;
	return 0;
}

/* Within a line, each condition ends before the next begins. */
static int
check_inline(struct reader *r, const struct line *line)
{
	const struct node *open = NULL;
	const struct node *node;
	size_t i;

	for (i = 0; i < line->n; i++) {
		node = &r->t->nodes[line->first + i];
		if (node->kind == NODE_VALUE &&
		    r->t->slots[node->slot].form != SAR_SLOT_WORDS)
			return bad(r, "what has to stand on a "
				      "line of its own");
		if (node->kind == NODE_VALUE && open == NULL && r->depth == 0)
			r->t->seen |= UINT64_C(1) << node->slot;
		if (node->kind == NODE_END) {
			if (open == NULL || open->slot != node->slot)
				return bad(r, "ends a condition that is not "
					      "the open one");
			open = NULL;
		} else if (node->kind == NODE_IF || node->kind == NODE_UNLESS) {
			if (open != NULL)
				return bad(r, "a condition inside another on "
					      "one line");
			open = node;
		}
	}
	return open == NULL ? 0
			    : bad(r, "a condition ends on its line, or stands "
				     "on a line of its own");
}

/* Parts that refer to each other by number stay in their order. */
static int
check_order(struct reader *r, size_t slot)
{
	if (r->t->slots[slot].form != SAR_SLOT_BLOCK)
		return 0;
	if (slot < r->block)
		return bad(r, "a part that is there before, or comes earlier");
	r->block = slot + 1;
	return 0;
}

/* What the line is, of which ${line} has the tags. */
static int
settle(struct reader *r, struct line *line)
{
	struct sar_template *t = r->t;
	const struct node *node = alone(t, line);

	if (node == NULL)
		return check_inline(r, line);
	if (node->kind == NODE_COMMENT) {
		line->kind = LINE_NOTHING;
		return 0;
	}
	if (node->kind == NODE_VALUE) {
		if (r->depth == 0)
			t->seen |= UINT64_C(1) << node->slot;
		if (t->slots[node->slot].form == SAR_SLOT_WORDS)
			return 0;
		if (line->kind != LINE_PLAIN)
			return bad(r, "what has to stand on a "
				      "line of its own");
		line->kind = LINE_VALUE;
		line->first = (size_t)(node - t->nodes);
		line->n = 1;
		return check_order(r, node->slot);
	}
	if (line->kind != LINE_PLAIN)
		return bad(r, "a condition with nothing in it");
	line->kind = LINE_CONDITION;
	line->first = (size_t)(node - t->nodes);
	line->n = 1;
	return take_condition(r, node);
}

/* "# ", "## " and "- " say what a line is. */
static const char *
prefix(const char *from, const char *to, enum line_kind *kind)
{
	size_t len = (size_t)(to - from);

	*kind = LINE_PLAIN;
	if (len >= 3 && memcmp(from, "## ", 3) == 0) {
		*kind = LINE_HEADING;
		return from + 3;
	}
	if (len >= 2 && memcmp(from, "# ", 2) == 0) {
		*kind = LINE_TITLE;
		return from + 2;
	}
	if (len >= 2 && memcmp(from, "- ", 2) == 0) {
		*kind = LINE_ITEM;
		return from + 2;
	}
	return from;
}

static int
add_line(struct reader *r, const char *from, const char *to)
{
	struct sar_template *t = r->t;
	struct line line = { .first = t->n_nodes };
	struct line *grown;

	while (to > from && is_space(to[-1]))
		to--;
	from = prefix(from, to, &line.kind);
	if (from == to && line.kind == LINE_PLAIN)
		line.kind = LINE_BLANK;
	if (add_nodes(r, from, to) == -1)
		return -1;
	line.n = t->n_nodes - line.first;
	if (line.kind != LINE_BLANK && settle(r, &line) == -1)
		return -1;
	grown = reallocarray(t->lines, t->n_lines + 1, sizeof(*grown));
	if (grown == NULL)
		return sar_err_set(r->err, SAR_EFAIL, "out of memory");
	t->lines = grown;
	t->lines[t->n_lines++] = line;
	return 0;
}

static int
read_lines(struct reader *r)
{
	const char *end, *next;

	for (; r->at < r->end; r->at = next) {
		r->line++;
		end = memchr(r->at, '\n', (size_t)(r->end - r->at));
		next = end == NULL ? r->end : end + 1;
		if (end == NULL)
			end = r->end;
		if (end > r->at && end[-1] == '\r')
			end--;
		if (!sar_text_utf8(r->at, (size_t)(end - r->at)))
			return bad(r, "not UTF-8");
		if (sar_template_control(r->at, (size_t)(end - r->at)))
			return bad(r, "a control character");
		if (add_line(r, r->at, end) == -1)
			return -1;
	}
	return 0;
}

/* The law wants some of them in every such letter. */
static int
check_end(struct reader *r)
{
	const struct sar_template *t = r->t;
	size_t i;

	if (r->line == 0)
		r->line = 1;
	if (r->depth > 0)
		return sar_err_set(r->err, SAR_EINPUT,
		    "%s: line %u: ends inside the condition {{#%s}}", r->name,
		    r->line, t->slots[r->open[r->depth - 1]].name);
	for (i = 0; i < t->n_slots; i++)
		if (t->slots[i].required && (t->seen >> i & 1) == 0)
			return sar_err_set(r->err, SAR_EINPUT,
			    "%s: line %u: ends without {{%s}}, which has to "
			    "be in it, outside conditions",
			    r->name, r->line, t->slots[i].name);
	return 0;
}

struct sar_template *
sar_template_parse(const char *name, const char *text, size_t len,
    const struct sar_slot *slots, size_t n, struct sar_err *err)
{
	struct sar_template *t = calloc(1, sizeof(*t));
	struct reader r = { .t = t,
		.name = name,
		.at = text,
		.end = text + len,
		.err = err };

	if (t == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	t->slots = slots;
	t->n_slots = n;
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		r.at += 3; /* as Notepad begins a file */
	if (len > SAR_TEMPLATE_MAX)
		(void)sar_err_set(err, SAR_EINPUT, "%s: more than 64 KiB",
		    name);
	else if (read_lines(&r) == 0 && check_end(&r) == 0)
		return t;
	sar_template_free(t);
	return NULL;
}

void
sar_template_free(struct sar_template *template)
{
	size_t i;

	if (template == NULL)
		return;
	for (i = 0; i < template->n_nodes; i++)
		free(template->nodes[i].text);
	free(template->nodes);
	free(template->lines);
	free(template);
}
