#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tlog/tlogproof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* The keys of tests/vectors/log: what they signed is in the corpus. */
static const struct sar_policy *
policy(void)
{
	static const char text[] =
	    "log sar-export.example.gov.uk/log+ad0a17ad+"
	    "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n"
	    "witness w audit.example.org/w1+b4038c35+"
	    "BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X\n"
	    "quorum w\n";
	static struct sar_policy *parsed;
	struct sar_err err = SAR_ERR_INIT;

	if (parsed == NULL)
		parsed = sar_policy_parse("p", text, sizeof(text) - 1, &err);
	must(parsed != NULL);
	return parsed;
}

/*
 * The vectors' checkpoint of size 5 is the only one these keys signed, and its
 * records are known: no other can be proved.
 */
static void
check_verified(const struct sar_tlogproof *proof)
{
	static const char type[] = "\"type\":\"release\"";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof_seen seen;
	int rc = sar_tlogproof_verify("x", proof, policy(), NULL, &seen, &err);

	if (rc == 0 || err.code == SAR_EREVIEW) {
		must(proof->index == 3 && seen.size == 5 && seen.log != NULL);
		must(strstr(proof->extra, type) != NULL);
		must(seen.witnesses.met == (rc == 0));
	} else {
		must(err.code == SAR_ETAMPER ||
		     (err.code == SAR_EINPUT && proof->extra == NULL));
		must(strchr(err.msg, '\n') == NULL);
	}
}

/* What is read is written again as it was. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf again = SAR_BUF_INIT;
	struct sar_tlogproof proof;

	if (sar_tlogproof_parse("x", (const char *)data, size, &proof, &err) ==
	    0) {
		must(sar_tlogproof_add(&again, &proof, &err) == 0);
		must(again.len == size && memcmp(again.data, data, size) == 0);
		check_verified(&proof);
	} else {
		must(err.code == SAR_EINPUT);
		must(strchr(err.msg, '\n') == NULL);
	}
	sar_tlogproof_clear(&proof);
	sar_buf_free(&again);
	return 0;
}
