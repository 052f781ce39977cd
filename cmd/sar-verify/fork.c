#include "sar-verify/fork.h"

#include "base/file.h"
#include "common/cmd.h"

int
fork_found(const char *path, const char *option, const struct sar_buf *evidence,
    struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;

	(void)sar_err_set(err, SAR_ETAMPER,
	    "the log signed two checkpoints that contradict each other");
	if (path == NULL) {
		sar_err_hint(err, "%s FILE writes the proof, for others",
		    option);
	} else if (sar_file_write(path, evidence->data, evidence->len, 0600,
		       false, &why) == -1) {
		cmd_report_one(&why);
		sar_err_hint(err, "the proof could not be written: keep all "
				  "that was compared, which is as good");
	} else {
		sar_err_hint(err, "the proof is in %.128s: keep it", path);
		(void)json_object_set_new(cmd_summary(), "evidence",
		    json_string(path));
	}
	return -1;
}
