#include "export/posted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/event_text.h"
#include "export/plan_salt.h"

/* What kinds of letter there are, sar-letter(5). */
static const struct kind {
	const char *name;
	bool bound; /* the record of its step has a commitment to it */
} kinds[] = {
	{ "acknowledgement", false },
	{ "identity", true },
	{ "authority", true },
	{ "clarification", true },
	{ "extension", true },
	{ "fee", true },
	{ "refusal", true },
	{ "complaint-acknowledgement", true },
	{ "complaint-outcome", true },
	{ "nil", false },
};

static const struct kind *
find_kind(const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

/* "letters/fee-2.txt" */
static char *
name_of(const struct kind *kind, unsigned k, struct sar_err *err)
{
	char name[64];

	if (strcmp(kind->name, "nil") == 0)
		return sar_event_text_name("letter.txt", k, err);
	(void)snprintf(name, sizeof(name), "letters/%s.txt", kind->name);
	return sar_event_text_name(name, k, err);
}

/* A letter that is being looked for. */
struct search {
	const struct sar_event_place *place;
	const char *complaint; /* of no case; or NULL */
	const struct kind *kind;
	const char *only;             /* the one it has to be; or NULL */
	struct sar_event_texts texts; /* that the log has of the case */
	char *name, *text;            /* the last that will do */
	unsigned others;              /* that will not */
};

static bool
is_of(const struct search *s, const struct sar_record *record)
{
	if (s->complaint != NULL)
		return !sar_record_has(record, "case") &&
		       sar_record_is(record, "name", s->complaint);
	return sar_record_is(record, "case", s->place->ref);
}

/* Whose letter it is, in a message. */
static const char *
noun(const struct search *s)
{
	return s->complaint != NULL ? "complaint" : "case";
}

static const char *
whose(const struct search *s)
{
	return s->complaint != NULL ? s->complaint : s->place->ref;
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct search *s = ctx;

	return is_of(s, record) ? sar_event_texts_take(&s->texts, record, err)
				: 0;
}

static int
read_log(struct search *s, struct sar_err *err)
{
	const struct sar_log_reading how = { .record = take, .ctx = s };
	struct sar_log *log = sar_home_log_open(s->place->home, &how, err);

	if (log == NULL)
		return -1;
	sar_log_free(log);
	return 0;
}

/* The letter ${name}, if it is there and will do. */
static int
look(struct search *s, char **name, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	char *path = sar_file_join(s->place->dir, *name, err);
	char *text = NULL;
	bool will_do = true;
	size_t len;
	int rc = -1;

	if (path == NULL)
		return -1;
	if (!sar_file_exists(path)) {
		free(path);
		return 0;
	}
	if (sar_file_read(path, SAR_STEP_TEXT_MAX, &text, &len, err) == -1 ||
	    sar_plan_salt_commit_in(s->place->dir, text, digest, &will_do,
		err) == -1)
		goto out;
	if (!s->kind->bound)
		will_do = true;
	else if (will_do)
		will_do = sar_event_texts_have(&s->texts, digest);
	rc = 0;
	if (!will_do) {
		s->others++;
		goto out;
	}
	free(s->name);
	free(s->text);
	s->name = *name;
	s->text = text;
	*name = text = NULL;

out:
	free(text);
	free(path);
	return rc;
}

static int
find(struct search *s, struct sar_err *err)
{
	char *name;
	unsigned k;
	int rc = 0;

	for (k = 1; k <= SAR_EVENT_TEXTS && rc == 0; k++) {
		if ((name = name_of(s->kind, k, err)) == NULL)
			return -1;
		if (s->only == NULL || strcmp(s->only, name) == 0)
			rc = look(s, &name, err);
		free(name);
	}
	if (rc == -1 || s->name != NULL)
		return rc;
	if (s->others > 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s %s: its letter is not what the log has", noun(s),
		    whose(s));
	(void)sar_err_set(err, SAR_EMISSING, "%s %s: has no such letter",
	    noun(s), whose(s));
	sar_err_hint(err, s->complaint != NULL
			      ? "\"sar-export complain acknowledged\", or "
				"\"decided\", writes it"
			      : "\"sar-export letter --kind KIND\" makes a "
				"draft");
	return -1;
}

/* What answers has to have been the answer. */
static int
may(void *ctx, const struct sar_docket *docket, struct sar_err *err)
{
	const struct search *s = ctx;
	const char *ref = s->place->ref;

	if (ref == NULL)
		return 0;
	if (strcmp(s->kind->name, "nil") == 0 && docket->nil == SAR_DOCKET_NO) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: the log has no answer that nothing is held", ref);
		sar_err_hint(err, "\"sar-export build\" logs it");
		return -1;
	}
	if (strcmp(s->kind->name, "refusal") == 0 &&
	    docket->refusal == SAR_DOCKET_NO)
		return sar_err_set(err, SAR_EREFUSED,
		    "case %s: was not refused", ref);
	return 0;
}

static int
log_it(struct search *s, const struct sar_posted_options *o,
    struct sar_posted *out, struct sar_err *err)
{
	struct sar_case_event event = { .type = SAR_RECORD_LETTER,
		.text = s->text,
		.text_name = s->name,
		.by = o->by,
		.again = o->again,
		.may = may,
		.ctx = s,
		.now = o->now,
		.lock_wait = o->lock_wait };
	char on[SAR_DATE_LEN];
	json_t *members;
	int rc;

	sar_date_format(o->on, on);
	members = json_pack("{ssssss}", "channel",
	    sar_delivery_channel_name(o->channel), "on", on, "what",
	    s->kind->name);
	if (members == NULL ||
	    (s->complaint != NULL && json_object_set_new(members, "name",
					 json_string(s->complaint)) == -1)) {
		json_decref(members);
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	event.members = members;
	rc = sar_event_log(s->place, &event, &out->record, &out->logged, err);
	json_decref(members);
	return rc;
}

static int
record(const struct sar_event_place *place, const char *complaint,
    const struct sar_posted_options *o, struct sar_posted *out,
    struct sar_err *err)
{
	struct search s = { .place = place,
		.complaint = complaint,
		.kind = find_kind(o->kind),
		.only = o->name };
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (s.kind == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--letter: not a kind of letter");
	if (o->channel == SAR_CHANNEL_TELEPHONE ||
	    o->channel == SAR_CHANNEL_TEXT)
		return sar_err_set(err, SAR_EINPUT,
		    "--channel: a letter does not go by telephone or text");
	if (read_log(&s, err) == 0 && find(&s, err) == 0)
		rc = log_it(&s, o, out, err);
	out->name = s.name;
	free(s.text);
	sar_event_texts_free(&s.texts);
	return rc;
}

int
sar_posted_record(const struct sar_case *c, const struct sar_posted_options *o,
    struct sar_posted *out, struct sar_err *err)
{
	const struct sar_event_place place = { c->home, c->dir,
		c->request->ref };

	return record(&place, NULL, o, out, err);
}

int
sar_posted_complaint(const struct sar_complaint *complaint,
    const struct sar_posted_options *o, struct sar_posted *out,
    struct sar_err *err)
{
	return record(&complaint->place, complaint->name, o, out, err);
}
