/* What a build is going to do, as far as it goes without writing anything. */
#include "base/file.h"
#include "export/approval.h"
#include "export/build_state.h"

/* Without those that cannot be decoded any more, if they may be left out. */
static int
share(struct build *b, struct sar_err *err)
{
	while (sar_build_share(b, err) == -1) {
		if (!sar_build_leave_out(b))
			return -1;
		*err = (struct sar_err)SAR_ERR_INIT;
		if (sar_build_write_texts(b, err) == -1)
			return -1;
	}
	return 0;
}

/* What a run that was killed left of its own, the build removes. */
static int
check_out(const struct build *b, struct sar_err *err)
{
	const char *out = b->options->passphrase_out;

	if (out == NULL || (b->history.open && sar_file_exists(out)))
		return 0;
	return sar_home_secret_out(b->c->home, out, err);
}

/* In the order of a build, so that it is the same that is found first. */
static int
look(struct build *b, struct sar_err *err)
{
	if (sar_build_begin(b, err) == -1 || check_out(b, err) == -1 ||
	    sar_build_write_texts(b, err) == -1)
		return -1;
	if (sar_answer_nil(b->answer))
		return 0;
	if (sar_build_outbox_open(b, err) == -1 ||
	    sar_build_given(b, err) == -1 || share(b, err) == -1)
		return -1;
	return sar_build_vacant(b, err);
}

int
sar_build_forecast(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_build_options *options, unsigned *volumes,
    struct sar_err *err)
{
	struct build b = {
		.c = c,
		.answer = answer,
		.options = options,
		.phase.mutex = PTHREAD_MUTEX_INITIALIZER,
		.trial = true,
	};
	int rc = look(&b, err);

	*volumes = rc == 0 ? b.n_volumes : 0;
	sar_build_end(&b);
	return rc;
}
