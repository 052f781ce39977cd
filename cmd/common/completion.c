#include "common/completion.h"

#include <stdio.h>
#include <string.h>

#include "common/shells.h"

static const struct poptOption options[] = { CMD_OUTPUT, POPT_TABLEEND };

/* Is it a word to be typed as it stands, and not the name of a value? */
static bool
is_word(const char *text)
{
	return text[0] >= 'a' && text[0] <= 'z' &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		   strlen(text);
}

void
shells_value(const char *name, struct shells_value *value)
{
	char *rest, *part;

	memset(value, 0, sizeof(*value));
	if (name == NULL || strlen(name) >= sizeof(value->text))
		return;
	memcpy(value->text, name, strlen(name) + 1);
	for (rest = value->text; (part = strsep(&rest, "|")) != NULL;) {
		if (strncmp(part, "FILE", 4) == 0)
			value->files = true;
		else if (strcmp(part, "DIR") == 0)
			value->folders = true;
		else if (is_word(part) && value->n < SHELLS_WORDS)
			value->words[value->n++] = part;
	}
}

/* The words of "post, email or courier", all of them words, or none. */
static void
take_list(const char *list, struct shells_value *value)
{
	char *rest, *word;

	if (strstr(list, " or ") == NULL || strlen(list) >= sizeof(value->text))
		return;
	memcpy(value->text, list, strlen(list) + 1);
	for (rest = value->text; (word = strsep(&rest, ", ")) != NULL;) {
		if (word[0] == '\0' || strcmp(word, "or") == 0)
			continue;
		if (!is_word(word) || value->n == SHELLS_WORDS) {
			value->n = 0;
			return;
		}
		value->words[value->n++] = word;
	}
}

/* Is it a list, with a comma or an "or" between any two words? */
static bool
is_list(const char *text)
{
	const char *p;

	for (p = strchr(text, ' '); p != NULL; p = strchr(p + 1, ' '))
		if (p == text ||
		    (p[-1] != ',' && strncmp(p, " or ", 4) != 0 &&
			(p < text + 3 || strncmp(p - 3, " or", 3) != 0)))
			return false;
	return true;
}

void
shells_option(const struct poptOption *option, struct shells_value *value)
{
	const char *list = strstr(option->descrip, ": ");

	shells_value(option->argDescrip, value);
	if (value->files || value->folders || value->n > 0)
		return;
	list = list == NULL ? option->descrip : list + 2;
	if (is_list(list))
		take_list(list, value);
}

/* Names of arguments that are not there to be read from a disk. */
static bool
is_no_file(const char *name)
{
	static const char *const names[] = { "REF", "NAME", "RECORD", "ID", "N",
		"HOLD", "CODE" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(name, names[i], strlen(names[i])) == 0 &&
		    (name[strlen(names[i])] == '\0' ||
			name[strlen(names[i])] == '.'))
			return true;
	return false;
}

void
shells_argument(const char *arguments, int max, struct shells_value *value)
{
	char text[256];
	char *rest, *word;
	bool of_option = false;

	shells_value(NULL, value);
	if (max == 0)
		return;
	(void)snprintf(text, sizeof(text), "%s", arguments);
	for (rest = text; (word = strsep(&rest, " []")) != NULL;) {
		if (strstr(word, "--") != NULL) {
			of_option = true;
			continue;
		}
		if (!of_option && word[0] != '\0') {
			shells_value(word, value);
			value->files = value->files ||
				       (value->n == 0 && !is_no_file(word));
			return;
		}
		of_option = of_option && word[0] == '\0';
	}
}

void
shells_each(const struct poptOption *table,
    void (*fn)(void *ctx, const struct poptOption *option), void *ctx)
{
	for (; table->longName != NULL || table->shortName != '\0' ||
	       table->arg != NULL;
	     table++) {
		if ((table->argInfo & POPT_ARG_MASK) == POPT_ARG_INCLUDE_TABLE)
			shells_each(table->arg, fn, ctx);
		else if (table->longName != NULL)
			fn(ctx, table);
	}
}

bool
shells_takes(const struct poptOption *option)
{
	return (option->argInfo & POPT_ARG_MASK) != POPT_ARG_NONE;
}

void
shells_quoted(const char *text, const char *escaped)
{
	for (; *text != '\0'; text++) {
		if (strchr(escaped, *text) != NULL)
			(void)fputc('\\', stdout);
		/* The one thing that single quotes do not hold. */
		if (*text == '\'')
			(void)fputs("'\\'", stdout);
		(void)fputc(*text, stdout);
	}
}

static const struct {
	const char *name;
	void (*write)(const struct cmd_program *program, const char *function);
} shells[] = {
	{ "bash", shell_bash },
	{ "zsh", shell_zsh },
	{ "fish", shell_fish },
};

/* "_sar_export", as the functions of the script are called. */
static void
function_name(const char *program, char out[64])
{
	char *p;

	(void)snprintf(out, 64, "_%s", program);
	for (p = out; *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
}

int
cmd_completion(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	char function[64];
	const char **rest;
	size_t i;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "bash|zsh|fish", &rest, &err);
	if (rc == -1)
		return cmd_report(&err);
	if (rc == 1)
		return 0;
	if (cmd_options.json != 0) {
		(void)sar_err_set(&err, SAR_EINPUT,
		    "--json: what is printed is a script");
		return cmd_report(&err);
	}
	function_name(cmd_running()->name, function);
	for (i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(rest[0], shells[i].name) != 0)
			continue;
		shells[i].write(cmd_running(), function);
		return 0;
	}
	(void)sar_err_set(&err, SAR_EINPUT, "expected bash, zsh or fish");
	return cmd_report(&err);
}
