#include "export/home.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/due.h"
#include "export/number.h"
#include "export/recorder.h"
#include "export/settings.h"
#include "package/passphrase.h"
#include "request/request.h"

#define MONTHS_MAX 120

/* Which of ${words} (NULL-ended) the value is; 0 when not given. */
static int
read_word(const struct sar_conf *conf, const char *key,
    const char *const *words, const char *expected, int *out,
    struct sar_err *err)
{
	const char *value = sar_conf_get(conf, "policy", key);
	int i;

	*out = 0;
	if (value == NULL)
		return 0;
	for (i = 0; words[i] != NULL; i++) {
		if (strcmp(value, words[i]) == 0) {
			*out = i;
			return 0;
		}
	}
	return sar_conf_bad(conf, "policy", key, 0, expected, err);
}

/* What people must have written down before a package is built. */
static int
read_rules(struct sar_home *home, struct sar_err *err)
{
	static const char *const decisions[] = { "required", "optional", NULL };
	static const char *const approvals[] = { "optional", "required",
		"other-person", NULL };
	static const char *const network[] = { "no", "yes", NULL };
	int decision, approval, allowed;

	if (read_word(home->conf, "decisions", decisions,
		"expected required or optional", &decision, err) == -1 ||
	    read_word(home->conf, "approval", approvals,
		"expected optional, required or other-person", &approval,
		err) == -1 ||
	    read_word(home->conf, "log-network", network, "expected no or yes",
		&allowed, err) == -1)
		return -1;
	home->log_network = allowed == 1;
	home->decisions_required = decision == 0;
	home->approval = (enum sar_home_approval)approval;
	return 0;
}

/* What is to be proved must not fade; which of the two is wanted, a person
   says. */
static int
read_proofs(struct sar_home *home, struct sar_err *err)
{
	static const char *const words[] = { "yes", "no", NULL };
	int word;

	if (read_word(home->conf, "redaction-proofs", words,
		"expected yes or no", &word, err) == -1)
		return -1;
	home->proofs = word == 0;
	if (!home->proofs || home->fade_ms == 0)
		return 0;
	(void)sar_conf_bad(home->conf, "policy", "fade", 0,
	    "must be 0 where redaction-proofs is yes, as it is by default",
	    err);
	sar_err_hint(err, "take the line out, or say redaction-proofs = no");
	return -1;
}

static int
read_format(struct sar_home *home, struct sar_err *err)
{
	const char *word = sar_conf_get(home->conf, "policy", "format");
	uint64_t fade;

	home->format = SAR_FORMAT_SAME;
	if (word != NULL && !sar_plan_format_parse(word, &home->format))
		return sar_conf_bad(home->conf, "policy", "format", 0,
		    "not same, wav, flac, mp3 or opus", err);
	if (sar_conf_number(home->conf, "policy", "fade", 0, SAR_PLAN_FADE_MAX,
		0, &fade, err) == -1)
		return -1;
	home->fade_ms = (uint32_t)fade;
	return read_proofs(home, err);
}

static int
read_review(struct sar_home *home, struct sar_err *err)
{
	uint64_t percent;

	if (sar_conf_number(home->conf, "review", "heard-at-least", 0, 100, 0,
		&percent, err) == -1)
		return -1;
	home->heard_at_least = (unsigned)percent;
	return 0;
}

static int
read_policy(struct sar_home *home, struct sar_err *err)
{
	static const char *const fills[] = { "tone", "silence", NULL };
	const struct sar_conf *conf = home->conf;
	uint64_t months, words, kept;
	int fill;

	home->zone_name = sar_conf_need(conf, "policy", "zone", err);
	if (home->zone_name == NULL ||
	    (home->zone = sar_zone_open(home->zone_name, err)) == NULL)
		return -1;
	if (sar_conf_number(conf, "policy", "retention-months", 1, MONTHS_MAX,
		6, &months, err) == -1 ||
	    sar_conf_number(conf, "policy", "case-months", 1, MONTHS_MAX, 0,
		&kept, err) == -1 ||
	    sar_conf_number(conf, "policy", "passphrase-words",
		SAR_PASSPHRASE_WORDS, SAR_PASSPHRASE_WORDS_MAX,
		SAR_PASSPHRASE_WORDS, &words, err) == -1 ||
	    read_word(conf, "fill", fills, "expected tone or silence", &fill,
		err) == -1 ||
	    read_format(home, err) == -1 ||
	    sar_packing_read(conf, &home->packing, err) == -1 ||
	    sar_recovery_policy(conf, &home->recovery, err) == -1 ||
	    sar_due_policy(home, err) == -1 || read_review(home, err) == -1)
		return -1;
	home->retain.months = (int)months;
	home->case_months = (unsigned)kept;
	home->words = (unsigned)words;
	home->fill = fill == 0 ? SAR_FILL_TONE : SAR_FILL_SILENCE;
	return read_rules(home, err);
}

static size_t
count(const struct sar_conf *conf, const char *key)
{
	size_t n = 0;

	while (sar_conf_nth(conf, "recorder", key, n) != NULL)
		n++;
	return n;
}

/* Append the keys of all numbers and extensions given under ${key}. */
static int
read_numbers(struct sar_home *home, const char *key, struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&home->phone);
	struct sar_phone number;
	const char *text;
	size_t n;

	for (n = 0;
	     (text = sar_conf_nth(home->conf, "recorder", key, n)) != NULL;
	     n++) {
		sar_phone_read(&plan, text, strlen(text), &number);
		if (number.key == 0 ||
		    (number.kind == SAR_PHONE_E164 && !number.certain))
			return sar_conf_bad(home->conf, "recorder", key, n,
			    "not a number or extension", err);
		home->own[home->n_own++] = number.key;
	}
	return 0;
}

static int
read_own(struct sar_home *home, struct sar_err *err)
{
	size_t n = count(home->conf, "recorded") + count(home->conf, "own");

	if ((home->own = calloc(n + 1, sizeof(*home->own))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (read_numbers(home, "recorded", err) == -1)
		return -1;
	home->retain.recorded = home->own;
	home->retain.n_recorded = home->n_own;
	return read_numbers(home, "own", err);
}

static int
read_recorder(struct sar_home *home, struct sar_err *err)
{
	const struct sar_conf *conf = home->conf;
	const char *root = sar_conf_need(conf, "recorder", "recordings", err);

	if (root == NULL)
		return -1;
	home->recordings = root[0] == '/' ? strdup(root)
					  : sar_home_path(home, root, err);
	if (home->recordings == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_recorder_plan(conf, SAR_RECORDER, &home->phone, err) == -1 ||
	    sar_recorder_headerless(conf, SAR_RECORDER, &home->headerless,
		err) == -1 ||
	    sar_recorder_all(conf, &home->recorders, &home->n_recorders, err) ==
		-1)
		return -1;
	return read_own(home, err);
}

/* What the sections say, once sar.conf has been parsed. */
static int
read_conf(struct sar_home *home, struct sar_err *err)
{
	if (read_policy(home, err) == -1)
		return -1;
	return read_recorder(home, err) == -1 ? -1
					      : sar_number_policy(home, err);
}

struct sar_home *
sar_home_open(const char *dir, struct sar_err *err)
{
	struct sar_home *home = calloc(1, sizeof(*home));
	char *path = NULL;

	if (home == NULL || (home->dir = strdup(dir)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if ((path = sar_home_path(home, "sar.conf", err)) == NULL)
		goto failed;
	if ((home->conf = sar_settings_load(path, err)) == NULL) {
		if (err->code == SAR_EMISSING)
			sar_err_hint(err, "make a home with \"sar-export init\""
					  ", or name one with --home");
		goto failed;
	}
	if (read_conf(home, err) == -1 || sar_due_holidays(home, err) == -1)
		goto failed;
	free(path);
	return home;

failed:
	free(path);
	sar_home_free(home);
	return NULL;
}

int
sar_home_check_conf(struct sar_conf *conf, struct sar_err *err)
{
	struct sar_home *home = calloc(1, sizeof(*home));
	const char *origin;
	int rc = -1;

	if (home == NULL || (home->dir = strdup("")) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	home->conf = conf;
	if (read_conf(home, err) == -1 ||
	    (origin = sar_conf_need(conf, "organisation", "origin", err)) ==
		NULL)
		goto out;
	rc = sar_key_name_ok(origin)
		 ? 0
		 : sar_conf_bad(conf, "organisation", "origin", 0,
		       "expected a name without spaces or '+'", err);

out:
	if (home != NULL)
		home->conf = NULL;
	sar_home_free(home);
	return rc;
}

int
sar_home_check(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_conf *conf = sar_conf_parse(name, text, len,
	    sar_settings_keys(), err);
	int rc = -1;

	if (conf != NULL && sar_settings_complete(conf, err) == 0)
		rc = sar_home_check_conf(conf, err);
	sar_conf_free(conf);
	return rc;
}

void
sar_home_free(struct sar_home *home)
{
	if (home == NULL)
		return;
	sar_zone_free(home->zone);
	sar_conf_free(home->conf);
	sar_holidays_free(home->holidays);
	free(home->own);
	free(home->headerless.entries);
	sar_recorder_free(home->recorders, home->n_recorders);
	free(home->recordings);
	free(home->dir);
	free(home);
}

char *
sar_home_path(const struct sar_home *home, const char *name,
    struct sar_err *err)
{
	return sar_file_join(home->dir, name, err);
}

/* A number written without its 0, however it is grouped, has nine or more. */
static bool
has_many_digits(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text >= '0' && *text <= '9';
	return n >= 9;
}

int
sar_home_staff(const struct sar_home *home, const char *what, const char *id,
    struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&home->phone);

	if (sar_request_staff_id(id, &plan) && !has_many_digits(id))
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: expected an id of letters, digits, '.', '_' and '-', and no "
	    "telephone number",
	    what);
}
