#include "export/said.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "export/correction.h"

void
sar_said_letter(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_said_how *how, struct sar_letter *letter)
{
	*letter = (struct sar_letter){
		.profile = c->home->conf,
		.request = c->request,
		.plan = answer->told,
		.months = c->home->retain.months,
		.date = how->date,
		.vcon = how->vcon,
		.proofs = how->proofs,
		.template = answer->template,
	};
	if (answer->correction != NULL)
		letter->corrects = &answer->correction->letter;
}

/* Take over ${text}, unless it could not be made. */
static int
add(struct sar_said *said, const char *name, char *text)
{
	if (text == NULL)
		return -1;
	assert(said->n < SAR_SAID_MAX);
	said->texts[said->n].name = name;
	said->texts[said->n++].text = text;
	return 0;
}

int
sar_said_make(const struct sar_letter *letter, struct sar_said *out,
    struct sar_err *err)
{
	out->n = 0;
	if (sar_letter_check(letter->profile, err) == -1 ||
	    add(out, "letter.txt", sar_letter_text(letter, err)) == -1 ||
	    add(out, "schedule.txt", sar_letter_schedule_text(letter, err)) ==
		-1 ||
	    add(out, "schedule.csv", sar_letter_schedule(letter, err)) == -1 ||
	    add(out, "listen.html", sar_letter_listen(letter, err)) == -1)
		return -1;
	return 0;
}

void
sar_said_free(struct sar_said *said)
{
	size_t i;

	for (i = 0; i < said->n; i++)
		free(said->texts[i].text);
	said->n = 0;
}

char *
sar_said_whole(const struct sar_said *said, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	size_t i;

	for (i = 0; i < said->n; i++) {
		sar_buf_printf(&out, "%s %zu\n", said->texts[i].name,
		    strlen(said->texts[i].text));
		sar_buf_puts(&out, said->texts[i].text);
		sar_buf_puts(&out, "\n");
	}
	if (sar_buf_check(&out, err) == -1)
		return NULL;
	return sar_buf_take(&out);
}
