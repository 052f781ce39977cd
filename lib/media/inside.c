/*
 * The decoder where it can do no harm.  All this may be taken over by a
 * recording, so nothing here is a check that counts.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "media/decode.h"
#include "media/wire.h"

struct inside {
	int channel;
	int file; /* -1: bytes are asked for */
	struct sar_wire_shared *shared;
	struct sar_source source;
	uint64_t off; /* what the window holds */
	uint64_t len;
	struct sar_media_info info;
	size_t lent; /* blocks the program has */
	struct sar_wire_said said;
};

/* There is nobody to tell when the program is gone. */
static void
say(struct inside *in, enum sar_wire_kind kind)
{
	in->said.kind = kind;
	in->said.info = in->info;
	if (send(in->channel, &in->said, sizeof(in->said), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(in->said))
		_exit(1);
}

static struct sar_wire_answer
hear(const struct inside *in)
{
	struct sar_wire_answer answer;
	ssize_t n;

	do {
		n = recv(in->channel, &answer, sizeof(answer), 0);
	} while (n == -1 && errno == EINTR);
	if (n != (ssize_t)sizeof(answer))
		_exit(1);
	return answer;
}

/* Wait until there is a block to fill. */
static void
await_block(struct inside *in)
{
	while (in->lent == SAR_WIRE_BLOCKS)
		if (hear(in).told == SAR_WIRE_BLOCK_BACK)
			in->lent--;
}

/* Ask for what is at ${off}; meanwhile blocks may come back. */
static void
fill_window(struct inside *in, uint64_t off)
{
	struct sar_wire_answer answer;

	in->said.off = off;
	in->said.len = in->source.size - off;
	if (in->said.len > SAR_WIRE_WINDOW)
		in->said.len = SAR_WIRE_WINDOW;
	say(in, SAR_WIRE_READ);
	while ((answer = hear(in)).told == SAR_WIRE_BLOCK_BACK)
		in->lent--;
	in->off = off;
	in->len = answer.bytes;
}

/* A file that cannot be read is the program's to see for itself. */
static ssize_t
pread_inside(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	struct inside *in = ctx;
	ssize_t n = -1;

	(void)err;
	if (in->file != -1) {
		do {
			n = pread(in->file, buf, len, (off_t)off);
		} while (n == -1 && errno == EINTR);
	}
	if (n != -1)
		return n;
	if (off < in->off || off - in->off >= in->len)
		fill_window(in, off);
	if (off - in->off >= in->len)
		return 0;
	if (len > in->len - (off - in->off))
		len = (size_t)(in->len - (off - in->off));
	memcpy(buf, in->shared->window + (off - in->off), len);
	return (ssize_t)len;
}

static void
copy_text(char *to, size_t size, const char *from)
{
	size_t len = strnlen(from, size - 1);

	memset(to, 0, size);
	memcpy(to, from, len);
}

static int
fail(struct inside *in, const struct sar_err *err)
{
	in->said.code = err->code == SAR_EFAIL ? SAR_EFAIL : SAR_ECORRUPT;
	copy_text(in->said.msg, sizeof(in->said.msg), err->msg);
	copy_text(in->said.hint, sizeof(in->said.hint), err->hint);
	say(in, SAR_WIRE_FAILED);
	return 1;
}

/* Fill a block; 1 when it is full, 0 at the end, -1 with ${err} set. */
static int
fill_block(struct inside *in, struct sar_decode *decode, size_t which,
    struct sar_err *err)
{
	int16_t *block = (void *)in->shared->block[which];
	size_t channels = in->info.channels;
	size_t room = sar_wire_frames(in->info.channels);
	size_t have = 0;
	ssize_t n = 1;

	while (have < room && n > 0) {
		n = sar_decode_read(decode, block + have * channels,
		    room - have, err);
		if (n > 0)
			have += (size_t)n;
	}
	if (have > 0) {
		in->said.frames = (uint32_t)have;
		say(in, SAR_WIRE_BLOCK_FULL);
		in->lent++;
	}
	return n > 0 ? 1 : (int)n;
}

static int
decode_all(struct inside *in, struct sar_decode *decode, struct sar_err *err)
{
	size_t which = 0;
	int rc;

	do {
		await_block(in);
		rc = fill_block(in, decode, which, err);
		which = (which + 1) % SAR_WIRE_BLOCKS;
	} while (rc == 1);
	return rc;
}

int
sar_wire_decode(const struct sar_sandbox_inside *inside)
{
	const struct sar_wire_job *job = inside->arg;
	struct sar_err err = SAR_ERR_INIT;
	struct inside in = { .channel = inside->channel,
		.file = inside->file,
		.shared = inside->shared };
	struct sar_decode *decode;

	in.source = (struct sar_source){ .ctx = &in,
		.pread = pread_inside,
		.size = job->size,
		.name = job->name };
	decode = sar_decode_open(&in.source, job->has_raw ? &job->raw : NULL,
	    &in.info, &err);
	if (decode == NULL)
		return fail(&in, &err);
	in.info.frames = sar_decode_announced(decode);
	say(&in, SAR_WIRE_OPENED);
	in.info.frames = 0;
	if (decode_all(&in, decode, &err) == -1)
		return fail(&in, &err);
	say(&in, SAR_WIRE_END);
	return 0;
}
