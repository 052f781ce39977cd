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
	SAR_PHONE_LOCAL,     /* 2-6 digits: an extension or short code */
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
	SAR_PHONE_AREA = 128       /* area code assumed: probable */
};

/* How the place that wrote the number dials. */
struct sar_phone_plan {
	unsigned country; /* 44; of another only international forms are
			     read, not its national ones */
	char outside;     /* digit for an outside line, '\0' for none; only
			     for fields that hold what was dialled */
	char area[8];     /* area code of local numbers, "" for none */
};

struct sar_phone {
	enum sar_phone_kind kind;
	bool certain;    /* E164 only: no reading was assumed */
	unsigned rules;  /* of enum sar_phone_rule */
	int64_t key;     /* E164: the digits; LOCAL: negative, leading zeros
			    told apart; otherwise 0 */
	char digits[20]; /* E164: with '+'; LOCAL: the digits; else "" */
	char ext[12];    /* extension given with it, or "" */
};

/** sar_phone_read: Read ${len} bytes at ${text}.  Cannot fail: see kind. */
void sar_phone_read(const struct sar_phone_plan *plan, const char *text,
    size_t len, struct sar_phone *out);

/** sar_phone_kind_name: "e164", "local", "withheld", ... for JSON. */
const char *sar_phone_kind_name(enum sar_phone_kind kind);

#define SAR_PHONE_RULES_LEN 96

/** sar_phone_rules_name: The rules, in words separated by one space. */
void sar_phone_rules_name(unsigned rules, char out[SAR_PHONE_RULES_LEN]);

/** sar_phone_local_key: The key of a LOCAL number's digits, as above. */
int64_t sar_phone_local_key(const char *digits);

#endif
