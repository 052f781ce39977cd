#ifndef SAR_MARKS_BASIS_H
#define SAR_MARKS_BASIS_H

#include <stddef.h>
#include <stdint.h>

/* What somebody must have weighed before a provision is relied on. */
enum sar_basis_test {
	SAR_TEST_NONE,
	SAR_TEST_FACTORS,  /* of paragraph 16: consent, and the five factors */
	SAR_TEST_PREJUDICE /* what disclosure would harm, case by case */
};

/* The provisions a cut can rest on (DPA 2018; reference 1.6). */
struct sar_basis {
	const char *code;
	const char *provision; /* "DPA 2018 Sch. 2 para. 16" */
	const char *plain;     /* plain English, for the requester */
	enum sar_basis_test test;
};

/*
 * Neither confirmed nor denied: where an exemption covers even that there is a
 * recording.  It is of all of a recording, rests on another provision, its
 * parent, and stands in nothing that leaves the case.
 */
#define SAR_BASIS_NEITHER "NEITHER"

#define SAR_BASIS_MAX 16    /* one code, with the NUL */
#define SAR_BASIS_JOINED 80 /* all codes joined by '+', with the NUL */

/** sar_basis_find: By code, in either case; NULL when there is none. */
const struct sar_basis *sar_basis_find(const char *code);

/** sar_basis_codes: All codes, "TP CRIME ...", for messages. */
const char *sar_basis_codes(void);

/**
 * sar_basis_bits: The codes in ${joined} ("TP+LPP", or one alone) as a set;
 * 0 when one of them is unknown.
 */
uint32_t sar_basis_bits(const char *joined);

/** sar_basis_silent: The set of the codes that stand in nothing that leaves. */
uint32_t sar_basis_silent(void);

/** sar_basis_join: The codes of a set in the order of the table, by '+'. */
void sar_basis_join(uint32_t bits, char out[SAR_BASIS_JOINED]);

/** sar_basis_nth: The ${n}th provision of a set, from 0; NULL after the last.
 */
const struct sar_basis *sar_basis_nth(uint32_t bits, size_t n);

#endif
