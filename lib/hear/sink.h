#ifndef SAR_HEAR_SINK_H
#define SAR_HEAR_SINK_H

#include "hear/detect.h"

/* Private to hear: what a detector of a channel has found so far. */
struct sar_detect_sink {
	uint32_t channel;
	struct sar_heard *list;
	size_t n;
	size_t room;
	size_t most; /* are kept */
	bool more;
};

#endif
