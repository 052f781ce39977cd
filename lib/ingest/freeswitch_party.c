#include <string.h>

#include "ingest/freeswitch.h"

/* Adding the parties of one record to a row. */
struct parties {
	struct sar_row *row;
	const struct sar_row_context *context;
};

static int
add(struct parties *to, enum sar_role role, const char *number)
{
	if (number == NULL)
		return SAR_INDEX_NO_PARTY;
	return sar_row_party(to->row,
	    role == SAR_ROLE_CALLED ? &to->context->dialled
				    : &to->context->written,
	    role, number);
}

/* A field in which a user's name may stand as well as a number. */
static void
add_number(struct parties *to, enum sar_role role, const char *number)
{
	if (number != NULL && sar_freeswitch_number(number))
		(void)add(to, role, number);
}

/* Who is on a channel that called in: the caller. */
static int
add_calling(struct parties *to, const struct sar_freeswitch_call *call)
{
	const struct sar_freeswitch_profile *profile;
	const char *user = sar_freeswitch_get(call, SAR_FS_SIP_FROM_USER);
	int own = SAR_INDEX_NO_PARTY;
	size_t i;

	for (i = call->n_stages; i-- > 0;) {
		profile = &call->stages[i].profile;
		if (own == SAR_INDEX_NO_PARTY)
			own = add(to, SAR_ROLE_CALLER, profile->caller);
		else
			(void)add(to, SAR_ROLE_CALLER, profile->caller);
		(void)add(to, SAR_ROLE_CALLER, profile->ani);
		(void)add(to, SAR_ROLE_CALLED, profile->dialled);
		add_number(to, SAR_ROLE_OTHER, profile->callee);
		add_number(to, SAR_ROLE_OTHER, profile->rdnis);
	}
	if (own == SAR_INDEX_NO_PARTY)
		own = add(to, SAR_ROLE_CALLER, user);
	add_number(to, SAR_ROLE_CALLER, user);
	add_number(to, SAR_ROLE_CALLED,
	    sar_freeswitch_get(call, SAR_FS_SIP_TO_USER));
	return own;
}

/* Who is on a channel that was called: what was dialled first. */
static int
add_called(struct parties *to, const struct sar_freeswitch_call *call)
{
	const struct sar_freeswitch_profile *profile;
	int own = SAR_INDEX_NO_PARTY;
	enum sar_role shown = SAR_ROLE_CALLER;
	size_t i;

	for (i = 0; i < call->n_peers; i++) {
		if (!call->peers[i].originator)
			continue;
		profile = &call->peers[i].profile;
		if (add(to, SAR_ROLE_CALLER, profile->caller) !=
		    SAR_INDEX_NO_PARTY)
			shown = SAR_ROLE_OTHER;
		(void)add(to, SAR_ROLE_CALLER, profile->ani);
		(void)add(to, SAR_ROLE_CALLED, profile->dialled);
	}
	for (i = call->n_stages; i-- > 0;) {
		profile = &call->stages[i].profile;
		if (own == SAR_INDEX_NO_PARTY)
			own = add(to, SAR_ROLE_CALLED, profile->dialled);
		else
			(void)add(to, SAR_ROLE_CALLED, profile->dialled);
		(void)add(to, shown, profile->caller);
		add_number(to, SAR_ROLE_OTHER, profile->callee);
		add_number(to, SAR_ROLE_OTHER, profile->rdnis);
	}
	return own;
}

static void
add_peers(struct parties *to, const struct sar_freeswitch_call *call)
{
	const struct sar_freeswitch_profile *profile;
	size_t i;

	for (i = 0; i < call->n_peers; i++) {
		if (call->peers[i].originator)
			continue;
		profile = &call->peers[i].profile;
		(void)add(to, SAR_ROLE_CALLED, profile->dialled);
		add_number(to, SAR_ROLE_OTHER, profile->callee);
		add_number(to, SAR_ROLE_OTHER, profile->caller);
	}
}

static void
add_variables(struct parties *to, const struct sar_freeswitch_call *call,
    bool in)
{
	const char *destination = sar_freeswitch_get(call,
	    SAR_FS_CALLER_DESTINATION);

	add_number(to, in ? SAR_ROLE_ENTRY : SAR_ROLE_CALLED, destination);
	add_number(to, SAR_ROLE_OTHER,
	    sar_freeswitch_get(call, SAR_FS_DIALED_USER));
	add_number(to, SAR_ROLE_OTHER,
	    sar_freeswitch_get(call, SAR_FS_CALLEE_ID));
	add_number(to, SAR_ROLE_OTHER,
	    sar_freeswitch_get(call, SAR_FS_EFFECTIVE_ID));
}

/* The dialplan's word, else the first numbers'. */
static enum sar_direction
direction(const struct sar_index_leg *leg, const char *said)
{
	enum sar_phone_kind from = SAR_PHONE_BAD, to = SAR_PHONE_BAD;
	size_t i;

	if (strcmp(said, "inbound") == 0)
		return SAR_DIRECTION_IN;
	if (strcmp(said, "outbound") == 0)
		return SAR_DIRECTION_OUT;
	if (strcmp(said, "local") == 0)
		return SAR_DIRECTION_INTERNAL;
	for (i = leg->n_parties; i-- > 0;) {
		if (leg->parties[i].role == SAR_ROLE_CALLER)
			from = leg->parties[i].number.kind;
		if (leg->parties[i].role == SAR_ROLE_CALLED)
			to = leg->parties[i].number.kind;
	}
	if (from == SAR_PHONE_LOCAL && to == SAR_PHONE_LOCAL)
		return SAR_DIRECTION_INTERNAL;
	if (from == SAR_PHONE_LOCAL && to == SAR_PHONE_E164)
		return SAR_DIRECTION_OUT;
	if (from == SAR_PHONE_E164 && to == SAR_PHONE_LOCAL)
		return SAR_DIRECTION_IN;
	return SAR_DIRECTION_UNKNOWN;
}

void
sar_freeswitch_parties(struct sar_freeswitch_call *call, struct sar_reading *in)
{
	const char *said = sar_freeswitch_get(call, SAR_FS_CALL_DIRECTION);
	struct parties to = { in->row, &in->context };

	call->own = sar_freeswitch_outbound(call) ? add_called(&to, call)
						  : add_calling(&to, call);
	add_peers(&to, call);
	add_variables(&to, call, strcmp(said, "inbound") == 0);
	in->row->leg.direction = direction(&in->row->leg, said);
}
