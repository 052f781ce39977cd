#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/reader_state.h"

bool
sar_package_hidden(const struct sar_package_reader *reader)
{
	return reader->layout.hidden || reader->outer.n > 0;
}

/* From now on ${reader} is about what is in ${inner}. */
static int
go_inside(struct sar_package_reader *reader, const struct sar_layout *inner,
    struct sar_err *err)
{
	struct sar_reader_entry *entries;

	reader->outer = reader->layout;
	reader->layout = *inner;
	if ((entries = sar_reader_entries(reader, err)) == NULL) {
		reader->layout = reader->outer;
		memset(&reader->outer, 0, sizeof(reader->outer));
		return -1;
	}
	sar_package_lock(reader, 0);
	free(reader->entries);
	reader->entries = entries;
	return 0;
}

int
sar_package_reveal(struct sar_package_reader *reader,
    const struct sar_secret *passphrase, struct sar_err *err)
{
	struct sar_layout inner = { 0 };
	struct sar_source plain;
	int rc = -1;

	if (!reader->layout.hidden)
		return 0;
	if (reader->name == NULL &&
	    asprintf(&reader->name, "%s: %s", reader->source->name,
		reader->layout.entries[0].name) == -1) {
		reader->name = NULL;
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	if (sar_package_unlock(reader, 0, passphrase, err) == -1) {
		/* No other entry can tell. */
		if (err->code == SAR_ESECRET)
			sar_err_hint(err, "if it is the right one, the "
					  "beginning of the file is damaged");
		return -1;
	}
	if (sar_package_entry(reader, 0, &plain, err) == 0) {
		plain.name = reader->name;
		rc = sar_layout_inner_read(&plain, &inner, err);
	}
	if (rc == 0 && go_inside(reader, &inner, err) == 0)
		return 0;
	sar_layout_free(&inner);
	sar_package_lock(reader, 0);
	return -1;
}

/* What does not fit inside may be damage, which is then what is wrong. */
static void
explain(struct sar_package_reader *reader,
    const struct sar_package_check_options *options, struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;

	if (sar_package_unlock(reader, 0, options->passphrase, &why) == -1 ||
	    sar_reader_auth(reader, &reader->layout.entries[0],
		reader->entries[0].ae2, options->stop, &why) == -1)
		*err = why;
	sar_package_lock(reader, 0);
}

int
sar_reader_reveal(struct sar_package_reader *reader,
    const struct sar_package_check_options *options, struct sar_err *err)
{
	if (sar_package_reveal(reader, options->passphrase, err) == 0)
		return 0;
	if (err->code == SAR_ECORRUPT)
		explain(reader, options, err);
	return -1;
}
