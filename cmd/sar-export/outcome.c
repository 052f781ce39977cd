#include "sar-export/outcome.h"

#include <string.h>

#include "base/b64.h"
#include "common/cmd.h"
#include "common/progress.h"
#include "sar-export/args.h"

static const struct sar_progress *bar;

void
outcome_begin(void)
{
	bar = cmd_progress_start("byte");
}

void
outcome_end(void)
{
	cmd_progress_end();
}

/* The build looks for signals itself. */
void
outcome_progress(void *ctx, const struct sar_build_progress *p)
{
	static const char *const phases[] = {
		[SAR_BUILD_PROVING] = "proving",
		[SAR_BUILD_MEASURING] = "measuring",
		[SAR_BUILD_PACKAGING] = "packaging",
		[SAR_BUILD_CHECKING] = "checking",
	};
	struct sar_err ignored = SAR_ERR_INIT;
	/* The manifest comes on top. */
	uint64_t done = p->total != 0 && p->done > p->total ? p->total
							    : p->done;

	(void)ctx;
	cmd_progress_phase(phases[p->phase], p->volume, p->volumes);
	if (bar->tick(bar->ctx, done, p->total, &ignored) == -1)
		return;
}

/* A recording that was fine at import and is not now. */
void
outcome_spoiled(void *ctx, const struct sar_build_spoiled *spoiled)
{
	(void)ctx;
	cmd_progress_end();
	if (spoiled->why != NULL)
		cmd_report_one(spoiled->why);
	if (!cmd_options.json)
		return;
	cmd_print_json(json_pack("{sssssIssss}", "type", "spoiled", "schema",
	    "sar-export.spoiled/1", "item", (json_int_t)spoiled->item, "state",
	    spoiled->state, "message",
	    spoiled->why == NULL ? "" : spoiled->why->msg));
}

static void
put_digest(json_t *object, const char *key,
    const uint8_t digest[SAR_SHA256_LEN])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(digest, SAR_SHA256_LEN, hex);
	(void)json_object_set_new(object, key, json_string(hex));
}

static json_t *
package_json(const struct sar_build_package *p)
{
	json_t *object = json_pack("{sssb}", "name", strrchr(p->path, '/') + 1,
	    "present", p->present);

	put_digest(object, "sha256", p->sha256);
	if (p->present)
		(void)json_object_set_new(object, "size",
		    json_integer((json_int_t)p->size));
	if (p->proven)
		(void)json_object_set_new(object, "proof",
		    json_string(strrchr(p->proof, '/') + 1));
	return object;
}

json_t *
outcome_packages(const struct sar_build_result *r)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < r->n_packages; i++)
		(void)json_array_append_new(list,
		    package_json(&r->packages[i]));
	return list;
}

static void
put_packages(const struct sar_build_result *r, json_t *s)
{
	const struct sar_build_package *one = &r->packages[0];

	(void)json_object_set_new(s, "packages", outcome_packages(r));
	(void)json_object_set_new(s, "present", json_boolean(r->present));
	if (r->has_content)
		put_digest(s, "content", r->content);
	/* As it was before there were volumes. */
	if (r->n_packages > 1)
		return;
	(void)json_object_set_new(s, "package", json_string(one->path));
	put_digest(s, "sha256", one->sha256);
	if (one->present)
		(void)json_object_set_new(s, "size",
		    json_integer((json_int_t)one->size));
	if (one->proven)
		(void)json_object_set_new(s, "proof", json_string(one->proof));
}

void
outcome_proof(const char *indent, const struct sar_build_package *p)
{
	if (p->proven)
		cmd_say("%sProof: %s\n", indent, p->proof);
	else if (p->present)
		cmd_say("%sProof: none beside %s: \"build\" makes it\n", indent,
		    p->path);
}

static void
say_packages(const struct sar_build_result *r)
{
	const struct sar_build_package *p = r->packages;
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	size_t i;

	if (r->n_packages > 1)
		cmd_say("%zu packages, each of which opens by itself:\n",
		    r->n_packages);
	for (i = 0; i < r->n_packages; i++, p++) {
		sar_hex_put(p->sha256, SAR_SHA256_LEN, hex);
		cmd_say("Package: %s%s\n", p->path,
		    p->present ? "" : " (no longer there)");
		if (r->outcome == SAR_BUILD_RELEASED)
			cmd_say("Size %llu bytes, SHA-256 %s\n",
			    (unsigned long long)p->size, hex);
		outcome_proof("", p);
	}
}

/* A package is never made a second time, so nor is its passphrase. */
static void
warn_passphrase(enum sar_build_passphrase kept)
{
	if (kept == SAR_BUILD_UNWRITTEN)
		cmd_warn("warning: --passphrase-out: not written: the package, "
			 "which an earlier run released, keeps its "
			 "passphrase\n");
	else if (kept == SAR_BUILD_UNTESTED)
		cmd_warn("warning: passphrase: not tried: the package, which "
			 "an earlier run released with its own, is no longer "
			 "there\n");
}

void
outcome_kept(const struct sar_build_result *r)
{
	static const char *const words[] = {
		[SAR_BUILD_SAME] = "same",
		[SAR_BUILD_UNTESTED] = "untested",
		[SAR_BUILD_UNWRITTEN] = "unwritten",
	};
	json_t *s = cmd_summary();
	json_t *list;
	const char *const *given;
	size_t n, i;

	warn_passphrase(r->passphrase);
	if (r->passphrase != SAR_BUILD_UNASKED)
		(void)json_object_set_new(s, "passphrase",
		    json_string(words[r->passphrase]));
	given = args_packing_given(&n);
	if (n == 0)
		return;
	list = json_array();
	for (i = 0; i < n; i++) {
		(void)json_array_append_new(list, json_string(given[i]));
		cmd_warn("warning: %s: no effect: the package is as an earlier "
			 "run released it\n",
		    given[i]);
	}
	(void)json_object_set_new(s, "ignored", list);
}

/* What of it can be proved to be what was recorded. */
static void
say_proofs(const struct sar_build_result *r)
{
	size_t bare = r->unproved - r->unregistered;
	json_t *s = cmd_summary();

	if (!r->has_proofs)
		return;
	(void)json_object_set_new(s, "proofs",
	    json_integer((json_int_t)r->proofs));
	(void)json_object_set_new(s, "unproved",
	    json_integer((json_int_t)r->unproved));
	(void)json_object_set_new(s, "unregistered",
	    json_integer((json_int_t)r->unregistered));
	cmd_say("%zu redaction proof%s in it.\n", r->proofs,
	    r->proofs == 1 ? "" : "s");
	if (bare > 0)
		cmd_warn("warning: %zu recording%s no redaction proof: %s not "
			 "committed to when imported (\"sar-index commit\" "
			 "does that now)\n",
		    bare, bare == 1 ? " has" : "s have",
		    bare == 1 ? "it was" : "they were");
	if (r->unregistered > 0)
		cmd_warn("warning: %zu recording%s no redaction proof: the "
			 "record that registered %s is not in the log, or was "
			 "erased\n",
		    r->unregistered, r->unregistered == 1 ? " has" : "s have",
		    r->unregistered == 1 ? "it" : "them");
}

void
outcome_say(const struct sar_build_result *r)
{
	json_t *s = cmd_summary();

	(void)json_object_set_new(s, "record",
	    json_integer((json_int_t)r->record));
	if (r->outcome == SAR_BUILD_NIL) {
		(void)json_object_set_new(s, "outcome", json_string("nil"));
		cmd_say("\nNothing held: a nil return is in the log (record "
			"%llu).\n",
		    (unsigned long long)r->record);
		return;
	}
	(void)json_object_set_new(s, "outcome",
	    json_string(r->outcome == SAR_BUILD_BEFORE ? "released-before"
						       : "released"));
	put_packages(r, s);
	if (r->outcome == SAR_BUILD_BEFORE) {
		outcome_kept(r);
		cmd_say("\nReleased by an earlier run (record %llu); nothing "
			"was done again.\n",
		    (unsigned long long)r->record);
	} else
		cmd_say("\nReleased: record %llu of the log.\n",
		    (unsigned long long)r->record);
	say_packages(r);
	say_proofs(r);
}
