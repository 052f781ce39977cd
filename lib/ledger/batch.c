#include <inttypes.h>
#include <string.h>

#include "ledger/state.h"

/* SHA-256 of nothing: the root of a tree without a leaf. */
static const uint8_t empty_root[SAR_SHA256_LEN] = { 0xe3, 0xb0, 0xc4, 0x42,
	0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
	0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b,
	0x78, 0x52, 0xb8, 0x55 };

/* Lines of an import have random salts: no two imports can have one root. */
static int
check_again(struct sar_ledger *ledger, const struct sar_record *record,
    const uint8_t root[SAR_SHA256_LEN], struct sar_err *err)
{
	uint64_t first;

	if (sar_map_put(&ledger->roots, root, SAR_SHA256_LEN, record->seq,
		&first, err) == -1)
		return -1;
	if (first == record->seq)
		return 0;
	sar_ledger_raise(ledger, SAR_LEDGER_REGISTER_AGAIN, record, NULL);
	sar_ledger_expect(ledger, "a root of its own");
	return sar_ledger_say(ledger, err, "that of record %" PRIu64, first);
}

int
sar_ledger_register(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	uint8_t root[SAR_SHA256_LEN];
	uint64_t n = 0;

	(void)sar_record_number(record, "n", &n);
	sar_ledger_add(&ledger->sums.recordings, n);
	if (n == 0) {
		sar_ledger_raise(ledger, SAR_LEDGER_REGISTER_EMPTY, record,
		    NULL);
		sar_ledger_expect(ledger, "at least one recording");
		return sar_ledger_say(ledger, err, "none");
	}
	if (!sar_record_digest(record, "root", root))
		return 0;
	if (memcmp(root, empty_root, sizeof(root)) == 0) {
		sar_ledger_raise(ledger, SAR_LEDGER_REGISTER_ROOT, record,
		    NULL);
		sar_ledger_expect(ledger, "the root of %" PRIu64 " recording%s",
		    n, n == 1 ? "" : "s");
		return sar_ledger_say(ledger, err, "that of none");
	}
	return check_again(ledger, record, root, err);
}
