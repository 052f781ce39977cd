#ifndef SAR_EXPORT_DELIVERY_H
#define SAR_EXPORT_DELIVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "disclosure/log.h"
#include "export/case.h"

/*
 * That a released package, or its passphrase, went out: an event of the log
 * each time.  The two go by different channels (ICO on encryption; rule I6 of
 * the reference): who opens somebody's mail must not have both.
 */
enum sar_delivery_what {
	SAR_DELIVERY_PACKAGE,
	SAR_DELIVERY_PASSPHRASE
};

enum sar_delivery_channel {
	SAR_CHANNEL_POST,
	SAR_CHANNEL_EMAIL,
	SAR_CHANNEL_PORTAL,
	SAR_CHANNEL_TELEPHONE,
	SAR_CHANNEL_TEXT,
	SAR_CHANNEL_IN_PERSON,
	SAR_CHANNEL_COURIER
};

/** The words of options and log: "package", "in-person"; false for others. */
const char *sar_delivery_what_name(enum sar_delivery_what what);
const char *sar_delivery_channel_name(enum sar_delivery_channel channel);
bool sar_delivery_what_parse(const char *word, enum sar_delivery_what *out);
bool sar_delivery_channel_parse(const char *word,
    enum sar_delivery_channel *out);

struct sar_delivery {
	uint64_t record; /* number in the log */
	enum sar_delivery_what what;
	enum sar_delivery_channel channel;
	struct sar_date on; /* local day */
	char by[33];
};

struct sar_deliveries {
	struct sar_delivery *all; /* in the log's order */
	size_t n;
};

/**
 * sar_delivery_take: Add what a deliver record of the log says.  To be freed
 * in any case.  SAR_ETAMPER for a record that is none.
 */
SAR_MUST_CHECK int sar_delivery_take(struct sar_deliveries *out,
    const struct sar_record *record, struct sar_err *err);
void sar_delivery_free(struct sar_deliveries *deliveries);

struct sar_build_result;

struct sar_delivery_options {
	enum sar_delivery_what what;
	enum sar_delivery_channel channel;
	struct sar_date on;
	const char *by;
	bool again; /* although the very same is in the log */
	unsigned lock_wait;
	int64_t now;
	/* Gets what is in the outbox, when a package's delivery is recorded;
	   the caller frees it in any case.  Or NULL. */
	struct sar_build_result *packages;
};

/**
 * sar_delivery_record(c, options, out, logged, err):
 * Record a delivery of ${c}, which is locked.  The same thing by the same
 * channel on the same day is one delivery, so that a job can be run again:
 * then *${logged} is false and ${out} is the one there is, unless ${options}
 * say that it was another.  -1 with ${err} set: SAR_EREFUSED when the case has
 * not been released, and when package and passphrase would go by one channel
 * other than into the requester's hands; SAR_EINPUT for a day before the
 * release or after today, and for a package by telephone or text message;
 * SAR_ECORRUPT when something else has the package's name in the outbox, or its
 * proof's.
 */
SAR_MUST_CHECK int sar_delivery_record(const struct sar_case *c,
    const struct sar_delivery_options *options, struct sar_delivery *out,
    bool *logged, struct sar_err *err);

#endif
