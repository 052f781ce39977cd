#include "index/load.h"

#include <stdlib.h>

#include "index/check.h"
#include "index/text.h"

/* Where the loading of one leg goes. */
struct loading {
	struct sar_index *index;
	struct sar_index_text *text;
	struct sar_index_leg *leg;
};

static int
keep(struct sar_index_text *text, const char *from, const char **to,
    struct sar_err *err)
{
	*to = sar_index_text_add(text, from, err);
	return *to == NULL ? -1 : 0;
}

/* The row of ${stmt}. */
static int
read_leg(const struct loading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_leg *leg = to->leg;
	const char *system, *ref, *call, *start_raw;
	bool bad = false;

	leg->start = sar_index_column(stmt, 0, SAR_INDEX_TIME_MIN,
	    SAR_INDEX_TIME_MAX, &bad);
	leg->end = sar_index_column(stmt, 1, leg->start, SAR_INDEX_TIME_MAX,
	    &bad);
	leg->talk = (uint32_t)sar_index_column(stmt, 2, 0, UINT32_MAX, &bad);
	leg->uncertain = (uint32_t)sar_index_column(stmt, 3, 0, UINT32_MAX,
	    &bad);
	leg->answered = sar_index_column(stmt, 4, 0, 1, &bad) == 1;
	leg->direction = (enum sar_direction)sar_index_column(stmt, 5, 0,
	    SAR_DIRECTION_INTERNAL, &bad);
	leg->line = (uint64_t)sar_index_column(stmt, 6, 0, INT64_MAX, &bad);
	system = sar_index_column_text(stmt, 7, &bad);
	ref = sar_index_column_text(stmt, 8, &bad);
	call = sar_index_column_text(stmt, 9, &bad);
	start_raw = sar_index_column_text(stmt, 10, &bad);
	if (bad)
		return sar_index_corrupt(to->index, "leg", leg->id, err);
	if (keep(to->text, system, &leg->system, err) == -1 ||
	    keep(to->text, ref, &leg->ref, err) == -1 ||
	    keep(to->text, call, &leg->group, err) == -1)
		return -1;
	return keep(to->text, start_raw, &leg->start_raw, err);
}

static int
load_leg(const struct loading *to, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT l.start, l.finish, l.talk, l.uncertain, l.answered, "
	    "l.direction, l.line, s.name, l.ref, ifnull(l.call, ''), "
	    "l.start_raw FROM leg l JOIN system s ON s.id = l.system "
	    "WHERE l.id = ?1";
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
read_party(const struct loading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_leg *leg = to->leg;
	struct sar_index_party *party;
	int64_t since = leg->start - leg->uncertain;
	int64_t until = leg->end + leg->uncertain;
	const char *raw;
	bool bad = false;

	if (leg->n_parties == SAR_INDEX_PARTIES)
		return sar_index_corrupt(to->index, "leg", leg->id, err);
	if (leg->parties == NULL &&
	    (leg->parties = calloc(SAR_INDEX_PARTIES, sizeof(*party))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	party = &leg->parties[leg->n_parties++];
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
load_parties(const struct loading *to, struct sar_err *err)
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
	for (i = 0; i < hits->n; i++) {
		calls->legs[i].match = hits->at[i].match;
		to.leg = &calls->legs[i].leg;
		to.leg->id = hits->at[i].leg;
		if (load_leg(&to, err) == -1 || load_parties(&to, err) == -1)
			return -1;
	}
	return 0;
}
