#ifndef SAR_TEST_LEDGER_BOOK_H
#define SAR_TEST_LEDGER_BOOK_H

/* A ledger that is told of records written by hand, and what it says. */

#include "base/b64.h"
#include "base/buf.h"
#include "base/utc.h"
#include "ledger/ledger.h"
#include "record_line.h"

#define DIGEST_A "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define DIGEST_B "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA="
#define DIGEST_NONE "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define BOOK_VKEY                                \
	"sar-export.example.gov.uk/log+ad0a17ad" \
	"+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"

struct book {
	struct sar_ledger *ledger;
	uint64_t seq;
	struct sar_buf said; /* "code record [case] expected: found" a line */
};

static inline int
note_exception(void *ctx, const struct sar_ledger_exception *exception,
    struct sar_err *err)
{
	struct book *book = ctx;

	(void)err;
	sar_buf_printf(&book->said, "%s ",
	    sar_ledger_code_name(exception->code));
	if (exception->record == SAR_LEDGER_NONE)
		sar_buf_puts(&book->said, "-");
	else
		sar_buf_printf(&book->said, "%d", (int)exception->record);
	sar_buf_printf(&book->said, " [%s] %s: %s\n", exception->ref,
	    exception->expected, exception->found);
	return 0;
}

/* ${as_of} and ${zone} may be NULL. */
static inline struct book *
book_new(const char *as_of, const struct sar_zone *zone)
{
	struct sar_err err = SAR_ERR_INIT;
	struct book *book = calloc(1, sizeof(*book));
	struct sar_ledger_options options = { .zone = zone,
		.exception = note_exception,
		.ctx = book };

	assert_non_null(book);
	options.has_as_of = as_of != NULL;
	if (as_of != NULL)
		assert_true(sar_date_parse(as_of, &options.as_of));
	book->ledger = sar_ledger_new(&options, &err);
	assert_non_null(book->ledger);
	return book;
}

static inline void
book_free(struct book *book)
{
	sar_ledger_free(book->ledger);
	sar_buf_free(&book->said);
	free(book);
}

/* Tell of one more record: its number. */
static inline uint64_t
tell(struct book *book, const char *type, const char *t, const char *members)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record *record = record_of(book->seq, type, t, members);

	assert_int_equal(sar_ledger_record(book->ledger, record, &err), 0);
	sar_record_free(record);
	return book->seq++;
}

/* A tombstone. */
static inline uint64_t
tell_erased(struct book *book)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record record = { .seq = book->seq,
		.type = SAR_RECORD_ERASED };

	assert_int_equal(sar_ledger_record(book->ledger, &record, &err), 0);
	return book->seq++;
}

static inline void
genesis(struct book *book)
{
	(void)tell(book, "genesis", "2026-01-05T09:00:00Z",
	    "{'key':'" BOOK_VKEY "'}");
}

#define INTENT(ref, received, due)                                             \
	"{'by':'u1041','case':'" ref "','received':'" received "','due':'" due \
	"','found':3,'select':2,'subject':'" DIGEST_A "'}"

static inline uint64_t
intent(struct book *book, const char *t)
{
	return tell(book, "intent", t,
	    INTENT("SAR-1", "2026-01-12", "2026-02-12"));
}

static inline uint64_t
release(struct book *book, const char *t, uint64_t of, const char *more)
{
	char members[512];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1041','intent':%d,'pkg':'" DIGEST_A
	    "','manifest':'" DIGEST_B "','size':1%s%s}",
	    (int)of, more == NULL ? "" : ",", more == NULL ? "" : more);
	return tell(book, "release", t, members);
}

/* End it, and compare all it said. */
static inline const struct sar_ledger_sums *
ends_with(struct book *book, const char *said)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_ledger_end(book->ledger, &err), 0);
	assert_int_equal(sar_buf_check(&book->said, &err), 0);
	assert_string_equal(book->said.data == NULL ? "" : book->said.data,
	    said);
	return sar_ledger_sums(book->ledger);
}

#endif
