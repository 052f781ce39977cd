/*
 * search INDEX QUESTIONS ROUNDS warm|cold: a number and 31 days, by
 * sar_index_search() and by bare prepared statements on the same file, in
 * turn in one process.  The last line is for a program: microseconds of CPU
 * to find, legs found, the same of the whole answer.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bare.h"
#include "base/text.h"
#include "index/hits.h"

enum way {
	FIND,       /* which legs have the number */
	BARE_FIND,  /* the same by one statement */
	ANSWER,     /* sar_index_search() */
	BARE_ROWS,  /* every row of the legs that have the number */
	BARE_CALLS, /* ... and all else an answer needs to ask */
	WAYS
};

struct cost {
	double wall; /* seconds */
	double cpu;
	double blocks; /* of 512 bytes, read from the disk */
	double legs;
};

struct bench {
	struct sar_index *index;
	struct bare *bare;
	struct bare_question *questions;
	size_t n;
	struct cost *costs; /* WAYS a round */
	size_t rounds;
	int fd;
};

static _Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "search: %s\n", what);
	exit(1);
}

static double
seconds(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
blocks_read(void)
{
	struct rusage usage;

	(void)getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_inblock;
}

static size_t
find(struct bench *bench, const struct sar_index_query *query)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_hits hits = { 0 };
	size_t n;

	if (sar_index_hits_find(bench->index, query, &hits, &err) == -1)
		die(err.msg);
	n = hits.n;
	sar_index_hits_free(&hits);
	return n;
}

static size_t
answer(struct bench *bench, const struct sar_index_query *query)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_calls *calls = sar_index_search(bench->index, query, &err);
	size_t n;

	if (calls == NULL)
		die(err.msg);
	n = calls->n_legs;
	sar_index_calls_free(calls);
	return n;
}

/* The answer one way: how many legs are in it. */
static size_t
ask(struct bench *bench, enum way way, const struct bare_question *question)
{
	struct sar_index_query query = { .keys = &question->key,
		.n_keys = 1,
		.from = question->from,
		.to = question->to };

	switch (way) {
	case FIND:
		return find(bench, &query);
	case BARE_FIND:
		return bare_find(bench->bare, question);
	case ANSWER:
		return answer(bench, &query);
	case BARE_ROWS:
		return bare_rows(bench->bare, question);
	case BARE_CALLS:
		return bare_calls(bench->bare, question);
	case WAYS:
	default:
		return 0;
	}
}

/* Questions [from, to), one way. */
static struct cost
measure(struct bench *bench, enum way way, size_t from, size_t to)
{
	double wall = seconds(CLOCK_MONOTONIC);
	double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	double blocks = blocks_read();
	size_t legs = 0;
	size_t i;

	for (i = from; i < to; i++)
		legs += ask(bench, way, &bench->questions[i]);
	return (struct cost){ seconds(CLOCK_MONOTONIC) - wall,
		seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, blocks_read() - blocks,
		(double)legs };
}

/* How much of the file is in the page cache, in bytes. */
static size_t
cached(int fd, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t n = (size + page - 1) / page;
	size_t i, in = 0;
	unsigned char *map = malloc(n);
	void *at = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);

	if (map == NULL || at == MAP_FAILED || mincore(at, size, map) != 0)
		die("cannot see what of the file is in memory");
	for (i = 0; i < n; i++)
		in += map[i] & 1;
	(void)munmap(at, size);
	free(map);
	return in * page;
}

/* Drop the index from all memory that is ours to drop.  A page may be locked
   by a read ahead for an instant. */
static void
chill(struct bench *bench)
{
	struct stat st;
	int tries;

	bare_forget(bench->bare);
	(void)sqlite3_db_release_memory(bench->index->db);
	for (tries = 0; tries < 100; tries++) {
		if (posix_fadvise(bench->fd, 0, 0, POSIX_FADV_DONTNEED) != 0 ||
		    fstat(bench->fd, &st) == -1)
			die("cannot drop the file from memory");
		if (cached(bench->fd, (size_t)st.st_size) == 0)
			return;
		(void)usleep(10000);
	}
	die("the file stays in memory");
}

/* A round cold is one question; the first rounds' statements are prepared by
   a question that is not counted. */
static void
run_cold(struct bench *bench)
{
	size_t round, i;

	for (i = 0; i < WAYS; i++)
		(void)ask(bench, (enum way)i, &bench->questions[0]);
	for (round = 0; round < bench->rounds; round++)
		for (i = 0; i < WAYS; i++) {
			/* Each begins at times, the next in turn. */
			size_t way = (i + round) % WAYS;
			size_t q = round % bench->n;

			chill(bench);
			bench->costs[round * WAYS + way] = measure(bench,
			    (enum way)way, q, q + 1);
		}
}

static void
run_warm(struct bench *bench)
{
	size_t round, i;

	for (i = 0; i < WAYS; i++)
		(void)measure(bench, (enum way)i, 0, bench->n);
	for (round = 0; round < bench->rounds; round++)
		for (i = 0; i < WAYS; i++) {
			size_t way = (i + round) % WAYS;

			bench->costs[round * WAYS + way] = measure(bench,
			    (enum way)way, 0, bench->n);
		}
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

enum figure {
	WALL,
	CPU,
	BLOCKS
};

static double
figure_of(const struct cost *cost, enum figure what)
{
	return what == WALL  ? cost->wall
	       : what == CPU ? cost->cpu
			     : cost->blocks;
}

/* The median over the rounds, of ${way} or of its ratio to ${to}. */
static double
median(const struct bench *bench, enum figure what, enum way way, enum way to)
{
	double *values = calloc(bench->rounds, sizeof(*values));
	double result;
	size_t i;

	if (values == NULL)
		die("out of memory");
	for (i = 0; i < bench->rounds; i++) {
		values[i] = figure_of(&bench->costs[i * WAYS + way], what);
		if (to != WAYS)
			values[i] /= figure_of(&bench->costs[i * WAYS + to],
			    what);
	}
	qsort(values, bench->rounds, sizeof(*values), compare);
	result = values[bench->rounds / 2];
	free(values);
	return result;
}

static double
legs_of(const struct bench *bench, enum way way, size_t asked)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < bench->rounds; i++)
		sum += bench->costs[i * WAYS + way].legs;
	return sum / (double)(bench->rounds * asked);
}

static void
line(const struct bench *bench, size_t asked, enum way ours, enum way bare,
    const char *what)
{
	double each = 1e6 / (double)asked;

	(void)printf("  %6.2fx wall %6.2fx CPU   %s: %.1f us, bare %.1f us\n",
	    median(bench, WALL, ours, bare), median(bench, CPU, ours, bare),
	    what, median(bench, WALL, ours, WAYS) * each,
	    median(bench, WALL, bare, WAYS) * each);
}

static void
report(const struct bench *bench, bool cold)
{
	size_t asked = cold ? 1 : bench->n;

	(void)printf("%s: %zu questions of 31 days, %zu rounds; %.1f legs with "
		     "the number, %.1f in the answer\n",
	    cold ? "cold" : "warm", bench->n, bench->rounds,
	    legs_of(bench, FIND, asked), legs_of(bench, ANSWER, asked));
	line(bench, asked, FIND, BARE_FIND, "find the legs / the statement");
	line(bench, asked, ANSWER, BARE_ROWS,
	    "whole answer / the rows of the legs found");
	line(bench, asked, ANSWER, BARE_CALLS,
	    "whole answer / all that it asks for");
	line(bench, asked, ANSWER, BARE_FIND,
	    "whole answer / the statement alone");
	if (cold)
		(void)printf("  read from disk (KiB, medians): find %.0f, bare "
			     "%.0f; answer %.0f, bare %.0f and %.0f\n",
		    median(bench, BLOCKS, FIND, WAYS) / 2,
		    median(bench, BLOCKS, BARE_FIND, WAYS) / 2,
		    median(bench, BLOCKS, ANSWER, WAYS) / 2,
		    median(bench, BLOCKS, BARE_ROWS, WAYS) / 2,
		    median(bench, BLOCKS, BARE_CALLS, WAYS) / 2);
	(void)printf("= %.3f %.3f %.3f %.3f\n",
	    median(bench, CPU, FIND, WAYS) * 1e6 / (double)asked,
	    legs_of(bench, FIND, asked),
	    median(bench, CPU, ANSWER, WAYS) * 1e6 / (double)asked,
	    legs_of(bench, ANSWER, asked));
}

/* The same questions each time: splitmix64. */
static void
choose(struct bench *bench)
{
	uint64_t state = 7;
	uint64_t z;
	size_t i;

	for (i = 0; i < bench->n;) {
		z = (state += UINT64_C(0x9E3779B97F4A7C15));
		z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
		z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
		if (bare_ask(bench->bare, z ^ (z >> 31), &bench->questions[i]))
			i++;
		else if (z % 1000 == 0 && i == 0)
			die("no calls in it");
	}
}

int
main(int argc, char **argv)
{
	struct bench bench = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	uint64_t n = 0, rounds = 0;
	bool cold;

	if (argc != 5 || !sar_text_number(argv[2], 100000, &n) || n == 0 ||
	    !sar_text_number(argv[3], 10000, &rounds) || rounds == 0 ||
	    ((cold = strcmp(argv[4], "cold") == 0) == false &&
		strcmp(argv[4], "warm") != 0))
		die("usage: search INDEX QUESTIONS ROUNDS warm|cold");
	bench.n = n;
	bench.rounds = rounds;
	bench.questions = calloc(n, sizeof(*bench.questions));
	bench.costs = calloc(rounds * WAYS, sizeof(*bench.costs));
	bench.index = sar_index_open(argv[1], false, &err);
	bench.bare = bare_open(argv[1]);
	bench.fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (bench.index == NULL || bench.bare == NULL || bench.fd == -1 ||
	    bench.questions == NULL || bench.costs == NULL)
		die("cannot open the index");
	choose(&bench);
	if (cold)
		run_cold(&bench);
	else
		run_warm(&bench);
	report(&bench, cold);
	sar_index_close(bench.index);
	bare_close(bench.bare);
	(void)close(bench.fd);
	free(bench.questions);
	free(bench.costs);
	return 0;
}
