/*
 * Any bytes as a redactions.json.  What is read is what would be written, and
 * the check that goes by it can rely on it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "plan/redactions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
look(const struct sar_redactions_file *file)
{
	const struct sar_plan_cut *cut;
	uint64_t end = 0;
	size_t i;

	require(file->rate > 0 && file->frames > 0);
	require(file->channels > 0 && file->channels <= 32);
	require(file->fade <= file->rate / 10);
	require(file->format < SAR_FORMAT_SAME);
	require(strncmp(file->name, "call-", 5) == 0);
	require(strchr(file->name, '/') == NULL);
	for (i = 0; i < file->n_cuts; i++) {
		cut = &file->cuts[i];
		require(cut->from >= end && cut->from < cut->to);
		require(cut->to <= file->frames);
		require(((uint64_t)cut->channels >> file->channels) == 0);
		require(sar_basis_bits(cut->basis) != 0);
		require(cut->decisions == 0);
		end = cut->to;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions;
	char *again;
	size_t i;

	redactions = sar_redactions_read((const char *)data, size, &err);
	if (redactions == NULL) {
		require(err.code == SAR_ECORRUPT && err.msg[0] != '\0');
		return 0;
	}
	for (i = 0; i < redactions->n; i++) {
		look(&redactions->files[i]);
		require(sar_redactions_find(redactions,
			    redactions->files[i].name) ==
			&redactions->files[i]);
	}
	again = sar_redactions_json(redactions, &err);
	require(again != NULL && strlen(again) == size);
	require(memcmp(again, data, size) == 0);
	free(again);
	sar_redactions_free(redactions);
	return 0;
}
