/*
 * gen_calls csv FILE LEGS | gen_calls index INDEX LEGS: two years of made-up
 * calls, as FreePBX would export them, or straight into a recording index
 * (a hundred million rows of CSV would be 30 GB).
 * gen_calls csv FILE LEGS OF DAY: the calls of one day, DAY days after two
 * years of OF legs.  Numbers come from the
 * ranges Ofcom keeps for drama and from a made-up foreign plan, a few of them
 * far busier than the rest.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/civil.h"
#include "base/text.h"
#include "index/index.h"

#define FIRST INT64_C(1704067200) /* 2024-01-01T00:00:00Z */
#define SPAN INT64_C(63072000)    /* two years */
#define AGENTS 600                /* at least; more of more legs: */
#define LEGS_AN_AGENT 16667       /* in two years, 23 a day */

struct generator {
	struct sar_index *index; /* or NULL: */
	FILE *csv;
	int64_t source;
	uint64_t random;
	uint64_t legs;
	uint64_t numbers; /* how many different callers there are */
	uint64_t agents;
	int64_t first; /* when the first call comes in */
	int64_t span;  /* ... and for how long they do */
};

/* One leg, as both outputs need it. */
struct call {
	char caller[20], agent[8], other[8], group[40], path[96];
	int64_t start, end;
	uint32_t talk;
	int nr; /* of the call's legs */
	bool answered;
};

/* splitmix64: the same calls every time. */
static uint64_t
draw(struct generator *gen, uint64_t below)
{
	uint64_t z = (gen->random += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (z ^ (z >> 31)) % below;
}

/* The drama ranges have 19,000 numbers; a country that does not exist (+999)
   has the rest. */
static void
draw_number(struct generator *gen, char out[20])
{
	static const char *const ranges[] = { "01134960", "01144960",
		"01154960", "01164960", "01174960", "01184960", "01214960",
		"01314960", "01414960", "01514960", "01614960", "01632960",
		"01914980", "02079460", "02890180", "02920180", "03069990",
		"07700900", "08081570" };
	const uint64_t drama = 1000 * sizeof(ranges) / sizeof(ranges[0]);
	uint64_t u = draw(gen, 1000000);
	/* u cubed: one caller in a hundred makes a fifth of the calls. */
	uint64_t nth = (uint64_t)((double)u * (double)u * (double)u / 1e18 *
				  (double)gen->numbers);

	if (nth < drama)
		(void)snprintf(out, 20, "%s%03" PRIu64, ranges[nth / 1000],
		    nth % 1000);
	else
		(void)snprintf(out, 20, "+999%09u",
		    (unsigned)(nth % 1000000000));
}

static void
set_public(struct sar_index_party *party, enum sar_role role, const char *raw)
{
	*party = (struct sar_index_party){ .role = role, .raw = raw };
	party->number.kind = SAR_PHONE_WITHHELD;
	if (raw[0] == '\0')
		return;
	party->number.kind = SAR_PHONE_E164;
	party->number.certain = true;
	party->number.key = strtoll(raw + 1, NULL, 10);
	if (raw[0] == '0')
		party->number.key += INT64_C(440000000000);
}

static void
set_extension(struct sar_index_party *party, enum sar_role role,
    const char *raw)
{
	*party = (struct sar_index_party){ .role = role, .raw = raw };
	party->number.kind = SAR_PHONE_LOCAL;
	party->number.key = sar_phone_local_key(raw);
}

static int
put_index(struct generator *gen, const struct call *call, struct sar_err *err)
{
	char ref[48], stamp[SAR_CIVIL_LEN];
	struct sar_civil civil = sar_civil_of_seconds(call->start);
	struct sar_index_party parties[3];
	struct sar_index_leg leg = { .system = "asterisk",
		.ref = ref,
		.group = call->group,
		.start = call->start,
		.end = call->end,
		.clock = SAR_INDEX_NO_TIME,
		.talk = call->talk,
		.answered = call->answered,
		.recorded = SAR_YES,
		.direction = SAR_DIRECTION_IN,
		.start_raw = stamp,
		.line = gen->legs + 2,
		.parties = parties,
		.n_parties = 3 };
	struct sar_index_recording recording = { .path = call->path,
		.state = SAR_RECORDING_MISSING,
		.codec = "",
		.finding = "" };
	struct sar_index_use use = { 0, SAR_INDEX_NO_TIME, SAR_INDEX_NO_TIME };
	enum sar_index_put how;

	sar_civil_format(&civil, stamp);
	(void)snprintf(ref, sizeof(ref), "%s:%d", call->group, call->nr);
	set_public(&parties[0], SAR_ROLE_CALLER, call->caller);
	set_extension(&parties[1], SAR_ROLE_CALLED, call->agent);
	set_public(&parties[2], SAR_ROLE_ENTRY, "01632960000");
	if (call->nr == 1) {
		set_extension(&parties[0], SAR_ROLE_CALLER, call->agent);
		set_extension(&parties[1], SAR_ROLE_CALLED, call->other);
		leg.n_parties = 2;
	}
	if (call->path[0] != '\0') {
		if (sar_index_put_recording(gen->index, &recording,
			&use.recording, err) == -1)
			return -1;
		leg.uses = &use;
		leg.n_uses = 1;
	}
	return sar_index_put_leg(gen->index, gen->source, &leg, &how, err);
}

static void
put_csv(struct generator *gen, const struct call *call)
{
	struct sar_civil civil = sar_civil_of_seconds(call->start);
	const char *slash = strrchr(call->path, '/');
	bool inside = call->nr == 1;
	char stamp[SAR_CIVIL_LEN];

	sar_civil_format(&civil, stamp);
	(void)fprintf(gen->csv,
	    "\"%s\",\"\"\"%s\"\" <%s>\",%s,%s,from-internal,PJSIP/%s-%08" PRIx64
	    ",PJSIP/%s-%08" PRIx64 ",Dial,\"PJSIP/%s,,HhtrM(auto-blkvm)\",%d,"
	    "%u,\"%s\",3,,%s,,%s,%s,%s,,,\"Agent %s\",%s,%s,,%d\n",
	    stamp, "Caller", call->caller, inside ? call->agent : call->caller,
	    inside ? call->other : call->agent, inside ? call->agent : "trunk",
	    gen->legs * 2, inside ? call->other : call->agent,
	    gen->legs * 2 + 1, inside ? call->other : call->agent,
	    (int)(call->end - call->start), call->talk,
	    call->answered ? "ANSWERED" : "NO ANSWER", call->group,
	    inside ? "" : "01632960000", inside ? call->agent : call->caller,
	    "Caller", call->agent, slash == NULL ? "" : slash + 1, call->group,
	    call->nr);
}

static int
put(struct generator *gen, const struct call *call, struct sar_err *err)
{
	if (gen->csv != NULL)
		put_csv(gen, call);
	else if (put_index(gen, call, err) == -1)
		return -1;
	gen->legs++;
	return 0;
}

/* One call: a leg, or with a transfer the agents' consultation and a third. */
static int
put_call(struct generator *gen, int64_t start, struct sar_err *err)
{
	struct sar_civil civil = sar_civil_of_seconds(start);
	struct call call = { .start = start };
	int legs = draw(gen, 10) == 0 ? 3 : 1;

	draw_number(gen, call.caller);
	if (draw(gen, 12) == 0)
		call.caller[0] = '\0';
	call.answered = draw(gen, 5) != 0;
	(void)snprintf(call.agent, sizeof(call.agent), "%u",
	    (unsigned)draw(gen, gen->agents) + 2001);
	(void)snprintf(call.other, sizeof(call.other), "%u",
	    (unsigned)(draw(gen, gen->agents) +
		       (gen->agents < 1000 ? 1000 : gen->agents)) +
		2001);
	(void)snprintf(call.group, sizeof(call.group), "%" PRId64 ".%" PRIu64,
	    start, gen->legs);
	if (call.answered)
		(void)snprintf(call.path, sizeof(call.path),
		    "%04d/%02d/%02d/in-01632960000-%04d%02d%02d-%02d%02d%02d-"
		    "%s.wav",
		    civil.date.year, civil.date.month, civil.date.day,
		    civil.date.year, civil.date.month, civil.date.day,
		    civil.hour, civil.minute, civil.second, call.group);
	for (call.nr = 0; call.nr < legs; call.nr++) {
		call.talk = call.answered ? (uint32_t)draw(gen, 600) + 5 : 0;
		call.end = call.start + call.talk + 8;
		if (put(gen, &call, err) == -1)
			return -1;
		call.start = call.end;
	}
	return 0;
}

static int
put_calls(struct generator *gen, uint64_t want, struct sar_err *err)
{
	int64_t start;

	while (gen->legs < want) {
		start = gen->first +
			(int64_t)((double)gen->legs / (double)want *
				  (double)gen->span);
		if (put_call(gen, start, err) == -1)
			return -1;
	}
	return 0;
}

static int
make_csv(struct generator *gen, const char *path, uint64_t want,
    struct sar_err *err)
{
	if ((gen->csv = fopen(path, "w")) == NULL)
		return sar_err_errno(err, "%s", path);
	(void)fputs("calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,"
		    "lastdata,duration,billsec,disposition,amaflags,"
		    "accountcode,uniqueid,userfield,did,cnum,cnam,"
		    "outbound_cnum,outbound_cnam,dst_cnam,recordingfile,"
		    "linkedid,peeraccount,sequence\n",
	    gen->csv);
	if (put_calls(gen, want, err) == -1)
		return -1;
	if (fclose(gen->csv) != 0)
		return sar_err_errno(err, "%s", path);
	return 0;
}

static int
make_index(struct generator *gen, const char *path, uint64_t want,
    struct sar_err *err)
{
	struct sar_index_source source = { .name = "calls.csv",
		.importer = "bench/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "linkedid",
		.imported = FIRST + SPAN };

	if (sar_index_create(path, err) == -1 ||
	    (gen->index = sar_index_open(path, true, err)) == NULL ||
	    sar_index_begin(gen->index, 0, err) == -1 ||
	    sar_index_add_source(gen->index, &source, &gen->source, err) ==
		-1 ||
	    put_calls(gen, want, err) == -1)
		return -1;
	source.rows_read = source.rows_new = gen->legs;
	if (sar_index_end_source(gen->index, gen->source, &source, err) == -1)
		return -1;
	return sar_index_commit(gen->index, err);
}

/* How many people call and are called, in two years of ${legs} legs. */
static void
set_size(struct generator *gen, uint64_t legs)
{
	gen->numbers = legs / 5 + 1000;
	gen->agents = legs / LEGS_AN_AGENT;
	if (gen->agents < AGENTS)
		gen->agents = AGENTS;
}

/* LEGS, and for a day's calls OF and DAY. */
static bool
parse(int argc, char **argv, struct generator *gen, uint64_t *want)
{
	uint64_t of = 0, day = 0;
	bool csv;

	if ((argc != 4 && argc != 6) ||
	    !sar_text_number(argv[3], 1000000000, want))
		return false;
	csv = strcmp(argv[1], "csv") == 0;
	if (!csv && (argc == 6 || strcmp(argv[1], "index") != 0))
		return false;
	set_size(gen, *want);
	gen->first = FIRST;
	gen->span = SPAN;
	if (argc == 4)
		return true;
	if (!sar_text_number(argv[4], 1000000000, &of) ||
	    !sar_text_number(argv[5], 1000, &day))
		return false;
	set_size(gen, of);
	gen->first = FIRST + SPAN + (int64_t)day * 86400;
	gen->span = 86400;
	gen->random += day + 1;
	return true;
}

int
main(int argc, char **argv)
{
	struct generator gen = { .random = 1 };
	struct sar_err err = SAR_ERR_INIT;
	uint64_t want = 0;
	int rc;

	if (!parse(argc, argv, &gen, &want)) {
		(void)fputs("usage: gen_calls csv|index FILE LEGS [OF DAY]\n",
		    stderr);
		return 2;
	}
	rc = argv[1][0] == 'c' ? make_csv(&gen, argv[2], want, &err)
			       : make_index(&gen, argv[2], want, &err);
	sar_index_close(gen.index);
	if (rc == -1) {
		(void)fprintf(stderr, "gen_calls: %s\n", err.msg);
		return 1;
	}
	return 0;
}
