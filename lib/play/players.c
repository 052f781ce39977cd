#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/words.h"
#include "play/play.h"

#define PATH_LEN 4096

/*
 * Each so that it plays a WAV file from its standard input, shows no window,
 * reads no terminal, and remembers nothing of what it played.
 */
static const struct player {
	const char *name;
	const char *words[12];
} players[] = {
	{ "ffplay", { "-nodisp", "-autoexit", "-hide_banner", "-loglevel",
			"error", "-i", "pipe:0" } },
	{ "mpv", { "--no-config", "--no-video", "--no-terminal",
		     "--no-resume-playback", "--no-input-default-bindings",
		     "--no-ytdl", "-" } },
	{ "play", { "-q", "-t", "wav", "-" } },
	{ "aplay", { "-q", "-" } },
	{ "paplay", { NULL } },
	{ "pw-play", { "/dev/stdin" } },
};

#define PLAYERS (sizeof(players) / sizeof(players[0]))

const char *
sar_play_names(void)
{
	return "ffplay, mpv, play (of sox), aplay, paplay, pw-play";
}

static bool
can_run(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0;
}

/* Only in folders named from the root: what happens to lie in the folder that
   one stands in is not a player. */
static bool
look_for(const char *name, const char *path, char out[PATH_LEN])
{
	size_t len;

	for (; path != NULL && *path != '\0';
	     path += len, path += *path == ':') {
		len = strcspn(path, ":");
		if (*path != '/' || (size_t)snprintf(out, PATH_LEN, "%.*s/%s",
					(int)len, path, name) >= PATH_LEN)
			continue;
		if (can_run(out))
			return true;
	}
	return false;
}

/* A copy of ${word} at *${to}, which goes behind it. */
static char *
put_word(const char *word, char **to)
{
	size_t len = strlen(word) + 1;
	char *at = memcpy(*to, word, len);

	*to += len;
	return at;
}

/* ${first}, then ${words}, in one block. */
static char **
in_one_block(const char *first, const char *const *words)
{
	size_t bytes = strlen(first) + 1;
	size_t n, i;
	char **argv;
	char *to;

	for (n = 0; words[n] != NULL; n++)
		bytes += strlen(words[n]) + 1;
	if ((argv = malloc((n + 2) * sizeof(*argv) + bytes)) == NULL)
		return NULL;
	to = (char *)(argv + n + 2);
	argv[0] = put_word(first, &to);
	for (i = 0; i < n; i++)
		argv[i + 1] = put_word(words[i], &to);
	argv[n + 1] = NULL;
	return argv;
}

char **
sar_play_known(const char *path)
{
	char found[PATH_LEN];
	size_t i;

	for (i = 0; i < PLAYERS; i++)
		if (look_for(players[i].name, path, found))
			return in_one_block(found, players[i].words);
	return NULL;
}

char **
sar_play_command(const char *what, const char *text, const char *path,
    struct sar_err *err)
{
	char **words = sar_words_split(what, text, err);
	char found[PATH_LEN];
	char **argv = NULL;

	if (words == NULL)
		return NULL;
	if (strchr(words[0], '/') != NULL
		? (size_t)snprintf(found, sizeof(found), "%s", words[0]) >=
			  sizeof(found) ||
		      !can_run(found)
		: !look_for(words[0], path, found)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: no such program that can be run", what);
	} else if ((argv = in_one_block(found,
			(const char *const *)(words + 1))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	free(words);
	return argv;
}
