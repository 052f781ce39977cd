#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/document.h"
#include "ingest/format.h"

#define MARK "\xEF\xBB\xBF"

int
sar_document_read(struct sar_reading *in, size_t max, char **text, size_t *len,
    struct sar_err *err)
{
	const struct sar_source *source = in->source;
	char *all = NULL;
	size_t size;

	if (source->size > max)
		return sar_err_set(err, SAR_EINPUT, "%s: larger than %zu MiB",
		    in->name, max / 1024 / 1024);
	size = (size_t)source->size;
	if ((all = calloc(size + 1, 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if ((size > 0 && sar_source_read(source, all, size, 0, err) == -1) ||
	    sar_sha256_text(all, size, in->sha256, err) == -1)
		goto failed;
	if (size >= 3 && memcmp(all, MARK, 3) == 0) {
		memmove(all, all + 3, size - 3);
		size -= 3;
	}
	all[size] = '\0';
	if (!sar_text_utf8(all, size)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: not UTF-8 text, or a NUL byte in it", in->name);
		goto failed;
	}
	*text = all;
	*len = size;
	return 0;

failed:
	free(all);
	return -1;
}
