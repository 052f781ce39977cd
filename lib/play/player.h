/* Private to play: the player's process. */
#ifndef SAR_PLAY_PLAYER_H
#define SAR_PLAY_PLAYER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct sar_player {
	pid_t pid;
	int in;     /* its standard input, for us to write; -1 once closed */
	int said;   /* its standard error, for us to read; -1 once at its end */
	int status; /* once it is no more, as of waitpid(2) */
};

/**
 * sar_player_start: Run ${argv}, a path first, with both ends of ours
 * not blocking.  -1 with ${err} set.
 */
SAR_MUST_CHECK int sar_player_start(char *const *argv,
    struct sar_player *player, struct sar_err *err);

/** sar_player_look: Has it ended?  Does not wait. */
bool sar_player_look(struct sar_player *player);

/** sar_player_end: End it, unless it has, and whatever it has started; there
 * is no such process when this returns. */
void sar_player_end(struct sar_player *player);

/** sar_player_close: Close what is open of ${player}. */
void sar_player_close(struct sar_player *player);

#endif
