#include "export/letters.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "clock/clock.h"
#include "export/privacy.h"
#include "export/said.h"

#define TEMPLATE_MAX 65536

static char *
template_folder(const struct sar_home *home, struct sar_err *err)
{
	const char *name = sar_conf_get(home->conf, "policy", "templates");

	if (name == NULL)
		name = "templates";
	return name[0] == '/' ? sar_file_join("", name + 1, err)
			      : sar_home_path(home, name, err);
}

static char *
template_path(const struct sar_home *home, enum sar_notice_kind kind,
    struct sar_err *err)
{
	struct sar_buf name = SAR_BUF_INIT;
	char *folder = template_folder(home, err);
	char *path = NULL;

	sar_buf_printf(&name, "%s.txt", sar_notice_name(kind));
	if (folder != NULL && sar_buf_check(&name, err) == 0)
		path = sar_file_join(folder, name.data, err);
	sar_buf_free(&name);
	free(folder);
	return path;
}

int
sar_letters_template(const struct sar_home *home, enum sar_notice_kind kind,
    struct sar_notice_template **out, struct sar_err *err)
{
	char *path = template_path(home, kind, err);
	char *text = NULL;
	size_t len;
	int rc = -1;

	*out = NULL;
	if (path == NULL)
		return -1;
	if (!sar_file_exists(path))
		rc = 0;
	else if (sar_file_read(path, TEMPLATE_MAX, &text, &len, err) == 0 &&
		 (*out = sar_notice_template(kind, path, text, len, err)) !=
		     NULL)
		rc = 0;
	free(text);
	free(path);
	return rc;
}

static char *
write_notice(const struct sar_home *home, enum sar_notice_kind kind,
    const struct sar_notice *notice, struct sar_err *err)
{
	struct sar_notice_template *template = NULL;
	char *text = NULL;

	if (sar_letters_template(home, kind, &template, err) == 0)
		text = sar_notice_text(kind, template, notice, err);
	sar_notice_template_free(template);
	return text;
}

static void
set_said(struct sar_notice *notice, const struct sar_home *home,
    const struct sar_letters_say *say)
{
	notice->profile = home->conf;
	notice->months = home->retain.months;
	notice->date = say->on;
	notice->text = say->text;
	notice->reason = say->reason;
	notice->pence = say->pence;
	notice->held = say->held;
	notice->complaint = say->complaint;
	notice->complained = say->complained;
	notice->outcome = say->outcome;
}

char *
sar_letters_home_text(const struct sar_home *home, enum sar_notice_kind kind,
    const struct sar_letters_to *to, const struct sar_letters_say *say,
    struct sar_err *err)
{
	struct sar_notice notice = { .name = to->name, .agent = to->agent };

	set_said(&notice, home, say);
	return write_notice(home, kind, &notice, err);
}

/* A clock of its own, to be cleared: the docket's, or one that begins. */
static int
copy_clock(const struct sar_case *c, const struct sar_docket *docket,
    struct sar_clock *out, struct sar_err *err)
{
	const struct sar_clock *of;
	size_t n;

	if (docket == NULL || docket->receive == SAR_DOCKET_NO) {
		sar_clock_begin(out,
		    (int32_t)sar_date_days(c->request->received));
		return 0;
	}
	of = &docket->clock;
	n = of->n_pauses;
	*out = *of;
	out->pauses = calloc(n + 1, sizeof(*out->pauses));
	if (out->pauses == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (n > 0)
		memcpy(out->pauses, of->pauses, n * sizeof(*out->pauses));
	return 0;
}

/* What the letter tells of happens to the clock with it, or before it. */
static bool
event_of(enum sar_notice_kind kind, struct sar_clock_event *event)
{
	event->kind = SAR_CLOCK_ASKED;
	if (kind == SAR_NOTICE_IDENTITY)
		event->need = SAR_CLOCK_IDENTITY;
	else if (kind == SAR_NOTICE_AUTHORITY)
		event->need = SAR_CLOCK_AUTHORITY;
	else if (kind == SAR_NOTICE_FEE)
		event->need = SAR_CLOCK_FEE;
	else if (kind == SAR_NOTICE_CLARIFICATION)
		event->kind = SAR_CLOCK_QUESTION;
	else if (kind == SAR_NOTICE_EXTENSION)
		event->kind = SAR_CLOCK_EXTENDED;
	else
		return false;
	return true;
}

static int
dates_after(const struct sar_case *c, const struct sar_docket *docket,
    enum sar_notice_kind kind, int32_t on, struct sar_clock_dates *out,
    struct sar_err *err)
{
	const struct sar_home *home = c->home;
	enum sar_nation nation = docket == NULL ||
					 docket->receive == SAR_DOCKET_NO
				     ? home->nation
				     : docket->nation;
	struct sar_clock_event event = { .on = on, .logged = on };
	enum sar_clock_wrong wrong = SAR_CLOCK_FITS;
	struct sar_clock clock;
	int rc = 0;

	if (copy_clock(c, docket, &clock, err) == -1)
		return -1;
	/* One that does not fit is there already, or is refused elsewhere. */
	if (event_of(kind, &event))
		rc = sar_clock_take(&clock, &event, &wrong, err);
	if (rc == 0)
		sar_clock_compute(&clock, home->holidays, nation, on, out);
	sar_clock_clear(&clock);
	return rc;
}

/* Whether we need proof of who it is, nobody has said. */
static void
set_open(const struct sar_case *c, const struct sar_docket *docket,
    struct sar_notice *notice)
{
	bool logged = docket != NULL && docket->receive != SAR_DOCKET_NO;

	notice->may_need_identity = logged
					? docket->identity == SAR_DOCKET_ID_NONE
					: c->request->identity ==
					      SAR_IDENTITY_UNKNOWN;
	notice->may_need_authority = logged ? docket->agent &&
						  docket->authority ==
						      SAR_DOCKET_ID_NONE
					    : c->request->agent != NULL;
}

char *
sar_letters_text(const struct sar_case *c, const struct sar_docket *docket,
    enum sar_notice_kind kind, const struct sar_letters_say *say,
    struct sar_err *err)
{
	const struct sar_request *request = c->request;
	struct sar_clock_dates dates;
	struct sar_notice notice = {
		.ref = request->ref,
		.name = request->name,
		.agent = request->agent,
		.received = request->received,
		.clock = &dates,
		.form_known = request->prefer[0] != '\0',
		.needs_known = request->adjustments != NULL,
	};

	if (kind >= SAR_NOTICE_ANSWER) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "letter %s: is made with the plan", sar_notice_name(kind));
		return NULL;
	}
	set_said(&notice, c->home, say);
	set_open(c, docket, &notice);
	if (dates_after(c, docket, kind, (int32_t)sar_date_days(say->on),
		&dates, err) == -1 ||
	    (say->text != NULL && sar_privacy_said(c, say->text, err) == -1))
		return NULL;
	return write_notice(c->home, kind, &notice, err);
}

char *
sar_letters_answer(const struct sar_case *c, const struct sar_answer *answer,
    struct sar_date on, struct sar_err *err)
{
	const struct sar_said_how how = { .date = on,
		.vcon = c->home->packing.vcon,
		.proofs = c->home->proofs };
	struct sar_letter letter;

	sar_said_letter(c, answer, &how, &letter);
	return sar_letter_text(&letter, err);
}

const char *
sar_letters_file(enum sar_notice_kind kind)
{
	static const char *const files[SAR_NOTICES] = {
		[SAR_NOTICE_ACKNOWLEDGEMENT] = SAR_LETTERS
		"/acknowledgement.txt",
		[SAR_NOTICE_IDENTITY] = SAR_LETTERS "/identity.txt",
		[SAR_NOTICE_AUTHORITY] = SAR_LETTERS "/authority.txt",
		[SAR_NOTICE_CLARIFICATION] = SAR_LETTERS "/clarification.txt",
		[SAR_NOTICE_EXTENSION] = SAR_LETTERS "/extension.txt",
		[SAR_NOTICE_FEE] = SAR_LETTERS "/fee.txt",
		[SAR_NOTICE_REFUSAL] = SAR_LETTERS "/refusal.txt",
		[SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT] = SAR_LETTERS
		"/complaint-acknowledgement.txt",
		[SAR_NOTICE_COMPLAINT_OUTCOME] = SAR_LETTERS
		"/complaint-outcome.txt",
		[SAR_NOTICE_ANSWER] = SAR_LETTERS "/answer.txt",
		[SAR_NOTICE_NIL] = SAR_LETTERS "/nil.txt",
	};

	return files[kind];
}

struct checking {
	sar_letters_bad_fn *bad;
	void *ctx;
	size_t n;
	struct sar_err *first;
};

static void
tell(struct checking *checking, const struct sar_err *err)
{
	if (checking->n++ == 0)
		*checking->first = *err;
	if (checking->bad != NULL)
		checking->bad(checking->ctx, err);
}

/* "extention.txt" would never be read, and nobody would know. */
static void
check_name(struct checking *checking, const char *folder, const char *name)
{
	enum sar_notice_kind kind;
	struct sar_err err = SAR_ERR_INIT;
	size_t len = strlen(name);
	char *stem;

	if (name[0] == '.' || len < 4 || strcmp(name + len - 4, ".txt") != 0)
		return;
	if ((stem = strndup(name, len - 4)) == NULL) {
		(void)sar_err_set(&err, SAR_EFAIL, "out of memory");
		tell(checking, &err);
	} else if (!sar_notice_parse(stem, &kind)) {
		(void)sar_err_set(&err, SAR_EINPUT,
		    "%s/%s: no letter is called so", folder, name);
		sar_err_hint(&err, "see sar-export letter "
				   "--list-placeholders");
		tell(checking, &err);
	}
	free(stem);
}

static void
check_names(struct checking *checking, const char *folder)
{
	struct sar_err err = SAR_ERR_INIT;
	const struct dirent *entry;
	DIR *dir = opendir(folder);

	if (dir == NULL) {
		if (errno == ENOENT)
			return;
		(void)sar_err_errno(&err, "%s", folder);
		tell(checking, &err);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		check_name(checking, folder, entry->d_name);
	(void)closedir(dir);
}

int
sar_letters_check(const struct sar_home *home, sar_letters_bad_fn *bad,
    void *ctx, size_t *n, struct sar_err *err)
{
	struct checking checking = { bad, ctx, 0, err };
	char *folder = template_folder(home, err);
	struct sar_notice_template *template;
	struct sar_err one;
	int k;

	*n = 0;
	if (folder == NULL)
		return -1;
	for (k = 0; k < SAR_NOTICES; k++) {
		one = (struct sar_err)SAR_ERR_INIT;
		if (sar_letters_template(home, (enum sar_notice_kind)k,
			&template, &one) == -1)
			tell(&checking, &one);
		sar_notice_template_free(template);
	}
	check_names(&checking, folder);
	free(folder);
	*n = checking.n;
	return checking.n == 0 ? 0 : -1;
}
