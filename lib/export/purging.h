/* Private to export: one run of the purge under way. */
#ifndef SAR_EXPORT_PURGING_H
#define SAR_EXPORT_PURGING_H

#include "export/disk.h"
#include "export/kept_log.h"
#include "export/purge.h"
#include "index/expiry.h"
#include "index/purge.h"
#include "tlog/tree.h"

#define SAR_PURGING_CHUNK 128 /* recordings of one transaction */
/* Bytes of the evidence of one record, at most. */
#define SAR_PURGING_EVIDENCE (16U << 20)
#define SAR_PURGING_BATCH 65536 /* of one record of the log */

/* A recording that is due and that nothing holds. */
struct sar_purging_due {
	int64_t id;
	uint64_t late; /* days after its last day */
};

struct sar_purging {
	const struct sar_home *home;
	const struct sar_purge_options *options;
	struct sar_purge_result *out;
	struct sar_index *index;
	struct sar_date today;
	int64_t *spared; /* what open cases ask for: ids, sorted */
	size_t n_spared;
	struct sar_purging_due *due;
	size_t n_due, room_due;
	struct sar_tree kept; /* over what is due and held */
	struct sar_index_purge_run run;
	bool running;          /* run has a row in the index */
	uint64_t in_run;       /* what it has deleted */
	struct sar_err locked; /* why some had to wait, if they had to */
};

/** sar_purging_tell: Tell of one that is due, if anybody wants to know. */
SAR_MUST_CHECK int sar_purging_tell(const struct sar_purging *purging,
    int64_t recording, enum sar_purge_fate fate, struct sar_err *err);

/** sar_purging_spare: Place the holds of open cases anew, or only see what they
 * ask for; and is every hold of the log in the index? */
SAR_MUST_CHECK int sar_purging_spare(struct sar_purging *purging,
    struct sar_err *err);

/** sar_purging_clock: May this clock be right?  SAR_EREFUSED when something is
 * due by it and it is far ahead of the last call and of the log; before
 * anything is written. */
SAR_MUST_CHECK int sar_purging_clock(const struct sar_purging *purging,
    struct sar_err *err);

/** sar_purging_list: List what is due; and the plan of it. */
SAR_MUST_CHECK int sar_purging_list(struct sar_purging *purging,
    struct sar_err *err);

/** sar_purging_retain: Log what is due and held, unless the log has that. */
SAR_MUST_CHECK int sar_purging_retain(struct sar_purging *purging,
    struct sar_err *err);

/** sar_purging_delete: Delete what is listed, some at a time. */
SAR_MUST_CHECK int sar_purging_delete(struct sar_purging *purging,
    struct sar_err *err);

/** sar_purging_end: Log the run and erase what it deleted. */
SAR_MUST_CHECK int sar_purging_end(struct sar_purging *purging,
    struct sar_err *err);

/** sar_purging_complete: The same of runs that were cut short. */
SAR_MUST_CHECK int sar_purging_complete(struct sar_purging *purging,
    struct sar_err *err);

/* A file that is to be deleted. */
struct sar_purging_file {
	struct sar_purging_due due;
	int64_t since; /* it was there then: the latest of its calls */
	struct sar_index_recording rec; /* its text is these: */
	char *path, *codec, *finding;
	enum sar_purge_fate fate;    /* SAR_PURGE_DUE: the file imported */
	struct sar_disk_stamp stamp; /* when it was seen to be that */
	bool away;                   /* gone, and its folder too */
	bool claimed;
	bool waits; /* a case that is at work has a copy of it */
};

/** sar_purging_look: Is it the file that was imported?  Sets its fate and
 * stamp. */
SAR_MUST_CHECK int sar_purging_look(const struct sar_purging *purging,
    struct sar_purging_file *file, struct sar_err *err);

/* The folder that was deleted from last. */
struct sar_purging_folder {
	int root; /* of the recordings */
	char *path;
	int fd; /* -1: none */
};

/** sar_purging_unlink: Delete ${file}, which is claimed, if it is still the
 * one that was looked at; sets its fate. */
SAR_MUST_CHECK int sar_purging_unlink(struct sar_purging_folder *folder,
    struct sar_purging_file *file, struct sar_err *err);

/** sar_purging_sync: What was deleted is, after a power cut too. */
SAR_MUST_CHECK int sar_purging_sync(struct sar_purging_folder *folder,
    struct sar_err *err);

#endif
