#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "index/check.h"
#include "index/db.h"

/*
 * Numbers of the parameters in the three statements about a leg; they are
 * bound in this order: system, ref, call, start, finish, talk, uncertain,
 * answered, direction, start_raw, then source and line.
 */
static void
bind_leg(struct sar_index_stmt *stmt, int64_t system,
    const struct sar_index_leg *leg)
{
	sar_index_bind_int(stmt, system);
	sar_index_bind_text(stmt, leg->ref);
	/* No group is NULL: legs without one are no group of their own. */
	if (leg->group == NULL || leg->group[0] == '\0')
		sar_index_bind_null(stmt);
	else
		sar_index_bind_text(stmt, leg->group);
	sar_index_bind_int(stmt, leg->start);
	sar_index_bind_int(stmt, leg->end);
	sar_index_bind_int(stmt, leg->talk);
	sar_index_bind_int(stmt, leg->uncertain);
	sar_index_bind_int(stmt, leg->answered);
	sar_index_bind_int(stmt, (int64_t)leg->direction);
	sar_index_bind_text(stmt, leg->start_raw == NULL ? "" : leg->start_raw);
}

static int
add_leg(struct sar_index *index, int64_t system, int64_t source,
    const struct sar_index_leg *leg, bool *added, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO leg (system, ref, call, start, finish, talk, "
	    "uncertain, answered, direction, start_raw, source, line) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
	    "ON CONFLICT (system, ref) DO NOTHING";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_LEG_ADD, sql, &stmt, err) == -1)
		return -1;
	bind_leg(&stmt, system, leg);
	sar_index_bind_int(&stmt, source);
	sar_index_bind_u64(&stmt, leg->line);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	*added = sqlite3_changes(index->db) == 1;
	return 0;
}

/* The id of the leg that is there, and whether its own columns are alike. */
static int
same_leg(struct sar_index *index, int64_t system,
    const struct sar_index_leg *leg, int64_t *id, bool *same,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT id, call IS ?3 AND start = ?4 AND finish = ?5 AND "
	    "talk = ?6 AND uncertain = ?7 AND answered = ?8 AND "
	    "direction = ?9 AND start_raw = ?10 "
	    "FROM leg WHERE system = ?1 AND ref = ?2";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_LEG_SAME, sql, &stmt, err) == -1)
		return -1;
	bind_leg(&stmt, system, leg);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(index, "system", system, err);
	*id = sqlite3_column_int64(stmt.stmt, 0);
	*same = sqlite3_column_int64(stmt.stmt, 1) == 1;
	sar_index_done(&stmt);
	return 0;
}

static int
update_leg(struct sar_index *index, int64_t system, int64_t source,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE leg SET call = ?3, start = ?4, finish = ?5, talk = ?6, "
	    "uncertain = ?7, answered = ?8, direction = ?9, start_raw = ?10, "
	    "source = ?11, line = ?12 WHERE system = ?1 AND ref = ?2";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_LEG_UPDATE, sql, &stmt, err) ==
	    -1)
		return -1;
	bind_leg(&stmt, system, leg);
	sar_index_bind_int(&stmt, source);
	sar_index_bind_u64(&stmt, leg->line);
	return sar_index_run(index, &stmt, err);
}

static bool
is_certain(const struct sar_phone *number)
{
	return number->certain && number->kind == SAR_PHONE_E164;
}

static int
add_party(struct sar_index *index, int64_t id, const struct sar_index_leg *leg,
    size_t nr, struct sar_err *err)
{
	/* since and until: the widest the leg may have been. */
	static const char sql[] =
	    "INSERT INTO party (leg, nr, role, kind, certain, rules, key, raw, "
	    "since, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
	const struct sar_index_party *party = &leg->parties[nr];
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_PARTY_ADD, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, (int64_t)nr);
	sar_index_bind_int(&stmt, (int64_t)party->role);
	sar_index_bind_int(&stmt, (int64_t)party->number.kind);
	sar_index_bind_int(&stmt, is_certain(&party->number));
	sar_index_bind_int(&stmt, party->number.rules);
	if (party->number.key == 0)
		sar_index_bind_null(&stmt);
	else
		sar_index_bind_int(&stmt, party->number.key);
	sar_index_bind_text(&stmt, party->raw == NULL ? "" : party->raw);
	sar_index_bind_int(&stmt, leg->start - leg->uncertain);
	sar_index_bind_int(&stmt, leg->end + leg->uncertain);
	return sar_index_run(index, &stmt, err);
}

static int
add_parties(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	size_t nr;

	for (nr = 0; nr < leg->n_parties; nr++)
		if (add_party(index, id, leg, nr, err) == -1)
			return -1;
	return 0;
}

static bool
is_party(const struct sar_index_stmt *stmt, const struct sar_index_party *party)
{
	const char *raw = party->raw == NULL ? "" : party->raw;
	bool bad = false;

	return sqlite3_column_int64(stmt->stmt, 0) == (int64_t)party->role &&
	       sqlite3_column_int64(stmt->stmt, 1) ==
		   (int64_t)party->number.kind &&
	       sqlite3_column_int64(stmt->stmt, 2) ==
		   is_certain(&party->number) &&
	       sqlite3_column_int64(stmt->stmt, 3) ==
		   (int64_t)party->number.rules &&
	       sqlite3_column_int64(stmt->stmt, 4) == party->number.key &&
	       strcmp(sar_index_column_text(stmt, 5, &bad), raw) == 0 && !bad;
}

static int
same_parties(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, bool *same, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT role, kind, certain, rules, ifnull(key, 0), raw "
	    "FROM party WHERE leg = ?1 ORDER BY nr";
	struct sar_index_stmt stmt;
	size_t nr = 0;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_PARTY_LIST, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	*same = true;
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		if (nr == leg->n_parties || !is_party(&stmt, &leg->parties[nr]))
			*same = false;
		if (nr < leg->n_parties)
			nr++;
	}
	if (nr != leg->n_parties)
		*same = false;
	return rc;
}

static int
drop_parties(struct sar_index *index, int64_t id, struct sar_err *err)
{
	static const char sql[] = "DELETE FROM party WHERE leg = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_PARTY_DROP, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	return sar_index_run(index, &stmt, err);
}

static int
link_recording(struct sar_index *index, int64_t id, int64_t recording,
    bool *added, struct sar_err *err)
{
	static const char sql[] = "INSERT INTO leg_recording (leg, recording) "
				  "VALUES (?1, ?2) ON CONFLICT DO NOTHING";
	struct sar_index_stmt stmt;

	*added = false;
	if (recording == 0)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_LINK_ADD, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, recording);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	*added = sqlite3_changes(index->db) == 1;
	return 0;
}

static int
find_system(struct sar_index *index, const char *name, int64_t *id,
    struct sar_err *err)
{
	static const char add_sql[] =
	    "INSERT INTO system (name) VALUES (?1) ON CONFLICT DO NOTHING";
	static const char id_sql[] = "SELECT id FROM system WHERE name = ?1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_SYSTEM_ADD, add_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_text(&stmt, name);
	if (sar_index_run(index, &stmt, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_SYSTEM_ID, id_sql, &stmt, err) ==
		-1)
		return -1;
	sar_index_bind_text(&stmt, name);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(index, "system", 0, err);
	*id = sqlite3_column_int64(stmt.stmt, 0);
	sar_index_done(&stmt);
	return 0;
}

/* A source has one system, or few: ask for each once. */
static int
system_id(struct sar_index *index, const char *name, int64_t *id,
    struct sar_err *err)
{
	char *copy;

	if (index->system != NULL && strcmp(index->system, name) == 0) {
		*id = index->system_id;
		return 0;
	}
	if (find_system(index, name, id, err) == -1)
		return -1;
	if ((copy = strdup(name)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	free(index->system);
	index->system = copy;
	index->system_id = *id;
	return 0;
}

/* The leg is there: replace what differs. */
static int
compare_leg(struct sar_index *index, int64_t system, int64_t source,
    const struct sar_index_leg *leg, int64_t *id, enum sar_index_put *put,
    struct sar_err *err)
{
	bool alike = false;
	bool same = false;

	if (same_leg(index, system, leg, id, &alike, err) == -1 ||
	    same_parties(index, *id, leg, &same, err) == -1)
		return -1;
	*put = alike && same ? SAR_INDEX_SAME : SAR_INDEX_CHANGED;
	if (*put == SAR_INDEX_SAME)
		return 0;
	/* The parties carry the leg's times, so they go with it. */
	if (update_leg(index, system, source, leg, err) == -1 ||
	    drop_parties(index, *id, err) == -1)
		return -1;
	return add_parties(index, *id, leg, err);
}

/*
 * A leg whose record names nobody has a party that cannot be attributed, so
 * that a search counts it rather than passing it over.
 */
static const struct sar_index_leg *
with_a_party(const struct sar_index_leg *leg, struct sar_index_leg *copy,
    struct sar_index_party *nobody)
{
	if (leg->n_parties > 0)
		return leg;
	*nobody = (struct sar_index_party){
		.role = SAR_ROLE_OTHER,
		.number = { .kind = SAR_PHONE_WITHHELD },
		.raw = "",
	};
	*copy = *leg;
	copy->parties = nobody;
	copy->n_parties = 1;
	return copy;
}

int
sar_index_put_leg(struct sar_index *index, int64_t source,
    const struct sar_index_leg *leg, enum sar_index_put *put,
    struct sar_err *err)
{
	struct sar_index_party nobody;
	struct sar_index_leg copy;
	int64_t system = 0;
	int64_t id = 0;
	bool added = false;
	bool linked = false;
	size_t i;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_check_leg(index, leg, err) == -1)
		return -1;
	leg = with_a_party(leg, &copy, &nobody);
	if (system_id(index, leg->system, &system, err) == -1 ||
	    add_leg(index, system, source, leg, &added, err) == -1)
		return -1;
	if (added) {
		*put = SAR_INDEX_NEW;
		id = sqlite3_last_insert_rowid(index->db);
		if (add_parties(index, id, leg, err) == -1)
			return -1;
	} else if (compare_leg(index, system, source, leg, &id, put, err) == -1)
		return -1;
	for (i = 0; i < leg->n_uses; i++) {
		if (link_recording(index, id, leg->uses[i].recording, &linked,
			err) == -1)
			return -1;
		if (linked && *put == SAR_INDEX_SAME)
			*put = SAR_INDEX_CHANGED;
	}
	return 0;
}
