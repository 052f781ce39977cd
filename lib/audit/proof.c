#include "audit/proof.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* How many signature lines the checkpoint of ${proof} has. */
static size_t
signatures_of(const struct sar_tlogproof *proof)
{
	const char *p = strstr(proof->checkpoint, "\n\n");
	size_t n = 0;

	if (p == NULL)
		return 0;
	for (p += 2; *p != '\0'; p++)
		n += *p == '\n' && p[1] != '\0';
	return n + 1;
}

/* The cosignatures nothing is known of: all lines but the log's own. */
static void
count_unknown(struct sar_audit_proof *out)
{
	size_t lines = signatures_of(&out->proof);
	size_t known = out->seen.witnesses.n + 1;

	out->unknown = lines > known ? lines - known : 0;
}

static int
verify(const char *path, const struct sar_policy *policy,
    struct sar_audit_proof *out, struct sar_err *err)
{
	if (out->proof.extra == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: no record in it: nothing says what it proves", path);
	if (sar_tlogproof_verify(path, &out->proof, policy, NULL, &out->seen,
		err) == 0)
		return 0;
	if (err->code != SAR_EREVIEW)
		return -1;
	sar_err_hint(err, "after a witness's visit \"sar-export log prove "
			  "--cosigned\" makes a proof with its word in it");
	out->review = *err;
	*err = (struct sar_err)SAR_ERR_INIT;
	return 0;
}

/* A package in a proof's place would be told to be too large. */
static int
read_file(const char *path, char **text, size_t *len, struct sar_err *err)
{
	static const char head[] = "c2sp.org/tlog-proof@v1\n";
	char first[sizeof(head) - 1] = { 0 };
	int fd = sar_file_open(path, err);
	int rc = -1;

	if (fd == -1)
		return -1;
	if (pread(fd, first, sizeof(first), 0) != (ssize_t)sizeof(first) ||
	    memcmp(first, head, sizeof(first)) != 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: not a proof: line 1: expected "
		    "\"c2sp.org/tlog-proof@v1\"",
		    path);
		sar_err_hint(err, "%s",
		    first[sizeof(first) - 1] == '\r'
			? "its line ends were changed on its way: get it again "
			  "as it was sent"
			: "it is the file whose name ends in .tlog-proof; a "
			  "package is given with --package");
	} else {
		rc = sar_file_read_fd(fd, path, SAR_TLOGPROOF_MAX, text, len,
		    err);
	}
	(void)close(fd);
	return rc;
}

int
sar_audit_proof_read(const char *path, const struct sar_policy *policy,
    struct sar_audit_proof *out, struct sar_err *err)
{
	char *text = NULL;
	size_t len;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (read_file(path, &text, &len, err) == -1 ||
	    sar_tlogproof_parse(path, text, len, &out->proof, err) == -1 ||
	    verify(path, policy, out, err) == -1)
		goto out;
	count_unknown(out);
	out->record = sar_record_new(path, out->proof.extra,
	    out->proof.extra_len, out->proof.index, err);
	if (out->record != NULL)
		rc = 0;

out:
	free(text);
	return rc;
}

void
sar_audit_proof_clear(struct sar_audit_proof *proof)
{
	sar_record_free(proof->record);
	sar_tlogproof_clear(&proof->proof);
	memset(proof, 0, sizeof(*proof));
}
