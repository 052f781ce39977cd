#include "export/reveal.h"

#include "export/history.h"
#include "export/recovery.h"

static int
append(const struct sar_case *c, const struct sar_history *history,
    const struct sar_reveal_options *options, uint64_t *seq,
    struct sar_err *err)
{
	struct sar_home_record record = { .type = "reveal",
		.lock_wait = options->lock_wait,
		.now = options->now };
	json_t *members = json_pack("{s:s,s:s,s:I}", "by", options->by, "case",
	    c->request->ref, "release", (json_int_t)history->release);
	int rc;

	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(c->home, &record, seq, err);
	json_decref(members);
	return rc;
}

struct sar_secret *
sar_reveal_open(const struct sar_case *c,
    const struct sar_age_identity *identity,
    const struct sar_reveal_options *options, uint64_t *record,
    struct sar_err *err)
{
	struct sar_secret *passphrase = NULL;
	struct sar_history history;

	if (sar_history_read(c->home, c->request->ref, &history, err) == -1)
		return NULL;
	/* What a killed build left opens nothing that anybody has. */
	if (!history.released) {
		(void)sar_err_set(err, SAR_EMISSING,
		    "case %s: nothing has been released", c->request->ref);
		return NULL;
	}
	if ((passphrase = sar_recovery_open(c, identity, err)) == NULL)
		return NULL;
	if (append(c, &history, options, record, err) == -1) {
		sar_secret_free(passphrase);
		return NULL;
	}
	return passphrase;
}
