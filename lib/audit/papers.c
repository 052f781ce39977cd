/*
 * What the papers of a volume say of the recordings: letter.txt, both
 * schedules and listen.html are written again from what is known, and must be
 * as they are.
 */
#include <stdlib.h>
#include <string.h>

#include "audit/again.h"
#include "audit/state.h"

void
sar_audit_papers_keep(struct sar_audit_volume *volume, enum sar_audit_kind kind,
    char **text, size_t len)
{
	struct sar_audit_paper *paper;

	if (kind >= SAR_AUDIT_PAPERS || volume->redactions == NULL)
		return;
	paper = &volume->papers[kind];
	if (len > SAR_AUDIT_PAPER_MAX || paper->text != NULL)
		return;
	paper->text = *text;
	paper->len = len;
	*text = NULL;
}

void
sar_audit_papers_free(struct sar_audit_volume *volume)
{
	struct sar_audit_paper *paper;
	size_t i;

	for (i = 0; i < SAR_AUDIT_PAPERS; i++) {
		paper = &volume->papers[i];
		if (paper->text != NULL)
			explicit_bzero(paper->text, paper->len);
		free(paper->text);
		memset(paper, 0, sizeof(*paper));
	}
}

static int
tell(struct sar_audit_volume *volume, const char *name, size_t line,
    struct sar_err *err)
{
	return sar_audit_say(volume->audit, SAR_AUDIT_REDACTIONS, SAR_ECORRUPT,
	    err,
	    "%s: line %zu: not what redactions.json and the schedules come to",
	    name, line);
}

/* ${want}, which may be NULL with ${err} set, is released. */
static int
compare(struct sar_audit_volume *volume, enum sar_audit_kind kind,
    const char *name, char *want, struct sar_err *err)
{
	const struct sar_audit_paper *paper = &volume->papers[kind];
	size_t line;
	bool same;

	if (want == NULL)
		return -1;
	same = sar_again_same(want, kind == SAR_AUDIT_PAGE, paper->text,
	    paper->len, &line);
	free(want);
	if (same)
		return 0;
	volume->table_wrong = volume->table_wrong || kind == SAR_AUDIT_TABLE;
	return tell(volume, name, line, err);
}

/* Does ${text} go on with ${want}? */
static bool
begins(const char *text, size_t len, const char *want)
{
	return len >= strlen(want) && memcmp(text, want, strlen(want)) == 0;
}

/* Sections 3 and 4; the rest is the organisation's. */
static int
compare_letter(struct sar_audit_volume *volume, const struct sar_letter *letter,
    struct sar_err *err)
{
	static const char heading[] = "\r\n3. What we found\r\n";
	const struct sar_audit_paper *paper = &volume->papers[SAR_AUDIT_LETTER];
	const char *at = memmem(paper->text, paper->len, heading,
	    sizeof(heading) - 1);
	char *plain, *guards;
	size_t left;
	bool same;

	/* Then it is about the numbers that were searched for. */
	if (letter->plan->n == 0)
		return 0;
	plain = sar_letter_account(letter, false, err);
	guards = plain == NULL ? NULL : sar_letter_account(letter, true, err);
	if (guards == NULL) {
		free(plain);
		return -1;
	}
	at = at == NULL ? paper->text : at + 2;
	left = paper->len - (size_t)(at - paper->text);
	same = begins(at, left, plain) || begins(at, left, guards);
	free(plain);
	free(guards);
	if (same)
		return 0;
	return sar_audit_say(volume->audit, SAR_AUDIT_REDACTIONS, SAR_ECORRUPT,
	    err,
	    "letter.txt: sections 3 and 4: not what redactions.json and the "
	    "schedules come to");
}

/* By schedule.csv the others are written again, so it comes first. */
static int
compare_all(struct sar_audit_volume *volume, const struct sar_letter *letter,
    struct sar_err *err)
{
	if (compare(volume, SAR_AUDIT_TABLE, "schedule.csv",
		sar_letter_schedule(letter, err), err) == -1)
		return -1;
	if (volume->table_wrong)
		return 0;
	if (compare(volume, SAR_AUDIT_LIST, "schedule.txt",
		sar_letter_schedule_text(letter, err), err) == -1 ||
	    compare(volume, SAR_AUDIT_PAGE, "listen.html",
		sar_letter_listen(letter, err), err) == -1)
		return -1;
	return compare_letter(volume, letter, err);
}

/* Each was kept: it is there, and not longer than is compared. */
static bool
has_all(const struct sar_audit_volume *volume)
{
	size_t i;

	for (i = 0; i < SAR_AUDIT_PAPERS; i++)
		if (volume->papers[i].text == NULL)
			return false;
	return true;
}

int
sar_audit_papers(struct sar_audit_volume *volume, struct sar_err *err)
{
	struct sar_again_from from = {
		.table = volume->papers[SAR_AUDIT_TABLE].text,
		.table_len = volume->papers[SAR_AUDIT_TABLE].len,
		.page = volume->papers[SAR_AUDIT_PAGE].text,
		.page_len = volume->papers[SAR_AUDIT_PAGE].len,
		.redactions = volume->redactions,
	};
	struct sar_audit_seen *seen = &volume->audit->seen;
	struct sar_again again;
	int rc;

	if (volume->redactions == NULL || volume->table_wrong ||
	    volume->page != SAR_AUDIT_PAGE_OURS || !has_all(volume)) {
		seen->uncompared = true;
		return 0;
	}
	rc = sar_again_make(&from, &again, err);
	if (rc == 0)
		rc = compare_all(volume, &again.letter, err);
	else if (err->code == SAR_EINPUT) {
		seen->uncompared = true;
		rc = 0;
	} else
		rc = sar_audit_finding(volume->audit, SAR_AUDIT_REDACTIONS,
		    err);
	sar_again_free(&again);
	return rc;
}
