#ifndef SAR_PLAN_BASIS_H
#define SAR_PLAN_BASIS_H

/* The provisions a cut can rest on (DPA 2018; reference 1.6). */
struct sar_basis {
	const char *code;
	const char *provision; /* "DPA 2018 Sch. 2 para. 16" */
	const char *plain;     /* plain English, for the requester */
};

/** sar_basis_find: NULL when there is no such code. */
const struct sar_basis *sar_basis_find(const char *code);

/** sar_basis_codes: All codes, "TP CRIME ...", for messages. */
const char *sar_basis_codes(void);

#endif
