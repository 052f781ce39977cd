#include "common/completion.h"
#include "sar-export/commands.h"

static const struct cmd commands[] = {
	{ "init", "make an organisation's home: policy, log and key",
	    cmd_init },
	{ "run", "do the whole job: request, find, mark and build", cmd_run },
	{ "request", "open the case of a new request", cmd_request },
	{ "id", "say what became of the proof of who asks", cmd_id },
	{ "clarify", "record a question to the requester, and its answer",
	    cmd_clarify },
	{ "extend", "give notice that the answer takes two months more",
	    cmd_extend },
	{ "fee", "ask for a fee, or say that it was paid or waived", cmd_fee },
	{ "find", "list the calls of a request and what each one is",
	    cmd_find },
	{ "hold", "keep from deletion what is found for a request", cmd_hold },
	{ "suggest", "propose cuts of one recording from what the index knows",
	    cmd_suggest },
	{ "listen", "show the sound of one recording, and play it",
	    cmd_listen },
	{ "mark", "record what a person decided about one recording",
	    cmd_mark },
	{ "plan", "show what becomes of each recording, and what is amiss",
	    cmd_plan },
	{ "review", "make a page to look at and listen to what would leave",
	    cmd_review },
	{ "approve", "approve the plan as it is now", cmd_approve },
	{ "build", "package and release what has been decided", cmd_build },
	{ "refuse", "refuse the request, and say why", cmd_refuse },
	{ "deliver", "record that a package or a passphrase went out",
	    cmd_deliver },
	{ "complain", "record a complaint, and what became of it",
	    cmd_complain },
	{ "close", "say that a case is over, and how it ended", cmd_close },
	{ "letter", "draft a letter, make pages and PDFs, check templates",
	    cmd_letter },
	{ "status", "show where cases stand", cmd_status },
	{ "calendar", "write the days things are to be done by, as iCalendar",
	    cmd_calendar },
	{ "passphrase", "recover a package's passphrase, with the key for it",
	    cmd_passphrase },
	{ "recovery-key", "make a key that passphrases can be sealed to",
	    cmd_recovery_key },
	{ "key", "make, show or change a key that signs", cmd_key },
	{ "log", "verify, review, prove, erase: what is done to the log",
	    cmd_log },
	{ "report", "count requests, answers and delays of some months",
	    cmd_report_board },
	{ "config", "show every setting, or check that all is as it should be",
	    cmd_config },
	{ "completion", "print what completes commands in a shell",
	    cmd_completion },
	{ NULL, NULL, NULL },
};

static const struct cmd_program program = {
	.name = "sar-export",
	.purpose = "Answer a subject access request for recordings of calls.",
	.commands = commands,
	.examples =
	    "Examples:\n"
	    "  sar-export init --home /srv/sar --config sar.conf\n"
	    "  sar-export find --ref SAR-2026-0042\n"
	    "  sar-export run --ref SAR-2026-0042 --number \"01632 960123\" "
	    "\\\n"
	    "      --from 2026-04-01 --to 2026-10-10 --received 2026-10-10 \\\n"
	    "      --identity verified --marks reviewed/ \\\n"
	    "      --passphrase-out /secure/SAR-2026-0042.txt\n",
	.decodes = true,
};

int
main(int argc, const char **argv)
{
	return cmd_main(&program, argc, argv);
}
