#include "ingest/basis.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SEEN 65536  /* unique ids remembered: one's records lie close */
#define QUARTER 900 /* offsets of zones are whole quarters of an hour */
#define SLACK 5     /* a first record is made with its channel */
#define FURTHEST 60 /* quarters: no zone is further from UTC */
#define FEW 100     /* one in so many may be late by a whole quarter */

struct sar_basis {
	const struct sar_zone *zone;
	uint64_t civil, epochs, offsets; /* how the starts are written */
	uint64_t told; /* records within seconds of a whole quarter */
	uint64_t utc_line, local_line; /* first of each; 0: none */
	uint64_t neither, neither_line;
	uint64_t seen[SEEN];
};

struct sar_basis *
sar_basis_new(const struct sar_reading *in, struct sar_err *err)
{
	struct sar_basis *basis = calloc(1, sizeof(*basis));

	if (basis == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	basis->zone = in->context.zone;
	return basis;
}

void
sar_basis_free(struct sar_basis *basis)
{
	free(basis);
}

/* Has ${uniqueid} been seen lately?  Remembers it. */
static bool
seen_before(struct sar_basis *basis, const char *uniqueid)
{
	static const uint8_t key[crypto_shorthash_KEYBYTES] = { 'b' };
	uint64_t hash, *slot;

	(void)crypto_shorthash((uint8_t *)&hash, (const uint8_t *)uniqueid,
	    strlen(uniqueid), key);
	hash |= 1;
	slot = &basis->seen[hash / 2 % SEEN];
	if (*slot == hash)
		return true;
	*slot = hash;
	return false;
}

static void
vote(struct sar_basis *basis, uint64_t line, const struct sar_civil *start,
    const char *uniqueid)
{
	int64_t epoch = sar_row_epoch(uniqueid);
	int64_t ahead, quarters, offset;
	int zone;

	if (epoch == 0 || seen_before(basis, uniqueid))
		return;
	ahead = sar_civil_seconds(start) - epoch;
	quarters = (ahead + (ahead < 0 ? -QUARTER / 2 : QUARTER / 2)) / QUARTER;
	offset = quarters * QUARTER;
	if (llabs(ahead - offset) > SLACK || llabs(quarters) > FURTHEST)
		return;
	basis->told++;
	zone = sar_zone_offset(basis->zone, epoch);
	if (offset != 0 && offset != zone) {
		if (basis->neither++ == 0)
			basis->neither_line = line;
		return;
	}
	if (zone == 0)
		return;
	if (offset == 0 && basis->utc_line == 0)
		basis->utc_line = line;
	if (offset != 0 && basis->local_line == 0)
		basis->local_line = line;
}

void
sar_basis_add(struct sar_basis *basis, uint64_t line,
    const struct sar_stamp *start, const char *uniqueid)
{
	basis->civil += !start->instant;
	basis->epochs += start->instant && !start->offset;
	basis->offsets += start->offset;
	if (!start->instant)
		vote(basis, line, &start->civil, uniqueid);
}

static int
refuse_mixed(const struct sar_basis *basis, const char *name,
    struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EINPUT,
	    "%s: line %" PRIu64 ": the start is in UTC, but that of line "
	    "%" PRIu64 " in local time",
	    name, basis->utc_line, basis->local_line);
	sar_err_hint(err, "the recorder's setting was changed, or its clock "
			  "was wrong: say --times, each part by itself");
	return -1;
}

static int
refuse_neither(const struct sar_basis *basis, const char *name,
    struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EINPUT,
	    "%s: line %" PRIu64 ": the start is neither in UTC nor in the "
	    "zone %s",
	    name, basis->neither_line, sar_zone_name(basis->zone));
	sar_err_hint(err, "say --zone, the recorder's, or --times");
	return -1;
}

int
sar_basis_settle(const struct sar_basis *basis, struct sar_reading *in,
    struct sar_err *err)
{
	if (basis->civil == 0 && basis->epochs + basis->offsets > 0) {
		in->context.basis = basis->offsets > 0 ? SAR_TIME_OFFSET
						       : SAR_TIME_EPOCH;
		in->evidence = "format";
		return 0;
	}
	if (in->context.basis != SAR_TIME_UNKNOWN)
		return 0;
	if (basis->utc_line != 0 && basis->local_line != 0)
		return refuse_mixed(basis, in->name, err);
	if (basis->neither > basis->told / FEW)
		return refuse_neither(basis, in->name, err);
	in->evidence = "uniqueid";
	if (basis->utc_line != 0)
		in->context.basis = SAR_TIME_UTC;
	else if (basis->local_line != 0)
		in->context.basis = SAR_TIME_ZONE;
	else
		in->evidence = "";
	return 0;
}
