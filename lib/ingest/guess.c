#include "ingest/guess.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define HEAD 65536

/* How a delimiter divides the beginning of the file. */
struct division {
	size_t columns; /* of the header */
	size_t fit;     /* rows as wide as it */
	size_t last;    /* of those, was the last record one */
	size_t others;
};

static int
count_record(void *ctx, const struct sar_ingest_record *record,
    struct sar_err *err)
{
	struct division *division = ctx;

	(void)err;
	if (division->columns == 0) {
		division->columns = record->n;
		return 0;
	}
	division->last = record->n == division->columns;
	if (division->last == 1)
		division->fit++;
	else
		division->others++;
	return 0;
}

static void
divide(const char *text, size_t len, char delimiter, bool cut,
    struct division *out)
{
	struct sar_ingest_csv csv = { .delimiter = delimiter };
	struct sar_err ignored = SAR_ERR_INIT;
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;

	*out = (struct division){ 0 };
	sar_source_text(&text, len, "head", &source);
	/* What a wrong one makes of the file may well be no CSV. */
	if (sar_ingest_csv_read(&source, &csv, count_record, out, digest,
		&ignored) == -1 &&
	    !cut)
		return;
	if (cut && out->last == 0 && out->others > 0)
		out->others--;
}

/* The one that makes the most columns of all rows, or of nearly all. */
static int
choose_delimiter(const struct sar_source *source, char *delimiter,
    struct sar_err *err)
{
	static const char candidates[] = ",;\t|";
	size_t len = source->size < HEAD ? (size_t)source->size : HEAD;
	struct division division;
	size_t most = 1;
	char *head = malloc(len + 1);
	size_t i;
	int rc = -1;

	if (head == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (len > 0 && sar_source_read(source, head, len, 0, err) == -1)
		goto out;
	if (len >= 2 && (memcmp(head, "\xFF\xFE", 2) == 0 ||
			    memcmp(head, "\xFE\xFF", 2) == 0)) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: UTF-16 text",
		    source->name);
		sar_err_hint(err, "save it as UTF-8");
		goto out;
	}
	for (i = 0; candidates[i] != '\0'; i++) {
		divide(head, len, candidates[i], source->size > HEAD,
		    &division);
		if (division.columns <= most || division.fit == 0 ||
		    division.fit < division.others * 9)
			continue;
		most = division.columns;
		*delimiter = candidates[i];
	}
	if (most > 1)
		rc = 0;
	else
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: neither comma, semicolon, tab nor bar divides it into "
		    "columns",
		    source->name);

out:
	explicit_bzero(head, len);
	free(head);
	return rc;
}

bool
sar_guess_named(const struct sar_guess_column *column, const char *phrase)
{
	size_t len = strlen(phrase);
	const char *at = column->words;

	while ((at = strstr(at, phrase)) != NULL) {
		if ((at == column->words || at[-1] == ' ') &&
		    (at[len] == '\0' || at[len] == ' '))
			return true;
		at++;
	}
	return false;
}

int
sar_guess_source(const struct sar_source *source, struct sar_buf *out,
    struct sar_ingest_guess *guess, struct sar_err *err)
{
	struct sar_guess_table table = { .delimiter = ',' };
	int rc = -1;

	*guess = (struct sar_ingest_guess){ 0 };
	if (choose_delimiter(source, &table.delimiter, err) == 0 &&
	    sar_guess_look(source, &table, err) == 0)
		rc = sar_guess_write(&table, out, guess, err);
	sar_guess_free(&table);
	return rc;
}

int
sar_ingest_guess(const char *path, struct sar_buf *out,
    struct sar_ingest_guess *guess, struct sar_err *err)
{
	struct sar_source source;
	int rc = -1;
	int fd = sar_file_open(path, err);

	if (fd == -1)
		return -1;
	if (sar_source_fd(&fd, path, &source, err) == 0)
		rc = sar_guess_source(&source, out, guess, err);
	(void)close(fd);
	return rc;
}
