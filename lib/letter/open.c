/*
 * HOW-TO-OPEN.txt.  Which programs were seen to open the package and which
 * were not: reference encrypted-zip.md 1.6, sar-package(5).
 */
#include <stdio.h>
#include <string.h>

#include "letter/prose.h"
#include "letter/sections.h"

#define NAMES_MAX 12 /* listed one by one */

static void
add_names(struct sar_buf *out, const struct sar_letter_package *package)
{
	size_t i;

	if (package->n > NAMES_MAX) {
		sar_buf_printf(out, "  %s to\r\n  %s (%zu files)\r\n",
		    package->names[0], package->names[package->n - 1],
		    package->n);
		return;
	}
	for (i = 0; i < package->n; i++)
		sar_buf_printf(out, "  %s\r\n", package->names[i]);
}

static void
add_head(struct sar_buf *out, const struct sar_letter_package *package)
{
	bool many = package->n > 1;

	sar_buf_puts(out, "How to open\r\n");
	add_names(out, package);
	sar_prose_line(out);
	sar_prose_printf(out,
	    "%s encrypted (zip, AES-256), so that only you can open %s. You "
	    "need two things: a program that knows this encryption, and the "
	    "passphrase.",
	    many ? "These files are" : "This file is", many ? "them" : "it");
	if (many)
		sar_prose_printf(out,
		    "They are the parts of one answer. Each opens by itself, "
		    "all with the same passphrase. You need all of them: each "
		    "has other recordings.");
}

static void
add_passphrase(struct sar_buf *out)
{
	sar_prose_heading(out, "The passphrase");
	sar_prose_add(out, "",
	    "It comes to you another way, not with the package. It is usually "
	    "six words or more in small letters, joined by hyphens, like "
	    "this:");
	sar_buf_puts(out, "  word-word-word-word-word-word\r\n\r\n");
	sar_prose_printf(out,
	    "Type it just as you got it: small letters stay small, the hyphens "
	    "belong to it, there are no spaces, and nothing comes before or "
	    "after it. Do not send it on together with the package.");
}

/* Where one zip is opened, nobody stops at the other. */
static void
add_next(struct sar_buf *out, bool hidden)
{
	if (hidden)
		sar_prose_printf(out,
		    "Then go on with \"Open it twice\" below.");
}

static void
add_windows(struct sar_buf *out, bool many, bool hidden)
{
	sar_prose_heading(out, "Windows");
	sar_prose_printf(out,
	    "1. Install 7-Zip, free from 7-zip.org, or NanaZip, which is made "
	    "from it, free in the Microsoft Store. WinZip and WinRAR are "
	    "reported to work too.");
	sar_prose_printf(out,
	    "2. Put %s into a new, empty folder. Click %s with the right "
	    "button (in Windows 11 then \"Show more options\"). Choose 7-Zip, "
	    "then \"Extract Here\".",
	    many ? "all the parts" : "the file",
	    many ? "them, all selected," : "it");
	sar_prose_printf(out,
	    "3. Type the passphrase when you are asked%s. A double click does "
	    "not work: Windows itself does not know this encryption. It shows "
	    "\"Error 0x80004005: Unspecified error\", or says that the "
	    "password is wrong. That is not your fault, and the file is not "
	    "damaged.",
	    many ? ", once for each part" : "");
	if (many && !hidden)
		sar_prose_printf(out,
		    "If 7-Zip asks whether to replace a file such as "
		    "letter.txt, answer \"Yes to All\": it is the same in "
		    "every part.");
	add_next(out, hidden);
}

static void
add_mac(struct sar_buf *out, bool many, bool hidden)
{
	sar_prose_heading(out, "Mac");
	sar_prose_printf(out,
	    "1. Install Keka (keka.io), which is reported to open it.");
	sar_prose_printf(out,
	    "2. Click %s with the right button, choose \"Open With\", then "
	    "Keka, and type the passphrase.%s",
	    many ? "each part" : "the file",
	    many && !hidden
		? " Then move all that came out into one folder; files of the "
		  "same name, such as letter.txt, are the same in every part."
		: "");
	sar_prose_printf(out,
	    "A double click may start the Archive Utility that comes with "
	    "macOS, which does not know this encryption. It says \"Unable to "
	    "expand\" and \"Operation not permitted\", or asks for the "
	    "password again and again.");
	add_next(out, hidden);
}

static void
add_phones(struct sar_buf *out, bool hidden)
{
	const char *then = hidden
			       ? "Then open what came out too, as told below, "
				 "and tap a recording to hear it"
			       : "Then tap a recording to hear it";

	sar_prose_heading(out, "iPhone, iPad");
	sar_prose_printf(out,
	    "A computer is the surer way. The Files app is not known to open "
	    "it. Keka and WinZip, in the App Store, come from the makers of "
	    "programs that do, but we have not tried them. Save the file to "
	    "Files first, then open it in the app and type the passphrase. "
	    "%s; listen.html may not find the recordings on an iPhone.",
	    then);
	sar_prose_heading(out, "Android");
	sar_prose_printf(out,
	    "A computer is the surer way. The Files app is not known to open "
	    "it. RAR, by RARLAB, in the Play Store, is reported to, but we "
	    "have not tried it. Save the file first, open it in the app, type "
	    "the passphrase and extract all into one folder. %s.",
	    then);
}

static void
add_linux(struct sar_buf *out, const struct sar_letter_package *package)
{
	sar_prose_heading(out, "Linux");
	sar_prose_printf(out,
	    "Either of these asks for the passphrase%s. unzip does not know "
	    "this encryption; it says \"need PK compat. v5.1\" or "
	    "\"unsupported\" and skips the files.",
	    package->n > 1 ? "; do it for each part" : "");
	sar_buf_printf(out, "  7z x %s\r\n", package->names[0]);
	sar_buf_printf(out, "  bsdtar -x -f %s\r\n", package->names[0]);
}

/*
 * One zip inside, so that not even names can be read from outside.  What opened
 * the outer one opens it; Archive Utility does not open all that have sizes
 * after the data (zip.js issue 274, archiver issue 74).
 */
static void
add_second(struct sar_buf *out, bool many)
{
	sar_prose_heading(out, "Open it twice");
	if (many)
		sar_prose_printf(out,
		    "Out of each part comes one file: package-1.zip, "
		    "package-2.zip and so on. Open each of these too, with "
		    "the same program, and extract what is in them into one "
		    "common folder. They need no passphrase. Where you are "
		    "asked whether to replace a file such as letter.txt, say "
		    "yes: it is the same in every part.");
	else
		sar_prose_printf(out,
		    "Out of it comes one file, package.zip. Open that too, "
		    "with the same program: it needs no passphrase. Extract "
		    "it into a folder; listen.html does not work from inside "
		    "a zip.");
}

static void
add_inside(struct sar_buf *out, const struct sar_letter_package *package)
{
	sar_prose_heading(out, "Then open listen.html");
	sar_prose_printf(out,
	    "With a double click it opens in your browser. It needs no "
	    "internet and sends nothing. It lists the calls, plays the "
	    "recordings that are there, and shows where something was taken "
	    "out and why. Leave it in the folder with all other files, or it "
	    "cannot find recordings. The files are:");
	sar_prose_add(out, "  ",
	    "letter.txt: our answer, with your rights; please read it\n"
	    "schedule.txt: the list of calls, with every place that was taken "
	    "out\n"
	    "schedule.csv: the list as a table, for a spreadsheet\n"
	    "call-01 and so on: the recordings, if there are any; any program "
	    "that plays sound opens them");
	if (package->hidden)
		sar_prose_add(out, "  ",
		    package->n > 1
			? "padding-1.bin and so on, if there are any: filling, "
			  "so that nobody could tell the size of what is in "
			  "the package; you may delete them"
			: "padding.bin, if it is there: filling, so that "
			  "nobody could tell the size of what is in the "
			  "package; you may delete it");
	sar_prose_add(out, "  ",
	    "all others: for programs that check the package");
}

/* Nobody has to; whoever wants to needs no program of ours. */
static void
add_check(struct sar_buf *out, const struct sar_letter_package *package)
{
	const char *which = package->n > 1 ? "manifest-1.json"
					   : "manifest.json";

	if (package->key == NULL)
		return;
	sar_prose_heading(out, "If you want to check that it comes from us");
	sar_prose_printf(out,
	    "You need not do this. The list of all files%s and their SHA-256 "
	    "sums is in %s, and it is signed. Anybody can check the "
	    "signature with the free program minisign, in the folder with "
	    "the files:",
	    package->n > 1 ? " of the first part" : "", which);
	/* In one line: each system has its own way of breaking one. */
	sar_buf_printf(out, "  minisign -V -m %s -P %s\r\n\r\n", which,
	    package->key);
	if (package->n > 1)
		sar_prose_printf(out,
		    "The other parts have manifest-2.json and so on; check "
		    "them in the same way.");
	sar_prose_printf(out,
	    "The long word in it is our public key. Ask us for it another "
	    "way, by telephone for example, if you want to be sure that this "
	    "text was not changed on its way to you.");
}

/* All keys: of several parts, or calls, not all may be signed with one. */
static void
add_keys(struct sar_buf *out, const char *vkeys)
{
	const char *line, *end;
	bool many = strchr(vkeys, '\n') != strrchr(vkeys, '\n');

	sar_prose_printf(out,
	    "Here log.vkey is a text file with %s in it, the public key%s of "
	    "our log%s. It may have the spaces in front. Ask us for %s another "
	    "way too:",
	    many ? "these lines" : "this line", many ? "s" : "",
	    many ? ", one after the other" : "", many ? "them" : "it");
	for (line = vkeys; (end = strchr(line, '\n')) != NULL; line = end + 1)
		sar_buf_printf(out, "  %.*s\r\n", (int)(end - line), line);
	sar_buf_puts(out, "\r\n");
}

/* All parts, or those that are not named count as missing. */
static void
add_commands(struct sar_buf *out, const struct sar_letter_package *package)
{
	size_t i;

	sar_prose_printf(out,
	    "The free program sar-verify checks it, without the internet and "
	    "without us. It comes with sar-export, which is free software: ask "
	    "us where to get it.");
	sar_buf_puts(out, "  sar-verify proof --vkey log.vkey");
	for (i = 0; i < package->n; i++)
		sar_buf_printf(out, " --package %s", package->names[i]);
	sar_buf_printf(out, " %s.tlog-proof\r\n\r\n", package->names[0]);
	add_keys(out, package->vkeys);
	sar_prose_printf(out,
	    "Other programs that know \"C2SP tlog-proof\" can check it as "
	    "well.");
	sar_prose_heading(out, "Files that end in .redaction-proof");
	sar_prose_printf(out,
	    "There may be such a file beside a recording in the package. With "
	    "the two of them anybody can check that what you hear is what our "
	    "log registered, and where something was taken out; for call-01 "
	    "so:");
	sar_buf_puts(out,
	    "  sar-verify redaction --vkey log.vkey call-01.redaction-proof "
	    "call-01.wav\r\n\r\n");
	sar_prose_printf(out,
	    "The recording may be call-01.flac instead; its name is in the "
	    "schedule.");
}

/* It lies beside the package too: who has it can hold us to our log. */
static void
add_proof(struct sar_buf *out, const struct sar_letter_package *package)
{
	if (package->vkeys == NULL)
		return;
	sar_prose_heading(out, "The small file that ends in .tlog-proof");
	sar_prose_printf(out,
	    "%s comes with a small file of the same name and .tlog-proof at "
	    "its end. If you did not get %s, ask us for it. You need none to "
	    "open anything, but please keep what you got.",
	    package->n > 1 ? "Each part" : "The package",
	    package->n > 1 ? "one of them" : "it");
	sar_prose_printf(out,
	    "It proves that we wrote into our signed log that we release just "
	    "these files, and what we wrote: when, how much was taken out, and "
	    "under which provision. We cannot change that later without "
	    "anybody who has this file being able to show it. It does not "
	    "prove that what we wrote is true. It names nobody.");
	add_commands(out, package);
}

static void
add_help(struct sar_buf *out, const char *name, const char *contact)
{
	sar_prose_heading(out, "If it does not work, or not for you");
	sar_prose_printf(out,
	    "Please ask us. We can give you the recordings another way, and "
	    "the letter and the lists in a form you can use: in large print, "
	    "read to you, or on paper, for example.");
	sar_prose_add(out, "  ", name);
	sar_prose_add(out, "  ", contact);
}

char *
sar_letter_how_to_open(const struct sar_letter_package *package,
    struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	bool many = package->n > 1;
	const char *name = sar_conf_need(package->profile, "organisation",
	    "name", err);
	const char *contact;

	if (name == NULL || (contact = sar_conf_need(package->profile,
				 "profile", "contact", err)) == NULL)
		return NULL;
	add_head(&out, package);
	add_passphrase(&out);
	add_windows(&out, many, package->hidden);
	add_mac(&out, many, package->hidden);
	add_phones(&out, package->hidden);
	add_linux(&out, package);
	if (package->hidden)
		add_second(&out, many);
	add_inside(&out, package);
	add_check(&out, package);
	add_proof(&out, package);
	add_help(&out, name, contact);
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	return sar_buf_take(&out);
}
