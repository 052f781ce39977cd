/* SQL dumps: what is a row, what is passed over, what is torn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "ingest/format.h"
#include "ingest/sqldump.h"

#define CREATE                                                          \
	"CREATE TABLE `cdr` (\n  `calldate` datetime NOT NULL DEFAULT " \
	"'0000-00-00 00:00:00',\n  `src` varchar(80) DEFAULT '',\n"     \
	"  `n` int(11) DEFAULT 0,\n  KEY `src` (`src`,`n`)\n) "         \
	"ENGINE=InnoDB COMMENT='a;b';\n"

/* All that was told, one line each. */
static struct sar_buf told;

static bool
wants(void *ctx, const char *table)
{
	(void)ctx;
	return strcasecmp(table, "cdr") == 0;
}

static int
columns(void *ctx, const struct sar_sqldump_columns *c, struct sar_err *err)
{
	size_t i;

	(void)ctx;
	(void)err;
	sar_buf_printf(&told, "%s%s:", c->table, c->utc ? " utc" : "");
	for (i = 0; i < c->n; i++)
		sar_buf_printf(&told, " %s %s", c->names[i], c->types[i]);
	sar_buf_puts(&told, "\n");
	return 0;
}

static int
row(void *ctx, const struct sar_sqldump_row *r, struct sar_err *err)
{
	size_t i;

	(void)ctx;
	(void)err;
	sar_buf_printf(&told, "%d", (int)r->nr);
	for (i = 0; i < r->n; i++)
		sar_buf_printf(&told, "|%s",
		    r->values[i] == NULL ? "-" : r->values[i]);
	if (r->fault != NULL)
		sar_buf_printf(&told, " %s at %zu", r->fault, r->at);
	sar_buf_puts(&told, "\n");
	return 0;
}

static int
run(const char *text, size_t len, struct sar_err *err)
{
	static const struct sar_sqldump dump = { NULL, wants, columns, row };
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;

	sar_buf_free(&told);
	sar_buf_puts(&told, "");
	*err = (struct sar_err)SAR_ERR_INIT;
	sar_source_text(&text, len, "dump", &source);
	return sar_sqldump_read(&source, &dump, digest, err);
}

static void
says(const char *text, const char *expected)
{
	struct sar_err err;

	assert_int_equal(run(text, strlen(text), &err), 0);
	assert_string_equal(told.data, expected);
}

static void
fails(const char *text, const char *why)
{
	struct sar_err err;

	assert_int_equal(run(text, strlen(text), &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, why);
}

static void
the_columns_come_from_create_table_or_from_the_insert(void **state)
{
	(void)state;
	says(CREATE "INSERT INTO `cdr` VALUES ('a','b',3),('c',NULL,-4.5e+6);",
	    "cdr: calldate datetime src varchar n int\n1|a|b|3\n"
	    "2|c|-|-4.5e+6\n");
	says("INSERT INTO `db`.`cdr` (`src`, n) VALUES\n('b',3),\n('c',4);\n"
	     "insert ignore into cdr (src,n) value ('d','5');",
	    "cdr: src  n \n1|b|3\n2|c|4\n3|d|5\n");
	says(CREATE "INSERT INTO cdr (n,src) VALUES (1,'x');"
		    "REPLACE INTO \"cdr\" VALUES ('y','z',2) AS new "
		    "ON DUPLICATE KEY UPDATE n = 3;",
	    "cdr: n int src varchar\n1|1|x\n"
	    "cdr: calldate datetime src varchar n int\n2|y|z|2\n");
	fails("\nINSERT INTO cdr VALUES (1);",
	    "dump: line 2: nothing says which columns the table has");
}

static void
escapes_are_mysqls_unless_another_engine_wrote_the_dump(void **state)
{
	(void)state;
	says(
	    "INSERT INTO cdr (src) VALUES ('it''s \\'q\\' \\\\ \\n\\t\\%\\_x'),"
	    "(\"a\\\"b\"\"c\"),(_utf8mb4'\xC3\xA9'),(_binary 'b'),(N'c');",
	    "cdr: src \n1|it's 'q' \\ \n\t\\%\\_x\n2|a\"b\"c\n3|\xC3\xA9\n"
	    "4|b\n5|c\n");
	says("PRAGMA foreign_keys=OFF;INSERT INTO cdr (src) VALUES ('a\\');",
	    "cdr: src \n1|a\\\n");
	says("SET standard_conforming_strings = on;"
	     "INSERT INTO cdr (src) VALUES ('a\\');",
	    "cdr: src \n1|a\\\n");
}

static void
a_value_that_is_no_text_or_number_is_a_fault_of_its_row_alone(void **state)
{
	(void)state;
	says("INSERT INTO cdr (src,n) VALUES (now(),1),('a','\\0'),(0xAB,2),"
	     "(1),('a',f(1,(2)),3),(X'41',1),('a' 'b',2),(TRUE,3),(-x,1),"
	     "('fine',4);",
	    "cdr: src  n \n1|now|1 not a plain value at 0\n"
	    "2|a| a NUL byte at 1\n3|0xAB|2 not a plain value at 0\n"
	    "4|1|- wrong number of columns at 2\n"
	    "5|a|f wrong number of columns at 2\n"
	    "6|X|1 not a plain value at 0\n7|a|2 not a plain value at 0\n"
	    "8|TRUE|3 not a plain value at 0\n9|-|1 not a plain value at 0\n"
	    "10|fine|4\n");
}

static void
what_is_no_row_of_the_table_is_passed_over(void **state)
{
	(void)state;
	says("-- MySQL dump 10.13\n# it's\n/* INSERT INTO cdr (src) VALUES "
	     "('no'); */\n/*!40101 SET NAMES utf8 */;\n"
	     "/*M!999999\\- enable the sandbox mode */\nLOCK TABLES `x` "
	     "WRITE;;\nCREATE VIEW cdr AS SELECT 1;CREATE TABLE cdr LIKE x;"
	     "INSERT INTO cel VALUES ('INSERT INTO cdr (src) VALUES (1);');\n"
	     "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN "
	     "INSERT INTO cdr (src) VALUES ('no'); END;\n"
	     "DELIMITER ;;\nCREATE TRIGGER u BEGIN INSERT INTO cdr (src) "
	     "VALUES ('no'); END;;\nDELIMITER ;\n"
	     "INSERT INTO cdr (src) VALUES ('yes');\n"
	     "-- Dump completed on 2026-05-01\n",
	    "cdr: src \n1|yes\n");
}

static void
a_dump_in_utc_says_so(void **state)
{
	(void)state;
	says("/*!40103 SET TIME_ZONE='+00:00' */;\n" CREATE
	     "INSERT INTO cdr (n) VALUES (1);",
	    "cdr utc: n int\n1|1\n");
	says("SET time_zone = \"+00:00\";\nSET time_zone = '+01:00';\n" CREATE
	     "INSERT INTO cdr (n) VALUES (1);",
	    "cdr: n int\n1|1\n");
	says("/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;" CREATE
	     "INSERT INTO cdr (n) VALUES (1);",
	    "cdr: n int\n1|1\n");
}

static void
a_dump_that_is_not_whole_is_refused(void **state)
{
	static const char whole[] = "INSERT INTO cdr (src,n) VALUES ('a',1),"
				    "('b',2);";
	struct sar_err err;
	size_t len;

	(void)state;
	/* At no place but its very end. */
	for (len = 1; len < sizeof(whole) - 1; len++) {
		assert_int_equal(run(whole, len, &err), -1);
		assert_int_equal(err.code, SAR_EINPUT);
	}
	assert_int_equal(run(whole, len, &err), 0);
	fails("INSERT INTO cdr (src) VALUES ('a'),\n('b')",
	    "dump: line 2: torn: ends inside a statement");
	fails("INSERT INTO cdr (src) VALUES\n('a",
	    "dump: line 2: a quote that is never closed");
	fails("/* x", "dump: line 1: a comment that is never closed");
	fails("-- MariaDB dump 10.19\nINSERT INTO cdr (src) VALUES ('a');\n",
	    "dump: line 3: torn: no \"Dump completed\" at the end");
	fails("COPY cdr (src) FROM stdin;\n", "dump: line 1: COPY, not INSERT");
	fails("DELIMITER ;;\nCREATE\n", "dump: line 1: a DELIMITER never set "
					"back");
	fails("INSERT INTO cdr SELECT 1;",
	    "dump: line 1: nothing says which columns the table has");
	fails("INSERT INTO cdr (src) SELECT 1;",
	    "dump: line 1: a form of INSERT not known here");
}

static void
rows_of_megabytes_in_one_statement_are_read_and_one_over_1_mib_is_not(void *
	*state)
{
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_err err;
	int i;

	(void)state;
	sar_buf_puts(&text, "INSERT INTO cdr (src,n) VALUES ");
	for (i = 0; i < 100000; i++)
		sar_buf_printf(&text, "%s('%040d',%d)", i == 0 ? "" : ",", i,
		    i);
	sar_buf_puts(&text, ";");
	assert_int_equal(run(text.data, text.len, &err), 0);
	assert_non_null(strstr(told.data,
	    "100000|0000000000000000000000000000000000099999|99999\n"));
	text.len = 0;
	sar_buf_puts(&text, "INSERT INTO x VALUES ('");
	for (i = 0; i < 30000; i++)
		sar_buf_printf(&text, "%040d", i);
	sar_buf_puts(&text, "');");
	assert_int_equal(run(text.data, text.len, &err), 0);
	memcpy(text.data, "INSERT INTO cdr(a)VALUES('", 26);
	assert_int_equal(run(text.data, text.len, &err), -1);
	assert_non_null(strstr(err.msg, "longer than 1 MiB"));
	sar_buf_free(&text);
}

static void
the_head_of_a_dump_tells_its_table(void **state)
{
	static const char *const need[] = { "calldate", "n", NULL };
	static const char *const more[] = { "calldate", "other", NULL };
	static const char head[] = CREATE "INSERT INTO `cdr` VALUES ('20";
	struct sar_probe probe = { .head = head, .len = sizeof(head) - 1 };

	(void)state;
	assert_true(sar_sqldump_has(&probe, "cdr", need));
	assert_false(sar_sqldump_has(&probe, "cdr", more));
	assert_false(sar_sqldump_has(&probe, "cel", need));
	probe.head = "INSERT INTO `CDR` (`n`, `CALLDATE`) VALUES (1";
	probe.len = strlen(probe.head);
	assert_true(sar_sqldump_has(&probe, "cdr", need));
	probe.head = "calldate,n\nCREATE TABLE cdr (calldate int, n int);";
	probe.len = strlen(probe.head);
	assert_false(sar_sqldump_has(&probe, "cdr", need));
}

static int
tear_down(void **state)
{
	(void)state;
	sar_buf_free(&told);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_columns_come_from_create_table_or_from_the_insert),
		cmocka_unit_test(
		    escapes_are_mysqls_unless_another_engine_wrote_the_dump),
		cmocka_unit_test(
		    a_value_that_is_no_text_or_number_is_a_fault_of_its_row_alone),
		cmocka_unit_test(what_is_no_row_of_the_table_is_passed_over),
		cmocka_unit_test(a_dump_in_utc_says_so),
		cmocka_unit_test(a_dump_that_is_not_whole_is_refused),
		cmocka_unit_test(
		    rows_of_megabytes_in_one_statement_are_read_and_one_over_1_mib_is_not),
		cmocka_unit_test(the_head_of_a_dump_tells_its_table),
	};

	return cmocka_run_group_tests(tests, NULL, tear_down);
}
