#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/stop.h"
#include "common/cmd.h"
#include "export/ready.h"
#include "export/released.h"
#include "export/traces.h"
#include "export/verdicts.h"
#include "sar-export/approve.h"
#include "sar-export/approve_view.h"

/* A saved review being taken. */
struct taking {
	const struct sar_case *c;
	const struct approve_plan *plan;
	struct sar_approval_options *how;
	char *text; /* of the file */
	struct sar_saved *saved;
	struct sar_answer answer; /* of before; then of after */
	bool made;                /* ${answer} is */
	struct sar_verdicts verdicts;
};

/* Marks of another plan than the package's would only be late. */
static int
check_case(const struct sar_case *c, struct sar_err *err)
{
	bool released;

	if (sar_ready_request(c, err) == -1 ||
	    sar_released_is(c, &released, err) == -1)
		return -1;
	if (!released)
		return 0;
	return sar_err_set(err, SAR_EREFUSED, "case %s: has been released",
	    c->request->ref);
}

static int
read_saved(struct taking *t, struct sar_err *err)
{
	size_t len;

	if (sar_file_read(t->plan->file, SAR_SAVED_MAX, &t->text, &len, err) ==
	    -1)
		return -1;
	t->saved = sar_saved_parse(t->plan->file, t->text, len, err);
	return t->saved == NULL ? -1 : 0;
}

static int
answer(struct taking *t, struct sar_err *err)
{
	int rc = sar_answer_make(t->c, NULL, t->plan->with, &t->answer, err);

	t->made = rc == 0;
	return rc;
}

/* A line as it was typed, without its end; false when there is none. */
static bool
read_line(char *out, size_t size)
{
	size_t len;

	if (fgets(out, (int)size, stdin) == NULL)
		return false;
	len = strlen(out);
	if (len == 0 || out[len - 1] != '\n')
		return false;
	out[len - 1] = '\0';
	return true;
}

static int
ask(const struct sar_case *c, struct sar_err *err)
{
	char line[SAR_REQUEST_REF_MAX + 2];

	if (!cmd_flush())
		return sar_err_set(err, SAR_ESPACE,
		    "standard output: not written");
	(void)fprintf(stderr,
	    "To store this, type the reference of the case: ");
	(void)fflush(stderr);
	if (sar_stop_await(STDIN_FILENO, err) == -1)
		return -1;
	if (read_line(line, sizeof(line)) && strcmp(line, c->request->ref) == 0)
		return 0;
	if (sar_stop_check(err) == -1)
		return -1;
	return sar_err_set(err, SAR_EINPUT,
	    "case %s: not confirmed, and nothing was changed", c->request->ref);
}

/* Nobody approves by pressing Return, and no job without having looked. */
static int
confirm(const struct taking *t, struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(t->verdicts.digest, SAR_SHA256_LEN, hex);
	if (t->plan->confirm == NULL && isatty(STDIN_FILENO) == 1)
		return ask(t->c, err);
	if (t->plan->confirm == NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "approve: nobody confirmed what the saved review changes");
		sar_err_hint(err, "give --dry-run to see it, then --confirm "
				  "with the SHA-256 of the plan");
		return -1;
	}
	if (strcmp(t->plan->confirm, hex) == 0)
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "--confirm: the plan that comes of it is another");
	sar_err_hint(err, "see what it is now: --dry-run");
	return -1;
}

static int
log_marks(const struct taking *t, struct sar_err *err)
{
	const struct sar_verdicts *v = &t->verdicts;
	const struct sar_traces_options how = {
		.by = t->how->by,
		.marks_by = v->taken ? v->by : t->how->by,
		.lock_wait = t->how->lock_wait,
		.now = t->how->now,
	};
	const struct sar_case_marks marks = { v->marks, v->n };
	struct sar_traces traces;

	if (sar_traces_log(t->c, &t->answer.find, &marks, &how, &traces, err) ==
	    -1) {
		if (err->hint[0] == '\0')
			sar_err_hint(err, "the marks are in the case; the same "
					  "said again logs them");
		return -1;
	}
	(void)json_object_set_new(cmd_summary(), "marks_logged",
	    json_integer((json_int_t)traces.marks_logged));
	return 0;
}

/* It is what was shown that is approved: somebody may have imported since. */
static int
check_after(const struct taking *t, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN] = { 0 };
	char *text = sar_plan_json(t->answer.plan, t->c->request->ref, err);
	int rc = -1;

	if (text != NULL)
		rc = sar_sha256_text(text, strlen(text), digest, err);
	free(text);
	if (rc == -1 || memcmp(digest, t->verdicts.digest, sizeof(digest)) == 0)
		return rc;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "case %s: not approved: the plan changed while the marks were "
	    "stored",
	    t->c->request->ref);
	sar_err_hint(err, "see \"sar-export plan\"");
	return -1;
}

/* By another person, where policy wants one. */
static void
hint_other(const struct sar_case *c, bool dry, struct sar_err *err)
{
	if (err->code == SAR_EREFUSED &&
	    c->home->approval == SAR_APPROVAL_OTHER &&
	    strstr(err->hint, "other-person") != NULL)
		sar_err_hint(err,
		    "the marks %s stored; somebody else, who did none of "
		    "this, runs \"sar-export approve --ref %s --by ID\"",
		    dry ? "would be" : "are", c->request->ref);
}

static int
store(struct taking *t, struct sar_err *err)
{
	if (sar_verdicts_store(t->c, &t->verdicts, t->text, t->how->by, err) ==
		-1 ||
	    log_marks(t, err) == -1)
		return -1;
	/* The verdicts borrow none of what was found. */
	sar_plan_free(t->verdicts.plan);
	t->verdicts.plan = NULL;
	sar_answer_free(&t->answer);
	t->made = false;
	if (answer(t, err) == -1 || check_after(t, err) == -1)
		return -1;
	if (t->verdicts.waiting > 0)
		return approve_view_waits(t->c, &t->verdicts, false, err);
	t->how->review = t->text;
	if (approve_answer(t->c, &t->answer, t->how, err) == 0)
		return 0;
	hint_other(t->c, false, err);
	return -1;
}

/* As the run that it stands for would end, as far as can be told before. */
static int
foretell(const struct taking *t, struct sar_err *err)
{
	cmd_say("Nothing was changed.\n");
	if (t->verdicts.waiting > 0)
		return approve_view_waits(t->c, &t->verdicts, true, err);
	if (sar_ready_case(t->c, err) == 0 &&
	    sar_verdicts_may(t->c, &t->answer, &t->verdicts, t->how->by, err) ==
		0)
		return 0;
	hint_other(t->c, true, err);
	return -1;
}

static int
take(struct taking *t, struct sar_err *err)
{
	const struct sar_verdicts_options options = { .name = t->plan->file,
		.by = t->how->by,
		.with = t->plan->with,
		.now = t->how->now };

	if (sar_verdicts_make(t->c, &t->answer, t->saved, &options,
		&t->verdicts, err) == -1 ||
	    approve_view_show(t->c, &t->verdicts, t->how->by, err) == -1)
		return -1;
	(void)json_object_set_new(cmd_summary(), "dry_run",
	    json_boolean(t->plan->dry));
	if (t->plan->dry)
		return foretell(t, err);
	return confirm(t, err) == -1 ? -1 : store(t, err);
}

int
approve_plan(const struct sar_case *c, const struct approve_plan *plan,
    struct sar_approval_options *how, struct sar_err *err)
{
	struct taking t = { .c = c, .plan = plan, .how = how };
	int rc = -1;

	if (check_case(c, err) == 0 && read_saved(&t, err) == 0 &&
	    answer(&t, err) == 0)
		rc = take(&t, err);
	how->review = NULL;
	sar_verdicts_free(&t.verdicts);
	if (t.made)
		sar_answer_free(&t.answer);
	sar_saved_free(t.saved);
	free(t.text);
	return rc;
}
