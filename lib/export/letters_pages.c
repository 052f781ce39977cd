/* Letters that are there, as pages and as PDF. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "export/letters.h"
#include "export/pdf.h"

#define LETTER_MAX ((size_t)16 << 20) /* as a letter of many calls can be */
#define PAGE_MAX ((size_t)64 << 20)

/* One letter: where its text is, and what its page is to be called. */
struct letter {
	const char *folder;
	const char *text; /* path */
	const char *stem; /* of the page, in the folder */
	size_t stem_len;
};

/* What a page is called by: "extension-2" is an extension. */
static const char *
title_of(const struct letter *letter)
{
	enum sar_notice_kind kind;
	size_t len = letter->stem_len;
	size_t digits = 0;
	char name[64];

	while (digits < len && letter->stem[len - 1 - digits] >= '0' &&
	       letter->stem[len - 1 - digits] <= '9')
		digits++;
	if (digits > 0 && digits < len && letter->stem[len - 1 - digits] == '-')
		len -= digits + 1;
	if (len > 6 && memcmp(letter->stem + len - 6, ".draft", 6) == 0)
		len -= 6;
	if (len < sizeof(name)) {
		memcpy(name, letter->stem, len);
		name[len] = '\0';
		if (sar_notice_parse(name, &kind))
			return sar_notice_title(kind);
	}
	return "A letter";
}

static char *
path_of(const struct letter *letter, const char *ending, struct sar_err *err)
{
	struct sar_buf name = SAR_BUF_INIT;
	char *path = NULL;

	sar_buf_add(&name, letter->stem, letter->stem_len);
	sar_buf_puts(&name, ending);
	if (sar_buf_check(&name, err) == 0)
		path = sar_file_join(letter->folder, name.data, err);
	sar_buf_free(&name);
	return path;
}

static char *
page_of(const struct letter *letter, struct sar_err *err)
{
	char *text = NULL;
	char *page = NULL;
	size_t len;

	if (sar_file_read(letter->text, LETTER_MAX, &text, &len, err) == 0)
		page = sar_notice_page(title_of(letter), text, err);
	free(text);
	return page;
}

/* Is it there, and the page of this very text? */
static bool
is_there(const char *path, const char *page)
{
	struct sar_err ignored = SAR_ERR_INIT;
	char *was = NULL;
	size_t len = 0;
	bool same;

	if (!sar_file_exists(path) ||
	    sar_file_read(path, PAGE_MAX, &was, &len, &ignored) == -1)
		return false;
	same = len == strlen(page) && memcmp(was, page, len) == 0;
	free(was);
	return same;
}

static int
drop(const char *path, struct sar_err *err)
{
	if (unlink(path) == -1 && errno != ENOENT)
		return sar_err_errno(err, "%s", path);
	return 0;
}

/* Both are made of the letter, so they may be gone for a moment: a kill leaves
 * no file under another name, and no PDF of another text beside a page. */
static int
put_page(const char *path, const char *pdf, const char *page,
    struct sar_err *err)
{
	if (drop(pdf, err) == -1 || drop(path, err) == -1)
		return -1;
	return sar_file_write(path, page, strlen(page), 0600, false, err);
}

/* The page, and with ${n} the PDF, counted when one had to be made. */
static int
dress(const struct letter *letter, size_t *n, struct sar_err *err)
{
	char *page = page_of(letter, err);
	char *html = page == NULL ? NULL : path_of(letter, ".html", err);
	char *pdf = html == NULL ? NULL : path_of(letter, ".pdf", err);
	int rc = -1;

	if (pdf == NULL)
		goto out;
	rc = is_there(html, page) ? 0 : put_page(html, pdf, page, err);
	if (rc == 0 && n != NULL && !sar_file_exists(pdf)) {
		rc = sar_pdf_make(page, strlen(page), pdf, err);
		*n += rc == 0;
	}

out:
	free(pdf);
	free(html);
	free(page);
	return rc;
}

static int
dress_named(const char *folder, const char *name, size_t *n,
    struct sar_err *err)
{
	size_t len = strlen(name);
	struct letter letter = { .folder = folder, .stem = name };
	char *text;
	int rc;

	if (name[0] == '.' || len < 5 || strcmp(name + len - 4, ".txt") != 0)
		return 0;
	letter.stem_len = len - 4;
	letter.text = text = sar_file_join(folder, name, err);
	rc = text == NULL ? -1 : dress(&letter, n, err);
	free(text);
	return rc;
}

static int
dress_folder(const char *folder, size_t *n, struct sar_err *err)
{
	const struct dirent *entry;
	DIR *dir = opendir(folder);
	int rc = 0;

	if (dir == NULL)
		return errno == ENOENT ? 0 : sar_err_errno(err, "%s", folder);
	while (rc == 0 && (entry = readdir(dir)) != NULL)
		rc = dress_named(folder, entry->d_name, n, err);
	(void)closedir(dir);
	return rc;
}

/* The answer's letter lies in the case itself, as in the package. */
static int
dress_answer(const char *dir, const char *folder, size_t *n,
    struct sar_err *err)
{
	static const char stem[] = "answer";
	struct letter letter = { .folder = folder,
		.stem = stem,
		.stem_len = sizeof(stem) - 1 };
	char *text = sar_file_join(dir, "letter.txt", err);
	int rc = -1;

	letter.text = text;
	if (text != NULL && !sar_file_exists(text))
		rc = 0;
	else if (text != NULL && sar_file_mkdir(folder, 0700, err) == 0)
		rc = dress(&letter, n, err);
	free(text);
	return rc;
}

static int
dress_all(const char *dir, size_t *n, struct sar_err *err)
{
	char *folder = sar_file_join(dir, SAR_LETTERS, err);
	int rc = -1;

	if (folder != NULL && dress_answer(dir, folder, n, err) == 0)
		rc = dress_folder(folder, n, err);
	free(folder);
	return rc;
}

int
sar_letters_pages(const char *dir, struct sar_err *err)
{
	return dress_all(dir, NULL, err);
}

int
sar_letters_pdfs(const char *dir, size_t *n, struct sar_err *err)
{
	*n = 0;
	return dress_all(dir, n, err);
}
