#include "common/completion.h"
#include "sar-verify/commands.h"

static const struct cmd commands[] = {
	{ "log", "check that the disclosure log is whole and signed", cmd_log },
	{ "report", "one page on the log, for people, and a list of exceptions",
	    cmd_report_log },
	{ "package", "check a package, with or without the log", cmd_package },
	{ "proof", "check the proof beside a package, without the log",
	    cmd_proof },
	{ "redaction",
	    "check that what is left of a recording is what was registered",
	    cmd_redaction },
	{ "sample", "draw records to look into, which nobody chose",
	    cmd_sample },
	{ "compare", "do two checkpoints, proofs or logs fit together?",
	    cmd_compare },
	{ "offer", "ask a witness to cosign the log", cmd_offer },
	{ "cosign", "as a witness, cosign what was offered", cmd_cosign },
	{ "attach", "keep a witness's cosignature with the log", cmd_attach },
	{ "completion", "print what completes commands in a shell",
	    cmd_completion },
	{ NULL, NULL, NULL },
};

static const struct cmd_program program = {
	.name = "sar-verify",
	.purpose = "Check the disclosure log or a package, cosign a log; trust "
		   "nobody.",
	.commands = commands,
	.examples = "Examples:\n"
		    "  sar-verify log --vkey log.vkey log\n"
		    "  sar-verify report --vkey log.vkey --html report.html "
		    "log\n"
		    "  sar-verify package --log log --vkey log.vkey "
		    "--passphrase-fd 0 SAR-2026-0042.zip\n"
		    "  sar-verify offer --vkey log.vkey -o request log\n"
		    "  sar-verify cosign --vkey log.vkey --key my.key --state "
		    "my.state request\n",
	.decodes = true,
};

int
main(int argc, const char **argv)
{
	return cmd_main(&program, argc, argv);
}
