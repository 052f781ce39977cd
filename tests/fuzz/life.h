#ifndef SAR_FUZZ_LIFE_H
#define SAR_FUZZ_LIFE_H

/* Records of a case's life, as four bytes say: type, case and word, the day of
 * the record, and the day it tells of or the record it names. */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/utc.h"

#define LIFE_DIGEST "\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\""
#define LIFE_START INT64_C(1767603600)
#define LIFE_LINE 1024

/* Members of the type, after those that every record has; NULL: none such. */
static inline const char *
life_words(const uint8_t op[4])
{
	static const char *const clarify[] = { "asked", "asked", "answered",
		"withdrawn", "lost" };
	static const char *const identity[] = { "asked", "asked", "received",
		"verified", "not-needed", "failed", "lost" };
	static const char *const fee[] = { "asked", "paid", "waived", "lost" };
	static const char *const close[] = { "answered", "refused", "lost",
		"bored" };
	static const char *const extend[] = { "complex", "numerous", "lost" };
	static const char *const complain[] = { "received", "acknowledged",
		"decided", "lost" };
	static const char *const letter[] = { "nil", "refusal", "correction",
		"fee" };
	static const char *const nation[] = { "england-and-wales", "scotland",
		"northern-ireland", "lost" };
	unsigned w = op[1] / 8;

	switch (op[0] % 11) {
	case 0:
		return nation[w % 4];
	case 1:
		return identity[w % 7];
	case 2:
		return clarify[w % 5];
	case 3:
		return extend[w % 3];
	case 4:
		return fee[w % 4];
	case 5:
		return close[w % 4];
	case 6:
		return complain[w % 4];
	case 7:
		return letter[w % 4];
	default:
		return "legal";
	}
}

#define LIFE(...) (void)snprintf(out, LIFE_LINE, __VA_ARGS__)

static inline void
life_others(char out[LIFE_LINE], const uint8_t op[4], const char *on)
{
	const char *word = life_words(op);
	unsigned ref = op[1] % 4, bit = op[1] / 4 % 2, n = op[3];

	switch (op[0] % 11) {
	case 5:
		LIFE("\"type\":\"close\",\"case\":\"SAR-%u\",\"reason\":\"%s\","
		     "\"on\":\"%s\"",
		    ref, word, on);
		return;
	case 6:
		LIFE("\"type\":\"complain\",\"name\":\"C-%u\",\"what\":\"%s\","
		     "\"on\":\"%s\"%s",
		    ref, word, on, bit ? ",\"case\":\"SAR-1\"" : "");
		return;
	case 7:
		LIFE("\"type\":\"letter\",\"case\":\"SAR-%u\",\"what\":\"%s\","
		     "\"on\":\"%s\",\"channel\":\"post\",\"text\":" LIFE_DIGEST,
		    ref, word, on);
		return;
	case 8:
		LIFE("\"type\":\"hold\",\"name\":\"H-%u\",\"n\":1,\"owner\":"
		     "\"u1\",\"reason\":\"%s\",\"review\":\"%s\","
		     "\"root\":" LIFE_DIGEST "%s",
		    op[1] / 8 % 2, word, on, bit ? ",\"case\":\"SAR-2\"" : "");
		return;
	case 9:
		LIFE("\"type\":\"lift\",\"hold\":%u,\"reason\":\"%s\"", n,
		    word);
		return;
	default:
		LIFE("\"type\":\"search\",\"case\":\"SAR-%u\",\"found\":%u,"
		     "\"past\":%u,\"result\":" LIFE_DIGEST,
		    ref, n, n);
	}
}

static inline void
life_members(char out[LIFE_LINE], const uint8_t op[4], const char *on)
{
	const char *word = life_words(op);
	unsigned ref = op[1] % 4, bit = op[1] / 4 % 2;

	switch (op[0] % 11) {
	case 0:
		LIFE("\"type\":\"receive\",\"case\":\"SAR-%u\",\"nation\":\"%s"
		     "\",\"received\":\"%s\",\"request\":" LIFE_DIGEST
		     ",\"scope\":\"2026-01-01/2026-01-02\",\"agent\":%s%s",
		    ref, word, on, bit ? "true" : "false",
		    op[1] >= 240 ? ",\"corrects\":\"SAR-0\"" : "");
		return;
	case 1:
		LIFE("\"type\":\"identity\",\"case\":\"SAR-%u\",\"what\":\"%s"
		     "\",\"who\":\"%s\",\"on\":\"%s\"",
		    ref, word, bit ? "requester" : "authority", on);
		return;
	case 2:
	case 4:
		LIFE("\"type\":\"%s\",\"case\":\"SAR-%u\",\"what\":\"%s\","
		     "\"on\":\"%s\"%s",
		    op[0] % 11 == 2 ? "clarify" : "fee", ref, word, on,
		    bit ? ",\"text\":" LIFE_DIGEST : "");
		return;
	case 3:
		LIFE("\"type\":\"extend\",\"case\":\"SAR-%u\",\"reason\":\"%s"
		     "\",\"on\":\"%s\",\"text\":" LIFE_DIGEST,
		    ref, word, on);
		return;
	default:
		life_others(out, op, on);
	}
}

/** life_line: The record's line. */
static inline void
life_line(char out[LIFE_LINE], const uint8_t op[4], uint64_t seq)
{
	char t[SAR_UTC_LEN], on[SAR_DATE_LEN], members[LIFE_LINE];
	int32_t day = op[2] / 2 - op[3] % 8 + (op[3] >= 240 ? 9 : 0);

	sar_utc_format(LIFE_START + (int64_t)op[2] * 43200, t);
	sar_date_format(sar_date_of_days(LIFE_START / 86400 + day), on);
	life_members(members, op, on);
	(void)snprintf(out, LIFE_LINE,
	    "{%.800s,\"by\":\"u1\",\"seq\":%llu,\"t\":\"%s\",\"v\":1,\"salt\":"
	    "\"oKCgoKCgoKCgoKCgoKCgoA==\"}",
	    members, (unsigned long long)seq, t);
}

#endif
