#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "play/play.h"
#include "sar-export/args.h"
#include "sar-export/choose.h"
#include "sar-export/commands.h"
#include "sar-export/listen_facts.h"
#include "sar-export/times.h"

#define WIDTH 80 /* where nobody says */

static struct {
	char *from, *to, *player;
	int width, redacted, ascii, no_play;
} args = { .width = ARGS_NONE };

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	ARGS_INCLUDE(choose_options, "The recording:"),
	{ "redacted", '\0', POPT_ARG_NONE, &args.redacted, 80,
	    "what would be packaged, not the original", NULL },
	{ "from", '\0', POPT_ARG_STRING, &args.from, 81,
	    "begin there, as 1:35.5", "TIME" },
	{ "to", '\0', POPT_ARG_STRING, &args.to, 82, "end there", "TIME" },
	{ "width", '\0', POPT_ARG_INT, &args.width, 83,
	    "so many characters a line (default the terminal's)", "N" },
	{ "ascii", '\0', POPT_ARG_NONE, &args.ascii, 84,
	    "draw with ASCII, whatever the locale", NULL },
	{ "player", '\0', POPT_ARG_STRING, &args.player, 85,
	    "what plays a WAV file from its standard input (no shell)",
	    "COMMAND" },
	{ "no-play", '\0', POPT_ARG_NONE, &args.no_play, 86, "draw it only",
	    NULL },
	ARGS_INCLUDE(plan_options, "As for \"build\":"),
	CMD_COMMON,
	POPT_TABLEEND,
};

/* "REF N", as if they had been options. */
static int
take_words(const char **rest, struct sar_err *err)
{
	uint64_t item;

	if (rest[0] == NULL)
		return 0;
	if (request_args.ref != NULL)
		return sar_err_set(err, SAR_EINPUT, "--ref: given twice");
	if ((request_args.ref = strdup(rest[0])) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (rest[1] == NULL)
		return 0;
	if (choose_args.item != ARGS_NONE)
		return sar_err_set(err, SAR_EINPUT, "--item: given twice");
	if (!sar_text_number(rest[1], INT_MAX, &item))
		return sar_err_set(err, SAR_EINPUT,
		    "the item: expected a number");
	choose_args.item = (int)item;
	return 0;
}

static bool
locale_is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool is;

	if (locale == (locale_t)0)
		return false;
	is = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
	freelocale(locale);
	return is;
}

static unsigned
terminal_width(void)
{
	struct winsize size;

	if (isatty(STDOUT_FILENO) != 1 ||
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 || size.ws_col == 0)
		return WIDTH;
	if (size.ws_col < SAR_PICTURE_WIDTH_MIN)
		return SAR_PICTURE_WIDTH_MIN;
	return size.ws_col > SAR_PICTURE_WIDTH_MAX ? SAR_PICTURE_WIDTH_MAX
						   : size.ws_col;
}

static int
read_shape(struct listen_shape *shape, struct sar_err *err)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (args.width != ARGS_NONE && (args.width < SAR_PICTURE_WIDTH_MIN ||
					   args.width > SAR_PICTURE_WIDTH_MAX))
		return sar_err_set(err, SAR_EINPUT,
		    "--width: expected %d to %d", SAR_PICTURE_WIDTH_MIN,
		    SAR_PICTURE_WIDTH_MAX);
	shape->width = args.width == ARGS_NONE ? terminal_width()
					       : (unsigned)args.width;
	shape->utf8 = args.ascii == 0 && locale_is_utf8();
	shape->colour = isatty(STDOUT_FILENO) == 1 &&
			(no_color == NULL || no_color[0] == '\0') &&
			term != NULL && strcmp(term, "dumb") != 0;
	return 0;
}

/* A time of the recording, as a frame; ${none} where it was not given. */
static int
read_time(const char *name, const char *text, bool up, uint32_t rate,
    uint64_t *frame, struct sar_err *err)
{
	uint64_t us;

	if (text == NULL)
		return 0;
	if (!times_parse(text, &us))
		return sar_err_set(err, SAR_EINPUT,
		    "--%s: expected a time, as 95.5 or 1:35.5", name);
	*frame = times_frame(us, rate, up);
	return 0;
}

static int
read_range(struct listen_facts *facts, struct sar_err *err)
{
	const struct sar_index_recording *rec = listen_facts_recording(facts);

	facts->to = rec->frames;
	if (read_time("from", args.from, false, rec->rate, &facts->from, err) ==
		-1 ||
	    read_time("to", args.to, true, rec->rate, &facts->to, err) == -1)
		return -1;
	if (facts->from >= rec->frames)
		return sar_err_set(err, SAR_EINPUT,
		    "--from: the recording ends before that");
	if (facts->to > rec->frames)
		facts->to = rec->frames;
	if (facts->from >= facts->to)
		return sar_err_set(err, SAR_EINPUT,
		    "--to: expected a time after --from");
	return 0;
}

static const struct sar_plan_item *
item_of(const struct sar_answer *answer, const struct sar_item *chosen)
{
	size_t i;

	for (i = 0; i < answer->plan->n; i++)
		if (answer->plan->items[i].item == chosen)
			return &answer->plan->items[i];
	return NULL;
}

/* Is there something to be shown, and heard? */
static int
check(const struct listen_facts *facts, struct sar_err *err)
{
	const struct sar_plan_item *item = facts->item;

	if (item->item->recording->state != SAR_RECORDING_PRESENT)
		return sar_err_set(err, SAR_EPARTIAL,
		    "item %u: its recording cannot be decoded",
		    item->item->number);
	if (!facts->redacted || item->name[0] != '\0')
		return 0;
	return sar_err_set(err, SAR_EREVIEW,
	    "--redacted: as things stand nothing of item %u is packaged",
	    item->item->number);
}

/*
 * Who plays it; NULL where nobody does.  What is not a terminal has nobody who
 * listens, and nobody to end it.
 */
static int
choose_player(const struct sar_home *home, char ***argv, struct sar_err *err)
{
	const char *path = getenv("PATH");
	const char *set = sar_conf_get(home->conf, "review", "player");

	*argv = NULL;
	if (args.player != NULL)
		*argv = sar_play_command("--player", args.player, path, err);
	else if (set != NULL)
		*argv = sar_play_command("player in sar.conf", set, path, err);
	if ((args.player != NULL || set != NULL) && *argv == NULL)
		return -1;
	if (args.no_play == 0 && cmd_options.json == 0 &&
	    isatty(STDOUT_FILENO) == 1) {
		if (*argv == NULL && (*argv = sar_play_known(path)) == NULL)
			cmd_note("Not played: none of %s is installed; "
				 "--player COMMAND names another.\n",
			    sar_play_names());
		return 0;
	}
	free(*argv);
	*argv = NULL;
	return 0;
}

static int
show(struct listen_facts *facts, const struct listen_shape *shape,
    struct sar_err *err)
{
	char **argv;
	int rc = -1;

	if (check(facts, err) == -1 || read_range(facts, err) == -1 ||
	    choose_player(facts->c->home, &argv, err) == -1)
		return -1;
	if (listen_facts_make(facts, sar_picture_columns(shape->width), err) ==
	    0)
		rc = cmd_options.json ? 0 : listen_view_text(facts, shape, err);
	if (rc == 0 && cmd_options.json)
		listen_view_json(facts);
	if (rc == 0 && argv != NULL)
		rc = listen_play(facts, argv, shape->utf8, err);
	free(argv);
	return rc;
}

static int
run(struct sar_err *err)
{
	struct listen_facts facts = { .redacted = args.redacted != 0 };
	struct listen_shape shape = { 0 };
	struct sar_plan_options with = { 0 };
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	struct sar_answer answer;
	const struct sar_item *chosen;
	int rc = -1;

	if (args_need_ref(err) == NULL || choose_check(err) == -1 ||
	    read_shape(&shape, err) == -1 ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    args_plan(home, &with, err) == -1 ||
	    (c = sar_case_open(home, request_args.ref, false, 0, err)) ==
		NULL ||
	    sar_answer_make(c, NULL, &with, &answer, err) == -1)
		goto out;
	facts.c = c;
	facts.found = &answer.find;
	facts.plan = answer.plan;
	if ((chosen = choose_item(&answer.find, err)) != NULL &&
	    (facts.item = item_of(&answer, chosen)) != NULL)
		rc = show(&facts, &shape, err);
	listen_facts_free(&facts);
	sar_answer_free(&answer);

out:
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_listen(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 2, "REF N", &rest, &err);
	if (rc == 0)
		rc = take_words(rest, &err) == -1 ? -1 : run(&err);
	if (rc == -1)
		status = cmd_report(&err);
	choose_free();
	free(args.from);
	free(args.to);
	free(args.player);
	args_free();
	return status;
}
