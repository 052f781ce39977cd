#include <stdlib.h>
#include <string.h>

#include "export/history.h"
#include "export/intake_log.h"

/* Was it asked there, and not shown, who asks? */
static bool
is_doubtful(const struct sar_docket *docket)
{
	return docket->identity == SAR_DOCKET_ID_FAILED ||
	       strcmp(docket->refused_for, "not-the-person") == 0;
}

static int
check_dockets(const struct sar_case *c, const struct sar_history_case *cases,
    size_t n, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!is_doubtful(&cases[i].docket))
			continue;
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: identity: who asked by the same number in case "
		    "%s did not show who they were",
		    c->request->ref, cases[i].ref);
		sar_err_hint(err,
		    "open it without: identity = unknown; then \"sar-export "
		    "id --what verified --kind CODE\" says what was shown");
		return -1;
	}
	return 0;
}

int
sar_intake_doubted(const struct sar_case *c,
    const struct sar_receipts *receipts, struct sar_err *err)
{
	struct sar_intake_repeats earlier = { .n = 0 };
	struct sar_history_case *cases = NULL;
	int rc = -1;
	size_t i;

	if (c->request->identity == SAR_IDENTITY_UNKNOWN)
		return 0;
	if (sar_intake_compare(c, receipts, &earlier, err) == -1)
		goto out;
	if (earlier.n == 0) {
		rc = 0;
		goto out;
	}
	if ((cases = calloc(earlier.n, sizeof(*cases))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	for (i = 0; i < earlier.n; i++)
		cases[i].ref = earlier.all[i].ref;
	if (sar_history_cases(c->home, cases, earlier.n, err) == 0)
		rc = check_dockets(c, cases, earlier.n, err);
	sar_history_clear(cases, earlier.n);

out:
	free(cases);
	free(earlier.all);
	return rc;
}
