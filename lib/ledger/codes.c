#include <assert.h>

#include "ledger/ledger.h"

static const struct {
	const char *name, *text;
} codes[SAR_LEDGER_CODES] = {
	[SAR_LEDGER_DUE_DIFFERS] = { "due-differs",
	    "the due date logged is not one month from receipt" },
	[SAR_LEDGER_RECEIVED_DIFFERS] = { "received-differs",
	    "a case has two dates of receipt" },
	[SAR_LEDGER_RECEIVED_LATER] = { "received-later",
	    "a request is said to have come after the record of it" },
	[SAR_LEDGER_OUT_OF_TIME] = { "out-of-time",
	    "answered, sent or still open after the due date" },
	[SAR_LEDGER_INTENT_WITHOUT_OUTCOME] = { "intent-without-outcome",
	    "a package was begun, and no record says what became of it" },
	[SAR_LEDGER_RELEASE_WITHOUT_INTENT] = { "release-without-intent",
	    "a package was released that was never begun" },
	[SAR_LEDGER_OUTCOME_WITHOUT_INTENT] = { "outcome-without-intent",
	    "an outcome of something that was never begun" },
	[SAR_LEDGER_OUTCOME_BEFORE_INTENT] = { "outcome-before-intent",
	    "an outcome stands before what it is the outcome of" },
	[SAR_LEDGER_TWO_OUTCOMES] = { "two-outcomes",
	    "one intent has two outcomes" },
	[SAR_LEDGER_INTENT_ERASED] = { "intent-erased",
	    "what this is the outcome of was erased: it cannot be judged" },
	[SAR_LEDGER_APPROVAL_MISSING] = { "approval-missing",
	    "the approval that a release names is none" },
	[SAR_LEDGER_APPROVAL_OTHER_CASE] = { "approval-other-case",
	    "the approval that a release names is of another case" },
	[SAR_LEDGER_APPROVAL_NOT_LAST] = { "approval-not-last",
	    "the approval that a release names was not the last one" },
	[SAR_LEDGER_APPROVAL_ERASED] = { "approval-erased",
	    "the approval that a release names was erased: it cannot be "
	    "judged" },
	[SAR_LEDGER_DELIVER_WITHOUT_RELEASE] = { "deliver-without-release",
	    "something went out that was not released" },
	[SAR_LEDGER_DELIVER_OTHER_CASE] = { "deliver-other-case",
	    "what went out is of another case" },
	[SAR_LEDGER_DELIVER_DATE] = { "deliver-date",
	    "the day something went out cannot be right" },
	[SAR_LEDGER_SAME_CHANNEL] = { "same-channel",
	    "package and passphrase went out the same way" },
	[SAR_LEDGER_REVEAL_WITHOUT_RELEASE] = { "reveal-without-release",
	    "the passphrase of something not released was opened" },
	[SAR_LEDGER_REVEAL_OTHER_CASE] = { "reveal-other-case",
	    "the passphrase that was opened is of another case" },
	[SAR_LEDGER_RELEASE_ERASED] = { "release-erased",
	    "the release of what went out or was opened was erased: it cannot "
	    "be judged" },
	[SAR_LEDGER_REGISTER_EMPTY] = { "register-empty",
	    "an import of no recordings" },
	[SAR_LEDGER_REGISTER_ROOT] = { "register-root",
	    "the root of an import is that of no recordings" },
	[SAR_LEDGER_REGISTER_AGAIN] = { "register-again",
	    "two imports have the same root" },
	[SAR_LEDGER_TIME_GOES_BACK] = { "time-goes-back",
	    "a record is earlier than the one before it" },
	[SAR_LEDGER_BACKDATED] = { "backdated",
	    "a record is earlier than a cosignature that was there before it" },
	[SAR_LEDGER_POSTDATED] = { "postdated",
	    "a record is later than a cosignature that covers it" },
	[SAR_LEDGER_ERASURE_PENDING] = { "erasure-pending",
	    "a record is to be erased and still there" },
	[SAR_LEDGER_ROTATION_UNFINISHED] = { "rotation-unfinished",
	    "a change of the log's key was begun and not finished" },
	[SAR_LEDGER_UNCOMMITTED_TAIL] = { "uncommitted-tail",
	    "bytes after what is signed are not part of the log" },
	[SAR_LEDGER_COSIGNATURE_MISSING] = { "cosignature-missing",
	    "a cosignature that the log tells of is not there" },
	[SAR_LEDGER_COSIGNATURES_TOO_FEW] = { "cosignatures-too-few",
	    "no checkpoint has the cosignatures that the policy asks for" },
	[SAR_LEDGER_COSIGNATURE_TOO_OLD] = { "cosignature-too-old",
	    "the last cosigned checkpoint is older than it may be" },
	[SAR_LEDGER_OUTBOX_NO_RELEASE] = { "outbox-no-release",
	    "a package in the outbox that no release names" },
	[SAR_LEDGER_OUTBOX_NO_PROOF] = { "outbox-no-proof",
	    "a package in the outbox without its proof" },
	[SAR_LEDGER_OUTBOX_BAD_PROOF] = { "outbox-bad-proof",
	    "a package in the outbox whose proof does not verify" },
};

const char *
sar_ledger_code_name(enum sar_ledger_code code)
{
	assert(code < SAR_LEDGER_CODES);
	return codes[code].name;
}

const char *
sar_ledger_code_text(enum sar_ledger_code code)
{
	assert(code < SAR_LEDGER_CODES);
	return codes[code].text;
}
