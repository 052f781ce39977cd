#ifndef DAMAGE_H
#define DAMAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "audio/audio.h"
#include "media/media.h"

/* One file to be put through everything that is done to a recording. */
struct trial {
	const char *in;
	const char *out;
	enum sar_plan_format format;
	enum sar_plan_fill fill;
	uint32_t fade; /* frames */
	bool is_raw;
	struct sar_media_raw raw;
	struct sar_plan_cut cuts[8]; /* past the end: clamped when measured */
	size_t n_cuts;
};

/* trial.c: Measure, redact to trial->out, check; say in a line without end. */
int trial_run(struct trial *trial, FILE *reply);

/* trial.c: Read one from a line of tab-separated fields; false: malformed. */
bool trial_parse(char *line, struct trial *trial);

/* make.c: A sound file of ${format}, as "wav-ima", of the int16 in ${in}. */
int make_file(const char *format, int rate, int channels, const char *in,
    const char *out);

#endif
