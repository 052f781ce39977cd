#include <stdlib.h>
#include <string.h>

#include "common/cmd.h"
#include "common/progress.h"
#include "play/play.h"
#include "sar-export/listen_facts.h"

static ssize_t
read_sound(void *ctx, int16_t *out, size_t frames, struct sar_err *err)
{
	return sar_listen_read(ctx, out, frames, err);
}

/* What a player says may come from anywhere: a terminal must not act on it. */
static void
say(const struct sar_play_end *end, bool utf8)
{
	struct sar_buf out = SAR_BUF_INIT;
	size_t at, len;

	for (at = 0; at < end->n_said; at += len + 1) {
		const char *line = end->said + at;
		const char *feed = memchr(line, '\n', end->n_said - at);

		len = feed == NULL ? end->n_said - at : (size_t)(feed - line);
		sar_buf_puts(&out, "the player says: ");
		sar_picture_shown(line, len, utf8, &out);
		sar_buf_puts(&out, "\n");
	}
	if (out.data != NULL)
		cmd_warn("%s", out.data);
	sar_buf_free(&out);
}

static int
run(struct sar_listen *listen, const struct listen_facts *facts,
    char *const *argv, struct sar_play_end *end, struct sar_err *err)
{
	const struct sar_index_recording *rec = listen_facts_recording(facts);
	struct sar_play_sound sound = { listen, read_sound, rec->rate,
		rec->channels, facts->to - facts->from };
	const struct sar_progress *progress;
	int rc;

	progress = cmd_progress_start("second");
	cmd_progress_phase("playing", 1, 1);
	rc = sar_play_run(argv, &sound, progress, end, err);
	cmd_progress_end();
	return rc;
}

int
listen_play(const struct listen_facts *facts, char *const *argv, bool utf8,
    struct sar_err *err)
{
	struct sar_listen_what what = listen_facts_what(facts);
	struct sar_play_end end = { .early = false };
	struct sar_listen *listen = sar_listen_open(&what, err);
	int rc;

	if (listen == NULL)
		return -1;
	cmd_note("\nPlaying %s; ctrl-C ends it.\n",
	    facts->redacted ? "what would be packaged" : "the original");
	rc = run(listen, facts, argv, &end, err);
	sar_listen_free(listen);
	if (rc == -1 && err->code == SAR_EFAIL) {
		say(&end, utf8);
		sar_err_hint(err, "--player COMMAND names another; --no-play");
	} else if (rc == 0 && end.early) {
		cmd_note("The player ended before the sound did.\n");
	}
	return rc;
}
