#ifndef SAR_PACKAGE_READER_STATE_H
#define SAR_PACKAGE_READER_STATE_H

#include "package/ae2.h"
#include "package/layout.h"
#include "package/reader.h"

/* Private to reader.c and check.c: an open package. */
struct sar_reader_entry {
	struct sar_package_reader *reader;
	const struct sar_layout_entry *place;
	struct sar_ae2 *ae2; /* NULL while locked */
};

struct sar_package_reader {
	const struct sar_source *source;
	struct sar_layout layout;
	struct sar_ae2_kit *kit;
	struct sar_reader_entry *entries; /* layout.n */
};

#endif
