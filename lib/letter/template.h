#ifndef SAR_LETTER_TEMPLATE_H
#define SAR_LETTER_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Private to the letter: text with {{placeholders}} and conditions, the part
 * of Mustache that needs no programmer, sar-letter(5).  Each line of it is a
 * line of the letter, however long: it is what a word processor calls a
 * paragraph.  What a value says is never looked at as a template, and what a
 * line is (a heading, an item of a list) the template alone decides.
 */
#define SAR_TEMPLATE_MAX 65536U /* bytes */

enum sar_slot_form {
	SAR_SLOT_WORDS, /* part of a line; what breaks lines is a space */
	SAR_SLOT_LINES, /* alone on its line; its own lines are kept, indented
			 */
	SAR_SLOT_BLOCK  /* alone on its line; added as it is */
};

/* What a letter has to say. */
struct sar_slot {
	const char *name;
	enum sar_slot_form form;
	bool required; /* once at least, outside every condition */
};

struct sar_template; /* opaque */

/**
 * sar_template_parse(name, text, len, slots, n, err):
 * Read the ${len} bytes at ${text}, which messages call ${name}; ${slots}
 * outlive the result, which the caller frees.  NULL with ${err} set to
 * SAR_EINPUT naming the line.
 */
SAR_MUST_CHECK struct sar_template *sar_template_parse(const char *name,
    const char *text, size_t len, const struct sar_slot *slots, size_t n,
    struct sar_err *err);
void sar_template_free(struct sar_template *template); /* accepts NULL */

/** sar_template_render: Add the letter; ${values} has one a slot, NULL or ""
 * for what is not there, which no condition holds for. */
void sar_template_render(const struct sar_template *template,
    const char *const *values, struct sar_buf *out);

#endif
