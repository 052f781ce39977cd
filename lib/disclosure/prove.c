#include "disclosure/prove.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tlog/note.h"

/* Of a note, before its signature lines. */
#define LINES_BEFORE 4

/* One proof being made. */
struct one {
	uint64_t seq;
	uint64_t size; /* of the checkpoint it is for */
	struct sar_range *range;
	uint64_t first; /* size of the first checkpoint that covers it; or 0 */
	bool erased;
	struct sar_tlogproof *proof;
};

struct all {
	bool cosigned;
	struct one *each;
	size_t n;
};

static int
keep_text(const char *text, size_t len, char **out, size_t *out_len,
    struct sar_err *err)
{
	char *copy = malloc(len + 1);

	if (copy == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memcpy(copy, text, len);
	copy[len] = '\0';
	free(*out);
	*out = copy;
	*out_len = len;
	return 0;
}

static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	const struct all *all = ctx;
	struct one *one;
	size_t i;

	for (i = 0; i < all->n; i++) {
		one = &all->each[i];
		sar_range_leaf(one->range, record->leaf);
		if (record->seq != one->seq)
			continue;
		one->erased = record->type == SAR_RECORD_ERASED;
		if (keep_text(record->line, record->len, &one->proof->extra,
			&one->proof->extra_len, err) == -1)
			return -1;
	}
	return 0;
}

static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	const struct all *all = ctx;
	struct one *one;
	size_t i;

	for (i = 0; i < all->n; i++) {
		one = &all->each[i];
		if (one->first != 0 || note->size <= one->seq)
			continue;
		one->first = note->size;
		if (keep_text(note->text, note->len, &one->proof->checkpoint,
			&one->proof->checkpoint_len, err) == -1)
			return -1;
	}
	return 0;
}

/* The signature lines of a note, the log's own not among them: *${end} is
 * behind the last. */
static const char *
cosignatures_of(const char *note, const char **end)
{
	const char *p = strstr(note, "\n\n");

	*end = note + strlen(note);
	p = p == NULL ? *end : strchr(p + 2, '\n');
	return p == NULL ? *end : p + 1;
}

static size_t
count_lines(const char *p, const char *end)
{
	size_t n = 0;

	for (; p < end; p++)
		n += *p == '\n';
	return n;
}

/* Another note of the same checkpoint: its cosignatures too, each once. */
static int
add_cosignatures(struct sar_tlogproof *proof, const char *note,
    struct sar_err *err)
{
	struct sar_buf all = SAR_BUF_INIT;
	const char *end, *had, *had_end, *p, *next;
	int rc;

	sar_buf_add(&all, proof->checkpoint, proof->checkpoint_len);
	for (p = cosignatures_of(note, &end); p < end; p = next) {
		next = memchr(p, '\n', (size_t)(end - p));
		next = next == NULL ? end : next + 1;
		had = cosignatures_of(proof->checkpoint, &had_end);
		if (memmem(had, (size_t)(had_end - had), p,
			(size_t)(next - p)) == NULL &&
		    all.data != NULL &&
		    count_lines(all.data, all.data + all.len) <
			LINES_BEFORE + SAR_NOTE_SIGS_MAX)
			sar_buf_add(&all, p, (size_t)(next - p));
	}
	rc = sar_buf_check(&all, err);
	if (rc == 0)
		rc = keep_text(all.data, all.len, &proof->checkpoint,
		    &proof->checkpoint_len, err);
	sar_buf_free(&all);
	return rc;
}

/* The smallest that covers it; of each its first note comes first. */
static int
take_cosigned(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	const struct all *all = ctx;
	char *text = strndup(note->text, note->len);
	struct one *one;
	size_t i;
	int rc = text == NULL ? sar_err_set(err, SAR_EFAIL, "out of memory")
			      : 0;

	for (i = 0; i < all->n && rc == 0; i++) {
		one = &all->each[i];
		if (note->size <= one->seq ||
		    (one->first != 0 && note->size > one->first))
			continue;
		if (note->size == one->first) {
			rc = add_cosignatures(one->proof, text, err);
			continue;
		}
		one->first = note->size;
		rc = keep_text(note->text, note->len, &one->proof->checkpoint,
		    &one->proof->checkpoint_len, err);
	}
	free(text);
	return rc;
}

static void
clear(struct all *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		sar_range_free(all->each[i].range);
		sar_tlogproof_clear(all->each[i].proof);
		all->each[i].range = NULL;
		all->each[i].first = 0;
	}
}

static int
no_witness(const struct one *one, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREVIEW,
	    "log: record %llu: no witness has cosigned a checkpoint with it",
	    (unsigned long long)one->seq);
	sar_err_hint(err, "see \"sar-verify offer\" and \"attach\"");
	return -1;
}

static void
keep_log(const struct sar_prove *what, struct sar_log *log)
{
	if (what->log == NULL) {
		sar_log_free(log);
		return;
	}
	sar_log_free(*what->log);
	*what->log = log;
}

/* Is there all that a proof is made of? */
static int
judge(const struct all *all, struct sar_err *err)
{
	const struct one *one;
	size_t i;

	for (i = 0; i < all->n; i++) {
		one = &all->each[i];
		if (one->proof->extra == NULL)
			return sar_err_set(err, SAR_EINPUT,
			    "log: record %llu: the log has none of that number",
			    (unsigned long long)one->seq);
		if (one->erased)
			return sar_err_set(err, SAR_EREFUSED,
			    "log: record %llu: was erased, there is nothing to "
			    "show",
			    (unsigned long long)one->seq);
		if (one->first == 0)
			return no_witness(one, err);
	}
	return 0;
}

static const struct sar_key_public *
key_of(const struct sar_prove *what, const struct sar_log *log, uint64_t size)
{
	const struct sar_log_key *keys;
	size_t n;

	keys = sar_log_keys(log, &n);
	while (n > 1 && keys[n - 1].since > size)
		n--;
	return n == 0 ? what->key : &keys[n - 1].key;
}

/*
 * Reading a log verifies the last signature, and compares the others' roots
 * with the tree: what goes into a proof has to stand alone.
 */
static int
check_signatures(const struct sar_prove *what, const struct all *all,
    const struct sar_log *log, struct sar_err *err)
{
	const struct sar_key_public *key;
	const struct sar_tlogproof *proof;
	struct sar_note note;
	size_t i;

	for (i = 0; i < all->n; i++) {
		proof = all->each[i].proof;
		if (proof->checkpoint == NULL)
			continue;
		key = key_of(what, log, all->each[i].first);
		if (!sar_note_parse(proof->checkpoint, proof->checkpoint_len,
			key, &note) ||
		    !sar_note_verify(proof->checkpoint, &note, key))
			return sar_err_set(err, SAR_ETAMPER,
			    "checkpoints: the signature of the one with record "
			    "%llu does not verify",
			    (unsigned long long)all->each[i].seq);
	}
	return 0;
}

/* Read the log once, each proof being made for the size it is set down for. */
static int
pass(const struct sar_prove *what, struct all *all, struct sar_err *err)
{
	struct sar_log_reading reading = {
		.dir = what->dir,
		.key = what->key,
		.mark = what->mark,
		.record = take_record,
		.ctx = all,
	};
	struct sar_log *log;
	struct one *one;
	size_t i;
	int rc;

	if (all->cosigned)
		reading.cosigned = take_cosigned;
	else
		reading.note = take_note;
	for (i = 0; i < all->n; i++) {
		one = &all->each[i];
		one->range = sar_range_inclusion(one->seq, one->size, err);
		if (one->range == NULL)
			return -1;
	}
	if ((log = sar_log_open(&reading, err)) == NULL)
		return -1;
	rc = check_signatures(what, all, log, err);
	keep_log(what, log);
	return rc == -1 ? -1 : judge(all, err);
}

/* Was each proof made for the first checkpoint there is?  If not, now it is
 * known for which. */
static bool
settled(struct all *all)
{
	bool yes = true;
	size_t i;

	for (i = 0; i < all->n; i++) {
		yes = yes && all->each[i].size == all->each[i].first;
		all->each[i].size = all->each[i].first;
	}
	return yes;
}

static int
end(const struct all *all, struct sar_err *err)
{
	const struct one *one;
	size_t i;

	for (i = 0; i < all->n; i++) {
		one = &all->each[i];
		one->proof->index = one->seq;
		if (sar_range_end(one->range, &one->proof->path, err) == -1)
			return -1;
	}
	return 0;
}

/* A record that is committed alone, as most are, is the last of its
 * checkpoint. */
static int
begin(const struct sar_prove *what, struct sar_tlogproof *proofs,
    struct all *all, struct sar_err *err)
{
	size_t i;

	memset(proofs, 0, what->n * sizeof(*proofs));
	if (what->log != NULL)
		*what->log = NULL;
	all->each = calloc(what->n + 1, sizeof(*all->each));
	if (all->each == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	all->n = what->n;
	all->cosigned = what->cosigned;
	for (i = 0; i < all->n; i++) {
		all->each[i].seq = what->seqs[i];
		all->each[i].size = what->seqs[i] + 1;
		all->each[i].proof = &proofs[i];
	}
	return 0;
}

int
sar_prove_records(const struct sar_prove *what, struct sar_tlogproof *proofs,
    struct sar_err *err)
{
	struct all all = { 0 };
	size_t i;
	int rc = -1;

	if (begin(what, proofs, &all, err) == -1 || pass(what, &all, err) == -1)
		goto out;
	if (!settled(&all)) {
		clear(&all);
		if (pass(what, &all, err) == -1)
			goto out;
		if (!settled(&all)) {
			(void)sar_err_set(err, SAR_ETAMPER,
			    "%s: checkpoints changed while they were read",
			    what->dir);
			goto out;
		}
	}
	rc = end(&all, err);

out:
	if (rc == -1 && what->log != NULL) {
		sar_log_free(*what->log);
		*what->log = NULL;
	}
	for (i = 0; i < all.n; i++)
		sar_range_free(all.each[i].range);
	free(all.each);
	return rc;
}
