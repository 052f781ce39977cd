/* Private to export: the file of a package, opened. */
#ifndef SAR_EXPORT_OPENED_H
#define SAR_EXPORT_OPENED_H

#include "base/source.h"
#include "package/reader.h"

/* Not to be moved: the reader reads from the source, and that from fd. */
struct sar_opened {
	int fd;
	struct sar_source source;
	struct sar_package_reader *reader;
};

/**
 * sar_opened_open: Open ${path}, which has to be a package; errors are those of
 * sar_file_open() and sar_package_open().  The caller closes ${opened}, also
 * after -1.
 */
SAR_MUST_CHECK int sar_opened_open(const char *path, struct sar_opened *opened,
    struct sar_err *err);
void sar_opened_close(struct sar_opened *opened);

#endif
