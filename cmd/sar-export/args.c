#include "sar-export/args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "export/intake.h"

#define JOBS_MAX 8 /* sar-export(1) */
#define REQUEST_MAX 65536

struct request_args request_args;
struct build_args build_args = { .passphrase = PASSPHRASE_SOURCE_INIT,
	.jobs = ARGS_NONE,
	.fade = ARGS_NONE };

#define REF_OPTION                                                  \
	{                                                           \
		"ref", '\0', POPT_ARG_STRING, &request_args.ref, 1, \
		    "the case's reference, as SAR-2026-0042", "REF" \
	}

const struct poptOption ref_option[] = { REF_OPTION, POPT_TABLEEND };

const struct poptOption request_options[] = {
	REF_OPTION,
	{ "number", '\0', POPT_ARG_ARGV, &request_args.numbers, 2,
	    "a telephone number of the requester; may be repeated", "NUMBER" },
	{ "from", '\0', POPT_ARG_STRING, &request_args.from, 3,
	    "first day asked for", "YYYY-MM-DD" },
	{ "to", '\0', POPT_ARG_STRING, &request_args.to, 4,
	    "last day asked for", "YYYY-MM-DD" },
	{ "received", '\0', POPT_ARG_STRING, &request_args.received, 5,
	    "the day the request came", "YYYY-MM-DD" },
	{ "identity", '\0', POPT_ARG_STRING, &request_args.identity, 6,
	    "\"verified\", \"not-needed CODE\" or \"unknown\"", "STATE" },
	{ "name", '\0', POPT_ARG_STRING, &request_args.name, 7,
	    "the requester's name, for the letter", "NAME" },
	{ "range", '\0', POPT_ARG_ARGV, &request_args.ranges, 9,
	    "days asked for, instead of --from and --to; may be repeated",
	    "FROM/TO" },
	{ "agent", '\0', POPT_ARG_STRING, &request_args.agent, 10,
	    "name of the representative who asks for them", "NAME" },
	{ "channel", '\0', POPT_ARG_STRING, &request_args.channel, 11,
	    "letter, email, web, telephone, in-person, social or other",
	    "CHANNEL" },
	{ "prefer", '\0', POPT_ARG_STRING, &request_args.prefer, 12,
	    "the format they asked for", "same|wav|flac|mp3|opus" },
	{ "adjustments", '\0', POPT_ARG_STRING, &request_args.adjustments, 13,
	    "what they need so that they can use the answer", "TEXT" },
	{ "corrects", '\0', POPT_ARG_STRING, &request_args.corrects, 14,
	    "the case whose answer this one corrects", "REF" },
	{ "file", 'f', POPT_ARG_STRING, &request_args.file, 8,
	    "read all this from a request.conf(5) file instead", "FILE" },
	POPT_TABLEEND,
};

/* What a plan and its letter, and so an approval, depend on. */
#define PLAN_OPTIONS                                                           \
	{ "include-expired", '\0', POPT_ARG_NONE, &build_args.include_expired, \
		23, "take in what is held past retention; needs --reason",     \
		NULL },                                                        \
	    { "reason", '\0', POPT_ARG_STRING, &build_args.reason, 24,         \
		    "code of the reason for --include-expired, for the log",   \
		    "CODE" },                                                  \
	    { "fill", '\0', POPT_ARG_STRING, &build_args.fill, 25,             \
		    "what a cut sounds like", "tone|silence" },                \
	    { "format", '\0', POPT_ARG_STRING, &build_args.format, 26,         \
		    "format of the recordings in the package",                 \
		    "same|wav|flac|mp3|opus" },                                \
	    { "redaction-proofs", '\0', POPT_ARG_STRING, &build_args.proofs,   \
		    37, "prove what was cut, to the tenth of a second",        \
		    "yes|no" },                                                \
	    { "vcon", '\0', POPT_ARG_NONE, &build_args.vcon, 36,               \
		    "a redacted vCon beside each recording", NULL },           \
	{                                                                      \
		"fade", '\0', POPT_ARG_INT, &build_args.fade, 31,              \
		    "soften what is kept next to a cut", "MS"                  \
	}

const struct poptOption plan_options[] = { PLAN_OPTIONS, POPT_TABLEEND };

const struct poptOption build_options[] = {
	{ "marks", '\0', POPT_ARG_STRING, &build_args.marks, 20,
	    "take in the reviewed marks files (*.marks) of a folder", "DIR" },
	ARGS_BY,
	{ "allow-partial", '\0', POPT_ARG_NONE, &build_args.allow_partial, 22,
	    "answer although some recordings cannot be handled", NULL },
	PLAN_OPTIONS,
	{ "jobs", 'j', POPT_ARG_INT, &build_args.jobs, 32,
	    "recordings worked on at once (one a core)", "N" },
	{ "hide-names", '\0', POPT_ARG_NONE, &build_args.hide_names, 33,
	    "hide names, number and sizes: one zip inside the encrypted one",
	    NULL },
	{ "padding", '\0', POPT_ARG_STRING, &build_args.padding, 34,
	    "blur the size too (implies --hide-names)", "none|padme" },
	{ "volume-size", '\0', POPT_ARG_STRING, &build_args.volume_size, 35,
	    "several packages, none larger than this, as \"20 MB\"",
	    "SIZE|none" },
	{ "passphrase-out", '\0', POPT_ARG_STRING, &build_args.passphrase_out,
	    27, "write the generated passphrase to a new file (0600)", "FILE" },
	{ "passphrase-file", '\0', POPT_ARG_STRING, &build_args.passphrase.file,
	    28, "use the passphrase in a file only you can read", "FILE" },
	{ "passphrase-fd", '\0', POPT_ARG_INT, &build_args.passphrase.fd, 29,
	    "use the passphrase read from a descriptor", "N" },
	{ "passphrase-command", '\0', POPT_ARG_STRING,
	    &build_args.passphrase.command, 30,
	    "use the passphrase a command prints (no shell)", "COMMAND" },
	{ "recovery-only", '\0', POPT_ARG_NONE, &build_args.recovery_only, 38,
	    "tell the generated passphrase nobody: it is sealed to the "
	    "recovery keys",
	    NULL },
	POPT_TABLEEND,
};

const char *
args_need_ref(struct sar_err *err)
{
	if (request_args.ref == NULL) {
		(void)sar_err_set(err, SAR_EINPUT, "--ref: missing");
		sar_err_hint(err, "the case's reference, as SAR-2026-0042");
	}
	return request_args.ref;
}

int
args_take_ref(const char **rest, struct sar_err *err)
{
	if (rest[0] == NULL)
		return args_need_ref(err) == NULL ? -1 : 0;
	if (request_args.ref != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--ref: the case was given as an argument");
	if ((request_args.ref = strdup(rest[0])) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* Was anything of a request said by options, --ref aside? */
static bool
has_fields(void)
{
	const struct request_args *a = &request_args;
	const char *const all[] = { a->from, a->to, a->received, a->identity,
		a->name, a->agent, a->channel, a->prefer, a->adjustments };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != NULL)
			return true;
	return a->numbers != NULL || a->ranges != NULL;
}

bool
args_has_request(void)
{
	return request_args.file != NULL || request_args.corrects != NULL ||
	       has_fields();
}

const char *
args_corrects(void)
{
	return has_fields() || request_args.file != NULL
		   ? NULL
		   : request_args.corrects;
}

static char *
from_file(const char **name, size_t *len, struct sar_err *err)
{
	const struct request_args *a = &request_args;
	char *text = NULL;

	if (has_fields() || a->corrects != NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "--file: cannot be mixed with options that say the same");
		return NULL;
	}
	*name = a->file;
	if (sar_file_read(a->file, REQUEST_MAX, &text, len, err) == -1)
		return NULL;
	return text;
}

/* The values of an option that may be repeated. */
static int
take_list(char *const *values, const char *option, size_t most,
    const char **out, size_t *n, struct sar_err *err)
{
	for (*n = 0; values != NULL && values[*n] != NULL; (*n)++) {
		if (*n == most)
			return sar_err_set(err, SAR_EINPUT, "%s: more than %zu",
			    option, most);
		out[*n] = values[*n];
	}
	return 0;
}

/* What messages call the text of the options: "options: line 3: to: ...". */
#define OPTIONS "options"

/* "--KEY: why" for "KEY: why" at ${at}, below; what is said of the whole stays.
 */
static void
name_option(const char *at, struct sar_err *err)
{
	size_t n = strcspn(at, ": ");

	if (n > 0 && at[n] == ':')
		(void)snprintf(err->msg, sizeof(err->msg), "--%s", at);
}

void
args_as_options(struct sar_err *err)
{
	static const char begin[] = OPTIONS ": ", line[] = "line ";
	char said[sizeof(err->msg)];
	const char *at = said + sizeof(begin) - 1;
	const char *key;

	(void)snprintf(said, sizeof(said), "%s", err->msg);
	if (strncmp(said, begin, sizeof(begin) - 1) != 0)
		return;
	if (strncmp(at, line, sizeof(line) - 1) == 0 &&
	    (key = strstr(at, ": ")) != NULL)
		at = key + 2;
	name_option(at, err);
}

char *
args_request_text(const char **name, size_t *len, struct sar_err *err)
{
	const struct request_args *a = &request_args;
	struct sar_request_fields fields = {
		.ref = a->ref,
		.from = a->from,
		.to = a->to,
		.received = a->received,
		.identity = a->identity,
		.name = a->name,
		.agent = a->agent,
		.channel = a->channel,
		.prefer = a->prefer,
		.adjustments = a->adjustments,
		.corrects = a->corrects,
	};
	char said[sizeof(err->msg)];
	char *text;

	if (a->file != NULL)
		return from_file(name, len, err);
	if (take_list(a->numbers, "--number", SAR_REQUEST_NUMBERS,
		fields.numbers, &fields.n_numbers, err) == -1 ||
	    take_list(a->ranges, "--range", SAR_REQUEST_RANGES, fields.ranges,
		&fields.n_ranges, err) == -1)
		return NULL;
	*name = OPTIONS;
	if ((text = sar_request_format(&fields, err)) != NULL) {
		*len = strlen(text);
		return text;
	}
	(void)snprintf(said, sizeof(said), "%s", err->msg);
	name_option(said, err);
	return NULL;
}

struct sar_case *
args_case(const struct sar_home *home, struct sar_err *err)
{
	struct sar_case *c = NULL;
	const char *name;
	const char *ref;
	char *text;
	size_t len;

	if (!args_has_request()) {
		if ((ref = args_need_ref(err)) == NULL)
			return NULL;
		return sar_case_open(home, ref, false, 0, err);
	}
	if ((text = args_request_text(&name, &len, err)) != NULL)
		c = sar_intake_look(home, name, text, len, err);
	if (c == NULL)
		args_as_options(err);
	free(text);
	return c;
}

static int
read_fill(enum sar_plan_fill *fill, struct sar_err *err)
{
	const char *word = build_args.fill;

	if (word == NULL)
		return 0;
	if (strcmp(word, "tone") != 0 && strcmp(word, "silence") != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--fill: expected tone or silence");
	*fill = strcmp(word, "tone") == 0 ? SAR_FILL_TONE : SAR_FILL_SILENCE;
	return 0;
}

static int
read_output(struct sar_plan_options *options, struct sar_err *err)
{
	const struct build_args *a = &build_args;

	if (read_fill(&options->fill, err) == -1)
		return -1;
	if (a->format != NULL &&
	    !sar_plan_format_parse(a->format, &options->format))
		return sar_err_set(err, SAR_EINPUT,
		    "--format: expected same, wav, flac, mp3 or opus");
	options->format_said = a->format != NULL;
	if (a->proofs != NULL && strcmp(a->proofs, "yes") != 0 &&
	    strcmp(a->proofs, "no") != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--redaction-proofs: expected yes or no");
	if (a->proofs != NULL)
		options->proofs = strcmp(a->proofs, "yes") == 0;
	if (a->fade == ARGS_NONE)
		return 0;
	if (a->fade < 0 || a->fade > SAR_PLAN_FADE_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "--fade: expected 0 to %d milliseconds", SAR_PLAN_FADE_MAX);
	options->fade_ms = (uint32_t)a->fade;
	return 0;
}

int
args_plan(const struct sar_home *home, struct sar_plan_options *options,
    struct sar_err *err)
{
	struct sar_phone_plan plan;

	options->fill = home->fill;
	options->format = home->format;
	options->fade_ms = home->fade_ms;
	options->proofs = home->proofs;
	if (read_output(options, err) == -1)
		return -1;
	if (options->proofs && options->fade_ms > 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: must be 0 where there are redaction proofs, as there "
		    "are by %s",
		    build_args.fade == ARGS_NONE ? "fade in sar.conf"
						 : "--fade",
		    build_args.proofs == NULL ? "redaction-proofs in sar.conf"
					      : "--redaction-proofs");
		sar_err_hint(err, "--redaction-proofs no, or --fade 0");
		return -1;
	}
	options->include_expired = build_args.include_expired != 0;
	options->expired_reason = build_args.reason;
	options->decisions_required = home->decisions_required;
	if ((build_args.include_expired != 0) != (build_args.reason != NULL))
		return sar_err_set(err, SAR_EINPUT,
		    "--include-expired and --reason go together");
	plan = sar_phone_plan_people(&home->phone);
	if (build_args.reason != NULL &&
	    !sar_request_staff_id(build_args.reason, &plan))
		return sar_err_set(err, SAR_EINPUT,
		    "--reason: expected a code of letters, digits and '-', and "
		    "no telephone number");
	return 0;
}

static void
add_given(char out[ARGS_GIVEN], const char *name, const char *value)
{
	size_t len = strlen(out);

	if (value != NULL)
		(void)snprintf(out + len, ARGS_GIVEN - len, "%s--%s%s%s",
		    len == 0 ? "" : " ", name, *value == '\0' ? "" : " ",
		    value);
}

void
args_plan_given(char out[ARGS_GIVEN])
{
	char fade[16];

	out[0] = '\0';
	(void)snprintf(fade, sizeof(fade), "%d", build_args.fade);
	add_given(out, "include-expired",
	    build_args.include_expired != 0 ? "" : NULL);
	add_given(out, "reason", build_args.reason);
	add_given(out, "fill", build_args.fill);
	add_given(out, "format", build_args.format);
	add_given(out, "redaction-proofs", build_args.proofs);
	add_given(out, "vcon", build_args.vcon != 0 ? "" : NULL);
	add_given(out, "fade", build_args.fade == ARGS_NONE ? NULL : fade);
}

bool
args_vcon(const struct sar_home *home)
{
	return home->packing.vcon || build_args.vcon != 0;
}

const char *
args_by(const struct sar_home *home, struct sar_err *err)
{
	static char uid[32];

	if (build_args.by == NULL) {
		(void)snprintf(uid, sizeof(uid), "uid%lu",
		    (unsigned long)getuid());
		return uid;
	}
	return sar_home_staff(home, "--by", build_args.by, err) == 0
		   ? build_args.by
		   : NULL;
}

/* Is there just one place the passphrase comes from or goes to? */
static int
check_sources(const struct sar_home *home, struct sar_err *err)
{
	const struct build_args *a = &build_args;

	if (passphrase_count(&a->passphrase) + (a->passphrase_out != NULL) +
		(a->recovery_only != 0) >
	    1)
		return sar_err_set(err, SAR_EINPUT,
		    "more than one --passphrase option");
	if (a->recovery_only == 0 || home->recovery.n > 0)
		return 0;
	(void)sar_err_set(err, SAR_EINPUT,
	    "--recovery-only: no key that passphrases are sealed to");
	sar_err_hint(err, "recovery in sar.conf(5)");
	return -1;
}

const char *const *
args_packing_given(size_t *n)
{
	static const char *given[4];
	const struct build_args *a = &build_args;

	*n = 0;
	if (a->hide_names != 0)
		given[(*n)++] = "--hide-names";
	if (a->padding != NULL)
		given[(*n)++] = "--padding";
	if (a->volume_size != NULL)
		given[(*n)++] = "--volume-size";
	if (a->vcon != 0)
		given[(*n)++] = "--vcon";
	return given;
}

static int
read_packing(const struct sar_home *home, struct sar_packing *packing,
    struct sar_err *err)
{
	const struct build_args *a = &build_args;

	*packing = home->packing;
	if (a->hide_names != 0)
		packing->hidden = true;
	if (a->vcon != 0)
		packing->vcon = true;
	if (a->padding != NULL && !sar_packing_padding(a->padding, packing))
		return sar_err_set(err, SAR_EINPUT, "--padding: %s",
		    sar_packing_padding_expected);
	if (a->volume_size != NULL &&
	    !sar_packing_size(a->volume_size, &packing->volume))
		return sar_err_set(err, SAR_EINPUT, "--volume-size: %s",
		    sar_packing_size_expected);
	return 0;
}

int
args_jobs(unsigned *jobs, struct sar_err *err)
{
	const struct build_args *a = &build_args;

	if (a->jobs != ARGS_NONE && (a->jobs < 1 || a->jobs > JOBS_MAX))
		return sar_err_set(err, SAR_EINPUT, "--jobs: expected 1 to %d",
		    JOBS_MAX);
	*jobs = a->jobs == ARGS_NONE ? 0 : (unsigned)a->jobs;
	return 0;
}

/* The passphrase given; NULL if none was. */
static int
read_secret(bool dry, struct sar_secret **secret, struct sar_err *err)
{
	const struct build_args *a = &build_args;

	*secret = NULL;
	if (dry && a->passphrase.command != NULL)
		return 0;
	return passphrase_read(&a->passphrase, secret, err);
}

int
args_build(const struct sar_home *home, struct sar_build_options *options,
    bool dry, struct sar_secret **secret, struct sar_err *err)
{
	const struct build_args *a = &build_args;

	if (check_sources(home, err) == -1 ||
	    (options->by = args_by(home, err)) == NULL ||
	    read_packing(home, &options->packing, err) == -1 ||
	    args_jobs(&options->jobs, err) == -1 ||
	    read_secret(dry, secret, err) == -1)
		return -1;
	options->passphrase = *secret;
	options->passphrase_out = a->passphrase_out;
	options->recovery_only = a->recovery_only != 0;
	options->allow_partial = a->allow_partial != 0;
	options->expired_reason = a->reason;
	return 0;
}

static void
free_list(char **list)
{
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++)
		free(list[i]);
	free(list);
}

void
args_free(void)
{
	struct request_args *r = &request_args;
	struct build_args *b = &build_args;
	char *const all[] = { r->ref, r->from, r->to, r->received, r->identity,
		r->name, r->agent, r->channel, r->prefer, r->adjustments,
		r->corrects, r->file, b->by, b->reason, b->fill, b->format,
		b->marks, b->padding, b->volume_size, b->proofs,
		b->passphrase_out };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		free(all[i]);
	free_list(r->numbers);
	free_list(r->ranges);
	passphrase_forget(&b->passphrase);
	memset(r, 0, sizeof(*r));
	memset(b, 0, sizeof(*b));
	b->passphrase.fd = -1;
	b->jobs = b->fade = ARGS_NONE;
}
