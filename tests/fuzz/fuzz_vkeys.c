#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tlog/vkeys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* What is read, written plainly, is read as the same keys. */
static void
check(const struct sar_key_public *keys, size_t n, enum sar_key_kind kind)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf plain = SAR_BUF_INIT;
	struct sar_key_public *again;
	size_t i, m;

	must(n > 0);
	for (i = 0; i < n; i++) {
		must(keys[i].kind == kind);
		must(strcmp(keys[i].name, keys[0].name) == 0);
		sar_vkeys_add(&plain, &keys[i]);
	}
	must(sar_buf_check(&plain, &err) == 0);
	must(sar_vkeys_parse("k", plain.data, plain.len, kind, &again, &m,
		 &err) == 0);
	must(m == n);
	must(memcmp(again, keys, n * sizeof(*keys)) == 0);
	free(again);
	sar_buf_free(&plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum sar_key_kind kinds[] = { SAR_KEY_LOG,
		SAR_KEY_WITNESS };
	struct sar_key_public *keys;
	struct sar_err err;
	size_t i, n;

	for (i = 0; i < 2; i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		if (sar_vkeys_parse("k", (const char *)data, size, kinds[i],
			&keys, &n, &err) == 0) {
			check(keys, n, kinds[i]);
			free(keys);
			continue;
		}
		must(err.code == SAR_EINPUT);
		must(keys == NULL && n == 0);
		must(strchr(err.msg, '\n') == NULL);
	}
	return 0;
}
