#ifndef SAR_TEST_LEDGER_LIFE_H
#define SAR_TEST_LEDGER_LIFE_H

/* Steps of a case, for a ledger to be told of. */

#include <inttypes.h>
#include <string.h>

#include "ledger_book.h"

#define TEXT "'text':'" DIGEST_A "'"

/* At noon of ${day}, of case ${ref}, with ${more} members. */
static inline uint64_t
step(struct book *book, const char *type, const char *ref, const char *day,
    const char *more)
{
	char members[2048], t[32];

	(void)snprintf(members, sizeof(members), "{'by':'u1','case':'%s',%s}",
	    ref, more);
	(void)snprintf(t, sizeof(t), "%sT12:00:00Z", day);
	return tell(book, type, t, members);
}

/* The same, with the day in it. */
static inline uint64_t
dated(struct book *book, const char *type, const char *ref, const char *day,
    const char *more)
{
	char members[1024];

	(void)snprintf(members, sizeof(members), "'on':'%s',%s", day, more);
	return step(book, type, ref, day, members);
}

/* On the day it came; ${more} begins with a comma. */
static inline uint64_t
received(struct book *book, const char *ref, const char *day, const char *more)
{
	char members[512];

	(void)snprintf(members, sizeof(members),
	    "'nation':'england-and-wales','received':'%s','request':'" DIGEST_A
	    "','scope':'2026-01-01/2026-01-31'%s",
	    day, more);
	return step(book, "receive", ref, day, members);
}

static inline uint64_t
identified(struct book *book, const char *ref, const char *day)
{
	return dated(book, "identity", ref, day,
	    "'what':'verified','who':'requester'");
}

static inline uint64_t
held(struct book *book, const char *ref, const char *day)
{
	return step(book, "hold", ref, day,
	    "'n':2,'name':'request','owner':'u1','reason':'access-request',"
	    "'review':'2027-05-01','root':'" DIGEST_A "'");
}

/* All that an answer takes. */
static inline void
ready(struct book *book, const char *ref, const char *day)
{
	(void)received(book, ref, day, "");
	(void)identified(book, ref, day);
	(void)held(book, ref, day);
}

static inline uint64_t
begun(struct book *book, const char *ref, const char *day, const char *due,
    const char *latest)
{
	char members[512];

	(void)snprintf(members, sizeof(members),
	    "'due':'%s','latest':'%s','found':3,'select':2,'subject':'" DIGEST_A
	    "'",
	    due, latest);
	return step(book, "intent", ref, day, members);
}

static inline uint64_t
gave(struct book *book, const char *day, uint64_t intent)
{
	char t[32];

	(void)snprintf(t, sizeof(t), "%sT12:00:00Z", day);
	return release(book, t, intent, NULL);
}

static inline uint64_t
delivered(struct book *book, const char *ref, const char *day, uint64_t release,
    const char *what)
{
	char members[256];

	(void)snprintf(members, sizeof(members),
	    "'release':%" PRIu64 ",'what':'%s','channel':'%s'", release, what,
	    strcmp(what, "package") == 0 ? "email" : "post");
	return dated(book, "deliver", ref, day, members);
}

/* A package and its passphrase, both on one day. */
static inline void
sent(struct book *book, const char *ref, const char *day, uint64_t release)
{
	(void)delivered(book, ref, day, release, "package");
	(void)delivered(book, ref, day, release, "passphrase");
}

/* A package, begun and made on one day. */
static inline uint64_t
made(struct book *book, const char *ref, const char *day, const char *due,
    const char *latest)
{
	return gave(book, day, begun(book, ref, day, due, latest));
}

/* The same, and sent. */
static inline void
answered(struct book *book, const char *ref, const char *day, const char *due,
    const char *latest)
{
	sent(book, ref, day, made(book, ref, day, due, latest));
}

/* One step of complaint ${name}, of no case. */
static inline void
complain(struct book *book, const char *name, const char *day, const char *what)
{
	char members[256], t[32];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1','name':'%s','on':'%s','what':'%s'}", name, day, what);
	(void)snprintf(t, sizeof(t), "%sT12:00:00Z", day);
	(void)tell(book, "complain", t, members);
}

#endif
