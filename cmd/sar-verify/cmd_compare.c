#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/b64.h"
#include "base/file.h"
#include "casebook/compare.h"
#include "sar-verify/commands.h"
#include "sar-verify/fork.h"
#include "sar-verify/trust.h"
#include "tlog/evidence.h"

static struct {
	struct trust_args trust;
	char *out;
} args;

static const struct poptOption options[] = {
	TRUST_OPTIONS(args.trust),
	{ "out", 'o', POPT_ARG_STRING, &args.out, 1,
	    "write the proof of a contradiction to this new file", "FILE" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
is_evidence(const char *text, size_t len)
{
	static const char head[] = SAR_EVIDENCE_HEAD;

	return len >= sizeof(head) - 1 &&
	       memcmp(text, head, sizeof(head) - 1) == 0;
}

/* Folders first: they know the later keys of their log. */
static int
load_log(const char *path, struct sar_policy *policy,
    struct sar_compare_side *side, struct sar_err *err)
{
	const struct sar_key_public *key;

	if (!is_folder(path))
		return 0;
	if ((key = trust_log(policy, err)) == NULL)
		return -1;
	return sar_compare_log(path, key, policy, &cmd_stop, side, err);
}

static int
load_file(const char *path, const struct sar_policy *policy,
    struct sar_compare_side *side, struct sar_err *err)
{
	char *text = NULL;
	size_t len;

	if (side->name != NULL)
		return 0;
	if (sar_file_read(path, SAR_COMPARE_MAX, &text, &len, err) == -1)
		return -1;
	if (is_evidence(text, len)) {
		free(text);
		return sar_err_set(err, SAR_EINPUT,
		    "%s: evidence is checked by itself", path);
	}
	return sar_compare_file(path, text, len, policy, side, err);
}

static void
say_side(const struct sar_compare_side *side, json_t *list)
{
	char root[SAR_B64_LEN(SAR_SHA256_LEN)];
	size_t i;
	json_t *by = json_array();

	sar_b64_put(side->note.root, SAR_SHA256_LEN, root);
	cmd_say("%s: %s, size %llu, root %s\n", side->name, side->key.name,
	    (unsigned long long)side->note.size, root);
	for (i = 0; i < side->by.n; i++) {
		cmd_say("%s: cosigned by %s\n", side->name,
		    side->by.by[i].name);
		(void)json_array_append_new(by,
		    json_pack("{sssI}", "name", side->by.by[i].name, "time",
			(json_int_t)side->by.by[i].time));
	}
	(void)json_array_append_new(list,
	    json_pack("{sssssIssso}", "name", side->name, "origin",
		side->key.name, "size", (json_int_t)side->note.size, "root",
		root, "cosigned", by));
}

static int
undecided(const struct sar_compare_side *small, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREVIEW,
	    "of different sizes: what was given does not show whether one is "
	    "the beginning of the other");
	sar_err_hint(err,
	    "compare with a copy of the whole log, or with what \"sar-verify "
	    "offer --since %llu\" makes of it",
	    (unsigned long long)small->note.size);
	return -1;
}

/* A log's folder that is the older one. */
static int
too_short(const struct sar_compare_side *log, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREVIEW,
	    "%s: shorter than the other: an older copy, or its end was cut off",
	    log->name);
	sar_err_hint(err, "compare with the log as it is today");
	return -1;
}

static int
conclude(const struct sar_compare_side sides[2],
    enum sar_compare_verdict verdict, const struct sar_buf *evidence,
    struct sar_err *err)
{
	static const char *const words[] = { "same", "grown", "undecided",
		"unproven", "fork" };
	bool second = sides[1].note.size > sides[0].note.size;
	const struct sar_compare_side *small = &sides[second ? 0 : 1];
	const struct sar_compare_side *large = &sides[second ? 1 : 0];

	(void)json_object_set_new(cmd_summary(), "verdict",
	    json_string(words[verdict]));
	switch (verdict) {
	case SAR_COMPARE_SAME:
		cmd_say("OK: the same records\n");
		return 0;
	case SAR_COMPARE_GROWN:
		(void)json_object_set_new(cmd_summary(), "newer",
		    json_string(large->name));
		cmd_say("OK: %s is newer and begins with all of %s\n",
		    large->name, small->name);
		return 0;
	case SAR_COMPARE_UNDECIDED:
		return small->kind == SAR_COMPARE_LOG ? too_short(small, err)
						      : undecided(small, err);
	case SAR_COMPARE_UNPROVEN:
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: its proof does not show that it begins with %s",
		    large->name, small->name);
		sar_err_hint(err, "a copy of the whole log shows whether it "
				  "was rewritten");
		return -1;
	case SAR_COMPARE_FORK:
		break;
	}
	return fork_found(args.out, "-o", evidence, err);
}

static int
compare(const char *const *paths, struct sar_err *err)
{
	struct sar_compare_side sides[2];
	struct sar_buf evidence = SAR_BUF_INIT;
	enum sar_compare_verdict verdict;
	struct sar_policy *policy;
	json_t *list = json_array();
	int rc = -1;

	memset(sides, 0, sizeof(sides));
	if ((policy = trust_read(&args.trust, err)) != NULL &&
	    load_log(paths[0], policy, &sides[0], err) == 0 &&
	    load_log(paths[1], policy, &sides[1], err) == 0 &&
	    load_file(paths[0], policy, &sides[0], err) == 0 &&
	    load_file(paths[1], policy, &sides[1], err) == 0 &&
	    sar_compare_sides(&sides[0], &sides[1], &cmd_stop, &verdict,
		&evidence, err) == 0) {
		say_side(&sides[0], list);
		say_side(&sides[1], list);
		(void)json_object_set(cmd_summary(), "sides", list);
		rc = conclude(sides, verdict, &evidence, err);
	}
	json_decref(list);
	sar_buf_free(&evidence);
	sar_compare_clear(&sides[0]);
	sar_compare_clear(&sides[1]);
	sar_policy_free(policy);
	return rc;
}

static void
say_evidence(const struct sar_evidence *evidence)
{
	char text[SAR_VKEY_MAX], root[SAR_B64_LEN(SAR_SHA256_LEN)];
	size_t i;

	for (i = 0; i < evidence->n_keys; i++) {
		sar_key_public_format(&evidence->keys[i], text);
		cmd_say("key: %s\n", text);
	}
	for (i = 0; i < 2; i++) {
		sar_b64_put(evidence->roots[i], SAR_SHA256_LEN, root);
		cmd_say("size %llu, root %s\n",
		    (unsigned long long)evidence->sizes[i], root);
	}
}

/* What was found earlier, by us or by others. */
static int
check_evidence(const char *path, struct sar_err *err)
{
	struct sar_evidence evidence;
	struct sar_policy *policy = NULL;
	bool trusted = false;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if ((trust_given(&args.trust) &&
		(policy = trust_read(&args.trust, err)) == NULL) ||
	    sar_file_read(path, SAR_COMPARE_MAX, &text, &len, err) == -1 ||
	    sar_evidence_parse(path, text, len, &evidence, err) == -1)
		goto out;
	say_evidence(&evidence);
	if (policy != NULL)
		trusted = sar_evidence_trusted(&evidence, policy);
	(void)json_object_set_new(cmd_summary(), "trusted",
	    json_boolean(trusted));
	if (trusted) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: the log signed two checkpoints that contradict each "
		    "other",
		    path);
		goto out;
	}
	(void)sar_err_set(err, SAR_EREVIEW,
	    "%s: two checkpoints that contradict each other, signed by a key "
	    "that was not given",
	    path);
	sar_err_hint(err, "is the key in it the log's? --vkey FILE tells");

out:
	free(text);
	sar_policy_free(policy);
	return rc;
}

int
cmd_compare(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 2, "--vkey FILE A B", &rest,
	    &err);
	if (rc == 0)
		rc = rest[1] == NULL ? check_evidence(rest[0], &err)
				     : compare(rest, &err);
	if (rc == -1)
		status = cmd_report(&err);
	trust_free(&args.trust);
	free(args.out);
	return status;
}
