#include "play/play.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "play/player.h"

#define HEADER 44 /* bytes of a RIFF header of PCM */
#define FORMAT 16 /* of them, of its format */
#define PCM 1
#define FRAMES 1024    /* made at a time */
#define LOOK_MS 100    /* so often at the clock, a signal, the player */
#define LAST_WORDS 200 /* looks at what a player said that has ended */

/* A sound on its way. */
struct playing {
	const struct sar_play_sound *sound;
	const struct sar_progress *progress;
	struct sar_play_end *end;
	struct sar_player player;
	struct timespec began;
	uint8_t *bytes; /* made, and from at to len not taken yet */
	size_t at;
	size_t len;
	int16_t *samples;
	uint64_t frames; /* made */
	bool made;       /* all of them */
};

static uint8_t *
put(uint8_t *to, uint64_t value, size_t bytes)
{
	for (; bytes > 0; bytes--, value >>= 8)
		*to++ = (uint8_t)value;
	return to;
}

/* Of more than 4 GiB players read on till the end of it. */
static void
put_header(struct playing *p)
{
	const struct sar_play_sound *sound = p->sound;
	uint32_t frame = sound->channels * (uint32_t)sizeof(int16_t);
	uint64_t size = sound->frames * frame;
	uint8_t *to = p->bytes;

	if (size > UINT32_MAX - HEADER)
		size = UINT32_MAX - HEADER;
	memcpy(to, "RIFF", 4);
	to = put(to + 4, size + HEADER - 8, 4);
	memcpy(to, "WAVEfmt ", 8);
	to = put(to + 8, FORMAT, 4);
	to = put(to, PCM, 2);
	to = put(to, sound->channels, 2);
	to = put(to, sound->rate, 4);
	to = put(to, (uint64_t)sound->rate * frame, 4);
	to = put(to, frame, 2);
	to = put(to, 8 * sizeof(int16_t), 2);
	memcpy(to, "data", 4);
	(void)put(to + 4, size, 4);
	p->len = HEADER;
}

/* Make more, once what was made has been taken. */
static int
make(struct playing *p, struct sar_err *err)
{
	size_t n = (size_t)FRAMES * p->sound->channels;
	ssize_t got;
	uint8_t *to = p->bytes;
	size_t i;

	if (p->at < p->len || p->made)
		return 0;
	got = p->sound->read(p->sound->ctx, p->samples, FRAMES, err);
	if (got == -1)
		return -1;
	n = (size_t)got * p->sound->channels;
	for (i = 0; i < n; i++)
		to = put(to, (uint16_t)p->samples[i], 2);
	p->at = 0;
	p->len = n * 2;
	p->frames += (uint64_t)got;
	p->made = got == 0;
	return 0;
}

static void
close_in(struct playing *p)
{
	(void)close(p->player.in);
	p->player.in = -1;
}

/* As much as the pipe takes; a player that is gone wants no more. */
static int
give(struct playing *p, struct sar_err *err)
{
	ssize_t n;

	while (p->player.in != -1) {
		if (make(p, err) == -1)
			return -1;
		if (p->made) {
			close_in(p);
			return 0;
		}
		n = write(p->player.in, p->bytes + p->at, p->len - p->at);
		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			return 0;
		if (n == -1) {
			close_in(p);
			return 0;
		}
		p->at += (size_t)n;
	}
	return 0;
}

/* How it begins is kept, the rest only taken from it. */
static void
take_said(struct playing *p)
{
	struct sar_play_end *end = p->end;
	char more[SAR_PLAY_SAID];
	ssize_t n;

	n = read(p->player.said, more, sizeof(more));
	if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR)) {
		(void)close(p->player.said);
		p->player.said = -1;
	}
	if (n <= 0)
		return;
	if ((size_t)n > sizeof(end->said) - end->n_said)
		n = (ssize_t)(sizeof(end->said) - end->n_said);
	memcpy(end->said + end->n_said, more, (size_t)n);
	end->n_said += (size_t)n;
}

/* Wait till the player takes or says something, or a moment. */
static void
await(struct playing *p, int ms)
{
	struct pollfd both[2] = {
		{ .fd = p->player.in, .events = POLLOUT },
		{ .fd = p->player.said, .events = POLLIN },
	};

	if (poll(both, 2, ms) > 0 && both[1].revents != 0)
		take_said(p);
}

static int
tick(const struct playing *p, struct sar_err *err)
{
	uint64_t total = p->sound->frames / p->sound->rate;
	struct timespec now;
	uint64_t done;

	if (p->progress == NULL || p->progress->tick == NULL)
		return 0;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	done = (uint64_t)(now.tv_sec - p->began.tv_sec);
	if (now.tv_nsec < p->began.tv_nsec && done > 0)
		done--;
	return p->progress->tick(p->progress->ctx, done < total ? done : total,
	    total, err);
}

static int
judge(const struct playing *p, struct sar_err *err)
{
	int status = p->player.status;

	if (WIFSIGNALED(status))
		return sar_err_set(err, SAR_EFAIL, "player: ended by signal %d",
		    WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return sar_err_set(err, SAR_EFAIL,
		    "player: ended with status %d", WEXITSTATUS(status));
	return 0;
}

static int
play(struct playing *p, struct sar_err *err)
{
	while (!sar_player_look(&p->player)) {
		if (tick(p, err) == -1 || give(p, err) == -1)
			return -1;
		await(p, LOOK_MS);
	}
	p->end->early = p->frames < p->sound->frames || p->at < p->len;
	return 0;
}

/* What it said last, once it is no more. */
static void
hear_out(struct playing *p)
{
	unsigned looks;

	/* It may have given the pipe to one that is not of its group. */
	for (looks = 0; p->player.said != -1 && looks < LAST_WORDS; looks++)
		await(p, 0);
}

int
sar_play_run(char *const *argv, const struct sar_play_sound *sound,
    const struct sar_progress *progress, struct sar_play_end *end,
    struct sar_err *err)
{
	struct playing p = { .sound = sound, .progress = progress, .end = end };
	size_t samples = (size_t)FRAMES * sound->channels;
	int rc = -1;

	memset(end, 0, sizeof(*end));
	p.bytes = malloc(samples * sizeof(int16_t) + HEADER);
	p.samples = malloc(samples * sizeof(int16_t));
	if (p.bytes == NULL || p.samples == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	} else if (sar_player_start(argv, &p.player, err) == 0) {
		(void)clock_gettime(CLOCK_MONOTONIC, &p.began);
		put_header(&p);
		rc = play(&p, err);
		sar_player_end(&p.player);
		hear_out(&p);
		sar_player_close(&p.player);
		if (rc == 0)
			rc = judge(&p, err);
	}
	if (p.bytes != NULL)
		explicit_bzero(p.bytes, samples * sizeof(int16_t) + HEADER);
	if (p.samples != NULL)
		explicit_bzero(p.samples, samples * sizeof(int16_t));
	free(p.bytes);
	free(p.samples);
	return rc;
}
