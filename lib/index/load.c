#include "index/load.h"

#include <stdlib.h>
#include <string.h>

#include "index/check.h"
#include "index/digest.h"
#include "index/system.h"
#include "index/text.h"

/* Where the loading of a leg goes. */
struct loading {
	struct sar_index_loader *loader;
	struct sar_index *index;
	struct sar_index_text *text;
	struct sar_index_leg *leg;
	int64_t system;
	int64_t digest; /* what the leg's should be */
	struct sar_index_party parties[SAR_INDEX_PARTIES];
};

static int
keep(struct sar_index_text *text, const char *from, const char **to,
    struct sar_err *err)
{
	*to = sar_index_text_add(text, from, err);
	return *to == NULL ? -1 : 0;
}

/* The numbers in the row of ${stmt}. */
static void
read_numbers(struct loading *to, const struct sar_index_stmt *stmt,
    int64_t *source, bool *bad)
{
	struct sar_index_leg *leg = to->leg;

	leg->start = sar_index_column(stmt, 0, SAR_INDEX_TIME_MIN,
	    SAR_INDEX_TIME_MAX, bad);
	leg->end = sar_index_column(stmt, 1, leg->start, SAR_INDEX_TIME_MAX,
	    bad);
	leg->talk = (uint32_t)sar_index_column(stmt, 2, 0, UINT32_MAX, bad);
	leg->uncertain = (uint32_t)sar_index_column(stmt, 3, 0, UINT32_MAX,
	    bad);
	leg->answered = sar_index_column(stmt, 4, 0, 1, bad) == 1;
	leg->direction = (enum sar_direction)sar_index_column(stmt, 5, 0,
	    SAR_DIRECTION_INTERNAL, bad);
	leg->line = (uint64_t)sar_index_column(stmt, 6, 0, INT64_MAX, bad);
	leg->hold = (enum sar_known)sar_index_column(stmt, 7, 0, SAR_YES, bad);
	leg->recorded = (enum sar_known)sar_index_column(stmt, 8, 0, SAR_YES,
	    bad);
	leg->clock = SAR_INDEX_NO_TIME;
	if (sqlite3_column_type(stmt->stmt, 9) != SQLITE_NULL)
		leg->clock = sar_index_column(stmt, 9, SAR_INDEX_TIME_MIN,
		    SAR_INDEX_TIME_MAX, bad);
	to->system = sar_index_column(stmt, 10, INT64_MIN, INT64_MAX, bad);
	*source = sar_index_column(stmt, 11, INT64_MIN, INT64_MAX, bad);
	to->digest = sar_index_column(stmt, 12, INT64_MIN, INT64_MAX, bad);
}

/* What joins the legs of ${source}; few sources, one after the other. */
static int
find_grouped(struct sar_index_loader *loader, int64_t source,
    struct sar_err *err)
{
	static const char sql[] = "SELECT grouped FROM source WHERE id = ?1";
	struct sar_index_stmt stmt;
	const char *text;
	bool bad = false;
	int rc;

	if (loader->grouped != NULL && loader->source == source)
		return 0;
	if (sar_index_prepare(loader->index, SAR_INDEX_LOAD_SOURCE, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, source);
	if ((rc = sar_index_step(loader->index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(loader->index, "source", source, err);
	text = sar_index_column_text(&stmt, 0, &bad);
	rc = keep(loader->calls->text, text, &loader->grouped, err);
	sar_index_done(&stmt);
	loader->source = source;
	return rc;
}

static int
read_leg(struct loading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_leg *leg = to->leg;
	const char *ref, *call, *start_raw, *system;
	int64_t source;
	bool bad = false;

	read_numbers(to, stmt, &source, &bad);
	ref = sar_index_column_text(stmt, 13, &bad);
	call = sar_index_column_text(stmt, 14, &bad);
	start_raw = sar_index_column_text(stmt, 15, &bad);
	if (bad)
		return sar_index_corrupt(to->index, "leg", leg->id, err);
	if (keep(to->text, ref, &leg->ref, err) == -1 ||
	    keep(to->text, call, &leg->group, err) == -1 ||
	    keep(to->text, start_raw, &leg->start_raw, err) == -1 ||
	    (system = sar_index_system_name(to->index, to->system, err)) ==
		NULL ||
	    keep(to->text, system, &leg->system, err) == -1)
		return -1;
	return find_grouped(to->loader, source, err);
}

static int
load_row(struct loading *to, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT start, finish, talk, uncertain, answered, direction, line, "
	    "hold, recorded, clock, system, source, digest, ref, "
	    "ifnull(call, ''), start_raw FROM leg WHERE id = ?1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(to->index, SAR_INDEX_LOAD_LEG, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, to->leg->id);
	if ((rc = sar_index_step(to->index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(to->index, "leg", to->leg->id, err);
	rc = read_leg(to, &stmt, err);
	sar_index_done(&stmt);
	return rc;
}

/* The next party, from the row of ${stmt}. */
static int
read_party(struct loading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_leg *leg = to->leg;
	struct sar_index_party *party;
	int64_t since = sar_index_since(leg);
	int64_t until = sar_index_until(leg);
	const char *raw;
	bool bad = false;

	if (leg->n_parties == SAR_INDEX_PARTIES)
		return sar_index_corrupt(to->index, "leg", leg->id, err);
	party = &to->parties[leg->n_parties++];
	*party = (struct sar_index_party){ 0 };
	party->role = (enum sar_role)sar_index_column(stmt, 0, 0,
	    SAR_ROLE_OTHER, &bad);
	party->number.kind = (enum sar_phone_kind)sar_index_column(stmt, 1, 0,
	    SAR_PHONE_BAD, &bad);
	party->number.certain = sar_index_column(stmt, 2, 0, 1, &bad) == 1;
	party->number.rules = (unsigned)sar_index_column(stmt, 3, 0, UINT32_MAX,
	    &bad);
	party->number.key = sar_index_column(stmt, 4, INT64_MIN, INT64_MAX,
	    &bad);
	raw = sar_index_column_text(stmt, 5, &bad);
	(void)sar_index_column(stmt, 6, since, since, &bad);
	(void)sar_index_column(stmt, 7, until, until, &bad);
	if (bad ||
	    !sar_index_check_key(party->number.kind, party->number.key) ||
	    (party->number.certain && party->number.kind != SAR_PHONE_E164))
		return sar_index_corrupt(to->index, "leg", leg->id, err);
	return keep(to->text, raw, &party->raw, err);
}

static int
load_parties(struct loading *to, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT role, kind, certain, rules, ifnull(key, 0), raw, since, "
	    "until FROM party WHERE leg = ?1 ORDER BY nr";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(to->index, SAR_INDEX_LOAD_PARTIES, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, to->leg->id);
	while ((rc = sar_index_step(to->index, &stmt, err)) == 1)
		if (read_party(to, &stmt, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

/* The leg as a whole: is it what was written? */
static int
settle(struct loading *to, struct sar_err *err)
{
	struct sar_index_leg *leg = to->leg;
	size_t size = leg->n_parties * sizeof(*leg->parties);

	leg->parties = to->parties;
	if (sar_index_digest_leg(leg) != to->digest)
		return sar_index_corrupt(to->index, "leg", leg->id, err);
	leg->parties = sar_index_text_room(to->text, size, err);
	if (leg->parties == NULL)
		return -1;
	memcpy(leg->parties, to->parties, size);
	return 0;
}

static int64_t
time_in(const struct sar_index_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL)
		return SAR_INDEX_NO_TIME;
	return sqlite3_column_int64(stmt->stmt, column);
}

/* The ${n}th use, from the row of ${stmt}. */
static int
read_use(struct loading *to, const struct sar_index_stmt *stmt, size_t n,
    struct sar_err *err)
{
	struct sar_index_loader *loader = to->loader;
	size_t cap = n * 2 + 16;
	struct sar_index_use *wide;

	if (n == loader->cap_uses) {
		wide = reallocarray(loader->uses, cap, sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		loader->uses = wide;
		loader->cap_uses = cap;
	}
	loader->uses[n].recording = sqlite3_column_int64(stmt->stmt, 0);
	loader->uses[n].offset_ms = time_in(stmt, 1);
	loader->uses[n].length_ms = time_in(stmt, 2);
	/* A flipped bit would hand out another call's recording. */
	if (sar_index_digest_use(to->leg->id, &loader->uses[n]) !=
	    sqlite3_column_int64(stmt->stmt, 3))
		return sar_index_corrupt(to->index, "recording of leg",
		    to->leg->id, err);
	return 0;
}

static int
load_uses(struct loading *to, struct sar_err *err)
{
	static const char sql[] = "SELECT recording, offset, length, digest "
				  "FROM leg_recording WHERE leg = ?1";
	struct sar_index_use *uses;
	struct sar_index_stmt stmt;
	size_t n = 0;
	int rc;

	if (sar_index_prepare(to->index, SAR_INDEX_LOAD_USES, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, to->leg->id);
	while ((rc = sar_index_step(to->index, &stmt, err)) == 1)
		if (read_use(to, &stmt, n++, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	if (rc == -1 || n == 0)
		return rc;
	uses = sar_index_text_room(to->text, n * sizeof(*uses), err);
	if (uses == NULL)
		return -1;
	memcpy(uses, to->loader->uses, n * sizeof(*uses));
	to->leg->uses = uses;
	to->leg->n_uses = n;
	return 0;
}

/* Room for a leg at ${place}. */
static int
make_room(struct sar_index_loader *loader, size_t place, struct sar_err *err)
{
	size_t cap = loader->cap == 0 ? 64 : loader->cap;
	struct sar_calls_leg *legs;
	int64_t *systems;

	if (place < loader->cap)
		return 0;
	while (cap <= place)
		cap *= 2;
	systems = reallocarray(loader->systems, cap, sizeof(*systems));
	if (systems != NULL)
		loader->systems = systems;
	legs = reallocarray(loader->calls->legs, cap, sizeof(*legs));
	if (legs != NULL)
		loader->calls->legs = legs;
	if (systems == NULL || legs == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memset(legs + loader->cap, 0, (cap - loader->cap) * sizeof(*legs));
	loader->cap = cap;
	return 0;
}

const struct sar_index_leg *
sar_index_load_leg(struct sar_index_loader *loader, size_t place,
    struct sar_err *err)
{
	struct loading to;
	struct sar_calls_leg *out;

	if (make_room(loader, place, err) == -1)
		return NULL;
	out = &loader->calls->legs[place];
	if (out->evidence != NULL)
		return &out->leg;
	to.loader = loader;
	to.index = loader->index;
	to.text = loader->calls->text;
	to.leg = &out->leg;
	out->leg.id = loader->hits->at[place].leg;
	if (load_row(&to, err) == -1 || load_parties(&to, err) == -1 ||
	    settle(&to, err) == -1 || load_uses(&to, err) == -1)
		return NULL;
	loader->systems[place] = to.system;
	/* Until it is known how it was found, what would join it to its
	   call. */
	out->evidence = loader->grouped;
	return &out->leg;
}

static const char *
evidence_of(const struct sar_index_hit *hit, const char *grouped)
{
	switch (hit->found) {
	case SAR_FOUND_NUMBER:
		return "number";
	case SAR_FOUND_GROUP:
		return grouped;
	case SAR_FOUND_AUDIO:
		return "recording";
	case SAR_FOUND_LINK:
		return hit->evidence;
	case SAR_FOUND_NEAR:
	default:
		return "extension and time";
	}
}

int
sar_index_load_rest(struct sar_index_loader *loader, struct sar_err *err)
{
	const struct sar_index_hits *hits = loader->hits;
	const struct sar_index_hit *hit;
	struct sar_calls_leg *out;
	size_t i;

	for (i = 0; i < hits->n; i++) {
		if (sar_index_load_leg(loader, i, err) == NULL)
			return -1;
		hit = &hits->at[i];
		out = &loader->calls->legs[i];
		out->match = hit->match;
		out->found = hit->found;
		out->via = hit->found == SAR_FOUND_NUMBER ? SAR_CALLS_NONE
							  : hit->via;
		out->evidence = evidence_of(hit, out->evidence);
	}
	loader->calls->n_legs = hits->n;
	return 0;
}

void
sar_index_loader_free(struct sar_index_loader *loader)
{
	free(loader->systems);
	free(loader->uses);
	*loader = (struct sar_index_loader){ 0 };
}
