#include "sar-verify/proof_view.h"

#include <inttypes.h>

#include "base/b64.h"
#include "base/utc.h"
#include "common/cmd.h"

void
proof_view_log(const struct sar_audit_proof *proof, const char *mark)
{
	const struct sar_tlogproof_seen *seen = &proof->seen;
	char root[SAR_B64_LEN(SAR_SHA256_LEN)];
	json_t *s = cmd_summary();

	sar_b64_put(seen->root, SAR_SHA256_LEN, root);
	(void)json_object_set_new(s, "log", json_string(seen->log->name));
	(void)json_object_set_new(s, "records",
	    json_integer((json_int_t)seen->size));
	(void)json_object_set_new(s, "root", json_string(root));
	(void)json_object_set_new(s, "number",
	    json_integer((json_int_t)proof->record->seq));
	cmd_say("%s: record %" PRIu64 " is in the log %s, as it was when it "
		"had %" PRIu64 " records, root %s\n",
	    mark, proof->record->seq, seen->log->name, seen->size, root);
}

void
proof_view_witnesses(const struct sar_audit_proof *proof, const char *mark)
{
	const struct sar_policy_seen *seen = &proof->seen.witnesses;
	json_t *list = json_array();
	char when[SAR_UTC_LEN];
	size_t i;

	for (i = 0; i < seen->n; i++) {
		sar_utc_format(seen->by[i].time, when);
		(void)json_array_append_new(list,
		    json_pack("{ssss}", "name", seen->by[i].name, "at", when));
		cmd_say("%s: cosigned by %s at %s: it was in the log by then, "
			"and the log went on from all they had seen of it\n",
		    mark, seen->by[i].name, when);
	}
	(void)json_object_set_new(cmd_summary(), "witnesses", list);
	(void)json_object_set_new(cmd_summary(), "policy_met",
	    json_boolean(seen->met));
	(void)json_object_set_new(cmd_summary(), "cosignatures_not_checked",
	    json_integer((json_int_t)proof->unknown));
	if (proof->unknown > 0)
		cmd_say("NOT CHECKED: %zu cosignature%s by keys that are not "
			"in the policy\n",
		    proof->unknown, proof->unknown == 1 ? "" : "s");
	if (seen->n == 0)
		cmd_say("NOT SHOWN: when the record was written, and that the "
			"log is the only one: with no witness, another could "
			"be shown to others\n");
}
