#include "sar-verify/data.h"

#include <stdio.h>

#include "base/file.h"
#include "common/cmd.h"

int
data_put(const char *path, bool force, const char *key, const char *text,
    size_t len, struct sar_err *err)
{
	if (path != NULL) {
		if (sar_file_write(path, text, len, 0600, force, err) == -1)
			return -1;
		(void)json_object_set_new(cmd_summary(), "out",
		    json_string(path));
		return 0;
	}
	if (cmd_options.json) {
		(void)json_object_set_new(cmd_summary(), key,
		    json_stringn(text, len));
		return 0;
	}
	/* Whether it arrived is checked at the end. */
	(void)fwrite(text, 1, len, stdout);
	return 0;
}
