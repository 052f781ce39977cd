#include "export/review_kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/grow.h"
#include "base/hex.h"
#include "export/review_folder.h"

#define LIST_MAX ((size_t)64 << 20)
#define HEX_LEN ((size_t)2 * SAR_SHA256_LEN)

/* "HEX  original-01.flac" */
static int
take_line(struct sar_review_kept *kept, size_t of, const char *line, size_t len,
    struct sar_err *err)
{
	struct sar_review_kept_one *all;
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	all = sar_grow_by_one(kept->all, kept->n, &kept->room, sizeof(*all),
	    err);
	if (all == NULL)
		return -1;
	kept->all = all;
	if (len > HEX_LEN) {
		memcpy(hex, line, HEX_LEN);
		hex[HEX_LEN] = '\0';
	}
	if (len <= HEX_LEN || line[HEX_LEN] != ' ' ||
	    !sar_hex_get(hex, all[kept->n].sha256, SAR_SHA256_LEN))
		return sar_err_set(err, SAR_ECORRUPT,
		    "case %s: review/" SAR_REVIEW_LIST ": not a list of "
		    "recordings",
		    kept->names.all[of]);
	all[kept->n++].of = of;
	return 0;
}

static int
take_list(struct sar_review_kept *kept, size_t of, const char *path,
    struct sar_err *err)
{
	char *text = NULL;
	const char *at;
	size_t len, n;
	int rc = 0;

	if (sar_file_read(path, LIST_MAX, &text, &len, err) == -1)
		return -1;
	for (at = text; rc == 0 && at < text + len; at += n + 1) {
		n = (size_t)(strchrnul(at, '\n') - at);
		rc = take_line(kept, of, at, n, err);
	}
	free(text);
	if (rc == -1 && err->code == SAR_ECORRUPT)
		sar_err_hint(err, "\"sar-export review --purge\" takes the "
				  "review away, and the list with it");
	return rc;
}

static int
take_case(struct sar_review_kept *kept, size_t of, struct sar_err *err)
{
	char *cases = sar_home_path(kept->home, "cases", err);
	char *dir = NULL;
	char *path = NULL;
	int rc = -1;

	if (cases != NULL &&
	    (dir = sar_file_join(cases, kept->names.all[of], err)) != NULL &&
	    (path = sar_file_join(dir, SAR_REVIEW_DIR "/" SAR_REVIEW_LIST,
		 err)) != NULL)
		rc = sar_file_exists(path) ? take_list(kept, of, path, err) : 0;
	free(path);
	free(dir);
	free(cases);
	return rc;
}

int
sar_review_kept_read(const struct sar_home *home, struct sar_review_kept *out,
    struct sar_err *err)
{
	size_t i;
	int rc;

	*out = (struct sar_review_kept){ .home = home };
	rc = sar_case_names_read(home, &out->names, err);
	for (i = 0; rc == 0 && i < out->names.n; i++)
		rc = take_case(out, i, err);
	return rc;
}

void
sar_review_kept_free(struct sar_review_kept *kept)
{
	sar_case_names_free(&kept->names);
	free(kept->all);
	kept->all = NULL;
	kept->n = kept->room = 0;
}

/* Page, list and copies: what is left of it would be of no use. */
static int
drop(const struct sar_review_kept *kept, size_t of, unsigned wait_s,
    struct sar_err *err)
{
	struct sar_case *c = sar_case_open(kept->home, kept->names.all[of],
	    true, wait_s, err);
	struct sar_review_there was;
	int rc;

	if (c == NULL)
		return -1;
	rc = sar_review_purge(c, &was, err);
	sar_case_free(c);
	return rc;
}

int
sar_review_kept_drop(struct sar_review_kept *kept,
    const uint8_t sha256[SAR_SHA256_LEN], unsigned wait_s, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < kept->n; i++)
		if (memcmp(kept->all[i].sha256, sha256, SAR_SHA256_LEN) == 0 &&
		    drop(kept, kept->all[i].of, wait_s, err) == -1)
			return -1;
	return 0;
}
