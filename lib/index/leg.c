#include <stdlib.h>
#include <string.h>

#include "index/check.h"
#include "index/db.h"
#include "index/digest.h"
#include "index/party.h"
#include "index/rows.h"
#include "index/satellite.h"
#include "index/system.h"

/* A leg on its way in, and what is there under its name. */
struct put {
	const struct sar_index_leg *leg;
	int64_t system;
	int64_t source;
	int64_t digest;
	int64_t extra;
	int64_t id;
	int64_t old_source;
	int64_t old_digest;
	int64_t old_extra;
	int64_t old_start;
};

/* The parameters of the statements about a leg, in their order. */
static void
bind_leg(struct sar_index_stmt *stmt, const struct put *put)
{
	const struct sar_index_leg *leg = put->leg;

	sar_index_bind_int(stmt, put->system);
	sar_index_bind_text(stmt, leg->ref);
	/* No group is NULL: legs without one are no group of their own. */
	if (leg->group == NULL || leg->group[0] == '\0')
		sar_index_bind_null(stmt);
	else
		sar_index_bind_text(stmt, leg->group);
	sar_index_bind_int(stmt, put->source);
	sar_index_bind_u64(stmt, leg->line);
	sar_index_bind_int(stmt, leg->start);
	sar_index_bind_int(stmt, leg->end);
	if (leg->clock == SAR_INDEX_NO_TIME)
		sar_index_bind_null(stmt);
	else
		sar_index_bind_int(stmt, leg->clock);
	sar_index_bind_int(stmt, leg->talk);
	sar_index_bind_int(stmt, leg->uncertain);
	sar_index_bind_int(stmt, leg->answered);
	sar_index_bind_int(stmt, (int64_t)leg->direction);
	sar_index_bind_int(stmt, (int64_t)leg->hold);
	sar_index_bind_int(stmt, (int64_t)leg->recorded);
	sar_index_bind_text(stmt, leg->start_raw == NULL ? "" : leg->start_raw);
	sar_index_bind_int(stmt, put->digest);
	sar_index_bind_int(stmt, put->extra);
}

#define COLUMNS                                                               \
	"system, ref, call, source, line, start, finish, clock, talk, "       \
	"uncertain, answered, direction, hold, recorded, start_raw, digest, " \
	"extra"
#define N_COLUMNS 17

/* In a load: many with one statement, so each gets its id from us. */
static int
add_row(struct sar_index *index, struct put *put, struct sar_err *err)
{
	const struct sar_index_leg *leg = put->leg;
	struct sar_index_rows *rows = index->leg_rows;

	put->id = index->next_leg++;
	sar_index_rows_int(rows, put->id);
	sar_index_rows_int(rows, put->system);
	sar_index_rows_text(rows, leg->ref);
	if (leg->group == NULL || leg->group[0] == '\0')
		sar_index_rows_null(rows);
	else
		sar_index_rows_text(rows, leg->group);
	sar_index_rows_int(rows, put->source);
	sar_index_rows_int(rows, (int64_t)leg->line);
	sar_index_rows_int(rows, leg->start);
	sar_index_rows_int(rows, leg->end);
	if (leg->clock == SAR_INDEX_NO_TIME)
		sar_index_rows_null(rows);
	else
		sar_index_rows_int(rows, leg->clock);
	sar_index_rows_int(rows, leg->talk);
	sar_index_rows_int(rows, leg->uncertain);
	sar_index_rows_int(rows, leg->answered);
	sar_index_rows_int(rows, (int64_t)leg->direction);
	sar_index_rows_int(rows, (int64_t)leg->hold);
	sar_index_rows_int(rows, (int64_t)leg->recorded);
	sar_index_rows_text(rows, leg->start_raw == NULL ? "" : leg->start_raw);
	sar_index_rows_int(rows, put->digest);
	sar_index_rows_int(rows, put->extra);
	return sar_index_rows_end(index, rows, err);
}

static int
add_at_once(struct sar_index *index, struct put *put, struct sar_err *err)
{
	if (index->leg_rows == NULL) {
		index->leg_rows = sar_index_rows_new("leg", "id, " COLUMNS,
		    N_COLUMNS + 1, err);
		if (index->leg_rows == NULL)
			return -1;
	}
	return add_row(index, put, err);
}

static int
add_leg(struct sar_index *index, struct put *put, bool *added,
    struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO leg (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
	    "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "
	    "ON CONFLICT (system, ref) DO NOTHING";
	struct sar_index_stmt stmt;

	if (index->bulk) {
		*added = true;
		return add_at_once(index, put, err);
	}
	if (sar_index_prepare(index, SAR_INDEX_LEG_ADD, sql, &stmt, err) == -1)
		return -1;
	bind_leg(&stmt, put);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	*added = sqlite3_changes(index->db) == 1;
	if (*added)
		put->id = sqlite3_last_insert_rowid(index->db);
	return 0;
}

/* The leg that is there. */
static int
find_leg(struct sar_index *index, struct put *put, struct sar_err *err)
{
	static const char sql[] = "SELECT id, source, digest, extra, start "
				  "FROM leg WHERE system = ?1 AND ref = ?2";
	struct sar_index_stmt stmt;
	bool bad = false;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_LEG_FIND, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, put->system);
	sar_index_bind_text(&stmt, put->leg->ref);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(index, "system", put->system, err);
	put->id = sar_index_column(&stmt, 0, INT64_MIN, INT64_MAX, &bad);
	put->old_source = sar_index_column(&stmt, 1, INT64_MIN, INT64_MAX,
	    &bad);
	put->old_digest = sar_index_column(&stmt, 2, INT64_MIN, INT64_MAX,
	    &bad);
	put->old_extra = sar_index_column(&stmt, 3, INT64_MIN, INT64_MAX, &bad);
	put->old_start = sar_index_column(&stmt, 4, INT64_MIN, INT64_MAX, &bad);
	sar_index_done(&stmt);
	if (bad)
		return sar_index_corrupt(index, "leg", put->id, err);
	return 0;
}

static int
update_leg(struct sar_index *index, const struct put *put, struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE leg SET call = ?3, source = ?4, line = ?5, start = ?6, "
	    "finish = ?7, clock = ?8, talk = ?9, uncertain = ?10, "
	    "answered = ?11, direction = ?12, hold = ?13, recorded = ?14, "
	    "start_raw = ?15, digest = ?16, extra = ?17 "
	    "WHERE system = ?1 AND ref = ?2";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_LEG_UPDATE, sql, &stmt, err) ==
	    -1)
		return -1;
	bind_leg(&stmt, put);
	return sar_index_run(index, &stmt, err);
}

/* Replace what differs; the sources' sums follow. */
static int
replace(struct sar_index *index, const struct put *put, struct sar_err *err)
{
	if (sar_index_system_move(index, put->old_source, put->old_digest, -1,
		err) == -1 ||
	    sar_index_system_move(index, put->source, put->digest, 1, err) ==
		-1 ||
	    sar_index_party_drop(index, put->id, err) == -1 ||
	    update_leg(index, put, err) == -1 ||
	    sar_index_party_add(index, put->id, put->leg, err) == -1)
		return -1;
	if (put->extra == put->old_extra)
		return 0;
	if (sar_index_satellite_drop(index, put->id, err) == -1)
		return -1;
	return sar_index_satellite_add(index, put->id, put->leg, err);
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

static int
put_new(struct sar_index *index, const struct put *put, struct sar_err *err)
{
	if (sar_index_system_move(index, put->source, put->digest, 1, err) ==
		-1 ||
	    sar_index_party_add(index, put->id, put->leg, err) == -1)
		return -1;
	return sar_index_satellite_add(index, put->id, put->leg, err);
}

/*
 * Is the leg that is there of another call?  A time read in another zone moves
 * it by less; a recorder that begins to count anew by more.
 */
static bool
is_taken(const struct put *put)
{
	return put->old_start < put->leg->start - SAR_INDEX_SAME_CALL_S ||
	       put->old_start > put->leg->start + SAR_INDEX_SAME_CALL_S;
}

int
sar_index_put_leg(struct sar_index *index, int64_t source,
    const struct sar_index_leg *leg, enum sar_index_put *how,
    struct sar_err *err)
{
	struct sar_index_party nobody;
	struct sar_index_leg copy;
	struct put put = { .source = source };
	bool added = false;
	bool linked = false;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_check_leg(index, leg, err) == -1)
		return -1;
	put.leg = leg = with_a_party(leg, &copy, &nobody);
	put.digest = sar_index_digest_leg(leg);
	put.extra = sar_index_digest_extra(leg);
	if (sar_index_system_id(index, leg->system, &put.system, err) == -1 ||
	    add_leg(index, &put, &added, err) == -1)
		return -1;
	*how = SAR_INDEX_NEW;
	if (added) {
		if (put_new(index, &put, err) == -1)
			return -1;
	} else {
		if (find_leg(index, &put, err) == -1)
			return -1;
		if (is_taken(&put)) {
			*how = SAR_INDEX_TAKEN;
			return 0;
		}
		*how = put.digest == put.old_digest &&
			       put.extra == put.old_extra
			   ? SAR_INDEX_SAME
			   : SAR_INDEX_CHANGED;
		if (*how == SAR_INDEX_CHANGED &&
		    replace(index, &put, err) == -1)
			return -1;
	}
	if (sar_index_satellite_uses(index, put.id, leg, &linked, err) == -1)
		return -1;
	if (linked && *how == SAR_INDEX_SAME)
		*how = SAR_INDEX_CHANGED;
	return 0;
}
