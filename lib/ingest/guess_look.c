#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "ingest/guess.h"
#include "ingest/mapped.h"
#include "ingest/timeform.h"
#include "phone/phone.h"

#define NAME_MAX_LEN 200
#define IDS_MAX 16 /* columns that may be ids */
#define TRIED 64   /* values after which a form that fits none is dropped */
#define YEAR_2000 946684800
#define YEAR_2100 4102444800

static const char *const endings[] = { ".wav", ".mp3", ".gsm", ".ogg", ".opus",
	".flac", ".mcf", ".wma", ".m4a", ".au", ".vox", ".aac", ".mp4" };

/* Rows being counted. */
struct looking {
	struct sar_guess_table *table;
	const char *file;
	bool enough;
};

static bool
looks_like_data(const char *text)
{
	const struct sar_guess_form *forms;
	struct sar_civil civil;
	size_t i, n, run = 0;

	forms = sar_guess_forms(&n);
	for (i = 0; i < n; i++)
		if (sar_timeform_read(forms[i].text, text, &civil))
			return true;
	if (text[0] != '\0' && text[strspn(text, "0123456789+ .:-")] == '\0')
		return true;
	for (; *text != '\0'; text++) {
		run = isdigit((unsigned char)*text) ? run + 1 : 0;
		if (run >= 5 || *text == '@')
			return true;
	}
	return false;
}

/* "callStart_Time" is "call start time". */
static void
split_words(const char *name, char *out, size_t size)
{
	size_t n = 0;
	char last = ' ';

	for (; *name != '\0' && n < size - 2; name++) {
		if (!isalnum((unsigned char)*name)) {
			last = ' ';
			continue;
		}
		if (n > 0 &&
		    (last == ' ' || (islower((unsigned char)last) &&
					isupper((unsigned char)*name))))
			out[n++] = ' ';
		out[n++] = (char)tolower((unsigned char)*name);
		last = *name;
	}
	out[n] = '\0';
}

/* A mapping's line must give back the same name, and no other column's. */
static bool
is_usable(const struct sar_ingest_record *record, size_t at)
{
	const char *name = record->fields[at];
	size_t len = strlen(name);
	size_t i;

	if (len == 0 || len > NAME_MAX_LEN || !sar_text_utf8(name, len) ||
	    isspace((unsigned char)name[0]) ||
	    isspace((unsigned char)name[len - 1]))
		return false;
	for (i = 0; i < len; i++)
		if (iscntrl((unsigned char)name[i]))
			return false;
	for (i = 0; i < record->n; i++)
		if (i != at && strcmp(record->fields[i], name) == 0)
			return false;
	return true;
}

static int
take_names(struct sar_guess_table *table,
    const struct sar_ingest_record *record, struct sar_err *err)
{
	size_t i, len = 0;
	char *to;

	for (i = 0; i < record->n; i++)
		len += strlen(record->fields[i]) + 1;
	/* Of no bytes at all either might be NULL. */
	table->names = malloc(len + 1);
	table->columns = calloc(record->n + 1, sizeof(*table->columns));
	if (table->names == NULL || table->columns == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	table->n = record->n;
	to = table->names;
	for (i = 0; i < record->n; i++) {
		len = strlen(record->fields[i]) + 1;
		memcpy(to, record->fields[i], len);
		table->columns[i].name = to;
		table->columns[i].unique = true;
		table->columns[i].usable = is_usable(record, i);
		split_words(to, table->columns[i].words,
		    sizeof(table->columns[i].words));
		to += len;
	}
	return 0;
}

static int
take_header(struct looking *look, const struct sar_ingest_record *record,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < record->n; i++) {
		if (!looks_like_data(record->fields[i]))
			continue;
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: line %llu: column %zu: data where the header should "
		    "be",
		    look->file, (unsigned long long)record->line, i + 1);
		sar_err_hint(err, "put a line with the columns' names before "
				  "it");
		return -1;
	}
	return take_names(look->table, record, err);
}

static void
count_times(struct sar_guess_column *column, const char *text)
{
	const struct sar_guess_form *forms;
	struct sar_civil civil;
	int64_t epoch;
	size_t i, n;

	forms = sar_guess_forms(&n);
	for (i = 0; i < n; i++) {
		if (column->filled > TRIED && column->forms[i] == 0)
			continue;
		if (sar_timeform_read(forms[i].text, text, &civil))
			column->forms[i]++;
	}
	if (sar_mapped_epoch(text, false, &epoch) && epoch >= YEAR_2000 &&
	    epoch < YEAR_2100)
		column->epoch++;
	if (strlen(text) >= 12 && sar_mapped_epoch(text, true, &epoch) &&
	    epoch >= YEAR_2000 && epoch < YEAR_2100)
		column->epoch_ms++;
}

static void
count_lengths(struct sar_guess_column *column, const char *text)
{
	uint32_t n;

	column->seconds += sar_mapped_length(SAR_MAPPING_SECONDS, text, &n);
	column->ms += sar_mapped_length(SAR_MAPPING_MS, text, &n);
	column->hms += sar_mapped_length(SAR_MAPPING_HMS, text, &n);
	if (sar_mapped_length(SAR_MAPPING_MS60, text, &n)) {
		column->ms60++;
		/* No clock has 24 hours and more. */
		column->ms60_long += n >= 24 * 60;
	}
}

static void
count_numbers(struct sar_guess_column *column, const char *text)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	struct sar_phone number;

	sar_phone_read(&plan, text, strlen(text), &number);
	column->phones += number.kind == SAR_PHONE_E164;
	column->numbers += number.kind == SAR_PHONE_E164 ||
			   number.kind == SAR_PHONE_LOCAL ||
			   number.kind == SAR_PHONE_WITHHELD ||
			   number.kind == SAR_PHONE_AMBIGUOUS;
}

/* A word counts by its writing, for a mapping gives it as it is written. */
static void
count_word(struct sar_guess_column *column, const struct sar_guess_word *word,
    size_t i, const char *text)
{
	const char *p = text;

	if (word == NULL) {
		column->words_other++;
		return;
	}
	if (strcmp(word->word, text) == 0) {
		column->words_seen[i][0]++;
		return;
	}
	while (isupper((unsigned char)*p))
		p++;
	if (*p == '\0')
		column->words_seen[i][1]++;
	else if (p == text + 1 && strcmp(word->word + 1, text + 1) == 0)
		column->words_seen[i][2]++;
	else
		column->words_other++;
}

static void
count_text(struct sar_guess_column *column, const char *text)
{
	const struct sar_guess_word *word;
	size_t len = strlen(text);
	size_t i, end;

	for (i = 0; (word = sar_guess_word(i)) != NULL; i++)
		if (strcasecmp(word->word, text) == 0)
			break;
	count_word(column, word, i, text);
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		end = strlen(endings[i]);
		if (len > end && strcasecmp(text + len - end, endings[i]) == 0)
			column->audio++;
	}
	column->absolute += text[0] == '/' || text[0] == '\\' ||
			    (isalpha((unsigned char)text[0]) && text[1] == ':');
	column->backslash += strchr(text, '\\') != NULL;
}

/* FNV-1a; a clash of two values only makes an id seem to repeat. */
static int
note_value(struct sar_guess_table *table, struct sar_guess_column *column,
    const char *text, struct sar_err *err)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	if (strstr(column->words, "id") == NULL &&
	    strstr(column->words, "ref") == NULL)
		return 0;
	if (column->hashes == NULL) {
		if (table->hashed == IDS_MAX)
			return 0;
		column->hashes = calloc(SAR_GUESS_ROWS, sizeof(uint64_t));
		if (column->hashes == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		table->hashed++;
	}
	for (; *text != '\0'; text++)
		hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211);
	column->hashes[table->rows - 1] = hash;
	return 0;
}

static int
take_row(void *ctx, const struct sar_ingest_record *record, struct sar_err *err)
{
	struct looking *look = ctx;
	struct sar_guess_table *table = look->table;
	struct sar_guess_column *column;
	const char *text;
	size_t i;

	if (table->columns == NULL)
		return take_header(look, record, err);
	if (table->rows == SAR_GUESS_ROWS) {
		look->enough = true;
		return -1;
	}
	table->rows++;
	for (i = 0; i < table->n && i < record->n; i++) {
		column = &table->columns[i];
		text = record->fields[i];
		if (text[0] == '\0')
			continue;
		column->filled++;
		count_times(column, text);
		count_lengths(column, text);
		count_numbers(column, text);
		count_text(column, text);
		if (note_value(table, column, text, err) == -1)
			return -1;
	}
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
find_repeated(struct sar_guess_table *table)
{
	struct sar_guess_column *column;
	size_t i, k;

	for (i = 0; i < table->n; i++) {
		column = &table->columns[i];
		if (column->filled < table->rows || column->hashes == NULL)
			column->unique = false;
		if (!column->unique)
			continue;
		qsort(column->hashes, (size_t)table->rows, sizeof(uint64_t),
		    compare);
		for (k = 1; k < table->rows; k++)
			if (column->hashes[k] == column->hashes[k - 1])
				column->unique = false;
	}
}

int
sar_guess_look(const struct sar_source *source, struct sar_guess_table *table,
    struct sar_err *err)
{
	struct sar_ingest_csv csv = { .delimiter = table->delimiter };
	struct looking look = { .table = table, .file = source->name };
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_ingest_csv_read(source, &csv, take_row, &look, digest, err) ==
		-1 &&
	    !look.enough)
		return -1;
	table->all = !look.enough;
	if (table->rows == 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: no row after the header", source->name);
	find_repeated(table);
	return 0;
}

void
sar_guess_free(struct sar_guess_table *table)
{
	size_t i;

	for (i = 0; i < table->n; i++)
		free(table->columns[i].hashes);
	free(table->columns);
	free(table->names);
}
