#ifndef SAR_DISCLOSURE_SCHEMA_H
#define SAR_DISCLOSURE_SCHEMA_H

/* Private to disclosure: what members a record has. */

#include "disclosure/record.h"

/* What a value is. */
enum sar_schema_kind {
	SAR_KIND_V,         /* 1 */
	SAR_KIND_SEQ,       /* the record's number */
	SAR_KIND_TYPE,      /* its type */
	SAR_KIND_TIME,      /* 2026-01-05T09:00:00Z */
	SAR_KIND_SALT,      /* 16 bytes in Base64 */
	SAR_KIND_DIGEST,    /* 32 bytes in Base64 */
	SAR_KIND_NUMBER,    /* 0 to 2^53 - 1 */
	SAR_KIND_BOOL,      /* true or false */
	SAR_KIND_REF,       /* a case, as sar-request(5) allows */
	SAR_KIND_STAFF,     /* u1041 */
	SAR_KIND_WORD,      /* LIT: letters, digits and . _ - */
	SAR_KIND_CODE,      /* lower case */
	SAR_KIND_PROVISION, /* upper case */
	SAR_KIND_DATE,      /* 2026-01-05 */
	SAR_KIND_SCOPE,     /* 2026-01-05/2026-02-05 */
	SAR_KIND_NAME,      /* of a key */
	SAR_KIND_VKEY,
	SAR_KIND_TOOL, /* sar-export/0.1.0 */
	SAR_KINDS
};

enum sar_schema_need {
	SAR_NEED_OPTIONAL,
	SAR_NEED_REQUIRED
};

/* Members that are there together, or not at all. */
enum sar_schema_group {
	SAR_GROUP_NONE,
	SAR_GROUP_ONE,  /* of a release: pkg, manifest, size */
	SAR_GROUP_MANY, /* or pkgs, manifests, sizes, as many of each */
	SAR_GROUP_NOTE, /* of a recover record: note_bytes, note_sha256 */
	SAR_GROUPS
};

#define SAR_SCHEMA_TAG 16 /* of the longest tag */
#define SAR_SCHEMA_MEMBERS 32

struct sar_schema_member {
	const char *name;
	char tag[SAR_SCHEMA_TAG]; /* "name": and zeros after it */
	unsigned char tag_len;
	unsigned char kind;
	unsigned char list; /* of such values */
	unsigned char need;
	unsigned char group;
};

/* A type, with its members sorted by name, those of every record included. */
struct sar_schema {
	const char *type;
	size_t type_len;
	size_t n;
	struct sar_schema_member members[SAR_SCHEMA_MEMBERS];
};

/** sar_schema_of: That of a type, SAR_RECORD_ERASED not among them. */
const struct sar_schema *sar_schema_of(enum sar_record_type type);

/** sar_schema_find: The type of this name; SAR_RECORD_TYPES if none. */
enum sar_record_type sar_schema_find(const char *name, size_t len);

/** sar_schema_stays: Does it mean something where it stands (walk_take.c), so
 * that no log verifies without it?  It cannot be erased. */
bool sar_schema_stays(enum sar_record_type type);

/** sar_schema_is_not: "is not a date", of what its value should be. */
const char *sar_schema_is_not(const struct sar_schema_member *member);

#endif
