/* HOW-TO-OPEN.txt, which lies beside the package. */
#include "letter_bench.h"

#define VKEY                                                                \
	"sar.example/log+ad0a17ad+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQS" \
	"VTG4"
#define VKEY2                                                               \
	"sar.example/log+5d1c1e3a+AfbGv0EoM1Jf8Q5w1nmIYh6vJm4xF0e7UIlz5kJd" \
	"0B2M"
#define KEY "RWStChetUJOdaQdF2Z5kQ2V5VGVzdEtleVRlc3RLZXlUZXN0S2V5VGVz"

static const char *const three[] = { "A-1-part-1.zip", "A-1-part-2.zip",
	"A-1-part-3.zip" };

static char *
how(const struct sar_conf *conf, const char *const *names, size_t n,
    bool hidden, const char *key)
{
	struct sar_letter_package package = { conf, names, n, hidden, key,
		NULL };
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_letter_how_to_open(&package, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

static void
assert_all(const char *text, const char *const *parts, size_t n)
{
	char *flat = unwrapped(text);
	size_t i;

	for (i = 0; i < n; i++)
		assert_has(flat, parts[i]);
	free(flat);
}

static void
every_system_has_its_steps_and_its_traps(void **state)
{
	static const char *const parts[] = { "Windows -------", "7-Zip",
		"NanaZip", "Error 0x80004005", "Mac ---", "Keka", "keka.io",
		"Operation not permitted", "iPhone, iPad ---",
		"not known to open it", "Android ---", "Linux ---",
		"7z x A-1-part-1.zip", "bsdtar -x -f A-1-part-1.zip",
		"need PK compat", "another way, not with the package",
		"six words or more", "word-word-word-word-word-word", "hyphens",
		"small letters stay", "open listen.html", "needs no internet",
		"schedule.txt:", "large print", "Wexcombe Council",
		"CONTACT dp@wexcombe.example" };
	struct bench b;
	char *text;

	(void)state;
	begin(&b);
	text = how(b.conf, three, 1, false, NULL);
	assert_all(text, parts, sizeof(parts) / sizeof(parts[0]));
	assert_has(text, "\r\n  word-word-word-word-word-word\r\n");
	assert_lacks(text, "Zoe");
	assert_lacks(text, "960123");
	assert_lacks(text, "package.zip");
	assert_lacks(text, "each part");
	assert_lacks(text, "minisign");
	free(text);
	end(&b);
}

static void
several_parts_go_into_one_folder(void **state)
{
	static const char *const parts[] = {
		"A-1-part-1.zip A-1-part-2.zip A-1-part-3.zip These files are "
		"encrypted",
		"all with the same passphrase", "You need all of them",
		"into a new, empty folder", "the same in every part",
		"once for each part"
	};
	static const char *many[40];
	struct bench b;
	char *text;
	size_t i;

	(void)state;
	begin(&b);
	text = how(b.conf, three, 3, false, NULL);
	assert_all(text, parts, sizeof(parts) / sizeof(parts[0]));
	assert_lacks(text, "package.zip");
	free(text);
	for (i = 0; i < 40; i++)
		many[i] = three[i < 39 ? 0 : 2];
	text = how(b.conf, many, 40, false, NULL);
	assert_has(text,
	    "  A-1-part-1.zip to\r\n  A-1-part-3.zip (40 files)\r\n");
	free(text);
	end(&b);
}

/* Each part has a zip of its own name: all can be put into one folder. */
static void
a_zip_in_a_zip_is_opened_twice(void **state)
{
	static const char *const one[] = { "Open it twice",
		"one file, package.zip", "needs no passphrase",
		"does not work from inside a zip" };
	static const char *const more[] = { "Open it twice", "package-1.zip",
		"package-2.zip", "the same program", "into one common folder" };
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	text = how(b.conf, three, 1, false, NULL);
	assert_lacks(text, "padding");
	assert_lacks(text, "wice");
	free(text);
	text = how(b.conf, three, 1, true, NULL);
	assert_has(text, "  padding.bin, if it is there: filling,");
	/* Nobody stops at the zip inside, on a telephone either. */
	flat = unwrapped(text);
	assert_lacks(flat, "Then tap a recording");
	assert_has(flat, "Then go on with \"Open it twice\" below. Mac");
	assert_has(flat, "Then go on with \"Open it twice\" below. iPhone");
	assert_has(flat, "Then open what came out too, as told below, and tap "
			 "a recording to hear it; listen.html");
	assert_has(flat, "Then open what came out too, as told below, and tap "
			 "a recording to hear it. Linux");
	free(flat);
	assert_all(text, one, sizeof(one) / sizeof(one[0]));
	assert_lacks(text, "package-1.zip");
	free(text);
	text = how(b.conf, three, 3, true, NULL);
	assert_all(text, more, sizeof(more) / sizeof(more[0]));
	assert_lacks(text, "one file, package.zip");
	free(text);
	end(&b);
}

static void
whoever_wants_to_can_check_the_signature(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	flat = unwrapped(text = how(b.conf, three, 1, false, KEY));
	assert_has(text, "  minisign -V -m manifest.json -P " KEY "\r\n");
	assert_has(flat, "You need not do this");
	assert_lacks(text, "manifest-1");
	free(flat);
	free(text);
	text = how(b.conf, three, 3, false, KEY);
	assert_has(text, "  minisign -V -m manifest-1.json -P " KEY "\r\n");
	assert_has(text, "manifest-2.json");
	free(text);
	end(&b);
}

static char *
how_with_proof(const struct sar_conf *conf, size_t n, const char *vkeys)
{
	struct sar_letter_package package = { conf, three, n, false, KEY,
		vkeys };
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_letter_how_to_open(&package, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

/* What the proof shows, what it does not, and how anybody can check it. */
static void
the_proof_that_comes_with_it_is_told_of(void **state)
{
	static const char *const parts[] = { "ends in .tlog-proof",
		"If you did not get", "ask us for it", "keep what you got",
		"our signed log", "does not prove that what we wrote is true",
		"It names nobody", "without the internet", "C2SP tlog-proof",
		"comes with sar-export, which is free software: ask us",
		"end in .redaction-proof",
		"sar-verify redaction --vkey log.vkey call-01.redaction-proof "
		"call-01.wav",
		"call-01.flac" };
	struct bench b;
	char *text;

	(void)state;
	begin(&b);
	text = how(b.conf, three, 1, false, KEY);
	assert_lacks(text, "tlog-proof");
	free(text);
	text = how_with_proof(b.conf, 1, VKEY "\n");
	assert_all(text, parts, sizeof(parts) / sizeof(parts[0]));
	assert_has(text, "The package comes with");
	assert_has(text,
	    "  sar-verify proof --vkey log.vkey --package A-1-part-1.zip "
	    "A-1-part-1.zip.tlog-proof\r\n");
	assert_has(text, "with this line in it");
	assert_has(text, "\r\n\r\n  " VKEY "\r\n\r\n");
	assert_lacks(text, "Zoe");
	assert_lacks(text, "960123");
	free(text);
	text = how_with_proof(b.conf, 3, VKEY "\n" VKEY2 "\n");
	assert_all(text, parts, sizeof(parts) / sizeof(parts[0]));
	assert_has(text, "Each part comes with");
	/* A part that is not named is told as missing. */
	assert_has(text,
	    "  sar-verify proof --vkey log.vkey --package A-1-part-1.zip "
	    "--package A-1-part-2.zip --package A-1-part-3.zip "
	    "A-1-part-1.zip.tlog-proof\r\n");
	assert_has(text, "with these lines in it");
	assert_has(text, "\r\n\r\n  " VKEY "\r\n  " VKEY2 "\r\n\r\n");
	free(text);
	end(&b);
}

static void
lines_fit_and_end_in_crlf(void **state)
{
	struct bench b;
	char *text;

	(void)state;
	begin(&b);
	text = how(b.conf, three, 1, false, NULL);
	assert_lines(text);
	free(text);
	text = how(b.conf, three, 3, true, NULL);
	assert_lines(text);
	free(text);
	end(&b);
}

static void
nobody_to_ask_is_no_text(void **state)
{
	struct sar_letter_package package = { NULL, three, 1, false, NULL,
		NULL };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = profile_of("[organisation]\nname = W\n");

	(void)state;
	package.profile = conf;
	assert_null(sar_letter_how_to_open(&package, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	sar_conf_free(conf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_system_has_its_steps_and_its_traps),
		cmocka_unit_test(several_parts_go_into_one_folder),
		cmocka_unit_test(a_zip_in_a_zip_is_opened_twice),
		cmocka_unit_test(whoever_wants_to_can_check_the_signature),
		cmocka_unit_test(the_proof_that_comes_with_it_is_told_of),
		cmocka_unit_test(lines_fit_and_end_in_crlf),
		cmocka_unit_test(nobody_to_ask_is_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
