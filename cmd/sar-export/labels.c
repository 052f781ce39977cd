#include "sar-export/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "marks/read.h"

#define POINTS_MAX 60000 /* milliseconds to each side */

static struct {
	char *file, *format, *code, *tier, *speaker;
	int confirm, widen, points;
} args;

const struct poptOption labels_options[] = {
	{ "labels", '\0', POPT_ARG_STRING, &args.file, 60,
	    "labels of Audacity, CSV, WebVTT, SRT, TextGrid, RTTM or JSON",
	    "FILE" },
	{ "labels-format", '\0', POPT_ARG_STRING, &args.format, 61,
	    "what wrote them (default auto): auto, audacity, csv, webvtt, srt, "
	    "textgrid, rttm or diarisation-json",
	    "FORMAT" },
	{ "code", '\0', POPT_ARG_STRING, &args.code, 62,
	    "the provision of labels that carry no code, as TP", "CODE" },
	{ "tier", '\0', POPT_ARG_STRING, &args.tier, 63,
	    "which tier of a TextGrid holds the cuts", "NAME" },
	{ "cut-speaker", '\0', POPT_ARG_STRING, &args.speaker, 64,
	    "cut what this speaker of RTTM or JSON says", "LABEL" },
	{ "confirm", '\0', POPT_ARG_NONE, &args.confirm, 65,
	    "say that the suggestions were heard and are right", NULL },
	{ "widen", '\0', POPT_ARG_NONE, &args.widen, 66,
	    "take a spectral label for its whole time, all frequencies", NULL },
	{ "widen-points", '\0', POPT_ARG_INT, &args.points, 67,
	    "cut so many milliseconds to each side of a point label", "MS" },
	POPT_TABLEEND,
};

bool
labels_given(void)
{
	return args.file != NULL;
}

const char *
labels_name(void)
{
	return args.file;
}

int
labels_check(struct sar_err *err)
{
	bool more = args.format != NULL || args.code != NULL ||
		    args.tier != NULL || args.speaker != NULL || args.confirm ||
		    args.widen || args.points != 0;

	if (args.file == NULL && more)
		return sar_err_set(err, SAR_EINPUT,
		    "expected --labels FILE with what is said about it");
	if (args.format != NULL &&
	    sar_read_format(args.format) == SAR_MARKS_FORMATS)
		return sar_err_set(err, SAR_EINPUT,
		    "--labels-format: expected %s", sar_read_formats());
	if (args.points < 0 || args.points > POINTS_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "--widen-points: expected up to %d milliseconds",
		    POINTS_MAX);
	if (args.code != NULL && sar_basis_find(args.code) == NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "--code: expected the code of a provision");
		sar_err_hint(err, "codes: %s", sar_basis_codes());
		return -1;
	}
	return 0;
}

/* A program cannot decide; who has listened can. */
static int
check_confirmed(struct sar_marks *marks, struct sar_err *err)
{
	bool suggested = marks->suggested[0] != '\0';

	if (suggested && !args.confirm) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "%s: a program suggested these cuts, and nobody has "
		    "confirmed them",
		    args.file);
		sar_err_hint(err, "listen to the recording; if they are right, "
				  "say --confirm");
		return -1;
	}
	if (!suggested && args.confirm)
		return sar_err_set(err, SAR_EINPUT,
		    "--confirm: %s holds no suggestions", args.file);
	marks->confirmed = suggested;
	return 0;
}

static int
check_read(struct sar_marks *marks, struct sar_err *err)
{
	if (marks->n == 0) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: no labels", args.file);
		sar_err_hint(err, "if nothing is to go, say --nothing-to-cut");
		return -1;
	}
	return check_confirmed(marks, err);
}

int
labels_read(struct sar_marks *marks, struct sar_err *err)
{
	struct sar_read_input in = {
		.name = args.file,
		.format = args.format == NULL ? SAR_MARKS_AUTO
					      : sar_read_format(args.format),
		.code = args.code,
		.tier = args.tier,
		.speaker = args.speaker,
		.widen = args.widen != 0,
		.widen_points_us = (uint64_t)args.points * 1000,
	};
	char *text = NULL;
	int rc;

	if (args.file == NULL)
		return 0;
	if (sar_file_read(args.file, SAR_MARKS_MAX, &text, &in.len, err) == -1)
		return -1;
	in.text = text;
	rc = sar_marks_read(&in, marks, err);
	free(text);
	return rc == -1 ? -1 : check_read(marks, err);
}

void
labels_free(void)
{
	free(args.file);
	free(args.format);
	free(args.code);
	free(args.tier);
	free(args.speaker);
}
