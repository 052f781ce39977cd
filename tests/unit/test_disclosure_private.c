/*
 * What identifies somebody does not get into a record, and one that has it is
 * no record: every member of every type, and each kind of value, is tried.
 */
#include "disclosure/record_make.h"
#include "disclosure/schema.h"

#include "disclosure_helpers.h"

/* A value of a member that is right, as JSON. */
static const char *
right_value(const struct sar_schema_member *member, enum sar_record_type type)
{
	static const char *const of[SAR_KINDS] = {
		[SAR_KIND_V] = "1",
		[SAR_KIND_SEQ] = "7",
		[SAR_KIND_TIME] = "\"2026-01-05T09:00:00Z\"",
		[SAR_KIND_SALT] = "\"oKCgoKCgoKCgoKCgoKCgoA==\"",
		[SAR_KIND_DIGEST] =
		    "\"oKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKA=\"",
		[SAR_KIND_NUMBER] = "3",
		[SAR_KIND_BOOL] = "true",
		[SAR_KIND_REF] = "\"SAR-2026-0042\"",
		[SAR_KIND_STAFF] = "\"u1041\"",
		[SAR_KIND_WORD] = "\"LIT\"",
		[SAR_KIND_CODE] = "\"failed\"",
		[SAR_KIND_PROVISION] = "\"TP\"",
		[SAR_KIND_DATE] = "\"2026-01-05\"",
		[SAR_KIND_SCOPE] = "\"2026-01-05/2026-02-05\"",
		[SAR_KIND_NAME] = "\"audit.example.org/w1\"",
		[SAR_KIND_VKEY] = "\"a.example/w1+b4038c35+"
				  "BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
				  "\"",
		[SAR_KIND_TOOL] = "\"sar-export/0.1.0\"",
	};
	static char name[64];

	if (member->kind != SAR_KIND_TYPE)
		return of[member->kind];
	(void)snprintf(name, sizeof(name), "\"%s\"",
	    sar_record_type_name(type));
	return name;
}

/* A release has these of one zip, or those of several. */
static bool
is_of_one(const char *name)
{
	return strcmp(name, "pkg") == 0 || strcmp(name, "manifest") == 0 ||
	       strcmp(name, "size") == 0;
}

static bool
is_of_many(const char *name)
{
	return strcmp(name, "pkgs") == 0 || strcmp(name, "manifests") == 0 ||
	       strcmp(name, "sizes") == 0;
}

/*
 * A record of ${type} in which the member ${which} has the value ${value}, or
 * no other than it should for NULL; with ${more} at its end.
 */
static char *
record_with(enum sar_record_type type, size_t which, const char *value,
    const char *more)
{
	const struct sar_schema *schema = sar_schema_of(type);
	struct sar_buf line = SAR_BUF_INIT;
	const char *is;
	size_t i;
	bool many = which < schema->n &&
		    is_of_many(schema->members[which].name);

	for (i = 0; i < schema->n; i++) {
		const struct sar_schema_member *m = &schema->members[i];

		if (many ? is_of_one(m->name) : is_of_many(m->name))
			continue;
		is = i == which && value != NULL ? value : right_value(m, type);
		sar_buf_printf(&line, "%c\"%s\":", line.len == 0 ? '{' : ',',
		    m->name);
		if (m->list && !(i == which && value != NULL))
			sar_buf_printf(&line, "[%s,%s]", is, is);
		else
			sar_buf_puts(&line, is);
	}
	sar_buf_printf(&line, "%s}", more);
	return sar_buf_take(&line);
}

/* Is it a record?  If not, nothing of it is said. */
static bool
is_record(const char *line)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record *record = sar_record_new("line", line, strlen(line),
	    7, &err);
	bool is = record != NULL;

	if (!is) {
		assert_int_equal(err.code, SAR_ETAMPER);
		assert_null(strstr(err.msg, "ebedee"));
		assert_null(strstr(err.msg, "960"));
	}
	sar_record_free(record);
	return is;
}

/* Who it is and what was said, in all the ways that it might be put. */
static const char *const personal[] = { "\"Zebedee Quillfeather\"",
	"\"Zebedee, A.\"", "\"Zeb\303\251dee\"", "\"Zeb\\u00e9dee\"",
	"\"O'Zebedee\"", "\"\\\"Zebedee\\\"\"", "\"zebedee@example.org\"",
	"\"01632 960123\"", "\"+441632960123\"", "\"+44 (0)1632 960123\"",
	"\"(01632)960123\"", "\"tel:01632960123\"", "\"01632,960123\"",
	"\"his sister's bankruptcy\"", "\"asked for it; refused\"",
	"\"line\\nline\"", "\"tab\\there\"", "\"\\u0000\"", "\"a: b\"",
	"\"<b>\"", "\"?\"", "\"\"", "{}", "{\"name\":\"Zebedee\"}",
	"[[\"Zebedee\"]]", "[{\"a\":1}]", "null", "-1", "1.5", "1e3",
	"\"\xff\"", "\"\xf0\x9f\x93\x9e\"" };

/* What a kind of its own may hold of these: no person, no number of one. */
static bool
is_its_own(const struct sar_schema_member *m, const char *value)
{
	/* The names of keys are an organisation's: "tel:" begins no less well
	   than "log.". */
	bool key = m->kind == SAR_KIND_NAME || m->kind == SAR_KIND_VKEY;
	const char *p;

	if (m->list || value[0] != '"' || value[1] == '"')
		return false;
	for (p = value + 1; p[1] != '\0'; p++)
		if (*p <= ' ' || *p > '~' || *p == '"' || *p == '\\' ||
		    (*p == '+' && m->kind == SAR_KIND_NAME))
			return false;
	return key;
}

static void
no_member_holds_a_name_a_number_or_a_sentence(void **state)
{
	const struct sar_schema *schema;
	size_t type, i, k;
	size_t tried = 0;
	char *line;

	(void)state;
	for (type = SAR_RECORD_ERASED + 1; type < SAR_RECORD_TYPES; type++) {
		schema = sar_schema_of((enum sar_record_type)type);
		for (i = 0; i < schema->n; i++) {
			/* It is the value that makes it none. */
			line = record_with((enum sar_record_type)type, i, NULL,
			    "");
			if (!is_record(line))
				fail_msg("%s", line);
			free(line);
			for (k = 0; k < sizeof(personal) / sizeof(personal[0]);
			     k++, tried++) {
				line = record_with((enum sar_record_type)type,
				    i, personal[k], "");
				if (is_record(line) &&
				    !is_its_own(&schema->members[i],
					personal[k]))
					fail_msg("%s", line);
				free(line);
			}
		}
	}
	assert_true(tried > 3000);
}

/* The same values one by one in lists. */
static void
no_list_holds_one_either(void **state)
{
	const struct sar_schema *schema;
	char value[128];
	size_t type, i, k;
	size_t lists = 0;
	char *line;

	(void)state;
	for (type = SAR_RECORD_ERASED + 1; type < SAR_RECORD_TYPES; type++) {
		schema = sar_schema_of((enum sar_record_type)type);
		for (i = 0; i < schema->n; i++) {
			if (!schema->members[i].list)
				continue;
			lists++;
			for (k = 0; k < sizeof(personal) / sizeof(personal[0]);
			     k++) {
				(void)snprintf(value, sizeof(value), "[%s,%s]",
				    right_value(&schema->members[i],
					(enum sar_record_type)type),
				    personal[k]);
				line = record_with((enum sar_record_type)type,
				    i, value, "");
				if (is_record(line))
					fail_msg("%s", line);
				free(line);
			}
		}
	}
	assert_true(lists >= 5);
}

static void
no_record_has_a_member_of_another_name(void **state)
{
	static const char *const names[] = { "name", "note", "number",
		"subject_name", "comment", "text", "z", "zz", "Case", "case ",
		"zebedee" };
	char more[64];
	size_t type, k;
	char *line;

	(void)state;
	for (type = SAR_RECORD_ERASED + 1; type < SAR_RECORD_TYPES; type++) {
		line = record_with((enum sar_record_type)type, SIZE_MAX, NULL,
		    "");
		if (!is_record(line))
			fail_msg("%s", line);
		free(line);
		for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
			(void)snprintf(more, sizeof(more), ",\"%s\":\"x1\"",
			    names[k]);
			line = record_with((enum sar_record_type)type, SIZE_MAX,
			    NULL, more);
			if (is_record(line))
				fail_msg("%s", line);
			free(line);
		}
		/* Nor one of its own twice. */
		line = record_with((enum sar_record_type)type, SIZE_MAX, NULL,
		    ",\"t\":\"2026-01-05T09:00:00Z\"");
		assert_false(is_record(line));
		free(line);
	}
}

/* As long as a sentence is no code. */
static void
nothing_is_as_long_as_a_sentence(void **state)
{
	const struct sar_schema *schema;
	char value[512];
	size_t type, i;
	char *line;

	(void)state;
	value[0] = '"';
	memset(value + 1, 'a', sizeof(value) - 3);
	value[sizeof(value) - 2] = '"';
	value[sizeof(value) - 1] = '\0';
	for (type = SAR_RECORD_ERASED + 1; type < SAR_RECORD_TYPES; type++) {
		schema = sar_schema_of((enum sar_record_type)type);
		for (i = 0; i < schema->n; i++) {
			line = record_with((enum sar_record_type)type, i, value,
			    "");
			if (is_record(line))
				fail_msg("%s", line);
			free(line);
		}
	}
}

/* What a reader refuses is not written in the first place. */
static void
it_is_not_written_either(void **state)
{
	static const char *const bad[] = { "Zebedee Quillfeather",
		"01632 960123", "+441632960123", "his sister", "" };
	struct sar_buf line = SAR_BUF_INIT;
	struct sar_err err;
	json_t *members;
	size_t k;

	(void)state;
	for (k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
		members = json_pack("{sssiss}", "by", bad[k], "intent", 1,
		    "reason", "failed");
		err = (struct sar_err)SAR_ERR_INIT;
		assert_int_equal(sar_record_make("void", members, 7, NOW, &line,
				     &err),
		    -1);
		assert_null(strstr(err.msg, "ebedee"));
		json_decref(members);
		members = json_pack("{sssiss}", "by", "u1", "intent", 1, "note",
		    bad[k]);
		assert_int_equal(sar_record_make("void", members, 7, NOW, &line,
				     &err),
		    -1);
		json_decref(members);
	}
	assert_int_equal(line.len, 0);
	sar_buf_free(&line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_member_holds_a_name_a_number_or_a_sentence),
		cmocka_unit_test(no_list_holds_one_either),
		cmocka_unit_test(no_record_has_a_member_of_another_name),
		cmocka_unit_test(nothing_is_as_long_as_a_sentence),
		cmocka_unit_test(it_is_not_written_either),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
