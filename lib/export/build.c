#include "export/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "export/approval.h"
#include "export/build_state.h"
#include "export/released.h"
#include "package/passphrase.h"

static char *
home_file(const struct sar_case *c, const char *folder, const char *suffix,
    struct sar_err *err)
{
	struct sar_buf name = SAR_BUF_INIT;
	char *path = NULL;

	sar_buf_printf(&name, "%s/%s%s", folder, c->request->ref, suffix);
	if (sar_buf_check(&name, err) == 0)
		path = sar_home_path(c->home, name.data, err);
	sar_buf_free(&name);
	return path;
}

static int
begin(struct build *b, struct sar_err *err)
{
	const struct sar_home *home = b->c->home;

	if ((b->log_dir = sar_home_path(home, "log", err)) == NULL ||
	    (b->log_lock = sar_home_path(home, "log.lock", err)) == NULL ||
	    (b->staged = home_file(b->c, "staging", ".zip", err)) == NULL ||
	    (b->released = home_file(b->c, "outbox", ".zip", err)) == NULL ||
	    (b->how = home_file(b->c, "outbox", "-HOW-TO-OPEN.txt", err)) ==
		NULL ||
	    (b->key = sar_home_sign_key(home, err)) == NULL)
		return -1;
	return sar_history_read(home, b->c->request->ref, &b->history, err);
}

static void
end(struct build *b)
{
	sar_build_drop(b);
	sar_secret_free(b->generated);
	sar_key_secret_free(b->key);
	free(b->letter);
	free(b->schedule);
	free(b->log_dir);
	free(b->log_lock);
	free(b->staged);
	free(b->released);
	free(b->how);
}

static int
check_stop(const struct build *b, struct sar_err *err)
{
	if (b->options->stop != NULL && *b->options->stop != 0)
		return sar_err_signal(err, *b->options->stop);
	return 0;
}

static int
choose_passphrase(struct build *b, struct sar_err *err)
{
	if (b->options->passphrase != NULL) {
		b->passphrase = b->options->passphrase;
		return sar_passphrase_check(b->passphrase, err);
	}
	b->generated = sar_passphrase_generate(b->c->home->words, err);
	b->passphrase = b->generated;
	return b->generated == NULL ? -1 : 0;
}

static void
set_size(struct sar_build_result *result)
{
	struct stat st;

	if (result->present && stat(result->package, &st) == 0)
		result->size = (uint64_t)st.st_size;
}

/* An earlier run released this case: complete its last step, if need be. */
static int
finish_before(struct build *b, struct sar_build_result *result,
    struct sar_err *err)
{
	if (sar_released_same(b->c, b->answer, err) == -1)
		return -1;
	result->outcome = SAR_BUILD_BEFORE;
	result->record = b->history.release;
	memcpy(result->sha256, b->history.packages[0], SAR_SHA256_LEN);
	result->has_content = b->history.has_content;
	memcpy(result->content, b->history.content, SAR_SHA256_LEN);
	if (sar_build_move(b, b->history.packages[0], &result->present, err) ==
	    -1)
		return -1;
	result->package = b->released;
	b->released = NULL;
	set_size(result);
	return 0;
}

/* From a durable intent to a durable release. */
static int
release(struct build *b, struct sar_build_result *result, struct sar_err *err)
{
	if (sar_build_seal(b, err) == -1 || check_stop(b, err) == -1 ||
	    sar_build_certify(b, err) == -1 || sar_build_stage(b, err) == -1 ||
	    sar_build_deliver(b, err) == -1 || check_stop(b, err) == -1)
		return -1;
	return sar_build_log_release(b, &result->record, err);
}

/* Say in the log that nothing came of the intent, and leave nothing. */
static void
abandon(struct build *b, const struct sar_err *why)
{
	struct sar_err ignored = SAR_ERR_INIT;

	sar_build_undo(b);
	/* If this fails too, the next run voids the intent. */
	if (sar_build_log_void(b, b->intent,
		why->code == SAR_ESIGNAL ? "cancelled" : "failed",
		&ignored) == -1)
		return;
}

/* One try: from an intent to a release, or to nothing. */
static int
attempt(struct build *b, struct sar_build_result *result, struct sar_err *err)
{
	if (check_stop(b, err) == -1 || sar_build_log_intent(b, err) == -1)
		return -1;
	if (release(b, result, err) == -1) {
		abandon(b, err);
		return -1;
	}
	return 0;
}

/* Without the recordings that could not be decoded, it is another plan. */
static int
again(struct build *b, struct sar_build_result *result, struct sar_err *err)
{
	size_t failed = b->answer->plan->failed;

	if (!sar_build_leave_out(b))
		return -1;
	result->left_out += b->answer->plan->failed - failed;
	*err = (struct sar_err)SAR_ERR_INIT;
	if (sar_answer_ready(b->c, b->answer, b->options->allow_partial, err) ==
	    -1)
		return -1;
	/* Who approved it approved another plan. */
	if (sar_approval_ready(b->c, b->answer, &b->history, err) == -1) {
		sar_err_hint(err, "import the recording again, so that the "
				  "plan says it cannot be decoded");
		return -1;
	}
	return sar_build_write_letters(b, err) == -1 ? -1 : 1;
}

static int
build_package(struct build *b, struct sar_build_result *result,
    struct sar_err *err)
{
	if (choose_passphrase(b, err) == -1)
		return -1;
	while (attempt(b, result, err) == -1)
		if (again(b, result, err) == -1)
			return -1;
	result->outcome = SAR_BUILD_RELEASED;
	memcpy(result->sha256, b->receipt.sha256, SAR_SHA256_LEN);
	result->has_content = true;
	memcpy(result->content, b->receipt.content, SAR_SHA256_LEN);
	if (sar_build_move(b, b->receipt.sha256, &result->present, err) == -1)
		return -1;
	result->package = b->released;
	b->released = NULL;
	set_size(result);
	return 0;
}

static int
nil_return(struct build *b, struct sar_build_result *result,
    struct sar_err *err)
{
	result->outcome = SAR_BUILD_NIL;
	result->record = b->history.nil_return;
	if (b->history.nil)
		return 0;
	return sar_build_log_nil(b, &result->record, err);
}

static int
run(struct build *b, struct sar_build_result *result, struct sar_err *err)
{
	if (begin(b, err) == -1)
		return -1;
	if (b->history.released)
		return finish_before(b, result, err);
	if (sar_answer_ready(b->c, b->answer, b->options->allow_partial, err) ==
		-1 ||
	    sar_approval_ready(b->c, b->answer, &b->history, err) == -1 ||
	    sar_build_clear(b, err) == -1 ||
	    sar_build_write_letters(b, err) == -1)
		return -1;
	if (sar_answer_nil(b->answer))
		return nil_return(b, result, err);
	return build_package(b, result, err);
}

int
sar_build_run(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_build_options *options, struct sar_build_result *result,
    struct sar_err *err)
{
	struct build b = { .c = c, .answer = answer, .options = options };
	int rc;

	memset(result, 0, sizeof(*result));
	rc = run(&b, result, err);
	end(&b);
	if (rc == -1)
		sar_build_result_free(result);
	return rc;
}

void
sar_build_result_free(struct sar_build_result *result)
{
	free(result->package);
	memset(result, 0, sizeof(*result));
}
