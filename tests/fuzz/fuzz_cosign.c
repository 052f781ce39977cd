#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tlog/cosign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LOG                                       \
	"sar-export.example.gov.uk/log+ad0a17ad+" \
	"AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define WITNESS                          \
	"audit.example.org/w1+b4038c35+" \
	"BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* The keys of tests/vectors/log: what they signed is in the corpus. */
static struct sar_key_public log_key;
static struct sar_key_public witness;

static void
make_keys(void)
{
	struct sar_err err = SAR_ERR_INIT;

	if (log_key.kind == SAR_KEY_LOG)
		return;
	must(sar_key_public_parse("l", LOG, strlen(LOG), &log_key, &err) == 0);
	must(sar_key_witness_parse("w", WITNESS, strlen(WITNESS), &witness,
		 &err) == 0);
}

/* Whoever finds a cosignature finds one that verifies, of a line there is. */
static void
check_found(const struct sar_cosign_request *request)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_cosignature one;
	bool found;

	if (sar_cosign_find(request->text, &request->note, &witness, &one,
		&found, &err) == -1) {
		must(err.code == SAR_ETAMPER);
		return;
	}
	if (!found)
		return;
	must(one.time >= 0);
	must(sar_cosign_verify(&one, &witness, request->text,
	    request->note.text_len));
	/* The only one that this key ever made. */
	must(request->note.size == 5 && one.time == 1768298400);
}

/* What is read is written again as it was. */
static void
check_request(const char *text, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf again = SAR_BUF_INIT;
	struct sar_buf note = SAR_BUF_INIT;
	struct sar_cosign_request request;

	if (sar_cosign_request_parse("r", text, size, &log_key, &request,
		&err) == -1) {
		must(err.code == SAR_EINPUT);
		must(strchr(err.msg, '\n') == NULL);
		return;
	}
	must(request.old <= request.note.size && request.proof.n <= 63);
	sar_buf_add(&note, request.text, request.note.len);
	must(sar_cosign_request_add(&again, request.old, &request.proof,
		 note.data, &err) == 0);
	must(again.len == size && memcmp(again.data, text, size) == 0);
	check_found(&request);
	sar_buf_free(&again);
	sar_buf_free(&note);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_cosignature one;

	make_keys();
	if (sar_cosign_parse((const char *)data, size, &witness, &one)) {
		must(one.time >= 0);
		must(strcmp(one.name, witness.name) == 0);
		must(memcmp(one.id, witness.id, sizeof(one.id)) == 0);
	}
	check_request((const char *)data, size);
	return 0;
}
