#ifndef SAR_BENCH_BARE_H
#define SAR_BENCH_BARE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What an answer costs with prepared statements and nothing else: what is
 * read is not checked and not kept.
 */
struct bare; /* opaque */

struct bare_question {
	int64_t key;
	int64_t from;
	int64_t to;
};

/** bare_open: NULL when ${path} is no index. */
struct bare *bare_open(const char *path);
void bare_close(struct bare *bare);

/** bare_find: How many rows of party_by_key answer ${question}. */
size_t bare_find(struct bare *bare, const struct bare_question *question);

/** bare_rows: The same, and every row of each leg found: how many legs. */
size_t bare_rows(struct bare *bare, const struct bare_question *question);

/**
 * bare_calls: The same, and of the other legs of each one's call; and which
 * legs share its recordings, or have its extensions at about its time.
 */
size_t bare_calls(struct bare *bare, const struct bare_question *question);

/** bare_ask: A number with calls, and 31 days around one of them. */
bool bare_ask(struct bare *bare, uint64_t random,
    struct bare_question *question);

/** bare_forget: Drop the pages kept in memory. */
void bare_forget(struct bare *bare);

#endif
