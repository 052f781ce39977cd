#ifndef SAR_SPOT_STATE_H
#define SAR_SPOT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spot/spot.h"

/* Private to spot: what is looked for. */

#define SAR_SPOT_WORDS 8   /* of a name */
#define SAR_SPOT_WORD 63   /* bytes of a word, folded */
#define SAR_SPOT_DIGITS 15 /* of a number */
#define SAR_SPOT_APART 9   /* digits that are found with others around them */
#define SAR_SPOT_NAME_MAX (SAR_SPOT_WORDS * (SAR_SPOT_WORD + 1))

struct sar_spot_name {
	char *text; /* folded words, one space between them */
	size_t item;
};

/* Digits of a number without what differs between its forms. */
struct sar_spot_digits {
	uint64_t value;
	unsigned n; /* digits */
	size_t item;
};

struct sar_spot {
	struct sar_phone_plan plan;
	struct sar_spot_name *names; /* sorted by text */
	size_t n_names;
	struct sar_spot_digits *digits; /* sorted by n, value */
	size_t n_digits;
	int64_t *known; /* sorted */
	size_t n_known;
};

/* One view of a text as it goes by, character by character. */

/* The digits since the last letter. */
struct sar_spot_run {
	uint8_t last[SAR_SPOT_DIGITS]; /* a ring */
	size_t n;                      /* digits so far */
	unsigned gap;                  /* characters since the last */
	bool space;                    /* the last of them was white space */
	size_t piece;                  /* digits with nothing between them */
	uint64_t value;                /* of the piece */
	bool joined;    /* what stands before the piece makes it a part */
	char before[2]; /* the last two characters */
};

struct sar_spot_words {
	char word[SAR_SPOT_WORDS][SAR_SPOT_WORD + 1];
	size_t len; /* of the one that grows; more than fit are counted */
	size_t n;   /* words before it */
};

#define SAR_SPOT_TOKEN 256

/* What may be a telephone number. */
struct sar_spot_token {
	char text[SAR_SPOT_TOKEN + 1];
	size_t len;
	unsigned others; /* characters since the last digit */
	bool part;       /* a hex digit stands before it */
	bool hex;        /* the last character was one, of a letter */
	size_t line;     /* where it begins */
	size_t told;     /* the last line that had a number nobody knows */
};

struct sar_spot_view {
	const struct sar_spot *spot;
	struct sar_spot_sights *sights;
	size_t line;
	bool strangers; /* looked for */
	struct sar_spot_run run;
	struct sar_spot_words words;
	struct sar_spot_token token;
};

/** sar_spot_see: Note what was seen, once. */
void sar_spot_see(struct sar_spot_view *view, enum sar_spot_kind kind,
    size_t item, size_t line);

/* The next character of the view, folded; '\0' is its end. */
void sar_spot_run_next(struct sar_spot_view *view, char c);
void sar_spot_words_next(struct sar_spot_view *view, char c);
void sar_spot_token_next(struct sar_spot_view *view, char c);

/**
 * sar_spot_words_fold: ${text} as its words, folded, to ${out}; how many, or 0
 * when they are more or longer than fit.
 */
size_t sar_spot_words_fold(const char *text, size_t len,
    char out[SAR_SPOT_WORDS][SAR_SPOT_WORD + 1]);

#endif
