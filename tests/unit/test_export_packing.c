/* How a package is put together: what the policy and options may say. */
#include "export/packing.h"
#include "export/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
sizes_are_decimal_and_binary(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} good[] = { { "none", 0 }, { "100 kB", 100000 }, { "98KiB", 100352 },
		{ "20 MB", 20000000 }, { "20MB", 20000000 },
		{ "25 MiB", 26214400 }, { "2 GB", 2000000000 },
		{ "4GiB", (uint64_t)4 << 30 },
		{ "1048576 GiB", (uint64_t)1 << 50 },
		{ "0000020 MB", 20000000 } };
	uint64_t out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		out = 1;
		assert_true(sar_packing_size(good[i].text, &out));
		assert_int_equal(out, good[i].bytes);
	}
}

static void
what_is_no_size_is_refused(void **state)
{
	static const char *const bad[] = { "", "20", "MB", " 20 MB", "20  MB",
		"20 MB ", "20 mb", "20 Mb", "20 M", "20.5 MB", "-20 MB",
		"+20 MB", "0x20 MB", "0 MB", "99 kB", "97 KiB", "None",
		"1048577 GiB", "99999999999999999 GB",
		"18446744073709551616 kB", "20 MB MB", "20\tMB" };
	uint64_t out = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (sar_packing_size(bad[i], &out))
			fail_msg("taken: \"%s\"", bad[i]);
	assert_int_equal(out, 7);
}

/* The policy in ${text}; what it must say is ${want}, or how it fails. */
static void
policy(const char *text, const struct sar_packing *want, const char *message)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_packing got;
	struct sar_conf *conf;
	int rc;

	conf = sar_conf_parse("sar.conf", text, strlen(text),
	    sar_settings_keys(), &err);
	assert_string_equal(err.msg, "");
	assert_non_null(conf);
	rc = sar_packing_read(conf, &got, &err);
	sar_conf_free(conf);
	assert_string_equal(err.msg, message);
	if (want == NULL) {
		assert_int_equal(rc, -1);
		assert_int_equal(err.code, SAR_EINPUT);
		return;
	}
	assert_int_equal(rc, 0);
	assert_int_equal(got.hidden, want->hidden);
	assert_int_equal(got.padded, want->padded);
	assert_int_equal(got.vcon, want->vcon);
	assert_int_equal(got.volume, want->volume);
}

static void
padding_hides_the_names(void **state)
{
	static const struct sar_packing plain = { 0 };
	static const struct sar_packing hidden = { .hidden = true };
	static const struct sar_packing padded = { .hidden = true,
		.padded = true };
	static const struct sar_packing all = { .hidden = true,
		.padded = true,
		.vcon = true,
		.volume = 26214400 };

	(void)state;
	policy("[policy]\n", &plain, "");
	policy("[policy]\nnames = neutral\npadding = none\n"
	       "volume-size = none\nvcon = no\n",
	    &plain, "");
	policy("[policy]\nnames = hidden\n", &hidden, "");
	policy("[policy]\npadding = padme\n", &padded, "");
	policy("[policy]\npadding = padme\nnames = hidden\n"
	       "volume-size = 25 MiB\nvcon = yes\n",
	    &all, "");
}

static void
a_wrong_word_is_named_by_its_line(void **state)
{
	(void)state;
	policy("[policy]\npadding = padme\nnames = neutral\n", NULL,
	    "sar.conf: line 3: names: must be hidden where padding is padme");
	policy("[policy]\n\nnames = Hidden\n", NULL,
	    "sar.conf: line 3: names: expected neutral or hidden");
	policy("[policy]\npadding = yes\n", NULL,
	    "sar.conf: line 2: padding: expected none or padme");
	policy("[policy]\nvolume-size = 20\n", NULL,
	    "sar.conf: line 2: volume-size: expected none, or a size from "
	    "100 kB as \"20 MB\" or \"25 MiB\"");
	policy("[policy]\nvcon = 1\n", NULL,
	    "sar.conf: line 2: vcon: expected no or yes");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_are_decimal_and_binary),
		cmocka_unit_test(what_is_no_size_is_refused),
		cmocka_unit_test(padding_hides_the_names),
		cmocka_unit_test(a_wrong_word_is_named_by_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
