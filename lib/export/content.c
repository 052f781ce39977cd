#include <stdlib.h>
#include <string.h>

#include "export/build_state.h"
#include "tlog/minisig.h"

/* Every recording of the plan that is packaged, and none of them read yet. */
int
sar_build_recordings(struct build *b, struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->plan;
	struct sar_recording *rec;
	size_t i;

	sar_build_drop_recordings(b);
	b->recordings = calloc(plan->n + 1, sizeof(*b->recordings));
	if (b->recordings == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < plan->n; i++) {
		if (plan->items[i].name[0] == '\0')
			continue;
		rec = &b->recordings[b->n_recordings++];
		rec->home = b->c->home;
		rec->plan = plan;
		rec->item = &plan->items[i];
		rec->stop = b->options->stop;
	}
	return 0;
}

void
sar_build_drop_recordings(struct build *b)
{
	size_t i;

	for (i = 0; i < b->n_recordings; i++)
		sar_recording_free(&b->recordings[i]);
	free(b->recordings);
	b->recordings = NULL;
	b->n_recordings = 0;
}

static int
add_text(struct build_volume *v, const struct build_text *text,
    struct sar_err *err)
{
	struct sar_stream stream;

	if (sar_stream_text(text->text, strlen(text->text), &stream, err) == -1)
		return -1;
	return sar_package_add(v->package, text->name, &stream, err);
}

static int
add_recording(struct build_volume *v, struct sar_recording *rec,
    struct sar_err *err)
{
	struct sar_stream stream;

	if (sar_recording_stream(rec, &stream, err) == -1)
		return -1;
	return sar_package_add(v->package, rec->item->name, &stream, err);
}

static int
add_vcon(struct build_volume *v, const struct build_vcon *vcon,
    struct sar_err *err)
{
	struct build_text text = { .name = vcon->name, .text = vcon->text };

	return add_text(v, &text, err);
}

static int
add_proof(const struct build *b, struct build_volume *v, size_t i,
    struct sar_err *err)
{
	struct build_text text = { NULL, NULL };
	struct build_proof proof;

	if (!sar_build_proved(b, i))
		return 0;
	if (sar_build_proof(b, i, &proof, err) == -1)
		return -1;
	if (proof.text->len == 0)
		return sar_err_set(err, SAR_EFAIL,
		    "package: a proof was not made");
	text.name = proof.name;
	text.text = proof.text->data;
	return add_text(v, &text, err);
}

size_t
sar_build_entry(const struct build *b, const struct build_volume *v, size_t i)
{
	return b->n_texts + i - v->first;
}

/* The self-check and the certificates count on this order. */
static int
add_all(struct build *b, struct build_volume *v, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < b->n_texts; i++)
		if (add_text(v, &b->texts[i], err) == -1)
			return -1;
	for (i = v->first; i < v->first + v->n; i++)
		if (add_recording(v, &b->recordings[i], err) == -1)
			return -1;
	for (i = v->first; b->vcons != NULL && i < v->first + v->n; i++)
		if (add_vcon(v, &b->vcons[i], err) == -1)
			return -1;
	for (i = v->first; i < v->first + v->n; i++)
		if (add_proof(b, v, i, err) == -1)
			return -1;
	return 0;
}

/* By the log's key: one vkey is all an auditor needs. */
static int
sign(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	const struct build *b = ctx;

	return sar_minisig_sign(b->key, manifest, len, out, err);
}

static void
set_options(struct build *b, const struct build_volume *v,
    struct sar_package_options *options)
{
	const struct sar_build_options *o = b->options;

	options->passphrase = b->passphrase;
	options->jobs = b->jobs;
	options->hidden = o->packing.hidden;
	options->padded = o->packing.padded;
	options->volume = (unsigned)(v - b->volumes) + 1;
	options->volumes = b->n_volumes;
	options->content = b->n_volumes > 1 ? b->content : NULL;
	options->sign = sign;
	options->sign_ctx = b;
	options->stop = o->stop;
	options->progress = sar_build_has_done;
	options->progress_ctx = b;
}

static int
write_package(struct build *b, struct build_volume *v, struct sar_err *err)
{
	char *staging = sar_home_path(b->c->home, "staging", err);
	struct sar_package_options options = { .folder = staging };
	struct sar_selfcheck *check = NULL;
	int rc = -1;

	set_options(b, v, &options);
	options.check = sar_build_selfcheck_entry;
	if (staging != NULL &&
	    (options.check_ctx = check = sar_build_selfcheck_new(b, v, err)) !=
		NULL &&
	    (v->package = sar_package_new(&options, err)) != NULL &&
	    add_all(b, v, err) == 0) {
		sar_build_phase(b, SAR_BUILD_PACKAGING, v,
		    sar_build_expected(b, v->first, v->n));
		if (sar_package_seal(v->package, &v->receipt, err) == 0)
			rc = sar_build_selfcheck_end(check, err);
	}
	if (rc == -1) {
		/* No thread may be at a recording any more. */
		sar_package_free(v->package);
		v->package = NULL;
	}
	sar_build_selfcheck_free(check);
	free(staging);
	return rc;
}

/* All volumes have been told what is in each: it must have come out so. */
static int
compare(const struct build *b, const struct build_volume *v,
    struct sar_err *err)
{
	const struct sar_content_entry *want;
	uint8_t sha256[SAR_SHA256_LEN];
	uint64_t limit = b->options->packing.volume;
	uint64_t size;
	size_t i;

	for (i = v->first; b->measured != NULL && i < v->first + v->n; i++) {
		want = &b->measured[i];
		sar_package_written(v->package, sar_build_entry(b, v, i),
		    sha256, &size);
		if (size != want->size ||
		    memcmp(sha256, want->sha256, sizeof(sha256)) != 0)
			return sar_err_set(err, SAR_ECORRUPT,
			    "package: %s: not what was measured", want->name);
	}
	if (limit != 0 && v->receipt.size > limit)
		return sar_err_set(err, SAR_EFAIL,
		    "package: larger than a volume may be");
	return 0;
}

int
sar_build_seal(struct build *b, struct sar_err *err)
{
	struct build_volume *v = b->volumes;
	unsigned k;

	for (k = 0; k < b->n_volumes; k++, v++)
		if (write_package(b, v, err) == -1 || compare(b, v, err) == -1)
			return sar_build_spoiled(b, err);
	return 0;
}
