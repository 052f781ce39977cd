#ifndef SAR_MEDIA_HEADERLESS_H
#define SAR_MEDIA_HEADERLESS_H

#include <stdbool.h>
#include <stddef.h>

#include "media/media.h"

/*
 * The catalogue: what an organisation says that its recorder's files without
 * a header are, by the ending of their names.  Nothing is ever guessed: a
 * file whose ending is not in it is not sound that anybody vouches for.
 */
#define SAR_HEADERLESS_SUFFIX 16

struct sar_headerless {
	char suffix[SAR_HEADERLESS_SUFFIX]; /* ".gsm": case counts */
	struct sar_media_raw raw;
};

/* One recorder's; whoever made it frees the entries. */
struct sar_headerless_list {
	struct sar_headerless *entries;
	size_t n;
};

/**
 * sar_headerless_parse: Read "SUFFIX CODEC RATE CHANNELS", as ".gsm gsm610
 * 8000 1".  Return NULL, or what was expected instead.  A codec that is not
 * decoded may be named, as g729, or "other" for one that has no name here: its
 * files are then reported by it.
 */
const char *sar_headerless_parse(const char *text, struct sar_headerless *out);

/**
 * sar_headerless_find: What the longest of the endings that ${path} has says;
 * NULL when it has none of them.
 */
const struct sar_media_raw *sar_headerless_find(const struct sar_headerless_list
						    *list,
    const char *path);

/**
 * sar_headerless_check: NULL, or what is wrong with ${raw}: a codec that no
 * file without a header has, a rate or a number of channels it cannot have.
 */
const char *sar_headerless_check(const struct sar_media_raw *raw);

/**
 * sar_headerless_usual: Do files without a header often have the ending of
 * ${path}?  It tells whom to ask, never what the file is.
 */
bool sar_headerless_usual(const char *path);

#endif
