#include "check/check.h"

#include <fcntl.h>
#include <unistd.h>

#include "check/comparison.h"
#include "index/each.h"

const char *
sar_check_kind_name(enum sar_check_kind kind)
{
	static const char *const names[SAR_CHECK_KINDS] = {
		[SAR_CHECK_MISSING] = "missing",
		[SAR_CHECK_CHANGED] = "changed",
		[SAR_CHECK_TRUNCATED] = "truncated",
		[SAR_CHECK_ZERO] = "zero-sized",
		[SAR_CHECK_DAMAGED] = "damaged",
		[SAR_CHECK_REFUSED] = "refused",
		[SAR_CHECK_RETURNED] = "returned",
		[SAR_CHECK_ORPHAN] = "orphan",
		[SAR_CHECK_SILENT] = "answered-without-recording",
		[SAR_CHECK_READABLE] = "readable-now",
		[SAR_CHECK_UNSUPPORTED] = "unsupported",
	};

	return names[kind];
}

int
sar_check_tell(struct sar_check *check, const struct sar_check_finding *finding,
    struct sar_err *err)
{
	check->report->by_kind[finding->kind]++;
	if (check->options->found == NULL)
		return 0;
	return check->options->found(check->options->ctx, finding, err);
}

static int
tell_silent(void *ctx, int64_t leg, struct sar_err *err)
{
	struct sar_check_finding finding = { .kind = SAR_CHECK_SILENT,
		.leg = leg };

	return sar_check_tell(ctx, &finding, err);
}

int
sar_check_disk(struct sar_index *index, const struct sar_check_options *options,
    struct sar_check_report *report, struct sar_err *err)
{
	struct sar_check check = { .index = index,
		.options = options,
		.report = report };
	int rc = -1;

	*report = (struct sar_check_report){ 0 };
	/* A share that is not mounted is not a thousand lost recordings. */
	check.root = open(options->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (check.root == -1)
		return sar_err_errno(err, "%s", options->root);
	if (sar_index_count_recordings(index, &check.total, err) == 0 &&
	    sar_check_recordings(&check, err) == 0 &&
	    sar_check_files(&check, err) == 0 &&
	    sar_index_each_silent(index, options->recorded, options->n_recorded,
		options->since, tell_silent, &check, err) == 0)
		rc = 0;
	(void)close(check.root);
	return rc;
}
