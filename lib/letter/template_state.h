#ifndef SAR_LETTER_TEMPLATE_STATE_H
#define SAR_LETTER_TEMPLATE_STATE_H

#include <stdint.h>

#include "letter/template.h"

/* Private to the letter: a template that has been read. */

#define NODES_MAX 2000 /* texts and placeholders */

enum node_kind {
	NODE_TEXT,
	NODE_VALUE,
	NODE_IF,
	NODE_UNLESS,
	NODE_END,
	NODE_COMMENT
};

struct node {
	enum node_kind kind;
	size_t slot;
	char *text; /* owned */
};

enum line_kind {
	LINE_PLAIN,
	LINE_TITLE,
	LINE_HEADING,
	LINE_ITEM,
	LINE_BLANK,
	LINE_VALUE,     /* one that stands alone */
	LINE_CONDITION, /* begins or ends one that goes over lines */
	LINE_NOTHING
};

struct line {
	enum line_kind kind;
	size_t first; /* of the nodes */
	size_t n;
};

struct sar_template {
	const struct sar_slot *slots; /* borrowed; at most 64 */
	size_t n_slots;
	struct node *nodes;
	size_t n_nodes;
	struct line *lines;
	size_t n_lines;
	uint64_t seen; /* slots outside every condition */
};

/** sar_template_control: Is there a control character, but for tabs, or
 * another that is not seen as what it is, sar_text_shown()? */
bool sar_template_control(const char *text, size_t len);

#endif
