#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/utc.h"
#include "casebook/sample.h"
#include "sar-verify/commands.h"
#include "sar-verify/trust.h"

#define SAMPLE_DEFAULT 25

static struct {
	struct trust_args trust;
	char *types, *seed;
	int n;
} args = { .n = SAMPLE_DEFAULT };

static const struct poptOption options[] = {
	TRUST_OPTIONS(args.trust),
	{ "n", 'n', POPT_ARG_INT, &args.n, 1, "how many records (default: 25)",
	    "N" },
	{ "type", '\0', POPT_ARG_STRING, &args.types, 2,
	    "only records of these types", "TYPE,..." },
	{ "seed", '\0', POPT_ARG_STRING, &args.seed, 3,
	    "a word you chose once you had the log", "WORD" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

static bool
want(struct sar_sample_of_log *sample, const char *text, size_t len)
{
	const char *name;
	int i;

	for (i = 0; i < SAR_RECORD_TYPES; i++) {
		name = sar_record_type_name((enum sar_record_type)i);
		if (strlen(name) == len && memcmp(name, text, len) == 0) {
			sample->wanted[i] = true;
			return true;
		}
	}
	return false;
}

static int
read_types(struct sar_sample_of_log *sample, struct sar_err *err)
{
	const char *p = args.types;
	size_t n;
	int i;

	for (i = 0; p == NULL && i < SAR_RECORD_TYPES; i++)
		sample->wanted[i] = true;
	while (p != NULL) {
		n = strcspn(p, ",");
		if (!want(sample, p, n))
			return sar_err_set(err, SAR_EINPUT,
			    "--type: no record has such a type");
		p = p[n] == ',' ? p + n + 1 : NULL;
	}
	return 0;
}

static int
read_args(struct sar_sample_of_log *sample, struct sar_err *err)
{
	if (args.n < 1 || args.n > SAR_SAMPLE_MAX)
		return sar_err_set(err, SAR_EINPUT, "--n: expected 1 to %d",
		    SAR_SAMPLE_MAX);
	sample->n = (size_t)args.n;
	sample->seed = args.seed == NULL ? "" : args.seed;
	if (strlen(sample->seed) > SAR_SAMPLE_SEED_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "--seed: longer than %d bytes", SAR_SAMPLE_SEED_MAX);
	return read_types(sample, err);
}

static void
say_one(const struct sar_sample_record *one, json_t *list)
{
	const char *type = sar_record_type_name(one->type);
	char t[SAR_UTC_LEN] = "-";

	if (one->type != SAR_RECORD_ERASED)
		sar_utc_format(one->t, t);
	cmd_say("%llu\t%s\t%s\t%s\n", (unsigned long long)one->seq, type,
	    one->ref[0] == '\0' ? "-" : one->ref, t);
	(void)json_array_append_new(list,
	    json_pack("{sIsIssss}", "record", (json_int_t)one->seq, "drawn",
		(json_int_t)one->turn + 1, "type", type, "t", t));
	if (one->ref[0] != '\0')
		(void)json_object_set_new(json_array_get(list,
					      json_array_size(list) - 1),
		    "case", json_string(one->ref));
}

/* A root alone is of the keeper's making: a record more, and it is another. */
static void
say_seed(json_t *summary)
{
	bool seeded = args.seed != NULL && args.seed[0] != '\0';

	(void)json_object_set_new(summary, "seed", json_boolean(seeded));
	if (!seeded)
		cmd_say("NOT SHOWN: that the keeper did not choose it: without "
			"--seed, records can be added till the sample is one "
			"they like\n");
}

static void
say(const struct sar_sample_of_log *sample)
{
	char root[SAR_B64_LEN(SAR_SHA256_LEN)];
	json_t *list = json_array(), *s = cmd_summary();
	size_t i;

	sar_b64_put(sample->root, SAR_SHA256_LEN, root);
	cmd_note("%zu of %llu records, drawn from size %llu, root %s\n",
	    sample->n, (unsigned long long)sample->of,
	    (unsigned long long)sample->size, root);
	for (i = 0; i < sample->n; i++)
		say_one(&sample->records[i], list);
	(void)json_object_set_new(s, "root", json_string(root));
	(void)json_object_set_new(s, "size",
	    json_integer((json_int_t)sample->size));
	(void)json_object_set_new(s, "of",
	    json_integer((json_int_t)sample->of));
	(void)json_object_set_new(s, "sample", list);
	say_seed(s);
}

static int
draw(const char *dir, struct sar_err *err)
{
	struct sar_log_reading how = { .dir = dir, .stop = &cmd_stop };
	struct sar_sample_of_log sample = { .n = 0 };
	struct sar_policy *policy = NULL;
	int rc = -1;

	if (read_args(&sample, err) == 0 &&
	    (policy = trust_read(&args.trust, err)) != NULL &&
	    (how.key = trust_log(policy, err)) != NULL &&
	    sar_sample_log(&how, &sample, err) == 0) {
		say(&sample);
		rc = 0;
	}
	free(sample.records);
	sar_policy_free(policy);
	return rc;
}

int
cmd_sample(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "--vkey FILE LOGDIR", &rest,
	    &err);
	if (rc == -1 || (rc == 0 && draw(rest[0], &err) == -1))
		status = cmd_report(&err);
	trust_free(&args.trust);
	free(args.types);
	free(args.seed);
	return status;
}
