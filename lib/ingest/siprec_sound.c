/*
 * The recordings of a SIPREC session.  The metadata does not name any: what
 * has the document's name beside it, below the recordings' folder, is taken
 * for the sound of its one session.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "ingest/siprec.h"

static const char *const endings[] = { "wav", "WAV", "mp3", "ogg", "opus",
	"flac", "au", "gsm", "ulaw", "alaw" };

#define N_ENDINGS (sizeof(endings) / sizeof(endings[0]))

static bool
has_one_session(const struct sar_siprec *doc)
{
	size_t i, n = 0;

	for (i = 0; i < doc->n; i++)
		n += doc->items[i].kind == SAR_SIPREC_SESSION;
	return n == 1;
}

/* The document's path below ${root}, without its ending; or NULL. */
static const char *
beside(struct sar_row *row, const char *path, const char *root)
{
	char *file = realpath(path, NULL);
	char *folder = realpath(root, NULL);
	const char *kept = NULL;
	const char *below;
	const char *dot;
	size_t len;

	if (file != NULL && folder != NULL) {
		len = strlen(folder);
		below = file + len;
		if (strncmp(file, folder, len) == 0 &&
		    (*below == '/' || len == 1)) {
			below += *below == '/';
			dot = strrchr(below, '.');
			if (dot == NULL || strchr(dot, '/') != NULL)
				dot = below + strlen(below);
			kept = sar_row_keep(row, below, (size_t)(dot - below));
		}
	}
	free(file);
	free(folder);
	return kept != NULL && sar_row_safe(kept) ? kept : NULL;
}

/* "siprec/ID", with all but letters and digits of it as %XX. */
static const char *
by_id(struct sar_row *row, const char *id)
{
	struct sar_buf buf = SAR_BUF_INIT;
	const char *kept = "";

	sar_buf_puts(&buf, "siprec/");
	for (; *id != '\0'; id++)
		if (isalnum((unsigned char)*id))
			sar_buf_add(&buf, id, 1);
		else
			sar_buf_printf(&buf, "%%%02X", (unsigned char)*id);
	if (!buf.failed)
		kept = sar_row_keep(row, buf.data, buf.len);
	sar_buf_free(&buf);
	return kept;
}

bool
sar_siprec_sound(const struct sar_siprec *doc, struct sar_reading *in,
    const struct sar_siprec_item *session)
{
	const char *base = NULL;
	const char *path;
	size_t i;
	int dir, fd;

	if (has_one_session(doc))
		base = beside(in->row, doc->name, in->options->root);
	if (base == NULL)
		base = by_id(in->row, session->id);
	dir = open(in->options->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (i = 0; dir != -1 && i < N_ENDINGS; i++) {
		path = sar_row_format(in->row, "%s.%s", base, endings[i]);
		if ((fd = sar_file_open_at(dir, path)) == -1)
			continue;
		(void)close(fd);
		if (sar_row_file(in->row, "session", path) == NULL)
			break;
	}
	if (dir != -1)
		(void)close(dir);
	/* It is a recording session: there must be one. */
	if (in->row->n_files == 0 && in->row->column == NULL)
		(void)sar_row_file(in->row, "session",
		    sar_row_format(in->row, "%s.wav", base));
	return in->row->column == NULL;
}
