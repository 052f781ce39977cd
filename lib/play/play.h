#ifndef SAR_PLAY_PLAY_H
#define SAR_PLAY_PLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/progress.h"

/*
 * Sound for a person's ears, by a program that is installed.  It gets a WAV
 * file on a pipe as its standard input, so that no copy lies on a disk, and
 * nothing else: no other descriptor, no terminal, of the environment what
 * finds the loudspeaker.
 */

/* What is played.  read gives up to ${frames} next frames, interleaved; 0 at
   the end; -1 with ${err} set. */
struct sar_play_sound {
	void *ctx;
	ssize_t (*read)(void *ctx, int16_t *out, size_t frames,
	    struct sar_err *err);
	uint32_t rate;
	uint32_t channels;
	uint64_t frames; /* it has so many */
};

/**
 * sar_play_known: The words of a command that plays standard input, of the
 * first known player that is in a folder of ${path}, which is as PATH (NULL:
 * none); one block for free(3).  NULL when there is none, or memory ran out.
 */
SAR_MUST_CHECK char **sar_play_known(const char *path);

/** sar_play_names: The known players, in the order that they are looked for,
 * "ffplay, mpv, ..."; words of messages. */
const char *sar_play_names(void);

/**
 * sar_play_command(what, text, path, err):
 * The words of the command ${text}, split as a shell does and run without one,
 * the first of them looked for in ${path} unless it has a slash; one block for
 * free(3).  NULL with ${err} set to SAR_EINPUT, naming ${what}, when it cannot
 * be split or there is no such program.
 */
SAR_MUST_CHECK char **sar_play_command(const char *what, const char *text,
    const char *path, struct sar_err *err);

#define SAR_PLAY_SAID 512

/* How a player ended that did not fail. */
struct sar_play_end {
	bool early;               /* it wanted no more before the end */
	char said[SAR_PLAY_SAID]; /* how its standard error begins: anything */
	size_t n_said;
};

/**
 * sar_play_run(argv, sound, progress, end, err):
 * Run ${argv} and give it ${sound} as fast as it takes it; return when it has
 * ended.  ${progress} is told seconds of the clock, of those that the sound
 * is; when it says to end, the player is ended first, and whatever it has
 * started with it.  -1 with ${err} set: SAR_EFAIL when it cannot be run or
 * fails; else as sound->read() or progress->tick() set it.  ${end} is filled
 * either way.  The caller ignores SIGPIPE.
 */
SAR_MUST_CHECK int sar_play_run(char *const *argv,
    const struct sar_play_sound *sound, const struct sar_progress *progress,
    struct sar_play_end *end, struct sar_err *err);

#endif
