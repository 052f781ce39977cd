#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tlog/keyfile.h"
#include "tlog/keyfile_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHEAP 64 /* KiB, so that a run is not all Argon2id */

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* What is read is written again as it was, but for a last LF. */
static bool
check_text(const char *text, size_t size, struct sar_keyfile_text *file)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf again = SAR_BUF_INIT;

	if (sar_keyfile_text_read(text, size, file, &err) == -1) {
		must(err.code == SAR_ESECRET);
		must(strchr(err.msg, '\n') == NULL);
		return false;
	}
	must(file->cost.memory >= SAR_KEYFILE_MEMORY_MIN &&
	     file->cost.memory <= SAR_KEYFILE_MEMORY_MAX);
	must(file->cost.passes >= 1 &&
	     file->cost.passes <= SAR_KEYFILE_PASSES_MAX);
	must(sar_keyfile_text_head(&again, file, &err) == 0);
	must(again.len == file->head);
	must(sar_keyfile_text_box(&again, file, &err) == 0);
	must(again.len == size ||
	     (again.len + 1 == size && text[size - 1] == '\n'));
	must(memcmp(again.data, text, again.len) == 0);
	sar_buf_free(&again);
	return true;
}

/* Nobody has the passphrase: it is empty, and nothing is sealed with that. */
static void
check_open(const char *text, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *file = sar_secret_new(text, size, &err);
	struct sar_secret *nothing = sar_secret_new("", 0, &err);

	must(file != NULL && nothing != NULL);
	must(sar_keyfile_sealed(file));
	must(sar_keyfile_open(file, NULL, &err) == NULL);
	must(err.code == SAR_ESECRET);
	must(sar_keyfile_open(file, nothing, &err) == NULL);
	must(err.code == SAR_ESECRET);
	sar_secret_free(file);
	sar_secret_free(nothing);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_keyfile_text file;

	if (check_text((const char *)data, size, &file) && size <= 4096 &&
	    file.cost.memory <= CHEAP)
		check_open((const char *)data, size);
	return 0;
}
