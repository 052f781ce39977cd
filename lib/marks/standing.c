#include "marks/standing.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "base/text.h"

static const char *const names[] = {
	[SAR_STANDING_SETTLED] = "",
	[SAR_STANDING_REJECTED] = "rejected",
	[SAR_STANDING_SECOND] = "second-person",
};

const char *
sar_marks_standing_name(enum sar_standing standing)
{
	return names[standing];
}

bool
sar_marks_standing_parse(const char *name, enum sar_standing *out)
{
	int i;

	for (i = SAR_STANDING_REJECTED; i <= SAR_STANDING_SECOND; i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		*out = (enum sar_standing)i;
		return true;
	}
	return false;
}

/* An id is one person's, however it is written: u1041 and U1041. */
static bool
is_listed(const struct sar_marks *marks, const char *who)
{
	size_t i;

	for (i = 0; i < marks->n_asked; i++)
		if (strcasecmp(marks->asked[i], who) == 0)
			return true;
	return false;
}

bool
sar_marks_asked(const struct sar_marks *marks, const char *who)
{
	return is_listed(marks, who) ||
	       (marks->standing == SAR_STANDING_SECOND &&
		   strcasecmp(marks->reviewer, who) == 0);
}

/* Add ${who}, unless it is there. */
static bool
list(struct sar_marks *marks, const char *who)
{
	if (is_listed(marks, who))
		return true;
	if (marks->n_asked == SAR_MARKS_ASKED_MAX)
		return false;
	(void)snprintf(marks->asked[marks->n_asked++], SAR_MARKS_STAFF, "%s",
	    who);
	return true;
}

bool
sar_standing_asked(struct sar_marks *marks, const char *value)
{
	char who[SAR_MARKS_STAFF];
	size_t len;

	for (;; value += len + 1) {
		len = strcspn(value, " ");
		if (len >= sizeof(who))
			return false;
		memcpy(who, value, len);
		who[len] = '\0';
		if (!sar_text_plain(who, SAR_MARKS_STAFF - 1) ||
		    is_listed(marks, who) || !list(marks, who))
			return false;
		if (value[len] == '\0')
			return true;
	}
}

int
sar_standing_check(const struct sar_marks *marks, struct sar_err *err)
{
	if (marks->standing != SAR_STANDING_SETTLED || marks->n_asked == 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: who asked for a second person is named, and nobody waits",
	    marks->name == NULL ? "marks" : marks->name);
}

static int
refuse(const struct sar_marks *marks, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED,
	    "%s: who asked for a second person cannot settle it",
	    marks->name == NULL ? "marks" : marks->name);
	sar_err_hint(err,
	    "another person listens to the recording, and decides");
	return -1;
}

static bool
take_over(struct sar_marks *marks, const struct sar_marks *before)
{
	size_t i;

	for (i = 0; i < before->n_asked; i++)
		if (!sar_marks_asked(marks, before->asked[i]) &&
		    !list(marks, before->asked[i]))
			return false;
	return before->standing != SAR_STANDING_SECOND ||
	       sar_marks_asked(marks, before->reviewer) ||
	       list(marks, before->reviewer);
}

int
sar_marks_follow(struct sar_marks *marks, const struct sar_marks *before,
    struct sar_err *err)
{
	size_t had = marks->n_asked;

	if (marks->standing == SAR_STANDING_SETTLED)
		return sar_marks_asked(before, marks->reviewer)
			   ? refuse(marks, err)
			   : 0;
	if (take_over(marks, before))
		return 0;
	marks->n_asked = had;
	return sar_err_set(err, SAR_EREFUSED,
	    "%s: more than %u people have asked for a second person",
	    marks->name == NULL ? "marks" : marks->name, SAR_MARKS_ASKED_MAX);
}

void
sar_standing_format(const struct sar_marks *marks, struct sar_buf *buf)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	size_t i;

	if (marks->standing != SAR_STANDING_SETTLED)
		sar_buf_printf(buf, "standing: %s\n", names[marks->standing]);
	for (i = 0; i < marks->n_asked; i++)
		sar_buf_printf(buf, "%s%s%s", i == 0 ? "asked: " : " ",
		    marks->asked[i], i + 1 == marks->n_asked ? "\n" : "");
	if (!marks->has_review)
		return;
	sar_hex_put(marks->review, SAR_SHA256_LEN, hex);
	sar_buf_printf(buf, "review: sha256:%s\n", hex);
}
