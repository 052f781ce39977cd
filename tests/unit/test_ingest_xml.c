/* XML that somebody else wrote: what is handed over, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/xml.h"

/* All that is handed over, as text. */
static int
note_start(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	const char *id = sar_xml_attribute(e, "id");

	(void)err;
	sar_buf_printf(ctx, "%llu:%zu<%s%s%s%s>", (unsigned long long)e->line,
	    e->depth, e->space, e->space[0] != '\0' ? " " : "", e->name,
	    id == NULL ? "" : id);
	return 0;
}

static int
note_end(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	(void)err;
	sar_buf_printf(ctx, "[%s]%zu</%s>", e->text, e->depth, e->name);
	return 0;
}

static int
stop_here(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	(void)ctx;
	if (strcmp(e->name, "b") != 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT, "enough");
}

static int
count(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	(void)e;
	(void)err;
	++*(size_t *)ctx;
	return 0;
}

static int
parse(struct sar_xml *xml, const char *text, struct sar_err *err)
{
	*err = (struct sar_err)SAR_ERR_INIT;
	xml->name = "doc";
	return sar_xml_parse(xml, text, strlen(text), err);
}

static void
elements_come_with_line_depth_attributes_and_text(void **state)
{
	struct sar_buf got = SAR_BUF_INIT;
	struct sar_xml xml = { .start = note_start,
		.end = note_end,
		.ctx = &got };
	struct sar_err err;

	(void)state;
	assert_int_equal(
	    parse(&xml,
		"<?xml version=\"1.0\"?>\n<a id='7'><!-- x -->\n"
		"<p:b>1 &lt;&#x263a;<![CDATA[&2]]></p:b><?pi x?>3</a>\n",
		&err),
	    0);
	assert_string_equal(got.data,
	    "2:1<a7>3:2<p:b>[1 <\xE2\x98\xBA&2]2</p:b>[3]1</a>");
	sar_buf_free(&got);
}

static void
namespaces_are_told_apart_from_names(void **state)
{
	struct sar_buf got = SAR_BUF_INIT;
	struct sar_xml xml = { .namespaces = true,
		.start = note_start,
		.ctx = &got };
	struct sar_err err;

	(void)state;
	assert_int_equal(parse(&xml,
			     "<a xmlns='urn:x' id='1' xmlns:p='urn:y'>"
			     "<p:b p:id='2'/><c xmlns=''/></a>",
			     &err),
	    0);
	assert_string_equal(got.data, "1:1<urn:x a1>1:2<urn:y b>1:2<c>");
	sar_buf_free(&got);
	assert_int_equal(parse(&xml, "<q:a/>", &err), -1);
	assert_string_equal(err.msg, "doc: line 1: unbound prefix");
}

static void
an_overlong_namespace_is_refused(void **state)
{
	struct sar_xml xml = { .namespaces = true, .start = note_start };
	char text[SAR_XML_SPACE_MAX + 32] = "<a xmlns='";
	struct sar_err err;

	(void)state;
	memset(text + 10, 'u', SAR_XML_SPACE_MAX);
	memcpy(text + 10 + SAR_XML_SPACE_MAX, "'/>", 4);
	assert_int_equal(parse(&xml, text, &err), -1);
	assert_string_equal(err.msg,
	    "doc: line 1: a namespace's name is too long");
}

static void
what_is_not_well_formed_is_refused_by_line(void **state)
{
	static const char *const bad[] = { "", "<a>\n<b></a>", "<a>\n&no;</a>",
		"<a>\n\x01</a>", "<a>\n\xC0\xAF</a>", "<a>\n", "<a/>\n<a/>",
		"<a>\n<b x='1' x='2'/></a>", "\n<a x=1/>", "\nx<a/>" };
	struct sar_xml xml = { 0 };
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(parse(&xml, bad[i], &err), -1);
		assert_int_equal(err.code, SAR_EINPUT);
		assert_non_null(strstr(err.msg,
		    i == 0 ? "doc: line 1: " : "doc: line 2: "));
	}
	assert_int_equal(parse(&xml, "<a>\n</a>", &err), 0);
}

/* Built by doubling; 10^9 times "lol" if it were followed. */
static void
a_billion_laughs_are_refused_before_the_first(void **state)
{
	static const char text[] =
	    "<?xml version=\"1.0\"?>\n<!DOCTYPE z [\n"
	    "<!ENTITY a \"lol\">\n"
	    "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\n"
	    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\n"
	    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">\n"
	    "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">\n"
	    "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">\n"
	    "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">\n"
	    "<!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">\n"
	    "<!ENTITY i \"&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;\">\n"
	    "<!ENTITY j \"&i;&i;&i;&i;&i;&i;&i;&i;&i;&i;\">\n"
	    "]>\n<z>&j;</z>\n";
	size_t calls = 0;
	struct sar_xml xml = { .start = count, .end = count, .ctx = &calls };
	struct sar_err err;

	(void)state;
	assert_int_equal(parse(&xml, text, &err), -1);
	assert_string_equal(err.msg,
	    "doc: line 2: a document type, which is not read");
	assert_int_equal(calls, 0);
}

static void
a_file_outside_is_never_fetched(void **state)
{
	static const char *const bad[] = {
		"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
		"<a>&x;</a>",
		"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
		"<!DOCTYPE a [<!ENTITY % x SYSTEM '/etc/passwd'>%x;]><a/>",
		"<!DOCTYPE a><a/>"
	};
	size_t calls = 0;
	struct sar_xml xml = { .start = count, .end = count, .ctx = &calls };
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(parse(&xml, bad[i], &err), -1);
		assert_string_equal(err.msg,
		    "doc: line 1: a document type, which is not read");
	}
	assert_int_equal(calls, 0);
}

static void
another_encoding_is_refused_not_read_as_if_it_were_this(void **state)
{
	struct sar_xml xml = { 0 };
	struct sar_err err;

	(void)state;
	assert_int_equal(
	    parse(&xml,
		"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA9</a>",
		&err),
	    -1);
	assert_string_equal(err.msg,
	    "doc: line 1: says that it is not in UTF-8");
	assert_int_equal(parse(&xml,
			     "<?xml version='1.0' encoding='utf-16'?><a/>",
			     &err),
	    -1);
	assert_int_equal(parse(&xml,
			     "<?xml version='1.0' encoding='utf-8'?>"
			     "<a>\xC3\xA9</a>",
			     &err),
	    0);
	assert_int_equal(parse(&xml, "<a>\xE9</a>", &err), -1);
}

static void
each_limit_holds(void **state)
{
	struct sar_xml xml = { 0 };
	struct sar_err err;

	(void)state;
	xml.limits = (struct sar_xml_limits){ 20, 2, 1, 3 };
	assert_int_equal(parse(&xml, "<a x='1'><b>123</b></a>", &err), -1);
	assert_string_equal(err.msg, "doc: too large");
	xml.limits.bytes = 0;
	assert_int_equal(parse(&xml, "<a x='1'><b>123</b></a>", &err), 0);
	assert_int_equal(parse(&xml, "<a><b>\n&lt;234</b></a>", &err), -1);
	assert_string_equal(err.msg,
	    "doc: line 2: too much text in one element");
	assert_int_equal(parse(&xml, "<a><b>\n<c/></b></a>", &err), -1);
	assert_string_equal(err.msg,
	    "doc: line 2: elements too deep within each other");
	assert_int_equal(parse(&xml, "<a><b x='1' y='2'/></a>", &err), -1);
	assert_string_equal(err.msg, "doc: line 1: too many attributes");
}

static void
a_depth_of_a_million_is_refused_in_no_time(void **state)
{
	enum {
		DEEP = 1000000
	};
	char *text = calloc(3 * DEEP + 1, 1);
	struct sar_xml xml = { 0 };
	struct sar_err err;
	size_t i;

	(void)state;
	assert_non_null(text);
	for (i = 0; i < DEEP; i++)
		memcpy(text + 3 * i, "<a>", 3);
	assert_int_equal(parse(&xml, text, &err), -1);
	assert_string_equal(err.msg,
	    "doc: line 1: elements too deep within each other");
	free(text);
}

static void
a_callback_that_fails_ends_it_with_its_own_message(void **state)
{
	struct sar_xml xml = { .start = stop_here, .end = stop_here };
	struct sar_err err;

	(void)state;
	assert_int_equal(parse(&xml, "<a><b/><", &err), -1);
	assert_string_equal(err.msg, "enough");
	xml.start = NULL;
	assert_int_equal(parse(&xml, "<a><b/><", &err), -1);
	assert_string_equal(err.msg, "enough");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    elements_come_with_line_depth_attributes_and_text),
		cmocka_unit_test(namespaces_are_told_apart_from_names),
		cmocka_unit_test(an_overlong_namespace_is_refused),
		cmocka_unit_test(what_is_not_well_formed_is_refused_by_line),
		cmocka_unit_test(a_billion_laughs_are_refused_before_the_first),
		cmocka_unit_test(a_file_outside_is_never_fetched),
		cmocka_unit_test(
		    another_encoding_is_refused_not_read_as_if_it_were_this),
		cmocka_unit_test(each_limit_holds),
		cmocka_unit_test(a_depth_of_a_million_is_refused_in_no_time),
		cmocka_unit_test(
		    a_callback_that_fails_ends_it_with_its_own_message),
	};

	return cmocka_run_group_tests_name("ingest xml", tests, NULL, NULL);
}
