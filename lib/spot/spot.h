#ifndef SAR_SPOT_SPOT_H
#define SAR_SPOT_SPOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "phone/phone.h"

/*
 * Names and telephone numbers in a text that must not have them.  Escapes of
 * HTML, JSON and URLs are undone, three deep, and tags taken out, so that it
 * is the text as somebody would read it that is looked at, and the text as it
 * is stored as well.
 *
 * A number is found whatever stands between its digits (up to three characters
 * that are no letters), national or international; one of fewer than nine
 * digits only where it stands alone and in one piece.  A name is found without
 * regard to case, accents, apostrophes and what separates its words, its last
 * word also in front of the others.  Not found: digits in words and in UUIDs
 * (one of 4000 would have a number in it), parts of a number or a name, what is
 * encoded in Base64, pictures of text.
 */
struct sar_spot; /* opaque: what is looked for */

/** sar_spot_new: Nothing yet; numbers are read by ${plan}.  NULL with ${err}.
 */
SAR_MUST_CHECK struct sar_spot *sar_spot_new(const struct sar_phone_plan *plan,
    struct sar_err *err);
void sar_spot_free(struct sar_spot *spot); /* accepts NULL */

/**
 * sar_spot_absent: The ${len} bytes at ${text}, a name or a number, must be
 * nowhere.  Findings call it ${item}.  SAR_EINPUT, without the text, when it is
 * neither: more than eight words, fewer than two letters or digits.
 */
SAR_MUST_CHECK int sar_spot_absent(struct sar_spot *spot, const char *text,
    size_t len, size_t item, struct sar_err *err);

/** sar_spot_known: This may be there.  A name is no matter. */
SAR_MUST_CHECK int sar_spot_known(struct sar_spot *spot, const char *text,
    size_t len, struct sar_err *err);

/**
 * sar_spot_list: Each line of ${text} that is not empty, as above, its number
 * the item.  Messages call the text ${name} and give the line.
 */
enum sar_spot_list {
	SAR_SPOT_ABSENT,
	SAR_SPOT_KNOWN
};
SAR_MUST_CHECK int sar_spot_list(struct sar_spot *spot, enum sar_spot_list list,
    const char *name, const char *text, size_t len, struct sar_err *err);

/* What a text is.  Of JSON, what is not in quotes is not a telephone number
   nobody knows; it may still be one that must be nowhere. */
enum sar_spot_form {
	SAR_SPOT_TEXT,
	SAR_SPOT_JSON
};

enum sar_spot_kind {
	SAR_SPOT_NAME,    /* that must be nowhere */
	SAR_SPOT_NUMBER,  /* the same */
	SAR_SPOT_STRANGER /* a telephone number that is not known */
};

struct sar_spot_sight {
	enum sar_spot_kind kind;
	size_t item; /* of a name or a number that must be nowhere */
	size_t line; /* of the text, from 1 */
};

#define SAR_SPOT_SIGHTS_MAX 64
#define SAR_SPOT_STRANGERS_MAX 48 /* after which the rest is for the others */
#define SAR_SPOT_TEXT_MAX ((size_t)32 << 20) /* bytes */

/* What was seen, each once a line; more than fit are counted. */
struct sar_spot_sights {
	struct sar_spot_sight list[SAR_SPOT_SIGHTS_MAX];
	size_t n;
	size_t more;
	size_t more_absent; /* of which must be nowhere */
};

/**
 * sar_spot_look: What of it is in the ${len} bytes at ${text}?  Time grows with
 * the length and no faster.  SAR_EINPUT when it is longer than
 * SAR_SPOT_TEXT_MAX.
 */
SAR_MUST_CHECK int sar_spot_look(const struct sar_spot *spot,
    enum sar_spot_form form, const char *text, size_t len,
    struct sar_spot_sights *sights, struct sar_err *err);

#endif
