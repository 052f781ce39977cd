#ifndef SAR_PHONE_PHONE_H
#define SAR_PHONE_PHONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A telephone number as somebody wrote it, read conservatively: a false
 * match discloses a stranger's call, so what can be read in two ways is not
 * read at all.  Rules: reference phone-and-index.md section 1.4.
 */
enum sar_phone_kind {
	SAR_PHONE_E164,      /* a public number; key is its digits */
	SAR_PHONE_LOCAL,     /* an extension or a short code */
	SAR_PHONE_WITHHELD,  /* no number: anonymous, unavailable, empty, or
				a step or service of the exchange itself */
	SAR_PHONE_AMBIGUOUS, /* more than one reading */
	SAR_PHONE_LOSSY,     /* digits lost in a spreadsheet */
	SAR_PHONE_MULTIPLE,  /* two or more numbers in one field */
	SAR_PHONE_BAD        /* not a telephone number: for a person */
};

/* Which rules made the number; more than one may hold. */
enum sar_phone_rule {
	SAR_PHONE_OUTSIDE = 1,     /* outside-line digit taken off */
	SAR_PHONE_CC_ASSUMED = 2,  /* country code without + */
	SAR_PHONE_INTL0 = 4,       /* trunk 0 after the country code */
	SAR_PHONE_PREFIX_CODE = 8, /* 141, 1470, *67 ... taken off */
	SAR_PHONE_ODD_LENGTH = 16, /* 9 digits: legal, or cut short */
	SAR_PHONE_TRUNK0 = 32,     /* leading 0 assumed lost: probable */
	SAR_PHONE_FLOAT = 64,      /* written as a decimal: probable */
	SAR_PHONE_AREA = 128,      /* area code assumed: probable */
	SAR_PHONE_CONTEXT = 256,   /* put after its phone-context: probable */
	SAR_PHONE_EXIT_CODE = 512  /* the plan's exit_code taken off */
};

#define SAR_PHONE_LOCAL_MAX 8 /* digits of the longest extension */

/* How the place that wrote the number dials. */
struct sar_phone_plan {
	unsigned country; /* 44; of another only international forms are
			     read, not its national ones */
	char outside;     /* digit for an outside line, '\0' for none; only
			     for fields that hold what was dialled */
	char area[8];     /* area code of local numbers, "" for none */

	/* What few recorders need.  All zero is what the others do. */
	char outside_also[12]; /* further prefixes for an outside line, "8 85";
				  none without ${outside} */
	char exit_code[8];     /* dialled before a country code, besides 00 */
	unsigned ext_min;      /* how many digits its extensions have, at */
	unsigned ext_max;      /* least and at most; 0: 2 and 6 */
	bool bare_national;    /* ten digits without the 0 are how it writes
				  national numbers: certain.  Not where
				  foreign ones come without + or 00, for
				  some of those have ten digits */
	bool bare_cc;          /* a country code without + is how it writes
				  all numbers: certain, of any country */
};

struct sar_phone {
	enum sar_phone_kind kind;
	bool certain;    /* E164 only: nothing was assumed that the plan does
			    not say of this recorder */
	unsigned rules;  /* of enum sar_phone_rule */
	int64_t key;     /* E164: the digits; LOCAL: negative, leading zeros
			    told apart; otherwise 0 */
	char digits[20]; /* E164: with '+'; LOCAL: the digits; else "" */
	char ext[12];    /* extension given with it, or "" */
};

/**
 * sar_phone_plan_valid: Are the settings such as a plan can have?  Digits
 * where there should be digits, lengths of extensions in order and at most
 * SAR_PHONE_LOCAL_MAX.  An invalid plan is safe to read with, but what it
 * says may not count.
 */
bool sar_phone_plan_valid(const struct sar_phone_plan *plan);

/**
 * sar_phone_plan_people: ${plan} for numbers that people of its place wrote
 * down, not a recorder: no prefix was dialled, and what it says of how the
 * recorder writes does not count.
 */
struct sar_phone_plan sar_phone_plan_people(const struct sar_phone_plan *plan);

/** sar_phone_read: Read ${len} bytes at ${text}.  Cannot fail: see kind. */
void sar_phone_read(const struct sar_phone_plan *plan, const char *text,
    size_t len, struct sar_phone *out);

/** sar_phone_kind_name: "e164", "local", "withheld", ... for JSON. */
const char *sar_phone_kind_name(enum sar_phone_kind kind);

#define SAR_PHONE_RULES_LEN 128

/** sar_phone_rules_name: The rules, in words separated by one space. */
void sar_phone_rules_name(unsigned rules, char out[SAR_PHONE_RULES_LEN]);

/** sar_phone_local_key: The key of a LOCAL number's digits, as above. */
int64_t sar_phone_local_key(const char *digits);

#endif
