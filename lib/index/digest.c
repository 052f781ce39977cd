#include "index/digest.h"

#include <sodium.h>
#include <string.h>

/* Bytes to be hashed; what does not fit is folded into one hash first. */
struct folder {
	size_t len;
	uint8_t bytes[2048];
};

static const uint8_t key[crypto_shorthash_KEYBYTES] = { 's', 'a', 'r', '-', 'i',
	'n', 'd', 'e', 'x', ' ', 'r', 'o', 'w', 's', ' ', '2' };

static uint64_t
hash(const struct folder *to)
{
	uint64_t out;

	_Static_assert(crypto_shorthash_BYTES == sizeof(out), "64 bits");
	(void)crypto_shorthash((uint8_t *)&out, to->bytes, to->len, key);
	return out;
}

static void
add_bytes(struct folder *to, const void *data, size_t len)
{
	const uint8_t *from = data;
	uint64_t folded;
	size_t room;

	while (len > 0) {
		if (to->len == sizeof(to->bytes)) {
			folded = hash(to);
			memcpy(to->bytes, &folded, sizeof(folded));
			to->len = sizeof(folded);
		}
		room = sizeof(to->bytes) - to->len;
		if (room > len)
			room = len;
		memcpy(to->bytes + to->len, from, room);
		to->len += room;
		from += room;
		len -= room;
	}
}

/* Little-endian whatever the machine, as an index may be moved. */
static void
add_int(struct folder *to, int64_t value)
{
	uint8_t bytes[8];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)((uint64_t)value >> (8 * i));
	add_bytes(to, bytes, sizeof(bytes));
}

static void
add_text(struct folder *to, const char *text)
{
	if (text == NULL)
		text = "";
	add_bytes(to, text, strlen(text) + 1);
}

static int64_t
digest(const struct folder *to)
{
	uint64_t raw = hash(to);
	uint8_t bytes[8];
	uint64_t value = 0;
	size_t i;

	memcpy(bytes, &raw, sizeof(bytes));
	for (i = 0; i < sizeof(bytes); i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	return (int64_t)value;
}

int64_t
sar_index_digest_leg(const struct sar_index_leg *leg)
{
	struct folder to = { .len = 0 };
	const struct sar_index_party *party;
	size_t i;

	add_text(&to, leg->system);
	add_text(&to, leg->ref);
	add_text(&to, leg->group);
	add_int(&to, leg->start);
	add_int(&to, leg->end);
	add_int(&to, leg->clock);
	add_int(&to, leg->talk);
	add_int(&to, leg->uncertain);
	add_int(&to, leg->answered);
	add_int(&to, (int64_t)leg->direction);
	add_int(&to, (int64_t)leg->hold);
	add_int(&to, (int64_t)leg->recorded);
	add_text(&to, leg->start_raw);
	for (i = 0; i < leg->n_parties; i++) {
		party = &leg->parties[i];
		add_int(&to, (int64_t)party->role);
		add_int(&to, (int64_t)party->number.kind);
		add_int(&to, party->number.certain &&
				 party->number.kind == SAR_PHONE_E164);
		add_int(&to, party->number.rules);
		add_int(&to, party->number.key);
		add_text(&to, party->raw);
	}
	return digest(&to);
}

int64_t
sar_index_digest_event(size_t nr, const struct sar_index_event *event)
{
	struct folder to = { .len = 0 };

	add_text(&to, "event");
	add_int(&to, (int64_t)nr);
	add_int(&to, (int64_t)event->what);
	add_int(&to, event->party);
	add_int(&to, event->at_ms);
	return digest(&to);
}

int64_t
sar_index_digest_link(const struct sar_index_link *link)
{
	struct folder to = { .len = 0 };

	add_text(&to, "link");
	add_int(&to, (int64_t)link->kind);
	add_int(&to, link->to_group);
	add_text(&to, link->target);
	add_text(&to, link->evidence);
	return digest(&to);
}

int64_t
sar_index_digest_stream(const struct sar_index_stream *stream)
{
	struct folder to = { .len = 0 };

	add_text(&to, "stream");
	add_int(&to, stream->recording);
	add_int(&to, stream->channel);
	add_int(&to, stream->party);
	return digest(&to);
}

int64_t
sar_index_digest_segment(size_t nr, const struct sar_index_segment *segment)
{
	struct folder to = { .len = 0 };

	add_text(&to, "segment");
	add_int(&to, (int64_t)nr);
	add_int(&to, segment->recording);
	add_int(&to, segment->from_ms);
	add_int(&to, segment->to_ms);
	add_int(&to, segment->party);
	return digest(&to);
}

/* As the link table's primary key has it. */
static bool
same_link(const struct sar_index_link *a, const struct sar_index_link *b)
{
	return a->kind == b->kind && a->to_group == b->to_group &&
	       strcmp(a->target, b->target) == 0;
}

static bool
same_stream(const struct sar_index_stream *a, const struct sar_index_stream *b)
{
	return a->recording == b->recording && a->channel == b->channel &&
	       a->party == b->party;
}

bool
sar_index_digest_has_link(const struct sar_index_leg *leg, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (same_link(&leg->links[j], &leg->links[i]))
			return false;
	return true;
}

bool
sar_index_digest_has_stream(const struct sar_index_leg *leg, size_t i)
{
	size_t j;

	if (leg->streams[i].recording == 0 ||
	    leg->streams[i].party == SAR_INDEX_NO_PARTY)
		return false;
	for (j = 0; j < i; j++)
		if (same_stream(&leg->streams[j], &leg->streams[i]))
			return false;
	return true;
}

int64_t
sar_index_digest_extra(const struct sar_index_leg *leg)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < leg->n_events; i++)
		sum += (uint64_t)sar_index_digest_event(i, &leg->events[i]);
	for (i = 0; i < leg->n_links; i++)
		if (sar_index_digest_has_link(leg, i))
			sum += (uint64_t)sar_index_digest_link(&leg->links[i]);
	for (i = 0; i < leg->n_streams; i++)
		if (sar_index_digest_has_stream(leg, i))
			sum += (uint64_t)
			    sar_index_digest_stream(&leg->streams[i]);
	for (i = 0; i < leg->n_segments; i++)
		if (leg->segments[i].recording != 0)
			sum += (uint64_t)sar_index_digest_segment(i,
			    &leg->segments[i]);
	return (int64_t)sum;
}

int64_t
sar_index_digest_use(int64_t leg, const struct sar_index_use *use)
{
	struct folder to = { .len = 0 };

	add_int(&to, leg);
	add_int(&to, use->recording);
	add_int(&to, use->offset_ms);
	add_int(&to, use->length_ms);
	return digest(&to);
}

int64_t
sar_index_digest_recording(const struct sar_index_recording *recording)
{
	struct folder to = { .len = 0 };

	add_text(&to, recording->path);
	add_int(&to, (int64_t)recording->state);
	add_bytes(&to, recording->sha256, sizeof(recording->sha256));
	add_int(&to, (int64_t)recording->bytes);
	add_int(&to, (int64_t)recording->frames);
	add_int(&to, recording->rate);
	add_int(&to, recording->channels);
	add_text(&to, recording->codec);
	add_text(&to, recording->finding);
	return digest(&to);
}

int64_t
sar_index_digest_commitment(int64_t recording,
    const struct sar_index_commitment *commitment)
{
	struct folder to = { .len = 0 };
	int64_t value;

	add_text(&to, "commitment");
	add_int(&to, recording);
	add_text(&to, commitment->decoder);
	add_int(&to, commitment->block);
	add_int(&to, commitment->channels);
	add_int(&to, commitment->forgotten);
	if (!commitment->forgotten) {
		add_bytes(&to, commitment->seeds,
		    commitment->channels * sizeof(commitment->seeds[0]));
		add_bytes(&to, commitment->file_salt,
		    sizeof(commitment->file_salt));
	}
	add_bytes(&to, commitment->roots,
	    commitment->channels * sizeof(commitment->roots[0]));
	value = digest(&to);
	explicit_bzero(&to, sizeof(to));
	return value;
}
