/*
 * Which recordings go into which zip.  They keep their order, and each zip
 * takes as many as fit below the limit.  How large each becomes is known
 * beforehand of some formats; of the others, when it matters, all are read
 * once for it.  None of it depends on what was cut out: the sizes do not.
 */
#include <stdlib.h>
#include <string.h>

#include "export/build_state.h"
#include "package/size.h"

/* More than any FLAC of as many samples has around them. */
#define FLAC_EXTRA 65536

struct share {
	struct build *b;
	uint64_t limit;
	struct sar_package_options options; /* as far as they count here */
	struct sar_content_entry *texts;
	struct sar_content_entry *recordings;
	struct sar_content_entry *vcons; /* as many, or none */
	struct sar_content_entry *room;  /* for all of both */
};

/* No more bytes than this, as far as can be told without reading it. */
static uint64_t
bound(struct sar_recording *rec)
{
	const struct sar_index_recording *of = rec->item->item->recording;
	uint64_t size = sar_recording_size(rec);

	if (size == SAR_STREAM_UNSIZED &&
	    rec->item->format == SAR_FORMAT_FLAC && of->channels > 0 &&
	    of->frames < INT64_MAX / 8 / of->channels)
		size = of->frames * of->channels * 4 + FLAC_EXTRA;
	return size;
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
		s->recordings[i].size = bound(&b->recordings[i]);
	}
	for (i = 0; i < b->n_vcons; i++)
		if (list_text(b->vcons[i].name, b->vcons[i].text, &s->vcons[i],
			err) == -1)
			return -1;
	return 0;
}

/* Room for what is in a zip with ${n} recordings from ${first} on. */
static size_t
gather(const struct share *s, size_t first, size_t n)
{
	struct sar_content_entry *at = s->room;
	size_t texts = s->b->n_texts;
	size_t vcons = s->b->vcons == NULL ? 0 : n;

	memcpy(at, s->texts, texts * sizeof(*at));
	memcpy(at + texts, s->recordings + first, n * sizeof(*at));
	memcpy(at + texts + n, s->vcons + first, vcons * sizeof(*at));
	return texts + n + vcons;
}

/* How large it is at most. */
static uint64_t
size_of(const struct share *s, size_t first, size_t n)
{
	return sar_size_of(&s->options, s->room, gather(s, first, n));
}

/* How many from ${first} on fit into one zip: one more makes it larger. */
static size_t
fill(const struct share *s, size_t first)
{
	size_t low = 0;
	size_t high = s->b->n_recordings - first;
	size_t middle;

	while (low < high) {
		middle = high - (high - low) / 2;
		if (size_of(s, first, middle) <= s->limit)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

static int
refuse(const char *what, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED, "%s: larger than a volume may be",
	    what);
	sar_err_hint(err, "another --format makes recordings smaller, opus the "
			  "smallest; or allow a larger --volume-size");
	return -1;
}

/* How many zips it takes. */
static int
count(const struct share *s, unsigned *n, struct sar_err *err)
{
	const struct build *b = s->b;
	size_t first = 0;
	size_t part;

	*n = 0;
	if (size_of(s, 0, 0) > s->limit)
		return refuse("the letter and what goes with it", err);
	do {
		if ((part = fill(s, first)) == 0 && first < b->n_recordings)
			return refuse(b->recordings[first].item->name, err);
		first += part;
		if (++*n > SAR_VOLUMES_MAX) {
			(void)sar_err_set(err, SAR_EREFUSED,
			    "package: more than %d volumes", SAR_VOLUMES_MAX);
			sar_err_hint(err, "another --format makes recordings "
					  "smaller; or allow a larger "
					  "--volume-size");
			return -1;
		}
	} while (first < b->n_recordings);
	return 0;
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

	memcpy(s->recordings, b->measured,
	    b->n_recordings * sizeof(*s->recordings));
	if (count(s, &n, err) == -1 || digest(s, err) == -1 ||
	    sar_build_volumes(b, n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		b->volumes[i].first = first;
		b->volumes[i].n = fill(s, first);
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
	s->room = calloc(b->n_texts + 2 * n + 1, sizeof(*s->room));
	if (s->texts == NULL || s->recordings == NULL || s->vcons == NULL ||
	    s->room == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (list_texts(s, err) == -1 || list_recordings(s, err) == -1)
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
	if (sar_build_recordings(b, err) == -1)
		return -1;
	if (s.limit == 0)
		return all_in_one(b, err);
	rc = share_out(&s, err);
	free(s.texts);
	free(s.recordings);
	free(s.vcons);
	free(s.room);
	return rc;
}
