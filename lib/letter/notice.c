#include "letter/notice.h"

#include <stdlib.h>
#include <string.h>

#include "letter/notice_state.h"
#include "letter/notice_texts.h"

struct sar_notice_template {
	enum sar_notice_kind kind;
	struct sar_slot slots[SLOTS]; /* of the template */
	enum notice_slot which[SLOTS];
	size_t n;
	struct sar_template *template;
};

static const struct {
	const char *name;
	const char *title;
} kinds[SAR_NOTICES] = {
	[SAR_NOTICE_ACKNOWLEDGEMENT] = { "acknowledgement",
	    "We have your request" },
	[SAR_NOTICE_IDENTITY] = { "identity", "Please show us who you are" },
	[SAR_NOTICE_AUTHORITY] = { "authority",
	    "Please show us that you may ask" },
	[SAR_NOTICE_CLARIFICATION] = { "clarification",
	    "A question about your request" },
	[SAR_NOTICE_EXTENSION] = { "extension", "We need more time" },
	[SAR_NOTICE_FEE] = { "fee", "A fee for your request" },
	[SAR_NOTICE_REFUSAL] = { "refusal", "We refuse your request" },
	[SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT] = { "complaint-acknowledgement",
	    "We have your complaint" },
	[SAR_NOTICE_COMPLAINT_OUTCOME] = { "complaint-outcome",
	    "What we decided on your complaint" },
	[SAR_NOTICE_ANSWER] = { "answer", "Our answer to your request" },
	[SAR_NOTICE_NIL] = { "nil", "Our answer to your request" },
};

const char *
sar_notice_name(enum sar_notice_kind kind)
{
	return kinds[kind].name;
}

const char *
sar_notice_title(enum sar_notice_kind kind)
{
	return kinds[kind].title;
}

bool
sar_notice_parse(const char *name, enum sar_notice_kind *out)
{
	int i;

	for (i = 0; i < SAR_NOTICES; i++)
		if (strcmp(kinds[i].name, name) == 0) {
			*out = (enum sar_notice_kind)i;
			return true;
		}
	return false;
}

const char *
sar_notice_builtin(enum sar_notice_kind kind)
{
	return sar_notice_builtins[kind];
}

struct sar_notice_template *
sar_notice_template(enum sar_notice_kind kind, const char *name,
    const char *text, size_t len, struct sar_err *err)
{
	struct sar_notice_template *t = calloc(1, sizeof(*t));

	if (t == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	t->kind = kind;
	t->n = sar_notice_slots(kind, t->slots, t->which);
	t->template = sar_template_parse(name, text, len, t->slots, t->n, err);
	if (t->template == NULL) {
		free(t);
		return NULL;
	}
	return t;
}

void
sar_notice_template_free(struct sar_notice_template *template)
{
	if (template == NULL)
		return;
	sar_template_free(template->template);
	free(template);
}

static char *
render(const struct sar_notice_template *t, const struct sar_notice *notice,
    struct sar_err *err)
{
	const char *given[SLOTS] = { NULL };
	struct sar_buf out = SAR_BUF_INIT;
	struct notice_values values;
	char *text = NULL;
	size_t i;

	if (sar_notice_values(t->kind, notice, &values, err) == 0) {
		for (i = 0; i < t->n; i++)
			given[i] = values.text[t->which[i]];
		sar_template_render(t->template, given, &out);
		if (sar_buf_check(&out, err) == 0)
			text = sar_buf_take(&out);
	}
	sar_buf_free(&out);
	sar_notice_values_clear(&values);
	return text;
}

char *
sar_notice_text(enum sar_notice_kind kind,
    const struct sar_notice_template *template, const struct sar_notice *notice,
    struct sar_err *err)
{
	struct sar_notice_template *own = NULL;
	const char *text = sar_notice_builtin(kind);
	char *out = NULL;

	if (template == NULL)
		template = own = sar_notice_template(kind, kinds[kind].name,
		    text, strlen(text), err);
	if (template != NULL)
		out = render(template, notice, err);
	sar_notice_template_free(own);
	return out;
}
