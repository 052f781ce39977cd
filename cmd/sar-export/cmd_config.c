#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/group.h"
#include "export/home.h"
#include "export/inspect.h"
#include "export/settings.h"
#include "sar-export/commands.h"

static struct {
	int origin;
} args;

static const struct poptOption show_options[] = {
	{ "origin", '\0', POPT_ARG_NONE, &args.origin, 1,
	    "say where each value is from", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* One value, and where it is from. */
struct setting {
	const char *section, *key, *value;
	const char *origin; /* "file", "default", ... */
	const char *what;   /* of the origin: a variable, an option, a path */
	unsigned line;      /* of the file */
};

static void
print_json(const struct setting *s)
{
	json_t *line = json_pack("{ssssssss}", "type", "setting", "schema",
	    "sar-export.setting/1", "key", s->key, "origin", s->origin);

	if (s->section[0] != '\0')
		(void)json_object_set_new(line, "section",
		    json_string(s->section));
	if (s->value != NULL)
		(void)json_object_set_new(line, "value", json_string(s->value));
	if (s->line != 0)
		(void)json_object_set_new(line, "line", json_integer(s->line));
	if (s->what != NULL)
		(void)json_object_set_new(line, "from", json_string(s->what));
	cmd_print_json(line);
}

/* As sar.conf has it: further lines of a value begin with a tab. */
static void
print_value(const char *value)
{
	for (; *value != '\0'; value++) {
		cmd_say("%c", *value);
		if (*value == '\n')
			cmd_say("\t");
	}
}

/* Tab-separated, as git-config(1) does: from where, then the setting. */
static void
print_origin(const struct setting *s)
{
	if (s->line != 0)
		cmd_say("sar.conf:%u", s->line);
	else
		cmd_say("%s", s->origin);
	if (s->what != NULL && s->line == 0)
		cmd_say(" %s", s->what);
	cmd_say("\t");
	if (s->section[0] != '\0')
		cmd_say("[%s] ", s->section);
	cmd_say("%s", s->key);
	if (s->value != NULL) {
		cmd_say(" = ");
		print_value(s->value);
	}
	cmd_say("\n");
}

/* What is printed without --origin is a sar.conf again. */
static void
print_plain(const struct setting *s)
{
	static const char *section = "";

	if (s->section[0] != '\0' && strcmp(section, s->section) != 0) {
		section = s->section;
		cmd_say("\n[%s]\n", section);
	}
	if (s->section[0] == '\0' || s->value == NULL)
		cmd_say("# ");
	cmd_say("%s", s->key);
	if (s->value == NULL) {
		cmd_say(": not set\n");
		return;
	}
	cmd_say(" = ");
	print_value(s->value);
	cmd_say("\n");
}

static void
print(const struct setting *s)
{
	if (cmd_options.json)
		print_json(s);
	else if (args.origin != 0)
		print_origin(s);
	else
		print_plain(s);
}

/* All values of a key, or that it has none. */
static void
print_key(const struct sar_conf *conf, const char *section, const char *key)
{
	struct setting s = { .section = section, .key = key };
	size_t n = 0;

	do {
		s.value = sar_conf_nth(conf, section, key, n);
		s.line = sar_conf_line(conf, section, key, n);
		s.origin = s.line != 0       ? "file"
			   : s.value != NULL ? "default"
					     : "none";
		print(&s);
	} while (s.value != NULL &&
		 sar_conf_nth(conf, section, key, ++n) != NULL);
}

/* What is no line of sar.conf: where it is, and the key that signs. */
static int
print_home(const struct sar_home *home, struct sar_err *err)
{
	const char *variable = getenv("SAR_HOME");
	struct setting s = { .section = "", .key = "home" };
	bool credential;
	char *path;

	s.value = home->dir;
	s.origin = "default";
	if (cmd_options.home != NULL) {
		s.origin = "option";
		s.what = "--home";
	} else if (variable != NULL && variable[0] != '\0') {
		s.origin = "environment";
		s.what = "SAR_HOME";
	}
	print(&s);
	if ((path = sar_home_key_path(home, &credential, err)) == NULL)
		return -1;
	s = (struct setting){ .section = "",
		.key = "log-key",
		.value = path,
		.origin = credential ? "environment" : "default",
		.what = credential ? "CREDENTIALS_DIRECTORY" : NULL };
	print(&s);
	free(path);
	return 0;
}

/* The sections in the order of the table; those with a name, one by one. */
static void
print_conf(const struct sar_conf *conf)
{
	const struct sar_setting *all;
	const char *section;
	size_t n, i, k, end;

	all = sar_settings_all(&n);
	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (strcmp(all[end].section, all[i].section) != 0)
				break;
		if (strchr(all[i].section, '*') == NULL) {
			for (k = i; k < end; k++)
				print_key(conf, all[k].section, all[k].key);
			continue;
		}
		for (size_t s = 0; (section = sar_conf_section(conf,
					all[i].section, s)) != NULL;
		     s++)
			for (k = i; k < end; k++)
				print_key(conf, section, all[k].key);
	}
}

static int
run_show(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_home *home = NULL;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, show_options, 0, 0, "", &rest, &err);
	if (rc == 1)
		return 0;
	if (rc == -1 || (home = sar_home_open(cmd_home(), &err)) == NULL ||
	    print_home(home, &err) == -1)
		status = cmd_report(&err);
	else
		print_conf(home->conf);
	sar_home_free(home);
	return status;
}

static const struct poptOption check_options[] = {
	CMD_COMMON,
	POPT_TABLEEND,
};

/* Each on standard error, as any error is, and as a line of JSON. */
static void
found(void *ctx, const struct sar_err *finding)
{
	json_t *line;

	(void)ctx;
	if (!cmd_options.json) {
		(void)cmd_report(finding);
		return;
	}
	line = json_pack("{sssssssiss}", "type", "finding", "schema",
	    "sar-export.config/1", "status", sar_err_name(finding->code),
	    "exit_code", sar_err_status(finding), "message", finding->msg);
	if (finding->hint[0] != '\0')
		(void)json_object_set_new(line, "hint",
		    json_string(finding->hint));
	cmd_print_json(line);
}

static int
run_check(int argc, const char **argv)
{
	struct sar_inspect inspect = { .found = found };
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int rc;

	rc = cmd_parse(argc, argv, check_options, 0, 1, "[FILE]", &rest, &err);
	if (rc == -1)
		return cmd_report(&err);
	if (rc == 1)
		return 0;
	if (rest[0] != NULL)
		sar_inspect_conf(&inspect, rest[0]);
	else
		sar_inspect_home(&inspect, cmd_home(), (int64_t)time(NULL));
	(void)json_object_set_new(cmd_summary(), "findings",
	    json_integer((json_int_t)inspect.n));
	if (inspect.n > 0) {
		if (cmd_options.json)
			return cmd_report(&inspect.first);
		return sar_err_status(&inspect.first);
	}
	cmd_say("%s: as it should be\n",
	    rest[0] != NULL ? rest[0] : cmd_home());
	return 0;
}

int
cmd_config(int argc, const char **argv)
{
	static const struct cmd commands[] = {
		{ "show", "every setting, and where it is from", run_show },
		{ "check", "is everything there, and as it should be?",
		    run_check },
		{ NULL, NULL, NULL },
	};

	return cmd_group(commands, argc, argv);
}
