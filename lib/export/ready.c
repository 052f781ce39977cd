#include "export/ready.h"

#include "export/history.h"
#include "export/intake_log.h"
#include "export/receipts.h"

static int
check_over(const char *ref, const struct sar_docket *docket,
    struct sar_err *err)
{
	if (docket->closed != SAR_DOCKET_NEVER) {
		(void)sar_err_set(err, SAR_EREFUSED, "case %s: is closed", ref);
		sar_err_hint(err, "what was answered wrongly is corrected by a "
				  "new case: \"corrects\" in request.conf(5)");
		return -1;
	}
	if (docket->refusal != SAR_DOCKET_NO) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: was refused (record %llu)", ref,
		    (unsigned long long)docket->refusal);
		sar_err_hint(err, "a refusal that does not stand is corrected "
				  "by a new case: \"corrects\" in "
				  "request.conf(5)");
		return -1;
	}
	if (sar_docket_nil_sent(docket)) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: was answered: nothing is held (record %llu)", ref,
		    (unsigned long long)docket->nil);
		sar_err_hint(err, "what was found since corrects it, in a new "
				  "case: \"corrects\" in request.conf(5)");
		return -1;
	}
	return 0;
}

/* Who asks, and whether they may. */
static int
check_person(const char *ref, const struct sar_docket *docket,
    struct sar_err *err)
{
	if (!sar_docket_shown(docket->identity)) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: the requester's identity is not verified", ref);
		sar_err_hint(err, "\"sar-export id --what verified\", or "
				  "\"not-needed --reason CODE\"");
		return -1;
	}
	if (docket->agent && !sar_docket_shown(docket->authority)) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: the representative's authority is not verified",
		    ref);
		sar_err_hint(err, "\"sar-export id --who authority --what "
				  "verified\"");
		return -1;
	}
	return 0;
}

int
sar_ready_check(const char *ref, const struct sar_docket *docket,
    struct sar_err *err)
{
	if (docket->receive == SAR_DOCKET_NO) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: its receipt is not in the log", ref);
		sar_err_hint(err, "\"sar-export request --ref REF\" logs it");
		return -1;
	}
	if (check_over(ref, docket, err) == -1 ||
	    check_person(ref, docket, err) == -1)
		return -1;
	if (docket->fee == SAR_DOCKET_FEE_ASKED) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: a fee was asked for and has not come", ref);
		sar_err_hint(err, "\"sar-export fee paid\", or \"waived\"");
		return -1;
	}
	return 0;
}

/* What its receipt would say. */
static void
tried(const struct sar_request *request, struct sar_docket *docket)
{
	static const enum sar_docket_identity identities[] = {
		[SAR_IDENTITY_UNKNOWN] = SAR_DOCKET_ID_NONE,
		[SAR_IDENTITY_VERIFIED] = SAR_DOCKET_ID_VERIFIED,
		[SAR_IDENTITY_NOT_NEEDED] = SAR_DOCKET_ID_NOT_NEEDED,
	};

	docket->receive = 0;
	docket->agent = request->agent != NULL;
	docket->identity = identities[request->identity];
}

/* Nobody is known to be who they are for another request than theirs. */
int
sar_ready_request(const struct sar_case *c, struct sar_err *err)
{
	struct sar_receipts receipts = { .n = 0 };
	const struct sar_receipt *receipt;
	int rc;

	if (c->tried)
		return 0;
	rc = sar_receipts_read(c->home, &receipts, err);
	if (rc == 0 &&
	    (receipt = sar_receipts_find(&receipts, c->request->ref)) != NULL)
		rc = sar_intake_check_receipt(c, receipt, err);
	sar_receipts_free(&receipts);
	return rc;
}

int
sar_ready_case(const struct sar_case *c, struct sar_err *err)
{
	struct sar_history_case was = { .ref = c->request->ref };
	int rc = -1;

	if (sar_history_cases(c->home, &was, 1, err) == 0) {
		if (c->tried && was.docket.receive == SAR_DOCKET_NO)
			tried(c->request, &was.docket);
		rc = sar_ready_check(was.ref, &was.docket, err) == -1
			 ? -1
			 : sar_ready_request(c, err);
	}
	sar_history_clear(&was, 1);
	return rc;
}
