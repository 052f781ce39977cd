/* The table of sar.conf's keys: what holds where nothing is given. */
#include "export/home.h"
#include "export/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char least[] = "[organisation]\norigin = a.example/log\n"
			    "[policy]\nzone = UTC\n"
			    "[recorder]\nrecordings = r\n"
			    "[recorder one]\ncountry = 353\n"
			    "[recorder two]\n";

static struct sar_conf *
completed(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf;

	conf = sar_conf_parse("c", text, strlen(text), sar_settings_keys(),
	    &err);
	assert_string_equal(err.msg, "");
	assert_int_equal(sar_settings_complete(conf, &err), 0);
	return conf;
}

static void
a_default_is_a_value_that_the_key_may_have(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = completed(least);

	(void)state;
	/* Whatever reads it reads the defaults: none may be refused. */
	assert_int_equal(sar_home_check_conf(conf, &err), 0);
	assert_string_equal(err.msg, "");
	sar_conf_free(conf);
}

static void
every_default_is_put_in_and_stands_on_no_line(void **state)
{
	struct sar_conf *conf = completed(least);
	const struct sar_setting *all;
	size_t n, i;

	(void)state;
	all = sar_settings_all(&n);
	for (i = 0; i < n; i++) {
		const char *section = strchr(all[i].section, '*') != NULL
					  ? "recorder two"
					  : all[i].section;
		const char *value = sar_conf_get(conf, section, all[i].key);

		if (sar_conf_line(conf, section, all[i].key, 0) != 0)
			continue;
		if (all[i].fallback == NULL)
			assert_null(value);
		else
			assert_string_equal(value, all[i].fallback);
	}
	assert_string_equal(sar_conf_get(conf, "recorder one", "country"),
	    "353");
	assert_string_equal(sar_conf_get(conf, "recorder one", "extensions"),
	    "2-6");
	sar_conf_free(conf);
}

static void
what_is_given_stays(void **state)
{
	struct sar_conf *conf = completed("[policy]\nfill = silence\nvcon =\n");

	(void)state;
	assert_string_equal(sar_conf_get(conf, "policy", "fill"), "silence");
	assert_int_equal(sar_conf_line(conf, "policy", "fill", 0), 2);
	/* Empty is given, too, and wrong. */
	assert_string_equal(sar_conf_get(conf, "policy", "vcon"), "");
	assert_null(sar_conf_nth(conf, "policy", "vcon", 1));
	sar_conf_free(conf);
}

static void
padme_has_its_names_hidden(void **state)
{
	struct sar_conf *conf = completed("[policy]\npadding = padme\n");

	(void)state;
	assert_string_equal(sar_conf_get(conf, "policy", "names"), "hidden");
	sar_conf_free(conf);
	conf = completed("[policy]\npadding = none\n");
	assert_string_equal(sar_conf_get(conf, "policy", "names"), "neutral");
	sar_conf_free(conf);
}

static void
no_key_stands_in_the_table_twice(void **state)
{
	const struct sar_setting *all;
	size_t n, i, k;

	(void)state;
	all = sar_settings_all(&n);
	assert_true(n > 35);
	for (i = 0; i < n; i++)
		for (k = i + 1; k < n; k++)
			assert_false(strcmp(all[i].section, all[k].section) ==
					 0 &&
				     strcmp(all[i].key, all[k].key) == 0);
	assert_null(sar_settings_keys()[n].key);
}

static void
who_can_write_it_is_looked_at(void **state)
{
	static const mode_t bad[] = { 0620, 0602, 0666, 0777 };
	static const mode_t good[] = { 0600, 0644, 0440 };
	char path[] = "/tmp/test-settings-XXXXXX";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf;
	int fd = mkstemp(path);
	size_t i;

	(void)state;
	assert_true(fd != -1);
	assert_int_equal(write(fd, least, strlen(least)),
	    (ssize_t)strlen(least));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(fchmod(fd, bad[i]), 0);
		assert_null(sar_settings_load(path, &err));
		assert_int_equal(err.code, SAR_EREFUSED);
	}
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(fchmod(fd, good[i]), 0);
		conf = sar_settings_load(path, &err);
		assert_non_null(conf);
		sar_conf_free(conf);
	}
	assert_int_equal(close(fd), 0);
	assert_int_equal(unlink(path), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_default_is_a_value_that_the_key_may_have),
		cmocka_unit_test(every_default_is_put_in_and_stands_on_no_line),
		cmocka_unit_test(what_is_given_stays),
		cmocka_unit_test(padme_has_its_names_hidden),
		cmocka_unit_test(no_key_stands_in_the_table_twice),
		cmocka_unit_test(who_can_write_it_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
