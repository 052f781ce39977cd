/*
 * gen_index INDEX CSV LEGS: two years of made-up calls, as a recording index
 * and as the export staff would import into SQLite by hand.  Numbers come
 * from the ranges Ofcom keeps for drama, a few of them far busier than the
 * rest.  Prints how long the index took.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "index/index.h"

#define FIRST INT64_C(1704067200) /* 2024-01-01T00:00:00Z */
#define SPAN INT64_C(63072000)    /* two years */

struct generator {
	struct sar_index *index;
	FILE *csv;
	int64_t source;
	uint64_t random;
	uint64_t legs;
	double in_put; /* seconds of CPU inside the library */
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

static double
cpu_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
draw_number(struct generator *gen, char out[16])
{
	static const char *const ranges[] = { "01134960", "01144960",
		"01154960", "01164960", "01174960", "01184960", "01214960",
		"01314960", "01414960", "01514960", "01614960", "01632960",
		"01914980", "02079460", "02890180", "02920180", "03069990",
		"07700900", "08081570" };
	uint64_t n = sizeof(ranges) / sizeof(ranges[0]);
	uint64_t u = draw(gen, 1000000);
	/* u cubed: one caller in a hundred makes a fifth of the calls. */
	uint64_t nth = u * u / 1000000 * u / 1000000 * n * 1000 / 1000000;

	(void)snprintf(out, 16, "%s%03" PRIu64, ranges[nth / 1000], nth % 1000);
}

static void
set_public(struct sar_index_party *party, enum sar_role role, const char *raw)
{
	*party = (struct sar_index_party){ .role = role, .raw = raw };
	if (raw[0] == '\0') {
		party->number.kind = SAR_PHONE_WITHHELD;
		return;
	}
	party->number.kind = SAR_PHONE_E164;
	party->number.certain = true;
	party->number.key = INT64_C(44) * INT64_C(10000000000) +
			    (int64_t)strtoll(raw + 1, NULL, 10);
}

static void
set_extension(struct sar_index_party *party, enum sar_role role,
    const char *raw)
{
	*party = (struct sar_index_party){ .role = role, .raw = raw };
	party->number.kind = SAR_PHONE_LOCAL;
	party->number.key = -(INT64_C(10000) + strtoll(raw, NULL, 10));
}

static int
put(struct generator *gen, struct sar_index_leg *leg, const char *path,
    struct sar_err *err)
{
	struct sar_index_recording recording = {
		.path = path,
		.state = SAR_RECORDING_PRESENT,
		.bytes = 1440044,
		.frames = 720000,
		.rate = 8000,
		.channels = 1,
		.codec = "pcm16",
		.finding = "",
	};
	struct sar_index_use use = { .offset_ms = SAR_INDEX_NO_TIME,
		.length_ms = SAR_INDEX_NO_TIME };
	enum sar_index_put result;
	double before = cpu_now();

	if (sar_index_put_recording(gen->index, &recording, &use.recording,
		err) == -1)
		return -1;
	leg->uses = &use;
	leg->n_uses = 1;
	if (sar_index_put_leg(gen->index, gen->source, leg, &result, err) == -1)
		return -1;
	gen->in_put += cpu_now() - before;
	gen->legs++;
	(void)fprintf(gen->csv,
	    "%" PRId64 ",%" PRId64 ",%s,%s,%s,%u,%s,%s,%s\n", leg->start,
	    leg->end, leg->parties[0].raw, leg->parties[1].raw,
	    leg->n_parties > 2 ? leg->parties[2].raw : "", leg->talk, leg->ref,
	    leg->group, path);
	return 0;
}

/* One call: a leg, or with a transfer the agents' consultation and a third. */
static int
put_call(struct generator *gen, int64_t start, struct sar_err *err)
{
	char caller[16], agent[8], other[8], group[32], ref[40], path[96];
	struct sar_index_party parties[3];
	struct sar_index_leg leg = { .system = "bench",
		.ref = ref,
		.group = group,
		.answered = true,
		.direction = SAR_DIRECTION_IN,
		.start_raw = "",
		.clock = SAR_INDEX_NO_TIME,
		.parties = parties,
		.n_parties = 3 };
	bool transfer = draw(gen, 10) == 0;
	int i;

	draw_number(gen, caller);
	if (draw(gen, 12) == 0)
		caller[0] = '\0';
	(void)snprintf(agent, sizeof(agent), "%u",
	    (unsigned)draw(gen, 60) + 2001);
	(void)snprintf(other, sizeof(other), "%u",
	    (unsigned)draw(gen, 60) + 3001);
	(void)snprintf(group, sizeof(group), "%" PRId64 ".%" PRIu64, start,
	    gen->legs);
	(void)snprintf(path, sizeof(path), "%04d/in-%s.wav",
	    (int)((start - FIRST) / 86400), group);
	for (i = 0; i < (transfer ? 3 : 1); i++) {
		(void)snprintf(ref, sizeof(ref), "%s:%d", group, i);
		leg.talk = (uint32_t)draw(gen, 600) + 5;
		leg.start = start;
		leg.end = start + leg.talk + 8;
		leg.line = gen->legs + 2;
		set_public(&leg.parties[0], SAR_ROLE_CALLER, caller);
		set_extension(&leg.parties[1], SAR_ROLE_CALLED, agent);
		set_public(&leg.parties[2], SAR_ROLE_ENTRY, "01632960000");
		if (i == 1) {
			set_extension(&leg.parties[0], SAR_ROLE_CALLER, agent);
			set_extension(&leg.parties[1], SAR_ROLE_CALLED, other);
		}
		leg.n_parties = i == 1 ? 2 : 3;
		if (put(gen, &leg, path, err) == -1)
			return -1;
		start = leg.end;
	}
	return 0;
}

static int
generate(struct generator *gen, uint64_t want, struct sar_err *err)
{
	struct sar_index_source source = { .name = "calls.csv",
		.importer = "bench/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = FIRST + SPAN };
	struct timespec a, b;
	double seconds;

	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	if (sar_index_begin(gen->index, 0, err) == -1 ||
	    sar_index_add_source(gen->index, &source, &gen->source, err) == -1)
		return -1;
	(void)fputs("start,end,caller,called,entry,talk,ref,linked,file\n",
	    gen->csv);
	while (gen->legs < want)
		if (put_call(gen,
			FIRST + (int64_t)((double)gen->legs / (double)want *
					  (double)SPAN),
			err) == -1)
			return -1;
	source.rows_read = source.rows_new = gen->legs;
	if (sar_index_end_source(gen->index, gen->source, &source, err) == -1 ||
	    sar_index_commit(gen->index, err) == -1)
		return -1;
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	seconds = (double)(b.tv_sec - a.tv_sec) +
		  (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	(void)printf("put: %" PRIu64 " legs with their recordings, parties and "
		     "links in %.2f s wall, %.2f s CPU: %.0f legs/s (CPU)\n",
	    gen->legs, seconds, gen->in_put, (double)gen->legs / gen->in_put);
	return 0;
}

int
main(int argc, char **argv)
{
	struct generator gen = { .random = 1 };
	struct sar_err err = SAR_ERR_INIT;
	uint64_t want = 0;
	int status = 1;

	if (argc != 4 || !sar_text_number(argv[3], 100000000, &want)) {
		(void)fputs("usage: gen_index INDEX CSV LEGS\n", stderr);
		return 2;
	}
	if ((gen.csv = fopen(argv[2], "w")) == NULL) {
		perror(argv[2]);
		return 1;
	}
	if (sar_index_create(argv[1], &err) == 0 &&
	    (gen.index = sar_index_open(argv[1], true, &err)) != NULL &&
	    generate(&gen, want, &err) == 0)
		status = 0;
	sar_index_close(gen.index);
	if (fclose(gen.csv) != 0 || status != 0) {
		(void)fprintf(stderr, "gen_index: %s\n", err.msg);
		return 1;
	}
	return 0;
}
