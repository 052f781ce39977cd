#include "letter/letter.h"
#include "letter/words.h"

/* What is known to open AES zips, and not to: sar-package(5). */
static const char how[] =
    "This file has nothing personal in it. The other one, %s, is\n"
    "encrypted. To open it you need a passphrase, which comes to you another "
    "way (not\nin the same message). It is words joined by hyphens; type it "
    "just as it is,\nhyphens too, all in small letters.\n\n"
    "Windows\n"
    "    Install 7-Zip (free, from 7-zip.org). Right-click the file, choose\n"
    "    7-Zip, then \"Extract here\", and type the passphrase. WinZip and "
    "WinRAR\n    open it too. Windows' own \"Extract all\" is known not to "
    "open it.\n\n"
    "macOS\n"
    "    Install Keka or The Unarchiver, and open the file with it. The "
    "Archive\n    Utility that comes with the Mac is known not to open it.\n\n"
    "Linux\n"
    "    7z x %s\n"
    "    or: bsdtar -x --passphrase PASSPHRASE -f %s\n"
    "    (the program \"unzip\" does not open it).\n\n"
    "iPhone, iPad, Android\n"
    "    We do not know that the Files app opens it. Please use a "
    "computer.\n\n"
    "Inside you find letter.txt (our answer), schedule.csv (the list of calls) "
    "and\nthe recordings, which any computer can play.\n\n"
    "If you cannot open it, or it asks for a passphrase you do not have, "
    "contact us:\n%s\n";

char *
sar_letter_how_to_open(const struct sar_conf *profile, const char *package_name,
    struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	const char *name = sar_conf_get(profile, "organisation", "name");
	const char *contact = sar_conf_get(profile, "profile", "contact");

	sar_buf_printf(&buf, "HOW TO OPEN THE FILE FROM %s\n\n",
	    name == NULL ? "US" : name);
	sar_buf_printf(&buf, how, package_name, package_name, package_name,
	    contact == NULL ? "" : contact);
	return sar_words_crlf(&buf, err);
}
