/* What an approval binds to, and what one of an older version is worth. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/b64.h"
#include "base/file.h"
#include "export/approval.h"
#include "export/event.h"
#include "export/plan_salt.h"
#include "index/index.h"

#define NOW 1768298400 /* 2026-01-13T10:00:00Z */
#define REF "SAR-2026-0001"

static const char request[] = "ref = " REF "\n"
			      "number = 01632 960777\n"
			      "from = 2025-10-01\n"
			      "to = 2026-01-10\n"
			      "received = 2026-01-10\n"
			      "identity = verified\n"
			      "name = B. Sample\n";

struct bench {
	char dir[64];
	struct sar_home *home;
	struct sar_case *c;
	struct sar_answer answer;
};

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st;
	(void)flag;
	(void)where;
	return remove(path);
}

static char *
sample_conf(struct sar_err *err)
{
	const char *tests = getenv("SAR_TESTS");
	char *path = sar_file_join(tests == NULL ? "tests" : tests,
	    "../sample-data/sar.conf", err);
	char *text = NULL;
	size_t len;

	assert_non_null(path);
	if (sar_file_read(path, 65536, &text, &len, err) == -1)
		fail_msg("%s", err->msg);
	free(path);
	return text;
}

static void
put(const struct sar_home *home, const char *type, json_t *members)
{
	struct sar_home_record record = { .type = type,
		.members = members,
		.now = NOW };
	struct sar_err err = SAR_ERR_INIT;
	uint64_t seq;

	assert_non_null(members);
	if (sar_home_log(home, &record, &seq, &err) == -1)
		fail_msg("%s", err.msg);
	json_decref(members);
}

/* The request came, from somebody who is known. */
static void
receive(const struct sar_case *c)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t digest[SAR_SHA256_LEN];
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];

	assert_int_equal(sar_case_commit(c, request, digest, &err), 0);
	sar_b64_put(digest, sizeof(digest), text);
	put(c->home, "receive",
	    json_pack("{ssssssssssss}", "by", "u1", "case", REF, "nation",
		"england-and-wales", "received", "2026-01-10", "request", text,
		"scope", "2025-10-01/2026-01-10"));
	put(c->home, "identity",
	    json_pack("{ssssssssss}", "by", "u1", "case", REF, "on",
		"2026-01-10", "what", "verified", "who", "requester"));
}

/* A home with an empty index, and one case. */
static int
set_up(void **state)
{
	const struct sar_plan_options plan = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct bench *b = calloc(1, sizeof(*b));
	char *conf = sample_conf(&err);
	char *path;

	assert_non_null(b);
	(void)snprintf(b->dir, sizeof(b->dir), "/tmp/sar-home-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	path = sar_file_join(b->dir, "index.db", &err);
	assert_non_null(path);
	if (sar_home_create(b->dir, conf, strlen(conf), NULL, NOW, &err) ==
		-1 ||
	    (b->home = sar_home_open(b->dir, &err)) == NULL ||
	    sar_index_create(path, &err) == -1 ||
	    sar_case_create_text(b->home, "request", request,
		sizeof(request) - 1, &err) == -1 ||
	    (b->c = sar_case_open(b->home, REF, true, 0, &err)) == NULL ||
	    sar_answer_make(b->c, NULL, &plan, &b->answer, &err) == -1)
		fail_msg("%s", err.msg);
	receive(b->c);
	free(path);
	free(conf);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	sar_answer_free(&b->answer);
	sar_case_free(b->c);
	sar_home_free(b->home);
	(void)nftw(b->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(b);
	return 0;
}

/* As versions did that knew of no letter. */
static void
approve_plan_alone(struct bench *b)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_plan_json(b->answer.plan, REF, &err);
	char digest[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t commitment[SAR_SHA256_LEN];
	bool there;

	assert_non_null(text);
	assert_int_equal(sar_plan_salt_make(b->c, &err), 0);
	assert_int_equal(sar_plan_salt_commit(b->c, text, commitment, &there,
			     &err),
	    0);
	assert_true(there);
	sar_b64_put(commitment, sizeof(commitment), digest);
	put(b->home, "approve",
	    json_pack("{ssssss}", "by", "u2002", "case", REF, "plan", digest));
	free(text);
}

static enum sar_approval_stale
look(const struct bench *b, bool vcon)
{
	const struct sar_approval_view view = { .vcon = vcon };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_approval approval;

	if (sar_approval_of(b->c, &b->answer, &view, &approval, &err) == -1)
		fail_msg("%s", err.msg);
	assert_true(approval.given);
	return approval.stale;
}

static void
one_without_a_letter_is_stale_and_says_why(void **state)
{
	struct bench *b = *state;
	const struct sar_approval_options again = { .by = "u2002", .now = NOW };
	const struct sar_approval_view view = { .vcon = false };
	struct sar_approval approval;
	struct sar_err err = SAR_ERR_INIT;
	size_t n = 1;

	approve_plan_alone(b);
	assert_int_equal(look(b, false), SAR_APPROVAL_NO_LETTER);
	assert_int_equal(sar_approval_ready(b->c, &b->answer, &view, &err), -1);
	assert_int_equal(err.code, SAR_EREVIEW);
	assert_string_equal(err.msg,
	    "case " REF
	    ": the approval is stale: it is of a plan without its letter");
	assert_non_null(strstr(err.hint, "sar-export approve"));
	assert_int_equal(sar_approval_letter_changes(b->c, &b->answer, &view,
			     NULL, NULL, &n, &err),
	    0);
	assert_int_equal(n, 0);
	/* The same person has to say it again, of both. */
	if (sar_approval_give(b->c, &b->answer, &again, &approval, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(look(b, false), SAR_APPROVAL_HOLDS);
	assert_int_equal(sar_approval_ready(b->c, &b->answer, &view, &err), 0);
}

static void
what_the_letter_says_of_the_package_is_approved_too(void **state)
{
	struct bench *b = *state;
	const struct sar_approval_options with = { .by = "u2002",
		.vcon = true,
		.now = NOW };
	struct sar_approval approval;
	struct sar_err err = SAR_ERR_INIT;
	const char *name = b->c->request->name;

	if (sar_approval_give(b->c, &b->answer, &with, &approval, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(look(b, true), SAR_APPROVAL_HOLDS);
	b->c->request->name = NULL;
	assert_int_equal(look(b, true), SAR_APPROVAL_LETTER_CHANGED);
	b->c->request->name = (char *)(uintptr_t)name;
	assert_int_equal(look(b, true), SAR_APPROVAL_HOLDS);
	b->home->retain.months = 7;
	b->answer.plan->n = 0;
	assert_int_equal(look(b, true), SAR_APPROVAL_LETTER_CHANGED);
}

/* Whoever puts another text in place of the approved one is found out. */
static void
a_text_put_in_its_place_is_not_believed(void **state)
{
	struct bench *b = *state;
	const struct sar_approval_options how = { .by = "u2002", .now = NOW };
	const struct sar_approval_view view = { .vcon = false };
	struct sar_approval approval;
	struct sar_err err = SAR_ERR_INIT;
	size_t n;

	if (sar_approval_give(b->c, &b->answer, &how, &approval, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(sar_approval_letter_changes(b->c, &b->answer, &view,
			     NULL, NULL, &n, &err),
	    0);
	assert_int_equal(n, 0);
	assert_int_equal(sar_case_save(b->c, SAR_APPROVAL_LETTER,
			     "letter.txt 2\nHi\n", &err),
	    0);
	assert_int_equal(sar_approval_letter_changes(b->c, &b->answer, &view,
			     NULL, NULL, &n, &err),
	    -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	/* What counts is in the log. */
	assert_int_equal(look(b, false), SAR_APPROVAL_HOLDS);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(one_without_a_letter_is_stale_and_says_why),
		TEST(what_the_letter_says_of_the_package_is_approved_too),
		TEST(a_text_put_in_its_place_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
