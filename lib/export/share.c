/*
 * Which recordings go into which zip.  They keep their order, and each zip
 * takes as many as fit below the limit.  How large each becomes is known
 * beforehand of some formats; of the others, when it matters, all are read
 * once for it.  None of it depends on what was cut out: the sizes do not.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "export/build_state.h"
#include "package/size.h"
#include "tlog/minisig.h"

/* More than any FLAC of as many samples has around them. */
#define FLAC_EXTRA 65536

struct share {
	struct build *b;
	uint64_t limit;
	struct sar_package_options options; /* as far as they count here */
	struct sar_content_entry *texts;
	struct sar_content_entry *recordings;
	struct sar_content_entry *vcons;  /* as many, or none */
	struct sar_content_entry *proofs; /* as many; no name: there is none */
	char (*proof_names)[SAR_BUILD_PROOF_NAME];
	struct sar_content_entry *room; /* for all of these */
	size_t stuck;   /* the recording that is too large by itself */
	uint64_t needs; /* the size of its zip; 0: there is none */
};

/* No more bytes than this, as far as can be told without reading it. */
static void
bound(struct sar_recording *rec, struct sar_content_entry *out)
{
	const struct sar_index_recording *of = rec->item->item->recording;
	uint64_t size = sar_recording_size(rec);

	out->unsized = size == SAR_STREAM_UNSIZED;
	if (size == SAR_STREAM_UNSIZED &&
	    rec->item->format == SAR_FORMAT_FLAC && of->channels > 0 &&
	    of->frames < INT64_MAX / 8 / of->channels)
		size = of->frames * of->channels * 4 + FLAC_EXTRA;
	out->size = size;
}

/* A text, with its digest: it is what it is. */
static int
list_text(const char *name, const char *text, struct sar_content_entry *entry,
    struct sar_err *err)
{
	entry->name = name;
	entry->size = strlen(text);
	return sar_sha256_text(text, strlen(text), entry->sha256, err);
}

static int
list_texts(struct share *s, struct sar_err *err)
{
	const struct build *b = s->b;
	size_t i;

	for (i = 0; i < b->n_texts; i++)
		if (list_text(b->texts[i].name, b->texts[i].text, &s->texts[i],
			err) == -1)
			return -1;
	return 0;
}

static int
list_recordings(struct share *s, struct sar_err *err)
{
	const struct build *b = s->b;
	size_t i;

	for (i = 0; i < b->n_recordings; i++) {
		s->recordings[i].name = b->recordings[i].item->name;
		bound(&b->recordings[i], &s->recordings[i]);
	}
	for (i = 0; i < b->n_vcons; i++)
		if (list_text(b->vcons[i].name, b->vcons[i].text, &s->vcons[i],
			err) == -1)
			return -1;
	return 0;
}

/* A trial makes none, and knows how long each will be. */
static int
list_proofs(struct share *s, struct sar_err *err)
{
	const struct build *b = s->b;
	struct sar_content_entry *entry;
	struct build_proof proof;
	size_t i;

	for (i = 0; i < b->n_recordings; i++) {
		if (!sar_build_proved(b, i))
			continue;
		if (sar_build_proof(b, i, &proof, err) == -1)
			return -1;
		entry = &s->proofs[i];
		memcpy(s->proof_names[i], proof.name, sizeof(proof.name));
		entry->name = s->proof_names[i];
		entry->size = proof.size;
		if (proof.text->len > 0 &&
		    sar_sha256_text(proof.text->data, proof.text->len,
			entry->sha256, err) == -1)
			return -1;
	}
	return 0;
}

/* Room for what is in a zip with ${n} recordings from ${first} on. */
static size_t
gather(const struct share *s, size_t first, size_t n)
{
	struct sar_content_entry *at = s->room;
	size_t texts = s->b->n_texts;
	size_t vcons = s->b->vcons == NULL ? 0 : n;
	size_t i, k;

	memcpy(at, s->texts, texts * sizeof(*at));
	memcpy(at + texts, s->recordings + first, n * sizeof(*at));
	memcpy(at + texts + n, s->vcons + first, vcons * sizeof(*at));
	k = texts + n + vcons;
	for (i = first; i < first + n; i++)
		if (s->proofs[i].name != NULL)
			at[k++] = s->proofs[i];
	return k;
}

/* How large it is: to the byte where all have been measured. */
static uint64_t
size_of(const struct share *s, size_t first, size_t n)
{
	return sar_size_of(&s->options, SAR_MINISIG_LEN, s->room,
	    gather(s, first, n));
}

/* How many from ${first} on fit into one zip: one more makes it larger. */
static size_t
fill(const struct share *s, uint64_t limit, size_t first)
{
	size_t low = 0;
	size_t high = s->b->n_recordings - first;
	size_t middle;

	while (low < high) {
		middle = high - (high - low) / 2;
		if (size_of(s, first, middle) <= limit)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

static void
be_volume(struct share *s, unsigned k, unsigned of)
{
	s->options.volume = k;
	s->options.volumes = of;
}

/*
 * How many zips of so many bytes it takes, when their number has as many digits
 * as ${most}; 0 when they have no room for it.
 */
static unsigned
count_as(struct share *s, uint64_t limit, unsigned most)
{
	size_t all = s->b->n_recordings;
	size_t first = 0;
	unsigned n = 0;
	size_t part;

	while (first < all && n <= most) {
		be_volume(s, ++n, most);
		if ((part = fill(s, limit, first)) == 0) {
			s->stuck = first;
			s->needs = size_of(s, first, 1);
			return 0;
		}
		first += part;
	}
	return n;
}

/* How many zips it takes; 0 when as many as there may be have no room. */
static unsigned
count(struct share *s, uint64_t limit)
{
	unsigned most = 9;
	unsigned n;

	s->needs = 0;
	be_volume(s, 1, 1);
	if (size_of(s, 0, s->b->n_recordings) <= limit)
		return 1;
	if (size_of(s, 0, 0) > limit)
		return 0;
	while ((n = count_as(s, limit, most)) > most && most < SAR_VOLUMES_MAX)
		most = most * 10 + 9;
	return n > SAR_VOLUMES_MAX ? 0 : n;
}

/* The least limit that has room for all, in kB. */
static uint64_t
smallest(struct share *s)
{
	uint64_t low = s->limit / 1000;
	uint64_t high, middle;

	be_volume(s, 1, 1);
	high = size_of(s, 0, s->b->n_recordings) / 1000 + 1;
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (count(s, middle * 1000) > 0)
			high = middle;
		else
			low = middle;
	}
	return high;
}

static int
refuse(struct share *s, struct sar_err *err)
{
	const struct sar_plan_item *item;
	uint64_t letter;

	be_volume(s, 1, 1);
	letter = size_of(s, 0, 0);
	if (letter > s->limit) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "the letter and what goes with it: larger than a volume "
		    "may be: %" PRIu64 " bytes",
		    letter);
	} else if (s->needs > 0) {
		item = s->b->recordings[s->stuck].item;
		(void)sar_err_set(err, SAR_EREFUSED,
		    "%s: larger than a volume may be: that of item %u would "
		    "have %" PRIu64 " bytes",
		    item->name, item->item->number, s->needs);
	} else {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "package: more than %d volumes", SAR_VOLUMES_MAX);
	}
	sar_err_hint(err,
	    "--volume-size \"%" PRIu64 " kB\" is the smallest that has room "
	    "for all; another --format makes recordings smaller, opus the "
	    "smallest",
	    smallest(s));
	return -1;
}

/* The digest that every manifest has: of all as if it were one zip. */
static int
digest(const struct share *s, struct sar_err *err)
{
	struct build *b = s->b;

	return sar_content_digest(s->room, gather(s, 0, b->n_recordings),
	    b->content, err);
}

/* All recordings have been measured. */
static int
distribute(struct share *s, struct sar_err *err)
{
	struct build *b = s->b;
	size_t first = 0;
	unsigned n, i;
	size_t k;

	for (k = 0; k < b->n_recordings; k++) {
		b->measured[k].unsized = s->recordings[k].unsized;
		s->recordings[k] = b->measured[k];
	}
	if ((n = count(s, s->limit)) == 0)
		return refuse(s, err);
	if (digest(s, err) == -1 || sar_build_volumes(b, n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		be_volume(s, i + 1, n);
		b->volumes[i].first = first;
		b->volumes[i].n = fill(s, s->limit, first);
		first += b->volumes[i].n;
	}
	return 0;
}

static int
all_in_one(struct build *b, struct sar_err *err)
{
	if (sar_build_volumes(b, 1, err) == -1)
		return -1;
	b->volumes[0].n = b->n_recordings;
	return 0;
}

static int
share_out(struct share *s, struct sar_err *err)
{
	struct build *b = s->b;
	size_t n = b->n_recordings;

	s->texts = calloc(b->n_texts + 1, sizeof(*s->texts));
	s->recordings = calloc(n + 1, sizeof(*s->recordings));
	s->vcons = calloc(n + 1, sizeof(*s->vcons));
	s->proofs = calloc(n + 1, sizeof(*s->proofs));
	s->proof_names = calloc(n + 1, sizeof(*s->proof_names));
	s->room = calloc(b->n_texts + 3 * n + 1, sizeof(*s->room));
	if (s->texts == NULL || s->recordings == NULL || s->vcons == NULL ||
	    s->proofs == NULL || s->proof_names == NULL || s->room == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (list_texts(s, err) == -1 || list_recordings(s, err) == -1 ||
	    list_proofs(s, err) == -1)
		return -1;
	if (size_of(s, 0, b->n_recordings) <= s->limit)
		return all_in_one(b, err);
	if (sar_build_measure(b, err) == -1)
		return sar_build_spoiled(b, err);
	if (distribute(s, err) == -1)
		return -1;
	/* They are read a second time, from the beginning. */
	return sar_build_recordings(b, err);
}

int
sar_build_share(struct build *b, struct sar_err *err)
{
	const struct sar_packing *packing = &b->options->packing;
	struct share s = {
		.b = b,
		.limit = packing->volume,
		.options.hidden = packing->hidden,
		.options.padded = packing->padded,
	};
	int rc;

	free(b->measured);
	b->measured = NULL;
	if (sar_build_recordings(b, err) == -1 ||
	    (!b->trial && sar_build_redaction_proofs(b, err) == -1))
		return -1;
	if (s.limit == 0)
		return all_in_one(b, err);
	rc = share_out(&s, err);
	free(s.texts);
	free(s.recordings);
	free(s.vcons);
	free(s.proofs);
	free(s.proof_names);
	free(s.room);
	return rc;
}
