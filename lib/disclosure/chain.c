#include "disclosure/chain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/grow.h"
#include "disclosure/checkpoints.h"
#include "tlog/note.h"

#define NOTE_MAX ((size_t)2 * SAR_CHECKPOINTS_NOTE)

void
sar_chain_clear(struct sar_chain *chain)
{
	free(chain->links);
	memset(chain, 0, sizeof(*chain));
}

/* A member that is a key of this log. */
static bool
key_of(const struct sar_chain *chain, const struct sar_record *record,
    const char *name, struct sar_key_public *key)
{
	struct sar_err ignored = SAR_ERR_INIT;
	size_t len;
	const char *text = sar_record_text(record, name, &len);

	return text != NULL &&
	       sar_key_public_parse("log", text, len, key, &ignored) == 0 &&
	       key->kind == SAR_KEY_LOG &&
	       strcmp(key->name, chain->origin) == 0;
}

static bool
same_key(const struct sar_key_public *a, const struct sar_key_public *b)
{
	return memcmp(a->public, b->public, sizeof(a->public)) == 0;
}

/* What is wrong with the record, or NULL. */
static const char *
check(const struct sar_chain *chain, const struct sar_record *record,
    struct sar_key_public *key)
{
	struct sar_key_public old;
	size_t i;

	if (record->type == SAR_RECORD_GENESIS) {
		if (!key_of(chain, record, "key", key))
			return "the log was begun with another key";
		if (sar_record_has(record, "origin") &&
		    !sar_record_is(record, "origin", chain->origin))
			return "origin is not the key's name";
		return NULL;
	}
	if (chain->n > SAR_SEGMENT_LAST)
		return "is one change of key more than there can be";
	if (!key_of(chain, record, "old", &old) ||
	    !same_key(&old, &chain->links[chain->n - 1].key.key))
		return "old is not the key the log is signed with";
	if (!key_of(chain, record, "new", key))
		return "new is no key of this log's name";
	for (i = 0; i < chain->n; i++)
		if (same_key(key, &chain->links[i].key.key))
			return "new is a key the log had before";
	return NULL;
}

int
sar_chain_take(struct sar_chain *chain, const struct sar_record *record,
    const char **why, struct sar_err *err)
{
	struct sar_chain_link link = { .record = record->seq };
	struct sar_chain_link *grown;

	if ((*why = check(chain, record, &link.key.key)) != NULL)
		return 0;
	if (chain->n > 0) {
		link.size = record->seq + 1;
		link.key.since = record->seq + 2;
	}
	grown = sar_grow_by_one(chain->links, chain->n, &chain->room,
	    sizeof(*grown), err);
	if (grown == NULL)
		return -1;
	chain->links = grown;
	chain->links[chain->n++] = link;
	return 0;
}

const struct sar_key_public *
sar_chain_at(const struct sar_chain *chain, uint64_t size)
{
	size_t i = chain->n - 1;

	while (i > 0 && chain->links[i].key.since > size)
		i--;
	return &chain->links[i].key.key;
}

bool
sar_chain_ends(const struct sar_chain *chain, uint64_t size)
{
	size_t i;

	for (i = chain->n; i-- > 1 && chain->links[i].size >= size;)
		if (chain->links[i].size == size)
			return true;
	return false;
}

int
sar_chain_pass(struct sar_chain *chain, uint64_t size,
    const uint8_t root[SAR_SHA256_LEN], struct sar_err *err)
{
	struct sar_chain_link *link;

	/* The first key was there before any checkpoint. */
	if (chain->next == 0 && chain->n > 0)
		chain->next = 1;
	while (chain->next > 0 && chain->next < chain->n) {
		link = &chain->links[chain->next];
		if (link->size > size)
			return 0;
		if (link->size == size) {
			link->seen = true;
			memcpy(link->root, root, sizeof(link->root));
			return 0;
		}
		if (!link->seen)
			return sar_err_set(err, SAR_ETAMPER,
			    "record %" PRIu64 " changes the key, and no "
			    "checkpoint ends with it",
			    link->record);
		chain->next++;
	}
	return 0;
}

/* Take one signature line, by ${key}, of the ${len} bytes at ${text}. */
static bool
take_signature(const char **p, const char *end, const char *text, size_t len,
    const struct sar_key_public *key)
{
	static const char dash[] = "\xe2\x80\x94 ";
	struct sar_buf line = SAR_BUF_INIT;
	const char *lf = memchr(*p, '\n', (size_t)(end - *p));
	struct sar_note note;
	bool ok;

	if (lf == NULL || strncmp(*p, dash, strlen(dash)) != 0)
		return false;
	/* By itself below the text it is a note of one signature. */
	sar_buf_add(&line, text, len);
	sar_buf_puts(&line, "\n");
	sar_buf_add(&line, *p, (size_t)(lf + 1 - *p));
	ok = line.failed == 0 &&
	     sar_note_parse(line.data, line.len, key, &note) &&
	     note.len == line.len && sar_note_verify(line.data, &note, key);
	sar_buf_free(&line);
	*p = lf + 1;
	return ok;
}

/* Is the text the checkpoint's, signed by the key before and the new one? */
static bool
is_rotation(const struct sar_chain *chain, size_t i, const char *text,
    size_t len)
{
	const struct sar_chain_link *link = &chain->links[i];
	char root[SAR_B64_LEN(SAR_SHA256_LEN)];
	const char *p, *end = text + len;
	struct sar_buf head = SAR_BUF_INIT;
	size_t signed_len;
	bool ok;

	sar_b64_put(link->root, sizeof(link->root), root);
	sar_buf_printf(&head, "%s\n%" PRIu64 "\n%s\n\n", chain->origin,
	    link->size, root);
	ok = head.failed == 0 && len > head.len &&
	     memcmp(text, head.data, head.len) == 0;
	signed_len = head.len - 1;
	p = text + head.len;
	sar_buf_free(&head);
	return ok &&
	       take_signature(&p, end, text, signed_len,
		   &chain->links[i - 1].key.key) &&
	       take_signature(&p, end, text, signed_len, &link->key.key) &&
	       p == end;
}

static int
check_rotation(const struct sar_chain *chain, size_t i, int dir,
    struct sar_err *err)
{
	char name[SAR_SEGMENT_NAME];
	char *text;
	size_t len;
	bool ok;

	sar_segment_rotation((unsigned)i, name);
	if (sar_segment_load(dir, name, NOTE_MAX, &text, &len, err) == -1)
		return -1;
	ok = text != NULL && is_rotation(chain, i, text, len);
	free(text);
	if (ok)
		return 0;
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: not the checkpoint of size %" PRIu64
	    " signed by the key before and the new one",
	    name, chain->links[i].size);
}

/* Does each change of key have its note?  The last may wait for its own. */
static int
check_notes(const struct sar_chain *chain, int dir, unsigned n, uint64_t last,
    struct sar_log *log, struct sar_err *err)
{
	size_t i, changes = chain->n == 0 ? 0 : chain->n - 1;

	if (n > changes)
		return sar_err_set(err, SAR_ETAMPER,
		    "rotation-%04u.note: no record tells of it", n);
	log->rotating = n + 1 == changes && chain->links[changes].size == last;
	if (n < changes && !log->rotating)
		return sar_err_set(err, SAR_ETAMPER,
		    "rotation-%04u.note: missing, though record %" PRIu64
		    " changes the key",
		    n + 1, chain->links[n + 1].record);
	for (i = 1; i <= n; i++)
		if (check_rotation(chain, i, dir, err) == -1)
			return -1;
	return 0;
}

/* A key that was named only has not shown yet that it is the log's. */
static int
check_pinned(const struct sar_chain *chain, const struct sar_key_public *pinned,
    const struct sar_log *log, struct sar_err *err)
{
	size_t i, n = chain->n - (log->rotating ? 1 : 0);

	for (i = 0; i < n; i++)
		if (same_key(pinned, &chain->links[i].key.key))
			return 0;
	return sar_checkpoints_foreign(chain->origin, 1, err);
}

int
sar_chain_end(const struct sar_chain *chain, int dir, unsigned n,
    const struct sar_key_public *pinned, uint64_t last, struct sar_log *log,
    struct sar_err *err)
{
	size_t i;

	free(log->keys);
	log->n_keys = 0;
	log->keys = calloc(chain->n + 1, sizeof(*log->keys));
	if (log->keys == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < chain->n; i++)
		log->keys[log->n_keys++] = chain->links[i].key;
	if (check_notes(chain, dir, n, last, log, err) == -1)
		return -1;
	if (chain->n > 0)
		return check_pinned(chain, pinned, log, err);
	/* No record at all, and just an empty tree's checkpoint. */
	log->keys[log->n_keys++].key = *pinned;
	return 0;
}
