#include "package/readback.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "package/tee.h"
#include "package/verdict.h"

#define BLOCK 65536

/* An entry is large when a crew would wait for the thread that has it. */
#define LARGE_MIN ((uint64_t)4 << 20)

struct unit {
	size_t i;
	bool tag; /* only that, of a large entry; the rest is another's work */
};

struct worker {
	struct sar_sha256 *hash;
	uint8_t block[BLOCK]; /* plaintext */
};

struct work {
	struct sar_readback *r;
	struct sar_verdict verdict;
	struct unit *units;
	size_t n;
	uint64_t large; /* more than this is */
	struct worker *workers[SAR_CREW_MAX];
};

static bool
is_padding(const struct work *w, size_t i)
{
	const struct sar_layout *layout = &w->r->reader->layout;

	return layout->padded && i + SAR_MANIFEST_OWN + 1 == layout->n;
}

static bool
is_large(const struct work *w, size_t i)
{
	return w->r->reader->layout.entries[i].size > w->large;
}

/* Somebody may want to see it; we keep manifest and signature. */
static int
show(const struct work *w, size_t i, const struct sar_source *plain,
    struct sar_err *err)
{
	const struct sar_readback *r = w->r;
	size_t listed = r->reader->layout.n - SAR_MANIFEST_OWN;

	if (i >= listed)
		return sar_source_read(plain, r->own[i - listed],
		    (size_t)plain->size, 0, err);
	if (r->options->each == NULL || is_padding(w, i))
		return 0;
	return r->options->each(r->options->each_ctx, i, plain, err);
}

/*
 * Read entry ${i} to its end, whatever who was shown it makes of it: what is
 * damaged is damaged, and not what somebody did not like about it.
 */
static int
read_entry(struct work *w, size_t i, struct worker *worker,
    enum sar_verdict_kind *kind, struct sar_err *err)
{
	struct sar_readback *r = w->r;
	struct sar_err seen = SAR_ERR_INIT;
	struct sar_source plain;
	struct sar_tee tee;
	int shown;

	sar_tee_begin(&tee, &r->reader->entries[i], worker->hash);
	tee.stop = r->options->stop;
	tee.tag = !is_large(w, i);
	tee.padding = is_padding(w, i);
	sar_tee_source(&tee, &plain);
	shown = show(w, i, &plain, &seen);
	if (sar_tee_end(&tee, worker->block, BLOCK, r->found[i].sha256, err) ==
	    -1) {
		/* What is hidden has no tag of its own. */
		*kind = err->code == SAR_ECORRUPT && r->reader->outer.n == 0
			    ? SAR_VERDICT_TAG
			    : SAR_VERDICT_OTHER;
		return -1;
	}
	*kind = SAR_VERDICT_OTHER;
	if (tee.tag)
		sar_verdict_good(&w->verdict);
	if (shown == 0)
		return 0;
	if (seen.code == SAR_OK)
		(void)sar_err_set(&seen, SAR_EFAIL, "%s: %s: not accepted",
		    r->reader->source->name, plain.name);
	*err = seen;
	return -1;
}

static void
try_entry(struct work *w, size_t i, struct worker *worker)
{
	struct sar_readback *r = w->r;
	enum sar_verdict_kind kind = SAR_VERDICT_OTHER;
	struct sar_err err = SAR_ERR_INIT;
	int rc;

	rc = sar_package_unlock(r->reader, i, r->options->passphrase, &err);
	if (rc == 0)
		rc = read_entry(w, i, worker, &kind, &err);
	else if (err.code == SAR_ESECRET)
		kind = SAR_VERDICT_SECRET;
	/* The keys of all of many entries would take much memory. */
	sar_package_lock(r->reader, i);
	if (rc == -1)
		sar_verdict_bad(&w->verdict, i, kind, &err);
}

/*
 * The tag of large entry ${i}, while its content is another's work; or that of
 * package.zip, which has entry 0 and all others in it.
 */
static void
try_tag(struct work *w, size_t i)
{
	const struct sar_readback *r = w->r;
	const struct sar_layout *outer = &r->reader->outer;
	const struct sar_reader_entry *shared = &r->reader->entries[i];
	struct sar_reader_entry entry = {
		.reader = shared->reader,
		.place = outer->n > 0 ? &outer->entries[0] : shared->place,
		.head = shared->head,
	};
	enum sar_verdict_kind kind = SAR_VERDICT_OTHER;
	struct sar_err err = SAR_ERR_INIT;

	if (sar_reader_unlock(&entry, r->options->passphrase, &err) == -1) {
		if (err.code == SAR_ESECRET)
			kind = SAR_VERDICT_SECRET;
		sar_verdict_bad(&w->verdict, i, kind, &err);
		return;
	}
	if (sar_reader_auth(r->reader, entry.place, entry.ae2, r->options->stop,
		&err) == 0) {
		sar_verdict_good(&w->verdict);
	} else {
		if (err.code == SAR_ECORRUPT)
			kind = SAR_VERDICT_TAG;
		sar_verdict_bad(&w->verdict, i, kind, &err);
	}
	sar_ae2_free(entry.ae2);
}

/* Not to its end, when there is no end to come to. */
static int
go_on(void *ctx, const char *data, size_t len, struct sar_err *err)
{
	struct work *w = ctx;
	const volatile int *stop = w->r->options->stop;

	(void)data;
	(void)len;
	if (stop != NULL && *stop != 0)
		return sar_err_signal(err, *stop);
	return sar_verdict_clear(&w->verdict) ? -1 : 0;
}

static void *
digest_whole(void *ctx)
{
	struct work *w = ctx;
	struct sar_readback *r = w->r;
	struct sar_err err = SAR_ERR_INIT;

	if (sar_sha256_each(r->reader->source, go_on, w, r->whole, &err) ==
		-1 &&
	    err.code != SAR_OK)
		sar_verdict_bad(&w->verdict, r->reader->layout.n,
		    SAR_VERDICT_OTHER, &err);
	return NULL;
}

static int
do_unit(void *ctx, size_t u, unsigned worker, struct sar_err *err)
{
	struct work *w = ctx;
	const struct unit *unit = &w->units[u];

	if (unit->tag)
		try_tag(w, unit->i);
	else
		try_entry(w, unit->i, w->workers[worker]);
	if (!sar_verdict_clear(&w->verdict))
		return 0;
	/* What failed, and first, the verdict says; this ends the crew. */
	return sar_err_set(err, SAR_EFAIL, "package: does not verify");
}

/* The crew, and the digest of the whole beside it if it may. */
static int
run(struct work *w, struct sar_err *ended)
{
	const struct sar_package_check_options *o = w->r->options;
	bool beside = false;
	pthread_t thread;
	int rc;

	if (o->whole && o->jobs > 1)
		beside = sar_crew_start(&thread, digest_whole, w) == 0;
	rc = sar_crew_run(o->jobs, w->n, do_unit, w, ended);
	if (beside)
		(void)pthread_join(thread, NULL);
	else if (o->whole)
		(void)digest_whole(w);
	return rc;
}

/*
 * A tag of its own comes before what it is of, or somebody's opinion of a
 * damaged entry would come before it.
 */
static void
plan(struct work *w)
{
	const struct sar_readback *r = w->r;
	const struct sar_layout *layout = &r->reader->layout;
	unsigned jobs = r->options->jobs;
	uint64_t total = 0;
	size_t i;

	for (i = 0; i < layout->n; i++)
		total += layout->entries[i].size;
	w->large = total / 2 / jobs;
	if (jobs == 1 || r->reader->outer.n > 0)
		w->large = UINT64_MAX;
	else if (w->large < LARGE_MIN)
		w->large = LARGE_MIN;
	if (r->reader->outer.n > 0)
		w->units[w->n++] = (struct unit){ 0, true };
	for (i = 0; i < layout->n; i++) {
		if (is_large(w, i))
			w->units[w->n++] = (struct unit){ i, true };
		w->units[w->n++] = (struct unit){ i, false };
	}
}

static int
begin(struct work *w, struct sar_err *err)
{
	unsigned k;

	w->units = calloc(2 * w->r->reader->layout.n, sizeof(*w->units));
	if (w->units == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	plan(w);
	for (k = 0; k < w->r->options->jobs; k++) {
		w->workers[k] = calloc(1, sizeof(*w->workers[k]));
		if (w->workers[k] == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		w->workers[k]->hash = sar_sha256_new(err);
		if (w->workers[k]->hash == NULL)
			return -1;
	}
	return 0;
}

static int
give_verdict(struct work *w, struct sar_err *err)
{
	const struct sar_package_reader *reader = w->r->reader;
	bool odd;
	size_t i;

	if (sar_verdict_give(&w->verdict, &i, &odd, err) == 0)
		return 0;
	if (odd)
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: the passphrase opens other entries, not this one",
		    reader->source->name, reader->entries[i].place->name);
	return -1;
}

int
sar_readback_all(struct sar_readback *r, struct sar_err *err)
{
	struct work w = { .r = r };
	struct sar_err ended = SAR_ERR_INIT;
	unsigned k;
	int rc = -1;

	assert(r->options->jobs >= 1 && r->options->jobs <= SAR_CREW_MAX);
	sar_verdict_begin(&w.verdict);
	if (begin(&w, err) == 0) {
		rc = run(&w, &ended);
		if (give_verdict(&w, err) == -1)
			rc = -1;
		else if (rc == -1)
			*err = ended;
	}
	for (k = 0; k < SAR_CREW_MAX && w.workers[k] != NULL; k++) {
		sar_sha256_free(w.workers[k]->hash);
		/* It holds the last of the plaintext. */
		sodium_memzero(w.workers[k], sizeof(*w.workers[k]));
		free(w.workers[k]);
	}
	free(w.units);
	sar_verdict_end(&w.verdict);
	return rc;
}
