#include "disclosure/schema.h"

#include <string.h>

#define MEMBER(name, kind, list, need, group)                             \
	{                                                                 \
		name, "\"" name "\":", sizeof(name) + 2, SAR_KIND_##kind, \
		    list, need, group                                     \
	}
#define HAS(name, kind) MEMBER(name, kind, 0, SAR_NEED_REQUIRED, 0)
#define MAY(name, kind) MEMBER(name, kind, 0, SAR_NEED_OPTIONAL, 0)
#define MAY_LIST(name, kind) MEMBER(name, kind, 1, SAR_NEED_OPTIONAL, 0)
#define WITH(group, name, kind) \
	MEMBER(name, kind, 0, SAR_NEED_OPTIONAL, SAR_GROUP_##group)
#define WITH_LIST(group, name, kind) \
	MEMBER(name, kind, 1, SAR_NEED_OPTIONAL, SAR_GROUP_##group)
#define OF(type) type, sizeof(type) - 1

/* What every record has, where it comes in the order of names. */
#define SALT HAS("salt", SALT)
#define SEQ HAS("seq", SEQ)
#define T HAS("t", TIME)
#define TYPE HAS("type", TYPE)
#define V HAS("v", V)

/* By hand in order of name, as a line is written; a test sees to it. */
static const struct sar_schema schemas[SAR_RECORD_TYPES] = {
	[SAR_RECORD_ERASED] = { OF("erased"), 0, { { 0 } } },
	[SAR_RECORD_GENESIS] = { OF("genesis"), 9,
	    { HAS("key", VKEY), MAY("origin", NAME), MAY("policy", DIGEST),
		SALT, SEQ, T, MAY("tool", TOOL), TYPE, V } },
	[SAR_RECORD_REGISTER] = { OF("register"), 8,
	    { HAS("by", STAFF), HAS("n", NUMBER), HAS("root", DIGEST), SALT,
		SEQ, T, TYPE, V } },
	[SAR_RECORD_INTENT] = { OF("intent"), 15,
	    { HAS("by", STAFF), HAS("case", REF), HAS("due", DATE),
		HAS("found", NUMBER), MAY("latest", DATE),
		MAY("received", DATE), SALT, MAY("scope", SCOPE),
		MAY_LIST("scopes", SCOPE), HAS("select", NUMBER), SEQ,
		HAS("subject", DIGEST), T, TYPE, V } },
	[SAR_RECORD_RELEASE] = { OF("release"), 25,
	    { MAY("approval", NUMBER), HAS("by", STAFF),
		MAY("certificates", DIGEST), MAY("content", DIGEST),
		MAY_LIST("exempt", PROVISION), MAY("expired", WORD),
		MAY("failed", NUMBER), HAS("intent", NUMBER),
		WITH(ONE, "manifest", DIGEST),
		WITH_LIST(MANY, "manifests", DIGEST), WITH(ONE, "pkg", DIGEST),
		WITH_LIST(MANY, "pkgs", DIGEST), MAY("proofs", NUMBER),
		MAY("recovery", NUMBER), MAY("redacted_ms", NUMBER),
		MAY_LIST("reviewer", STAFF), SALT, SEQ,
		WITH(ONE, "size", NUMBER), WITH_LIST(MANY, "sizes", NUMBER), T,
		TYPE, MAY("unavailable", NUMBER), V,
		MAY("withheld", NUMBER) } },
	[SAR_RECORD_APPROVE] = { OF("approve"), 10,
	    { HAS("by", STAFF), HAS("case", REF), MAY("letter", DIGEST),
		HAS("plan", DIGEST), MAY("review", DIGEST), SALT, SEQ, T, TYPE,
		V } },
	[SAR_RECORD_DELIVER] = { OF("deliver"), 11,
	    { HAS("by", STAFF), HAS("case", REF), HAS("channel", CODE),
		HAS("on", DATE), HAS("release", NUMBER), SALT, SEQ, T, TYPE, V,
		HAS("what", CODE) } },
	[SAR_RECORD_REVEAL] = { OF("reveal"), 8,
	    { HAS("by", STAFF), HAS("case", REF), HAS("release", NUMBER), SALT,
		SEQ, T, TYPE, V } },
	[SAR_RECORD_NIL_RETURN] = { OF("nil-return"), 15,
	    { HAS("by", STAFF), HAS("case", REF), HAS("due", DATE),
		HAS("found", NUMBER), MAY("latest", DATE),
		MAY("received", DATE), SALT, MAY("scope", SCOPE),
		MAY_LIST("scopes", SCOPE), HAS("select", NUMBER), SEQ,
		HAS("subject", DIGEST), T, TYPE, V } },
	[SAR_RECORD_REFUSE] = { OF("refuse"), 10,
	    { HAS("by", STAFF), HAS("case", REF), MAY("on", DATE),
		HAS("reason", CODE), SALT, SEQ, T, MAY("text", DIGEST), TYPE,
		V } },
	[SAR_RECORD_VOID] = { OF("void"), 8,
	    { HAS("by", STAFF), HAS("intent", NUMBER), HAS("reason", CODE),
		SALT, SEQ, T, TYPE, V } },
	[SAR_RECORD_RETAIN] = { OF("retain"), 8,
	    { HAS("by", STAFF), HAS("n", NUMBER), HAS("root", DIGEST), SALT,
		SEQ, T, TYPE, V } },
	[SAR_RECORD_DELETE] = { OF("delete"), 10,
	    { HAS("by", STAFF), MAY("evidence", DIGEST), MAY("late", NUMBER),
		HAS("n", NUMBER), HAS("root", DIGEST), SALT, SEQ, T, TYPE,
		V } },
	[SAR_RECORD_RECOVER] = { OF("recover"), 10,
	    { WITH(NOTE, "note_bytes", NUMBER),
		WITH(NOTE, "note_sha256", DIGEST), SALT, SEQ, T,
		HAS("tail_bytes", NUMBER), HAS("tail_records", NUMBER),
		HAS("tail_sha256", DIGEST), TYPE, V } },
	[SAR_RECORD_KEY_ROTATE] = { OF("key-rotate"), 8,
	    { HAS("by", STAFF), HAS("new", VKEY), HAS("old", VKEY), SALT, SEQ,
		T, TYPE, V } },
	[SAR_RECORD_ERASE] = { OF("erase"), 10,
	    { HAS("basis", CODE), HAS("by", STAFF), HAS("leaf", DIGEST), SALT,
		SEQ, T, MAY("tag", DIGEST), HAS("target", NUMBER), TYPE, V } },
	[SAR_RECORD_COSIGNED] = { OF("cosigned"), 9,
	    { HAS("by", NAME), HAS("key", VKEY), SALT, SEQ, HAS("size", NUMBER),
		T, HAS("ts", NUMBER), TYPE, V } },
	[SAR_RECORD_VERIFY] = { OF("verify"), 9,
	    { HAS("by", STAFF), HAS("exceptions", NUMBER), HAS("ok", BOOL),
		SALT, SEQ, T, HAS("through", NUMBER), TYPE, V } },
	[SAR_RECORD_REVIEW] = { OF("review"), 9,
	    { HAS("by", STAFF), HAS("exceptions", NUMBER),
		MAY("report", DIGEST), SALT, SEQ, T, HAS("through", NUMBER),
		TYPE, V } },
	[SAR_RECORD_RECEIVE] = { OF("receive"), 17,
	    { MAY("agent", BOOL), HAS("by", STAFF), HAS("case", REF),
		MAY("channel", CODE), MAY("corrects", REF),
		MAY("holidays", DIGEST), HAS("nation", CODE),
		HAS("received", DATE), HAS("request", DIGEST), SALT,
		HAS("scope", SCOPE), MAY_LIST("scopes", SCOPE), SEQ, T,
		MAY_LIST("tags", DIGEST), TYPE, V } },
	[SAR_RECORD_IDENTITY] = { OF("identity"), 13,
	    { HAS("by", STAFF), HAS("case", REF), MAY("kind", CODE),
		HAS("on", DATE), MAY("reason", WORD), SALT, SEQ, T,
		MAY("text", DIGEST), TYPE, V, HAS("what", CODE),
		HAS("who", CODE) } },
	[SAR_RECORD_CLARIFY] = { OF("clarify"), 10,
	    { HAS("by", STAFF), HAS("case", REF), HAS("on", DATE), SALT, SEQ, T,
		MAY("text", DIGEST), TYPE, V, HAS("what", CODE) } },
	[SAR_RECORD_EXTEND] = { OF("extend"), 10,
	    { HAS("by", STAFF), HAS("case", REF), HAS("on", DATE),
		HAS("reason", CODE), SALT, SEQ, T, HAS("text", DIGEST), TYPE,
		V } },
	[SAR_RECORD_FEE] = { OF("fee"), 12,
	    { HAS("by", STAFF), HAS("case", REF), HAS("on", DATE),
		MAY("pence", NUMBER), MAY("reason", CODE), SALT, SEQ, T,
		MAY("text", DIGEST), TYPE, V, HAS("what", CODE) } },
	[SAR_RECORD_SEARCH] = { OF("search"), 13,
	    { HAS("by", STAFF), HAS("case", REF), MAY("expiring", NUMBER),
		HAS("found", NUMBER), MAY("index", DIGEST),
		MAY("missing", NUMBER), MAY("past", NUMBER),
		HAS("result", DIGEST), SALT, SEQ, T, TYPE, V } },
	[SAR_RECORD_MARK] = { OF("mark"), 9,
	    { HAS("by", STAFF), HAS("case", REF), HAS("item", NUMBER),
		HAS("marks", DIGEST), SALT, SEQ, T, TYPE, V } },
	[SAR_RECORD_HOLD] = { OF("hold"), 14,
	    { HAS("by", STAFF), MAY("case", REF), MAY("missing", NUMBER),
		HAS("n", NUMBER), HAS("name", WORD), HAS("owner", STAFF),
		HAS("reason", CODE), HAS("review", DATE), HAS("root", DIGEST),
		SALT, SEQ, T, TYPE, V } },
	[SAR_RECORD_LIFT] = { OF("lift"), 8,
	    { HAS("by", STAFF), HAS("hold", NUMBER), HAS("reason", CODE), SALT,
		SEQ, T, TYPE, V } },
	[SAR_RECORD_LETTER] = { OF("letter"), 12,
	    { HAS("by", STAFF), MAY("case", REF), HAS("channel", CODE),
		MAY("name", WORD), HAS("on", DATE), SALT, SEQ, T,
		HAS("text", DIGEST), TYPE, V, HAS("what", CODE) } },
	[SAR_RECORD_COMPLAIN] = { OF("complain"), 12,
	    { HAS("by", STAFF), MAY("case", REF), HAS("name", WORD),
		HAS("on", DATE), MAY("outcome", CODE), SALT, SEQ, T,
		MAY("text", DIGEST), TYPE, V, HAS("what", CODE) } },
	[SAR_RECORD_CLOSE] = { OF("close"), 9,
	    { HAS("by", STAFF), HAS("case", REF), HAS("on", DATE),
		HAS("reason", CODE), SALT, SEQ, T, TYPE, V } },
};

const struct sar_schema *
sar_schema_of(enum sar_record_type type)
{
	return &schemas[type];
}

const char *
sar_record_type_name(enum sar_record_type type)
{
	return schemas[type].type;
}

enum sar_record_type
sar_schema_find(const char *name, size_t len)
{
	size_t i;

	for (i = SAR_RECORD_ERASED + 1; i < SAR_RECORD_TYPES; i++)
		if (schemas[i].type_len == len &&
		    memcmp(schemas[i].type, name, len) == 0)
			break;
	return (enum sar_record_type)i;
}

bool
sar_schema_stays(enum sar_record_type type)
{
	return type == SAR_RECORD_GENESIS || type == SAR_RECORD_RECOVER ||
	       type == SAR_RECORD_KEY_ROTATE || type == SAR_RECORD_ERASE ||
	       type == SAR_RECORD_COSIGNED;
}

const char *
sar_schema_is_not(const struct sar_schema_member *member)
{
	static const char *const texts[SAR_KINDS] = {
		[SAR_KIND_V] = "is not 1",
		[SAR_KIND_SEQ] = "is not the record's number",
		[SAR_KIND_TYPE] = "is not known",
		[SAR_KIND_TIME] = "is not a time in UTC",
		[SAR_KIND_SALT] = "is not 16 bytes in Base64",
		[SAR_KIND_DIGEST] = "is not 32 bytes in Base64",
		[SAR_KIND_NUMBER] = "is not a whole number",
		[SAR_KIND_BOOL] = "is not true or false",
		[SAR_KIND_REF] = "is not a case's reference",
		[SAR_KIND_STAFF] = "is not a staff id",
		[SAR_KIND_WORD] = "is not a code of letters and digits",
		[SAR_KIND_CODE] = "is not a code in lower case",
		[SAR_KIND_PROVISION] = "is not a provision's code",
		[SAR_KIND_DATE] = "is not a date",
		[SAR_KIND_SCOPE] = "is not a first and a last day",
		[SAR_KIND_NAME] = "is not the name of a key",
		[SAR_KIND_VKEY] = "is not a public key",
		[SAR_KIND_TOOL] = "is not a program and its version",
	};

	return member->list ? "is not a list as it has to be"
			    : texts[member->kind];
}
