#include "marks/basis.h"

#include <stdio.h>
#include <string.h>

/*
 * The order is part of plan.json (joined codes), so the table only grows at
 * its end.  Paragraph numbers: reference law-and-practice.md 1.6.
 */
static const struct sar_basis table[] = {
	{ "TP", "DPA 2018 Sch. 2 para. 16",
	    "It is about somebody else, who has not agreed to its disclosure "
	    "and for whom it is not reasonable to disclose it without that.",
	    SAR_TEST_FACTORS },
	{ "CRIME", "DPA 2018 Sch. 2 para. 2",
	    "Disclosing it would be likely to prejudice the prevention or "
	    "detection of crime, or the assessment or collection of a tax.",
	    SAR_TEST_PREJUDICE },
	{ "CRIME-RISK", "DPA 2018 Sch. 2 para. 3",
	    "It is a risk assessment about tax or benefits whose working "
	    "disclosure would harm.",
	    SAR_TEST_PREJUDICE },
	{ "PUBLIC-FN", "DPA 2018 Sch. 2 para. 7",
	    "Disclosing it would be likely to prejudice work that protects "
	    "the public.",
	    SAR_TEST_PREJUDICE },
	{ "REG", "DPA 2018 Sch. 2 paras. 10 and 11",
	    "Disclosing it would be likely to prejudice the work of a "
	    "regulator.",
	    SAR_TEST_PREJUDICE },
	{ "LPP", "DPA 2018 Sch. 2 para. 19",
	    "It is legal advice, or was said in confidence to a lawyer.",
	    SAR_TEST_NONE },
	{ "MGMT", "DPA 2018 Sch. 2 para. 22",
	    "It is about management forecasting or planning, which "
	    "disclosure would be likely to harm.",
	    SAR_TEST_PREJUDICE },
	{ "NEG", "DPA 2018 Sch. 2 para. 23",
	    "It records our intentions in negotiations with the person whose "
	    "data it is, which "
	    "disclosure would be likely to harm.",
	    SAR_TEST_PREJUDICE },
	{ "REF", "DPA 2018 Sch. 2 para. 24",
	    "It is a reference given in confidence.", SAR_TEST_NONE },
	{ "SW-HARM", "DPA 2018 Sch. 3 para. 11",
	    "It is social work information whose disclosure would be likely "
	    "to cause serious harm to somebody.",
	    SAR_TEST_PREJUDICE },
	{ "CHILD", "DPA 2018 Sch. 3 para. 21",
	    "It is about whether a child is or may be at risk of abuse, and "
	    "disclosing it would not be in the child's interests.",
	    SAR_TEST_PREJUDICE },
	/* For staff: no requester is ever shown these words. */
	{ SAR_BASIS_NEITHER, "neither confirmed nor denied",
	    "Even that there is a recording is covered by an exemption, and "
	    "is not told.",
	    SAR_TEST_PREJUDICE },
};

#define N_TABLE (sizeof(table) / sizeof(table[0]))
_Static_assert(N_TABLE <= 32, "a set of codes fits 32 bits");

/* strcasecmp() would ask the locale: in Turkish "crime" is not CRIME. */
static int
upper(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static const struct sar_basis *
find(const char *code, size_t len)
{
	size_t i;
	size_t k;

	for (i = 0; i < N_TABLE; i++) {
		if (strlen(table[i].code) != len)
			continue;
		for (k = 0; k < len; k++)
			if (upper(code[k]) != table[i].code[k])
				break;
		if (k == len)
			return &table[i];
	}
	return NULL;
}

const struct sar_basis *
sar_basis_find(const char *code)
{
	return find(code, strlen(code));
}

const char *
sar_basis_codes(void)
{
	return "TP CRIME CRIME-RISK PUBLIC-FN REG LPP MGMT NEG REF SW-HARM "
	       "CHILD NEITHER";
}

uint32_t
sar_basis_bits(const char *joined)
{
	const struct sar_basis *basis;
	uint32_t bits = 0;
	size_t len;

	for (;;) {
		len = strcspn(joined, "+");
		if ((basis = find(joined, len)) == NULL)
			return 0;
		bits |= UINT32_C(1) << (basis - table);
		if (joined[len] == '\0')
			return bits;
		joined += len + 1;
	}
}

uint32_t
sar_basis_silent(void)
{
	return sar_basis_bits(SAR_BASIS_NEITHER);
}

const struct sar_basis *
sar_basis_nth(uint32_t bits, size_t n)
{
	size_t i;

	for (i = 0; i < N_TABLE; i++)
		if ((bits >> i & 1) != 0 && n-- == 0)
			return &table[i];
	return NULL;
}

void
sar_basis_join(uint32_t bits, char out[SAR_BASIS_JOINED])
{
	const struct sar_basis *basis;
	size_t used = 0;
	size_t i;

	out[0] = '\0';
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL; i++)
		used += (size_t)snprintf(out + used, SAR_BASIS_JOINED - used,
		    "%s%s", i == 0 ? "" : "+", basis->code);
}
