#include "index/load.h"

#include <stdlib.h>
#include <string.h>

#include "index/check.h"
#include "index/digest.h"
#include "index/system.h"
#include "index/text.h"

/* Where the loading of legs goes. */
struct loading {
	struct sar_index *index;
	struct sar_index_text *text;
	struct sar_index_leg *leg;
	const char *grouped; /* what joins the legs of source */
	int64_t source;      /* last asked for */
	int64_t digest;      /* what the leg's should be */
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
    int64_t *system, int64_t *source, bool *bad)
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
	*system = sar_index_column(stmt, 10, INT64_MIN, INT64_MAX, bad);
	*source = sar_index_column(stmt, 11, INT64_MIN, INT64_MAX, bad);
	to->digest = sar_index_column(stmt, 12, INT64_MIN, INT64_MAX, bad);
}

/* What joins the legs of ${source}; few sources, one after the other. */
static int
find_grouped(struct loading *to, int64_t source, struct sar_err *err)
{
	static const char sql[] = "SELECT grouped FROM source WHERE id = ?1";
	struct sar_index_stmt stmt;
	const char *text;
	bool bad = false;
	int rc;

	if (to->grouped != NULL && to->source == source)
		return 0;
	if (sar_index_prepare(to->index, SAR_INDEX_LOAD_SOURCE, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, source);
	if ((rc = sar_index_step(to->index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(to->index, "source", source, err);
	text = sar_index_column_text(&stmt, 0, &bad);
	rc = keep(to->text, text, &to->grouped, err);
	sar_index_done(&stmt);
	to->source = source;
	return rc;
}

static int
read_leg(struct loading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_leg *leg = to->leg;
	const char *ref, *call, *start_raw, *system;
	int64_t system_id, source;
	bool bad = false;

	read_numbers(to, stmt, &system_id, &source, &bad);
	ref = sar_index_column_text(stmt, 13, &bad);
	call = sar_index_column_text(stmt, 14, &bad);
	start_raw = sar_index_column_text(stmt, 15, &bad);
	if (bad)
		return sar_index_corrupt(to->index, "leg", leg->id, err);
	if (keep(to->text, ref, &leg->ref, err) == -1 ||
	    keep(to->text, call, &leg->group, err) == -1 ||
	    keep(to->text, start_raw, &leg->start_raw, err) == -1 ||
	    (system = sar_index_system_name(to->index, system_id, err)) ==
		NULL ||
	    keep(to->text, system, &leg->system, err) == -1)
		return -1;
	return find_grouped(to, source, err);
}

static int
load_leg(struct loading *to, struct sar_err *err)
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

static int
load_hit(struct loading *to, const struct sar_index_hit *hit,
    struct sar_calls_leg *out, struct sar_err *err)
{
	out->match = hit->match;
	out->found = hit->found;
	out->via = hit->found == SAR_FOUND_NUMBER ? SAR_CALLS_NONE : hit->via;
	to->leg = &out->leg;
	out->leg.id = hit->leg;
	if (load_leg(to, err) == -1 || load_parties(to, err) == -1 ||
	    settle(to, err) == -1)
		return -1;
	out->evidence = evidence_of(hit, to->grouped);
	return 0;
}

int
sar_index_load_legs(struct sar_index *index, const struct sar_index_hits *hits,
    struct sar_calls *calls, struct sar_err *err)
{
	struct loading to = { .index = index, .text = calls->text };
	size_t i;

	if (hits->n == 0)
		return 0;
	calls->legs = calloc(hits->n, sizeof(*calls->legs));
	if (calls->legs == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	calls->n_legs = hits->n;
	for (i = 0; i < hits->n; i++)
		if (load_hit(&to, &hits->at[i], &calls->legs[i], err) == -1)
			return -1;
	return 0;
}
