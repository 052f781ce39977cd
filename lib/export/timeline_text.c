#include "export/timeline_text.h"

#include <inttypes.h>
#include <string.h>

#define WORD 64

/* What a record says where "what" is ${what}; NULL for any. */
struct saying {
	enum sar_record_type type;
	const char *what;
	const char *text;
};

static const struct saying sayings[] = {
	{ SAR_RECORD_RECEIVE, NULL, "the request came" },
	{ SAR_RECORD_CLARIFY, "asked", "a question was sent to the requester" },
	{ SAR_RECORD_CLARIFY, "answered", "the question was answered" },
	{ SAR_RECORD_CLARIFY, "withdrawn", "the question was taken back" },
	{ SAR_RECORD_EXTEND, NULL, "notice of an extension was given" },
	{ SAR_RECORD_FEE, "asked", "a fee was asked for" },
	{ SAR_RECORD_FEE, "paid", "the fee was paid" },
	{ SAR_RECORD_FEE, "waived", "the fee was waived" },
	{ SAR_RECORD_SEARCH, NULL, "the index was searched" },
	{ SAR_RECORD_MARK, NULL, "marks were made" },
	{ SAR_RECORD_HOLD, NULL, "recordings were held" },
	{ SAR_RECORD_LIFT, NULL, "a hold was lifted" },
	{ SAR_RECORD_APPROVE, NULL, "the plan was approved" },
	{ SAR_RECORD_INTENT, NULL, "packaging began" },
	{ SAR_RECORD_VOID, NULL, "packaging was given up" },
	{ SAR_RECORD_RELEASE, NULL, "the package was released" },
	{ SAR_RECORD_NIL_RETURN, NULL, "answered: nothing is held" },
	{ SAR_RECORD_REFUSE, NULL, "the request was refused" },
	{ SAR_RECORD_DELIVER, "package", "the package went out" },
	{ SAR_RECORD_DELIVER, "passphrase", "the passphrase went out" },
	{ SAR_RECORD_LETTER, NULL, "a letter went out" },
	{ SAR_RECORD_REVEAL, NULL, "the passphrase was recovered" },
	{ SAR_RECORD_COMPLAIN, "received", "a complaint came" },
	{ SAR_RECORD_COMPLAIN, "acknowledged",
	    "the complaint was "
	    "acknowledged" },
	{ SAR_RECORD_COMPLAIN, "decided", "the complaint was decided" },
	{ SAR_RECORD_CLOSE, NULL, "the case was closed" },
};

static const char *
identity_text(const struct sar_record *record)
{
	static const char *const texts[][3] = {
		{ "asked", "proof of identity was asked for",
		    "proof of authority was asked for" },
		{ "received", "proof of identity came",
		    "proof of authority came" },
		{ "verified", "the requester's identity was verified",
		    "the representative's authority was verified" },
		{ "not-needed", "proof of identity is not needed",
		    "proof of authority is not needed" },
		{ "failed", "the proof of identity did not do",
		    "the proof of authority did not do" },
	};
	bool authority = sar_record_is(record, "who", "authority");
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (sar_record_is(record, "what", texts[i][0]))
			return texts[i][authority ? 2 : 1];
	return sar_record_type_name(record->type);
}

static const char *
text_of(const struct sar_record *record)
{
	const struct saying *s;
	size_t i;

	if (record->type == SAR_RECORD_IDENTITY)
		return identity_text(record);
	for (i = 0; i < sizeof(sayings) / sizeof(sayings[0]); i++) {
		s = &sayings[i];
		if (s->type == record->type &&
		    (s->what == NULL || sar_record_is(record, "what", s->what)))
			return s->text;
	}
	return sar_record_type_name(record->type);
}

/* "by post", "reason complex": what else of it a person wants to know. */
static void
add_word(struct sar_buf *out, const struct sar_record *record, const char *name,
    const char *before)
{
	char word[WORD];

	if (sar_record_copy(record, name, word, sizeof(word)))
		sar_buf_printf(out, ", %s%s", before, word);
}

static void
add_number(struct sar_buf *out, const struct sar_record *record,
    const char *name, const char *before, const char *after)
{
	uint64_t n;

	if (sar_record_number(record, name, &n))
		sar_buf_printf(out, ", %s%" PRIu64 "%s", before, n, after);
}

static void
add_pence(struct sar_buf *out, const struct sar_record *record)
{
	uint64_t n;

	if (sar_record_number(record, "pence", &n))
		sar_buf_printf(out, ", \xc2\xa3%" PRIu64 ".%02" PRIu64, n / 100,
		    n % 100);
}

void
sar_timeline_text(struct sar_buf *out, const struct sar_record *record)
{
	sar_buf_puts(out, text_of(record));
	if (record->type == SAR_RECORD_LETTER)
		add_word(out, record, "what", "");
	add_word(out, record, "name", "");
	add_word(out, record, "channel", "by ");
	add_word(out, record, "corrects", "corrects the answer to ");
	add_word(out, record, "kind", "");
	add_word(out, record, "outcome", "");
	add_word(out, record, "reason", "");
	add_pence(out, record);
	add_number(out, record, "item", "item ", "");
	add_number(out, record, "found", "", " found");
	if (record->type == SAR_RECORD_HOLD) {
		add_number(out, record, "n", "", " of them");
		add_number(out, record, "missing", "",
		    " of these not on the disk");
	}
}
