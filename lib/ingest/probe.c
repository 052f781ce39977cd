#include "ingest/probe.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/csv.h"

/* The records at the head, kept. */
struct head {
	struct sar_probe probe;
	char text[SAR_PROBE_HEAD + 1];
	const char *fields[SAR_PROBE_RECORDS][SAR_INGEST_COLUMNS_MAX];
	size_t used;
	char kept[SAR_PROBE_HEAD * 2];
};

static int
keep_record(void *ctx, const struct sar_ingest_record *record,
    struct sar_err *err)
{
	struct head *head = ctx;
	struct sar_probe *probe = &head->probe;
	struct sar_ingest_record *to = &probe->records[probe->n_records];
	size_t i, len;

	(void)err;
	/* Enough is known; -1 ends the reading. */
	if (probe->n_records == SAR_PROBE_RECORDS)
		return -1;
	for (i = 0; i < record->n; i++) {
		len = strlen(record->fields[i]) + 1;
		if (len > sizeof(head->kept) - head->used)
			return -1;
		memcpy(head->kept + head->used, record->fields[i], len);
		head->fields[probe->n_records][i] = head->kept + head->used;
		head->used += len;
	}
	to->fields = head->fields[probe->n_records];
	to->n = record->n;
	to->line = record->line;
	probe->n_records++;
	return 0;
}

static void
read_records(struct head *head, bool php)
{
	struct sar_ingest_csv csv = { .delimiter = ',', .php = php };
	struct sar_err ignored = SAR_ERR_INIT;
	uint8_t digest[SAR_SHA256_LEN];
	const char *text = head->probe.head;
	struct sar_source source;

	head->probe.n_records = 0;
	head->used = 0;
	sar_source_text(&text, head->probe.len, "head", &source);
	/* What is no CSV just has no records, or few. */
	if (sar_ingest_csv_read(&source, &csv, keep_record, head, digest,
		&ignored) == -1)
		return;
}

static bool
is_wide(const struct sar_probe *probe)
{
	return probe->len >= 2 && (memcmp(probe->head, "\xFF\xFE", 2) == 0 ||
				      memcmp(probe->head, "\xFE\xFF", 2) == 0);
}

static int
read_head(const struct sar_source *source, struct head *head,
    struct sar_err *err)
{
	struct sar_probe *probe = &head->probe;

	probe->whole = source->size <= SAR_PROBE_HEAD;
	probe->len = probe->whole ? (size_t)source->size : SAR_PROBE_HEAD;
	probe->head = head->text;
	if (probe->len > 0 &&
	    sar_source_read(source, head->text, probe->len, 0, err) == -1)
		return -1;
	if (probe->db != NULL)
		return 0;
	if (is_wide(probe)) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: UTF-16 text",
		    source->name);
		sar_err_hint(err, "save it as UTF-8");
		return -1;
	}
	/* What follows a NUL byte is for the format to find fault with. */
	probe->len = strlen(head->text);
	read_records(head, false);
	if (probe->n_records < 2)
		read_records(head, true);
	return 0;
}

static int
choose(const struct sar_source *source, const struct sar_probe *probe,
    const struct sar_format **format, struct sar_err *err)
{
	const struct sar_format *const *list = sar_format_list();
	size_t i;

	*format = NULL;
	for (i = 0; list[i] != NULL; i++) {
		if (!list[i]->probe(probe))
			continue;
		if (*format != NULL) {
			(void)sar_err_set(err, SAR_EINPUT,
			    "%s: can be read as %s and as %s", source->name,
			    (*format)->name, list[i]->name);
			sar_err_hint(err, "say which with --format");
			return -1;
		}
		*format = list[i];
	}
	return 0;
}

int
sar_probe_format(const struct sar_source *source, struct sar_database *db,
    const struct sar_format **format, struct sar_err *err)
{
	struct head *head = calloc(1, sizeof(*head));
	int rc;

	if (head == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	head->probe.db = db;
	rc = read_head(source, head, err);
	if (rc == 0)
		rc = choose(source, &head->probe, format, err);
	explicit_bzero(head, sizeof(*head));
	free(head);
	return rc;
}
