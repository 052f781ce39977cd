/* Private to ingest: a FreeSWITCH call as one row of a table. */
#ifndef SAR_INGEST_FREESWITCH_FLAT_H
#define SAR_INGEST_FREESWITCH_FLAT_H

#include "ingest/format.h"

/* Texts of the row's columns; NULL for those it does not have. */
struct sar_freeswitch_flat {
	const char *uuid;
	const char *peer;      /* the channel at the other end */
	const char *peer_name; /* what that column is called */
	const char *caller;
	const char *called;
	const char *start; /* local times */
	const char *answer;
	const char *end;
	const char *duration;
	const char *billsec;
	const char *channel; /* "sofia/internal/1001@host" */
	const char *bridge;  /* the same of the other end */
	const char *file;
};

/** sar_freeswitch_flat_take: Fill in->row; false when it is a reject. */
bool sar_freeswitch_flat_take(struct sar_reading *in,
    const struct sar_freeswitch_flat *flat);

#endif
