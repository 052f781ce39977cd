#include "export/delivery.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utc.h"
#include "export/build.h"
#include "export/history.h"

static const char *const whats[] = { "package", "passphrase", NULL };
static const char *const channels[] = { "post", "email", "portal", "telephone",
	"text", "in-person", "courier", NULL };

const char *
sar_delivery_what_name(enum sar_delivery_what what)
{
	return whats[what];
}

const char *
sar_delivery_channel_name(enum sar_delivery_channel channel)
{
	return channels[channel];
}

/* Which of ${words} is ${word}; -1 for none. */
static int
find_word(const char *const *words, const char *word)
{
	int i;

	for (i = 0; word != NULL && words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

bool
sar_delivery_what_parse(const char *word, enum sar_delivery_what *out)
{
	int n = find_word(whats, word);

	*out = n == -1 ? SAR_DELIVERY_PACKAGE : (enum sar_delivery_what)n;
	return n != -1;
}

bool
sar_delivery_channel_parse(const char *word, enum sar_delivery_channel *out)
{
	int n = find_word(channels, word);

	*out = n == -1 ? SAR_CHANNEL_POST : (enum sar_delivery_channel)n;
	return n != -1;
}

int
sar_delivery_take(struct sar_deliveries *out, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_delivery one = { .record = record->seq };
	struct sar_delivery *all;
	char what[32], channel[32], on[SAR_DATE_LEN];

	if (!sar_record_copy(record, "what", what, sizeof(what)) ||
	    !sar_record_copy(record, "channel", channel, sizeof(channel)) ||
	    !sar_record_copy(record, "on", on, sizeof(on)) ||
	    !sar_record_copy(record, "by", one.by, sizeof(one.by)) ||
	    !sar_delivery_what_parse(what, &one.what) ||
	    !sar_delivery_channel_parse(channel, &one.channel) ||
	    !sar_date_parse(on, &one.on))
		return sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: not a delivery as it has to be",
		    (unsigned long long)record->seq);
	all = reallocarray(out->all, out->n + 1, sizeof(*all));
	if (all == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	all[out->n++] = one;
	out->all = all;
	return 0;
}

void
sar_delivery_free(struct sar_deliveries *deliveries)
{
	free(deliveries->all);
	memset(deliveries, 0, sizeof(*deliveries));
}

/* The local day of the release in ${history}. */
static struct sar_date
release_day(const struct sar_case *c, const struct sar_history *history)
{
	int64_t utc;

	if (!sar_utc_parse(history->when, &utc))
		utc = 0;
	return sar_zone_local(c->home->zone, utc).date;
}

/* Can it have happened? */
static int
check_possible(const struct sar_case *c, const struct sar_history *history,
    const struct sar_delivery_options *o, struct sar_err *err)
{
	struct sar_date today = sar_zone_local(c->home->zone, o->now).date;

	if (!history->released) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: has not been released", c->request->ref);
		sar_err_hint(err, "nothing can have gone out: see \"sar-export "
				  "build\"");
		return -1;
	}
	if (o->what == SAR_DELIVERY_PACKAGE &&
	    (o->channel == SAR_CHANNEL_TELEPHONE ||
		o->channel == SAR_CHANNEL_TEXT))
		return sar_err_set(err, SAR_EINPUT,
		    "--channel: a package does not go by telephone or text");
	if (sar_date_compare(o->on, today) > 0)
		return sar_err_set(err, SAR_EINPUT, "--on: is in the future");
	if (sar_date_compare(o->on, release_day(c, history)) < 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--on: is before the day of the release");
	return 0;
}

/* Package and passphrase by one channel are as good as no passphrase. */
static int
check_channel(const struct sar_case *c, const struct sar_deliveries *before,
    const struct sar_delivery_options *o, struct sar_err *err)
{
	size_t i;

	/* Handed over, with whoever it is for standing there. */
	if (o->channel == SAR_CHANNEL_IN_PERSON)
		return 0;
	for (i = 0; i < before->n; i++) {
		if (before->all[i].what == o->what ||
		    before->all[i].channel != o->channel)
			continue;
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: the %s has gone by %s (record %llu): who gets at "
		    "one would have both",
		    c->request->ref,
		    sar_delivery_what_name(before->all[i].what),
		    sar_delivery_channel_name(o->channel),
		    (unsigned long long)before->all[i].record);
		sar_err_hint(err,
		    "send the %s another way; if both have gone "
		    "the same way, it is a breach to assess",
		    sar_delivery_what_name(o->what));
		return -1;
	}
	return 0;
}

/* The same thing, by the same channel, on the same day. */
static const struct sar_delivery *
find_same(const struct sar_deliveries *before,
    const struct sar_delivery_options *o)
{
	size_t i;

	for (i = 0; i < before->n; i++)
		if (before->all[i].what == o->what &&
		    before->all[i].channel == o->channel &&
		    sar_date_compare(before->all[i].on, o->on) == 0)
			return &before->all[i];
	return NULL;
}

static int
append(const struct sar_case *c, const struct sar_history *history,
    const struct sar_delivery_options *o, uint64_t *seq, struct sar_err *err)
{
	struct sar_home_record record = { .type = "deliver",
		.lock_wait = o->lock_wait,
		.now = o->now };
	char on[SAR_DATE_LEN];
	json_t *members;
	int rc;

	sar_date_format(o->on, on);
	members = json_pack("{s:s,s:s,s:I,s:s,s:s,s:s}", "by", o->by, "case",
	    c->request->ref, "release", (json_int_t)history->release, "what",
	    sar_delivery_what_name(o->what), "channel",
	    sar_delivery_channel_name(o->channel), "on", on);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(c->home, &record, seq, err);
	json_decref(members);
	return rc;
}

/* What has gone out cannot be seen; what is still there can. */
static int
check_package(const struct sar_case *c, const struct sar_history *history,
    const struct sar_delivery_options *o, struct sar_err *err)
{
	struct sar_build_result result;

	if (o->what != SAR_DELIVERY_PACKAGE)
		return 0;
	if (sar_build_before(c, history, NULL, &result, err) == -1)
		return -1;
	if (o->packages != NULL)
		*o->packages = result;
	else
		sar_build_result_free(&result);
	return 0;
}

static int
record_one(const struct sar_case *c, const struct sar_history *history,
    const struct sar_deliveries *before, const struct sar_delivery_options *o,
    struct sar_delivery *out, struct sar_err *err)
{
	if (check_possible(c, history, o, err) == -1 ||
	    check_channel(c, before, o, err) == -1 ||
	    check_package(c, history, o, err) == -1 ||
	    append(c, history, o, &out->record, err) == -1)
		return -1;
	out->what = o->what;
	out->channel = o->channel;
	out->on = o->on;
	(void)snprintf(out->by, sizeof(out->by), "%s", o->by);
	return 0;
}

int
sar_delivery_record(const struct sar_case *c,
    const struct sar_delivery_options *options, struct sar_delivery *out,
    bool *logged, struct sar_err *err)
{
	struct sar_history_case was = { .ref = c->request->ref };
	const struct sar_delivery *same;
	int rc = -1;

	if (sar_history_cases(c->home, &was, 1, err) == -1)
		goto out;
	same = options->again ? NULL : find_same(&was.went, options);
	*logged = same == NULL;
	if (same != NULL)
		*out = *same;
	else if (record_one(c, &was.history, &was.went, options, out, err) ==
		 -1)
		goto out;
	rc = 0;

out:
	sar_history_clear(&was, 1);
	return rc;
}
