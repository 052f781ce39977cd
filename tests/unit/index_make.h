#ifndef TESTS_UNIT_INDEX_MAKE_H
#define TESTS_UNIT_INDEX_MAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "index/search.h"

/* An index made of a table of legs, and what a search finds, as text. */

#define MAKE_BASE INT64_C(1780002000) /* a full hour */
#define MAKE_PARTIES 4
#define MAKE_FILES 3
#define MAKE_WITHHELD INT64_MIN
#define MAKE_LIKELY INT64_C(1000000000000000) /* added: not certain */

struct make_leg {
	const char *ref;               /* "r1", or "SYSTEM/r1" */
	const char *group;             /* NULL: none */
	int64_t start;                 /* seconds after MAKE_BASE */
	int64_t length;                /* seconds; negative: not answered */
	int64_t keys[MAKE_PARTIES];    /* 0: no more; below 0: extension */
	const char *files[MAKE_FILES]; /* "a", or "b=a": b, a copy of a */
	const char *link; /* "REF", "@GROUP", or "~REF" for a bridge; or NULL */
	uint32_t uncertain;
	int64_t clock; /* seconds after MAKE_BASE; 0: none */
};

static char make_folder[] = "/tmp/test-index-XXXXXX";
static char make_path[64];

static inline int
make_set_up(void **state)
{
	(void)state;
	if (mkdtemp(make_folder) == NULL)
		return -1;
	(void)snprintf(make_path, sizeof(make_path), "%s/index.db",
	    make_folder);
	return 0;
}

static inline int
make_tear_down(void **state)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	char name[80];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		(void)snprintf(name, sizeof(name), "%s%s", make_path, tails[i]);
		(void)unlink(name);
	}
	return rmdir(make_folder);
}

static inline struct sar_index *
make_index(void)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;

	(void)unlink(make_path);
	assert_int_equal(sar_index_create(make_path, &err), 0);
	index = sar_index_open(make_path, true, &err);
	assert_non_null(index);
	return index;
}

static inline size_t
make_parties(const struct make_leg *m, struct sar_index_party *parties)
{
	struct sar_index_party *party;
	int64_t key;
	size_t i;

	for (i = 0; i < MAKE_PARTIES && m->keys[i] != 0; i++) {
		party = &parties[i];
		*party = (struct sar_index_party){ .raw = "x" };
		party->role = i == 0 ? SAR_ROLE_CALLER : SAR_ROLE_CALLED;
		key = m->keys[i];
		party->number.kind = key == MAKE_WITHHELD ? SAR_PHONE_WITHHELD
				     : key < 0            ? SAR_PHONE_LOCAL
							  : SAR_PHONE_E164;
		party->number.certain = key > 0 && key < MAKE_LIKELY;
		party->number.key = key == MAKE_WITHHELD ? 0
				    : key > MAKE_LIKELY  ? key - MAKE_LIKELY
							 : key;
	}
	return i;
}

/* The content of a file is told by the name after "=", if there is one. */
static inline int64_t
make_recording(struct sar_index *index, const char *name)
{
	const char *same = strchr(name, '=');
	struct sar_index_recording rec = { .codec = "pcm16",
		.finding = "",
		.bytes = 44,
		.frames = 8000,
		.rate = 8000,
		.channels = 1 };
	struct sar_err err = SAR_ERR_INIT;
	char path[64];
	int64_t id = 0;

	(void)snprintf(path, sizeof(path), "%.*s.wav", (int)strcspn(name, "="),
	    name);
	(void)snprintf((char *)rec.sha256, sizeof(rec.sha256), "%s",
	    same == NULL ? name : same + 1);
	rec.path = path;
	assert_int_equal(sar_index_put_recording(index, &rec, &id, &err), 0);
	return id;
}

static inline void
make_put(struct sar_index *index, int64_t source, const struct make_leg *m,
    enum sar_index_put *how)
{
	struct sar_index_party parties[MAKE_PARTIES];
	struct sar_index_use uses[MAKE_FILES];
	struct sar_index_link link = { SAR_LINK_BLIND, false, m->link, "test" };
	const char *slash = strchr(m->ref, '/');
	struct sar_index_leg leg = { .group = m->group,
		.start = MAKE_BASE + m->start,
		.end = MAKE_BASE + m->start + m->length,
		.talk = (uint32_t)m->length,
		.uncertain = m->uncertain,
		.answered = true,
		.start_raw = "",
		.parties = parties,
		.uses = uses,
		.links = &link };
	struct sar_err err = SAR_ERR_INIT;
	char system[32] = "one";

	if (m->length < 0) {
		leg.end = leg.start - m->length;
		leg.talk = 0;
		leg.answered = false;
	}
	if (slash != NULL)
		(void)snprintf(system, sizeof(system), "%.*s",
		    (int)(slash - m->ref), m->ref);
	leg.system = system;
	leg.ref = slash == NULL ? m->ref : slash + 1;
	leg.clock = m->clock == 0 ? SAR_INDEX_NO_TIME : MAKE_BASE + m->clock;
	leg.n_parties = make_parties(m, parties);
	for (; leg.n_uses < MAKE_FILES && m->files[leg.n_uses] != NULL;
	     leg.n_uses++)
		uses[leg.n_uses] = (struct sar_index_use){
			make_recording(index, m->files[leg.n_uses]),
			SAR_INDEX_NO_TIME, SAR_INDEX_NO_TIME
		};
	if (m->link != NULL && m->link[0] == '@') {
		link.to_group = true;
		link.target++;
	}
	if (m->link != NULL && m->link[0] == '~') {
		link.kind = SAR_LINK_BRIDGE;
		link.target++;
	}
	leg.n_links = m->link != NULL;
	if (sar_index_put_leg(index, source, &leg, how, &err) == -1)
		fail_msg("%s", err.msg);
}

/* Put ${n} legs in as one source of the name ${tag}. */
static inline void
make_load(struct sar_index *index, char tag, const struct make_leg *legs,
    size_t n)
{
	struct sar_index_source source = { .name = "x",
		.importer = "t/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = MAKE_BASE };
	struct sar_err err = SAR_ERR_INIT;
	enum sar_index_put how;
	int64_t id;
	size_t i;

	source.sha256[0] = (uint8_t)tag;
	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	assert_int_equal(sar_index_add_source(index, &source, &id, &err), 0);
	for (i = 0; i < n; i++) {
		make_put(index, id, &legs[i], &how);
		source.rows_read++;
		source.rows_new += how == SAR_INDEX_NEW;
		source.rows_same += how == SAR_INDEX_SAME;
		source.rows_changed += how == SAR_INDEX_CHANGED;
	}
	assert_int_equal(sar_index_end_source(index, id, &source, &err), 0);
	if (sar_index_commit(index, &err) == -1)
		fail_msg("%s", err.msg);
}

static inline const char *
make_match(const struct sar_calls_leg *leg)
{
	static const char *const names[] = { "number", "possible", "group",
		"audio", "link" };

	return names[leg->match];
}

/* "r1:number r2:group ...", in order of start, then recordings: "a.wav(2)"
   is one that two of the legs are on. */
static inline void
make_tell(const struct sar_calls *calls, char *out, size_t size)
{
	size_t used = 0;
	size_t i, j, n;

	out[0] = '\0';
	for (i = 0; i < calls->n_legs; i++)
		used += (size_t)snprintf(out + used, size - used, "%s%s%s:%s",
		    i > 0 ? " " : "",
		    strcmp(calls->legs[i].leg.system, "one") == 0
			? ""
			: calls->legs[i].leg.system,
		    calls->legs[i].leg.ref, make_match(&calls->legs[i]));
	for (i = 0; i < calls->n_recordings; i++) {
		for (j = n = 0; j < calls->n_links; j++)
			n += calls->links[j].recording == i;
		used += (size_t)snprintf(out + used, size - used, " %s(%zu)",
		    calls->recordings[i].path, n);
	}
	assert_true(used < size);
}

static inline struct sar_calls *
make_search(struct sar_index *index, int64_t key, int64_t from, int64_t to)
{
	struct sar_index_query query = { &key, 1, MAKE_BASE + from,
		MAKE_BASE + to, true, NULL, 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_calls *calls = sar_index_search(index, &query, &err);

	if (calls == NULL)
		fail_msg("%s", err.msg);
	return calls;
}

#endif
