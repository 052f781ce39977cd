#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "ledger/state.h"

/* What needs no passphrase of its own on the way: handed to the person. */
#define IN_PERSON (1U << 5)
#define OTHER_WAY (1U << 7)

static const char *const channels[] = { "post", "email", "portal", "telephone",
	"text", "in-person", "courier" };

static uint8_t
channel_bit(const struct sar_record *record)
{
	size_t i;

	for (i = 0; i < sizeof(channels) / sizeof(channels[0]); i++)
		if (sar_record_is(record, "channel", channels[i]))
			return (uint8_t)(1U << i);
	return OTHER_WAY;
}

int
sar_ledger_approve(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_approval *approval;
	int rc;
	uint32_t at = sar_ledger_case(ledger, record, true, &rc, err);

	if (at == SAR_LEDGER_NO_CASE)
		return rc;
	approval = sar_ledger_push(&ledger->approvals, sizeof(*approval), err);
	if (approval == NULL)
		return -1;
	approval->seq = record->seq;
	approval->at = at;
	(void)sar_record_copy(record, "by", approval->by, sizeof(approval->by));
	sar_ledger_case_at(ledger, at)->approval = record->seq + 1;
	if (sar_ledger_follow(ledger, record, sar_ledger_case_at(ledger, at),
		err) == -1)
		return -1;
	sar_ledger_settle(sar_ledger_case_at(ledger, at));
	return 0;
}

/* The one the case had when its package was begun, or a later one that is its
   last. */
static bool
is_last(const struct sar_ledger *ledger, const struct sar_ledger_intent *intent,
    uint64_t approval)
{
	if (approval + 1 == intent->approval)
		return true;
	return approval > intent->seq &&
	       approval + 1 == sar_ledger_case_at(ledger, intent->at)->approval;
}

/* An id is one person's, however it is written: u1041 and U1041. */
static bool
is_reviewer(const struct sar_record *record, const char *by)
{
	const char *who;
	size_t i, len;

	for (i = 0; i < sar_record_count(record, "reviewer"); i++) {
		who = sar_record_text_at(record, "reviewer", i, &len);
		if (who != NULL && len == strlen(by) &&
		    strncasecmp(who, by, len) == 0)
			return true;
	}
	return false;
}

int
sar_ledger_approved(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_intent *intent, struct sar_err *err)
{
	const struct sar_ledger_approval *approval;
	const struct sar_ledger_case *of = NULL;
	uint64_t seq;

	if (intent != NULL)
		of = sar_ledger_case_at(ledger, intent->at);
	if (!sar_record_number(record, "approval", &seq))
		return 0;
	if (sar_ledger_erased(ledger, seq) != NULL)
		return sar_ledger_unknown(ledger, SAR_LEDGER_APPROVAL_ERASED,
		    record, of, "an approval", seq, err);
	approval = sar_ledger_find(&ledger->approvals, sizeof(*approval), seq);
	if (approval == NULL) {
		sar_ledger_raise(ledger, SAR_LEDGER_APPROVAL_MISSING, record,
		    of);
		sar_ledger_expect(ledger, "an approval before it");
		return sar_ledger_say(ledger, err, "record %" PRIu64 " is none",
		    seq);
	}
	if (is_reviewer(record, approval->by))
		ledger->sums.self_approved++;
	if (intent == NULL)
		return 0;
	if (approval->at != intent->at) {
		sar_ledger_raise(ledger, SAR_LEDGER_APPROVAL_OTHER_CASE, record,
		    of);
		sar_ledger_expect(ledger, "an approval of its case");
		return sar_ledger_say(ledger, err,
		    "record %" PRIu64 ", of another case", seq);
	}
	if (is_last(ledger, intent, seq))
		return 0;
	sar_ledger_raise(ledger, SAR_LEDGER_APPROVAL_NOT_LAST, record, of);
	sar_ledger_expect(ledger, "the last approval of its case");
	return sar_ledger_say(ledger, err,
	    "record %" PRIu64 ", and there is a later one", seq);
}

/* The release that the record names, of the record's case; NULL with *${rc}
   when there is none. */
static struct sar_ledger_release *
release_of(struct sar_ledger *ledger, const struct sar_record *record,
    enum sar_ledger_code none, enum sar_ledger_code other, int *rc,
    struct sar_err *err)
{
	struct sar_ledger_release *release = NULL;
	uint64_t seq;
	uint32_t at = sar_ledger_case(ledger, record, false, rc, err);

	*rc = 0;
	if (!sar_record_number(record, "release", &seq))
		return NULL;
	if (sar_ledger_erased(ledger, seq) != NULL) {
		*rc = sar_ledger_unknown(ledger, SAR_LEDGER_RELEASE_ERASED,
		    record, NULL, "a release", seq, err);
		return NULL;
	}
	release = sar_ledger_find(&ledger->releases, sizeof(*release), seq);
	if (release == NULL) {
		sar_ledger_raise(ledger, none, record, NULL);
		sar_ledger_expect(ledger, "a release before it");
		*rc = sar_ledger_say(ledger, err, "record %" PRIu64 " is none",
		    seq);
		return NULL;
	}
	if (release->at == at || release->at == SAR_LEDGER_NO_CASE)
		return release;
	sar_ledger_raise(ledger, other, record, NULL);
	sar_ledger_expect(ledger, "a release of its case");
	*rc = sar_ledger_say(ledger, err, "record %" PRIu64 ", of another case",
	    seq);
	return NULL;
}

int
sar_ledger_reveal(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	int rc;

	(void)release_of(ledger, record, SAR_LEDGER_REVEAL_WITHOUT_RELEASE,
	    SAR_LEDGER_REVEAL_OTHER_CASE, &rc, err);
	return rc;
}

/* Package and passphrase by one channel are as good as no passphrase. */
static int
check_channel(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_release *release, struct sar_err *err)
{
	uint8_t bit = channel_bit(record);
	bool package = sar_record_is(record, "what", "package");
	uint8_t *mine = package ? &release->package : &release->passphrase;
	uint8_t other = package ? release->passphrase : release->package;
	size_t len;
	const char *channel = sar_record_text(record, "channel", &len);

	*mine |= bit;
	if (bit == IN_PERSON || bit == OTHER_WAY || (other & bit) == 0)
		return 0;
	sar_ledger_raise(ledger, SAR_LEDGER_SAME_CHANNEL, record, NULL);
	sar_ledger_expect(ledger, "two ways");
	return sar_ledger_say(ledger, err, "both by %.*s, of record %" PRIu64,
	    (int)len, channel, release->seq);
}

/* It cannot go before it is there, nor be told of before it goes. */
static int
check_day(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_release *release, int32_t day, struct sar_err *err)
{
	char from[SAR_DATE_LEN], to[SAR_DATE_LEN], on[SAR_DATE_LEN];
	int32_t told = sar_ledger_day(ledger, record->t);

	if (day >= release->day && day <= told)
		return 0;
	sar_date_format(sar_date_of_days(release->day), from);
	sar_date_format(sar_date_of_days(told), to);
	sar_date_format(sar_date_of_days(day), on);
	sar_ledger_raise(ledger, SAR_LEDGER_DELIVER_DATE, record, NULL);
	sar_ledger_expect(ledger, "from %s to %s", from, to);
	return sar_ledger_say(ledger, err, "%s", on);
}

int
sar_ledger_deliver(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_release *release;
	struct sar_ledger_case *of;
	struct sar_date on;
	int32_t day;
	int rc;

	release = release_of(ledger, record, SAR_LEDGER_DELIVER_WITHOUT_RELEASE,
	    SAR_LEDGER_DELIVER_OTHER_CASE, &rc, err);
	if (release == NULL)
		return rc;
	if (check_channel(ledger, record, release, err) == -1)
		return -1;
	if (!sar_ledger_date(record, "on", &on))
		return 0;
	day = (int32_t)sar_date_days(on);
	if (check_day(ledger, record, release, day, err) == -1)
		return -1;
	if (release->at == SAR_LEDGER_NO_CASE)
		return 0;
	of = sar_ledger_case_at(ledger, release->at);
	if (sar_ledger_sendable(of))
		return sar_ledger_sent(ledger, record, of, err);
	return !sar_record_is(record, "what", "package")
		   ? 0
		   : sar_ledger_went_out(ledger, record, of, day, err);
}
