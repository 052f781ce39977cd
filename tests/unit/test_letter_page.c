/* A letter as a page: what is a heading and a list, and nothing as markup. */
#include "letter_bench.h"

#include "letter/notice.h"
#include "letter/prose.h"

static char *
page_of(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	char *page = sar_notice_page("A <title>", text, &err);

	if (page == NULL)
		fail_msg("%s", err.msg);
	return page;
}

/* What is between <main> and </main> must be ${want}. */
static void
is(const char *text, const char *want)
{
	char *page = page_of(text);
	char *from = strstr(page, "<main>\n");
	char *to = strstr(page, "</main>");

	assert_non_null(from);
	assert_non_null(to);
	*to = '\0';
	assert_string_equal(from + 7, want);
	free(page);
}

#define H1 "<h1>A &lt;title&gt;</h1>\n"

static void
headings_paragraphs_and_lists_are_said(void **state)
{
	(void)state;
	is("Name\r\n\r\nTitle\r\n=====\r\n\r\nA b.\r\n\r\nPart\r\n----\r\n\r\n"
	   "  - one\r\n    more\r\n  - two\r\n\r\n  in\r\n  there\r\n",
	    "<p>Name</p>\n<h1>Title</h1>\n<p>A b.</p>\n<h2>Part</h2>\n"
	    "<ul>\n<li>one<br />\nmore</li>\n<li>two</li>\n</ul>\n"
	    "<p class=\"in\">in<br />\nthere</p>\n");
	is("To: A\r\nRef: B\r\n", H1 "<p>To: A<br />\nRef: B</p>\n");
	is("", H1);
}

/* A line that was only wrapped is none; one that somebody began is. */
static void
wrapped_lines_are_one(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_buf want = SAR_BUF_INIT;
	int i;

	(void)state;
	sar_buf_puts(&want, H1 "<p>");
	for (i = 0; i < 60; i++)
		sar_buf_printf(&want, "%sword%d", i == 0 ? "" : " ", i);
	sar_prose_add(&text, "", want.data + strlen(H1 "<p>"));
	sar_buf_puts(&text, "an end\r\n");
	sar_buf_puts(&want, "<br />\nan end</p>\n");
	assert_int_equal(sar_buf_check(&want, &err), 0);
	is(text.data, want.data);
	sar_buf_free(&text);
	sar_buf_free(&want);
}

static void
nothing_in_it_is_markup(void **state)
{
	(void)state;
	is("<script>alert('x')</script> & \"q\"\r\n\x01\xff\xe2\x80\xae\r\n",
	    H1 "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; "
	       "&quot;q&quot;<br />\n \xef\xbf\xbd\xef\xbf\xbd</p>\n");
	/* Too short, too long, too far in: no underline. */
	is("ab\r\n--\r\n", H1 "<p>ab<br />\n--</p>\n");
	is("ab\r\n---\r\n", H1 "<h2>ab</h2>\n");
	is("abc\r\n----\r\n", H1 "<p>abc<br />\n----</p>\n");
	is("  abc\r\n-----\r\n", H1 "<p class=\"in\">abc</p>\n<p>-----</p>\n");
}

static void
it_needs_nothing_and_asks_nobody(void **state)
{
	char *page = page_of("x\r\n");

	(void)state;
	assert_has(page, "<html lang=\"en-GB\"");
	assert_has(page, "<meta charset=\"utf-8\" />");
	assert_has(page, "content=\"default-src 'none'; style-src 'sha256-");
	assert_has(page, "<title>A &lt;title&gt;</title>");
	assert_lacks(page, "<script");
	assert_lacks(page, "url(");
	assert_lacks(page, "src=");
	assert_lacks(page, "href=");
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_paragraphs_and_lists_are_said),
		cmocka_unit_test(wrapped_lines_are_one),
		cmocka_unit_test(nothing_in_it_is_markup),
		cmocka_unit_test(it_needs_nothing_and_asks_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
