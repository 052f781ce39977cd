#include "export/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "export/approval.h"
#include "export/build_state.h"
#include "export/registered.h"
#include "export/released.h"
#include "package/passphrase.h"

/* Proofs may rest on checkpoints by any key the log has had. */
static int
take_keys(void *ctx, const struct sar_log *log, struct sar_err *err)
{
	struct build *b = ctx;
	const struct sar_log_key *keys;
	size_t n, i;

	keys = sar_log_keys(log, &n);
	if ((b->policy = sar_policy_of_key(&keys[0].key, err)) == NULL)
		return -1;
	for (i = 1; i < n; i++)
		if (sar_policy_add_log(b->policy, &keys[i].key, err) == -1)
			return -1;
	return 0;
}

/* Once, for what became of the case and for what is to be proved. */
static int
read_log(struct build *b, struct sar_err *err)
{
	struct sar_history_watch watch = { .whole = take_keys, .whole_ctx = b };
	struct sar_history_case was = { .ref = b->c->request->ref };
	int rc = -1;

	if (sar_build_prove_begin(b, &watch, err) == 0)
		rc = sar_history_cases_watched(b->c->home, &was, 1, &watch,
		    err);
	b->history = was.history;
	b->docket = was.docket;
	sar_docket_begin(&was.docket);
	sar_history_clear(&was, 1);
	if (rc == -1)
		return -1;
	/* What was released is there, whatever became of the index. */
	return b->registered == NULL || b->history.released
		   ? 0
		   : sar_registered_check(b->registered, err);
}

int
sar_build_begin(struct build *b, struct sar_err *err)
{
	const struct sar_home *home = b->c->home;

	b->jobs = sar_crew_size(b->options->jobs);
	if ((b->how = sar_build_how_path(b->c, err)) == NULL ||
	    (b->key = sar_home_sign_key(home, err)) == NULL)
		return -1;
	return read_log(b, err);
}

void
sar_build_end(struct build *b)
{
	sar_build_drop_volumes(b);
	sar_build_drop_proof(b);
	sar_build_drop_recordings(b);
	sar_build_drop_texts(b);
	sar_build_drop_vcons(b);
	sar_build_drop_proofs(b);
	sar_secret_free(b->generated);
	sar_key_secret_free(b->key);
	sar_docket_clear(&b->docket);
	free(b->measured);
	free(b->how);
}

static int
check_stop(const struct build *b, struct sar_err *err)
{
	if (b->options->stop != NULL && *b->options->stop != 0)
		return sar_err_signal(err, *b->options->stop);
	return 0;
}

int
sar_build_given(const struct build *b, struct sar_err *err)
{
	const struct sar_secret *given = b->options->passphrase;

	if (given == NULL)
		return 0;
	if (sar_passphrase_check(given, err) == -1)
		return -1;
	return sar_passphrase_strong(given, err);
}

static int
choose_passphrase(struct build *b, struct sar_err *err)
{
	if (b->options->passphrase != NULL) {
		b->passphrase = b->options->passphrase;
		return sar_build_given(b, err);
	}
	b->generated = sar_passphrase_generate(b->c->home->words, err);
	b->passphrase = b->generated;
	return b->generated == NULL ? -1 : 0;
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
	result->has_content = b->history.has_content;
	memcpy(result->content, b->history.content, SAR_SHA256_LEN);
	if (sar_build_volumes(b, b->history.volumes, err) == -1)
		return -1;
	if (sar_build_move(b, b->history.packages, result, err) == -1)
		return -1;
	return sar_build_keeps(b->options, result, err);
}

/* From a durable intent to a durable release. */
static int
release(struct build *b, struct sar_build_result *result, struct sar_err *err)
{
	if (sar_build_seal(b, err) == -1 || check_stop(b, err) == -1 ||
	    sar_build_certify(b, err) == -1 || sar_build_stage(b, err) == -1 ||
	    sar_recovery_seal(b->c, b->passphrase, err) == -1 ||
	    sar_build_hand_over(b, err) == -1 || check_stop(b, err) == -1)
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
	if (check_stop(b, err) == -1 || sar_build_share(b, err) == -1 ||
	    sar_build_vacant(b, err) == -1 ||
	    sar_build_log_intent(b, err) == -1)
		return -1;
	if (release(b, result, err) == -1) {
		abandon(b, err);
		return -1;
	}
	return 0;
}

/* What was approved, if that is asked, has to be what is built. */
static int
approved(const struct build *b, struct sar_err *err)
{
	const struct sar_approval_view view = {
		.vcon = b->options->packing.vcon,
		.history = &b->history,
		.proofs = sar_build_has_proofs(b),
	};

	return sar_approval_ready(b->c, b->answer, &view, err);
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
	if (approved(b, err) == -1) {
		sar_err_hint(err, "import the recording again, so that the "
				  "plan says it cannot be decoded");
		return -1;
	}
	return sar_build_write_texts(b, err) == -1 ? -1 : 1;
}

/* What this run released is where a later one would find it. */
static int
move(struct build *b, struct sar_build_result *result, struct sar_err *err)
{
	uint8_t sha256[SAR_VOLUMES_MAX][SAR_SHA256_LEN];
	unsigned k;

	for (k = 0; k < b->n_volumes; k++)
		memcpy(sha256[k], b->volumes[k].receipt.sha256, SAR_SHA256_LEN);
	return sar_build_move(b, sha256, result, err);
}

static int
build_package(struct build *b, struct sar_build_result *result,
    struct sar_err *err)
{
	if (sar_build_outbox_open(b, err) == -1 ||
	    choose_passphrase(b, err) == -1)
		return -1;
	while (attempt(b, result, err) == -1)
		if (again(b, result, err) == -1)
			return -1;
	result->outcome = SAR_BUILD_RELEASED;
	result->has_content = true;
	result->has_proofs = b->registered != NULL;
	result->proofs = sar_build_proofs(b, &result->unproved);
	result->unregistered = sar_build_unregistered(b);
	memcpy(result->content, b->volumes[0].receipt.content, SAR_SHA256_LEN);
	return move(b, result, err);
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

/* Who was told that nothing is held is told by a correction that something
   is: one case has one answer. */
static int
refuse_again(const struct build *b, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: was answered that nothing is held (record %llu)",
	    b->c->request->ref, (unsigned long long)b->history.nil_return);
	sar_err_hint(err,
	    "a wrong answer is corrected: \"sar-export request "
	    "--corrects %s\"",
	    b->c->request->ref);
	return -1;
}

static int
run(struct build *b, struct sar_build_result *result, struct sar_err *err)
{
	if (sar_build_begin(b, err) == -1)
		return -1;
	if (b->history.released)
		return finish_before(b, result, err);
	if (sar_answer_ready(b->c, b->answer, b->options->allow_partial, err) ==
		-1 ||
	    approved(b, err) == -1 || sar_build_clear(b, err) == -1 ||
	    sar_build_write_texts(b, err) == -1)
		return -1;
	if (sar_answer_nil(b->answer))
		return nil_return(b, result, err);
	if (b->history.nil)
		return refuse_again(b, err);
	return build_package(b, result, err);
}

int
sar_build_run(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_build_options *options, struct sar_build_result *result,
    struct sar_err *err)
{
	struct build b = {
		.c = c,
		.answer = answer,
		.options = options,
		.phase.mutex = PTHREAD_MUTEX_INITIALIZER,
	};
	int rc;

	memset(result, 0, sizeof(*result));
	rc = run(&b, result, err);
	sar_build_end(&b);
	if (rc == -1)
		sar_build_result_free(result);
	return rc;
}

void
sar_build_result_free(struct sar_build_result *result)
{
	size_t i;

	for (i = 0; i < result->n_packages; i++) {
		free(result->packages[i].path);
		free(result->packages[i].proof);
	}
	free(result->packages);
	memset(result, 0, sizeof(*result));
}
