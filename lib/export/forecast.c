/* What a build is going to do, as far as it goes without writing anything. */
#include <string.h>

#include "base/crew.h"
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
		.jobs = sar_crew_size(options->jobs),
		.trial = true,
	};
	int rc;

	*volumes = 0;
	rc = sar_build_write_texts(&b, err);
	if (rc == 0 && !sar_answer_nil(answer))
		rc = share(&b, err);
	if (rc == 0)
		*volumes = b.n_volumes;
	sar_build_end(&b);
	return rc;
}
