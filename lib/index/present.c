#include "index/present.h"

#include "phone/phone.h"

#define TOUCH_S 5    /* clocks of one recorder are read in whole seconds */
#define APART_S 3600 /* no call rests so long and goes on */

/* A leg of the group, from its rows of parties. */
struct member {
	int64_t id;
	int64_t start;
	int64_t end;
	bool asker;   /* the requester is on it */
	bool inside;  /* an extension called */
	bool outside; /* somebody else did */
	bool in;
};

struct group {
	struct sar_index *index;
	const struct sar_index_query *query;
	struct member at[SAR_INDEX_CALL_MANY];
	size_t n;
};

static bool
asked_for(const struct sar_index_query *query, int64_t key)
{
	size_t i;

	for (i = 0; i < query->n_keys; i++)
		if (key != 0 && query->keys[i] == key)
			return true;
	return false;
}

/* One party of the last member, as the statement of read_group() has it. */
static void
take_party(struct group *group, const struct sar_index_stmt *stmt,
    struct member *member)
{
	bool caller = sqlite3_column_int64(stmt->stmt, 4) == SAR_ROLE_CALLER;
	bool answered = sqlite3_column_int64(stmt->stmt, 3) != 0;

	/* A leg that nobody is known of. */
	if (sqlite3_column_type(stmt->stmt, 4) == SQLITE_NULL)
		return;
	if (sqlite3_column_int64(stmt->stmt, 6) != 0 && (caller || answered) &&
	    asked_for(group->query, sqlite3_column_int64(stmt->stmt, 7)))
		member->asker = true;
	if (!caller)
		return;
	if (sqlite3_column_int64(stmt->stmt, 5) == SAR_PHONE_LOCAL)
		member->inside = true;
	else
		member->outside = true;
}

/* The legs themselves are held to their digests when they are loaded. */
static int
read_group(struct group *group, int64_t system, const char *call,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT l.id, l.start, l.finish, l.answered, p.role, p.kind, "
	    "p.certain, p.key FROM leg l INDEXED BY leg_by_call "
	    "LEFT JOIN party p ON p.leg = l.id "
	    "WHERE l.system = ?1 AND l.call = ?2";
	struct member *member = NULL;
	struct sar_index_stmt stmt;
	int64_t id;
	int rc;

	if (sar_index_prepare(group->index, SAR_INDEX_CALL_PARTIES, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, system);
	sar_index_bind_text(&stmt, call);
	while ((rc = sar_index_step(group->index, &stmt, err)) == 1) {
		id = sqlite3_column_int64(stmt.stmt, 0);
		if (member == NULL || member->id != id) {
			if (group->n == SAR_INDEX_CALL_MANY) {
				sar_index_done(&stmt);
				return sar_index_corrupt(group->index, "leg",
				    id, err);
			}
			member = &group->at[group->n++];
			*member = (struct member){ .id = id,
				.start = sqlite3_column_int64(stmt.stmt, 1),
				.end = sqlite3_column_int64(stmt.stmt, 2) };
		}
		take_party(group, &stmt, member);
	}
	return rc;
}

static bool
touches(const struct member *a, const struct member *b, int64_t slack)
{
	return a->start - slack <= b->end && b->start - slack <= a->end;
}

/* Another's call from outside, while the requester was on none of these. */
static bool
is_stranger(const struct group *group, const struct member *member)
{
	size_t i;

	if (member->in || member->inside || !member->outside)
		return false;
	for (i = 0; i < group->n; i++)
		if (group->at[i].in && touches(member, &group->at[i], 0))
			return false;
	return true;
}

/* From the requester's legs on: what goes on where those in left off. */
static void
spread(struct group *group, const bool *stranger, int64_t slack)
{
	bool more = true;
	size_t i, j;

	while (more) {
		more = false;
		for (i = 0; i < group->n; i++)
			for (j = 0; j < group->n && !group->at[i].in; j++)
				if (!stranger[i] && group->at[j].in &&
				    touches(&group->at[i], &group->at[j],
					slack))
					more = group->at[i].in = true;
	}
}

/* Set in of each member. */
static void
settle(struct group *group, int64_t seed)
{
	bool stranger[SAR_INDEX_CALL_MANY] = { false };
	int64_t slack = APART_S;
	size_t i;

	for (i = 0; i < group->n; i++)
		group->at[i].in = group->at[i].asker || group->at[i].id == seed;
	for (i = 0; i < group->n; i++)
		if ((stranger[i] = is_stranger(group, &group->at[i])))
			slack = TOUCH_S;
	spread(group, stranger, slack);
}

int
sar_index_present(struct sar_index *index, const struct sar_index_query *query,
    int64_t system, const struct sar_index_leg *leg,
    int64_t ids[SAR_INDEX_CALL_MANY], size_t *n, bool *all, struct sar_err *err)
{
	struct group group = { .index = index, .query = query };
	size_t i;

	*n = 0;
	if (read_group(&group, system, leg->group, err) == -1)
		return -1;
	settle(&group, leg->id);
	for (i = 0; i < group.n; i++)
		if (group.at[i].in)
			ids[(*n)++] = group.at[i].id;
	*all = *n == group.n;
	return 0;
}
