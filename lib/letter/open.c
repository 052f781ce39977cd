#include "letter/prose.h"
#include "letter/sections.h"

/* Reference encrypted-zip.md 1.6: which programs were seen to open it. */
static void
add_programs(struct sar_buf *out, const char *package_name)
{
	sar_prose_heading(out, "What you need");
	sar_prose_add(out, "Windows: ",
	    "7-Zip, free from 7-zip.org. Install it, right-click the file, "
	    "choose 7-Zip, then \"Extract here\". Opening the file by a "
	    "double click does not work: Windows Explorer is known not to "
	    "open it, and may call the file damaged or the passphrase wrong.");
	sar_prose_line(out);
	sar_prose_add(out, "Mac: ",
	    "Keka (keka.io) or The Unarchiver (theunarchiver.com). Install "
	    "one and open the file with it. The Archive Utility that comes "
	    "with macOS is known not to open it.");
	sar_prose_line(out);
	sar_prose_add(out, "Linux: ",
	    "7z or bsdtar; either asks for the passphrase. The older unzip "
	    "program does not open it.");
	sar_buf_printf(out, "         7z x %s\r\n", package_name);
	sar_buf_printf(out, "         bsdtar -x -f %s\r\n", package_name);
	sar_prose_line(out);
	sar_prose_add(out, "iPhone, iPad, Android: ",
	    "Please use a computer. The Files apps of telephones and tablets "
	    "are not known to open it.");
}

static void
add_steps(struct sar_buf *out)
{
	sar_prose_heading(out, "The passphrase");
	sar_prose_printf(out,
	    "It comes to you separately, not with this file. It is several "
	    "words in small letters, joined by hyphens, like this: "
	    "word-word-word-word-word-word. Type it with the hyphens and "
	    "without spaces. Do not send it on together with the package.");
	sar_prose_heading(out, "What is inside");
	sar_prose_add(out, "  ",
	    "letter.txt: our answer; read it first\n"
	    "schedule.csv: the same as a table, for a spreadsheet\n"
	    "call-01.wav, or .flac, .mp3 or .opus, and so on: the recordings "
	    "that we can "
	    "give you; any audio player plays them");
}

char *
sar_letter_how_to_open(const struct sar_conf *profile, const char *package_name,
    struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	const char *name = sar_conf_need(profile, "organisation", "name", err);
	const char *contact = sar_conf_need(profile, "profile", "contact", err);

	if (name == NULL || contact == NULL)
		return NULL;
	sar_buf_printf(&out, "How to open %s\r\n\r\n", package_name);
	sar_prose_printf(&out,
	    "It is an encrypted zip file (AES-256). To open it you need a "
	    "program that knows this encryption, and the passphrase.");
	add_programs(&out, package_name);
	add_steps(&out);
	sar_prose_heading(&out, "If it does not work");
	sar_prose_add(&out, "",
	    "Please ask us; we can give you the recordings "
	    "another way:");
	sar_prose_add(&out, "  ", name);
	sar_prose_add(&out, "  ", contact);
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	return sar_buf_take(&out);
}
