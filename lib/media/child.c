/*
 * The program's side of a decoder in a process of its own.  Nothing in the
 * shared memory is looked at: samples are copied out of it and are whatever
 * they are.  What decides anything came in a message, and was checked.
 */
#include "media/child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/source.h"
#include "media/wire.h"

/*
 * A day of Opus, the slowest, is 4 minutes for one channel and half an hour
 * for eight; a slow machine takes four times as long.
 */
#define CPU_SECONDS 7200

/* Eight channels at 192 kHz of any codec stay below half of it. */
#define MEMORY (UINT64_C(32) << 20)

#define PATIENCE 240 /* half seconds */

/* In all, a decoder may keep us waiting so many times as long. */
#define PATIENCE_IN_ALL 100

const struct sar_child_bounds sar_child_usual = {
	.main = sar_wire_decode,
	.cpu = CPU_SECONDS,
	.memory = MEMORY,
	.patience = PATIENCE,
};

struct sar_child {
	struct sar_sandbox *sandbox;
	struct sar_child_job job; /* its raw and seen only while opening */
	struct sar_media_found seen;
	struct sar_media_info *info; /* the caller's */
	struct sar_media_info shape; /* as it said at first */
	uint64_t waited;             /* half seconds, in all */
	size_t which;                /* block */
	size_t at;                   /* frames of it taken */
	size_t have;                 /* frames in it; 0: none held */
	bool last;                   /* a block not full has been */
	bool ended;
	uint64_t frames;
	uint64_t announced;
	struct sar_wire_said said;
	uint8_t *window;    /* private: what is read for the decoder */
	struct sar_err err; /* the first failure, there for good */
};

static int
fail(struct sar_child *child, const char *why)
{
	(void)sar_sandbox_end(child->sandbox);
	return sar_err_set(&child->err, SAR_ECORRUPT,
	    "%s: the decoder was stopped (%s)", child->job.source->name, why);
}

static int
fail_lying(struct sar_child *child)
{
	return fail(child, "did what it must not");
}

/* It is gone, or going: why? */
static int
fail_ended(struct sar_child *child)
{
	switch (sar_sandbox_end(child->sandbox)) {
	case SAR_SANDBOX_TIME:
		return fail(child, "took too long");
	case SAR_SANDBOX_STOPPED:
		return fail(child, "was killed");
	case SAR_SANDBOX_FORBIDDEN:
	case SAR_SANDBOX_LEFT:
		return fail_lying(child);
	case SAR_SANDBOX_CRASHED:
		break;
	}
	return fail(child, "crashed");
}

static int
tell(struct sar_child *child, enum sar_wire_told told, uint64_t bytes)
{
	struct sar_wire_answer answer = { .told = told, .bytes = bytes };
	ssize_t n;

	n = send(sar_sandbox_channel(child->sandbox), &answer, sizeof(answer),
	    MSG_NOSIGNAL | MSG_DONTWAIT);
	/* It lets answers lie until there is no room for more. */
	if (n == -1 && errno == EAGAIN)
		return fail_lying(child);
	/* One that ended may have said all there is: hear() finds out. */
	return 0;
}

/* Wait for what it says next. */
static int
hear(struct sar_child *child)
{
	int channel = sar_sandbox_channel(child->sandbox);
	uint64_t most = (uint64_t)child->job.bounds->patience * PATIENCE_IN_ALL;
	uint32_t waited = 0;
	ssize_t n;

	for (;;) {
		n = recv(channel, &child->said, sizeof(child->said), MSG_TRUNC);
		if (n == (ssize_t)sizeof(child->said))
			break;
		if (n == 0)
			return fail_ended(child);
		/* A reset comes once, before what was said until then. */
		if (n == -1 && (errno == EINTR || errno == ECONNRESET))
			continue;
		if (n != -1 || errno != EAGAIN)
			return fail_lying(child);
		/* Slices, so that a stopped program blames nobody. */
		child->waited++;
		if (++waited >= child->job.bounds->patience ||
		    child->waited >= most)
			return fail(child, "took too long");
	}
	return sar_wire_check(child->job.source->name, &child->said)
		   ? 0
		   : fail_lying(child);
}

/* Read for it, in memory that it cannot change, and copy what was read. */
static int
serve(struct sar_child *child)
{
	const struct sar_source *source = child->job.source;
	struct sar_wire_shared *shared = sar_sandbox_shared(child->sandbox);
	uint64_t off = child->said.off;
	size_t len = (size_t)child->said.len;
	ssize_t n;

	if (off >= source->size || len > source->size - off)
		return fail_lying(child);
	if (child->window == NULL &&
	    (child->window = malloc(SAR_WIRE_WINDOW)) == NULL)
		return sar_err_set(&child->err, SAR_EFAIL, "out of memory");
	n = source->pread(source->ctx, child->window, len, off, &child->err);
	if (n == -1)
		return -1;
	memcpy(shared->window, child->window, (size_t)n);
	return tell(child, SAR_WIRE_BYTES, (uint64_t)n);
}

/* It says it failed: what of that may be repeated? */
static int
take_failure(struct sar_child *child)
{
	child->info->findings |= child->said.info.findings;
	if (child->said.code == SAR_EFAIL)
		return fail(child, "wanted too much memory");
	(void)sar_err_set(&child->err, SAR_ECORRUPT, "%s", child->said.msg);
	if (child->said.hint[0] != '\0')
		sar_err_hint(&child->err, "%s", child->said.hint);
	return -1;
}

static int
take_end(struct sar_child *child)
{
	if (child->frames == 0 || !sar_wire_whole(child->frames, &child->seen))
		return fail_lying(child);
	child->ended = true;
	child->info->frames = child->frames;
	child->info->findings |= child->said.info.findings;
	return 0;
}

static int
take_block(struct sar_child *child)
{
	size_t full = sar_wire_frames(child->shape.channels);

	if (child->said.frames > full || child->last)
		return fail_lying(child);
	child->have = child->said.frames;
	child->at = 0;
	child->last = child->have < full;
	child->frames += child->have;
	if (child->frames > child->shape.rate * SAR_MEDIA_MAX_SECONDS)
		return sar_err_set(&child->err, SAR_ECORRUPT,
		    "%s: longer than a day", child->job.source->name);
	return 0;
}

/* Until there is a block, or the end. */
static int
next(struct sar_child *child)
{
	while (child->have == 0 && !child->ended) {
		if (hear(child) == -1)
			return -1;
		switch ((enum sar_wire_kind)child->said.kind) {
		case SAR_WIRE_BLOCK_FULL:
			if (take_block(child) == -1)
				return -1;
			break;
		case SAR_WIRE_END:
			if (take_end(child) == -1)
				return -1;
			break;
		case SAR_WIRE_READ:
			if (serve(child) == -1)
				return -1;
			break;
		case SAR_WIRE_FAILED:
			return take_failure(child);
		case SAR_WIRE_OPENED:
		default:
			return fail_lying(child);
		}
	}
	return 0;
}

/* Until it says what the recording is. */
static int
begin(struct sar_child *child)
{
	while (hear(child) == 0) {
		switch ((enum sar_wire_kind)child->said.kind) {
		case SAR_WIRE_OPENED:
			if (!sar_wire_fits(&child->said.info, child->job.raw,
				&child->seen))
				return fail_lying(child);
			child->shape = child->said.info;
			child->announced = child->shape.frames;
			*child->info = child->shape;
			child->info->findings |= child->seen.info.findings;
			child->info->frames = 0;
			return 0;
		case SAR_WIRE_READ:
			if (serve(child) == -1)
				return -1;
			break;
		case SAR_WIRE_FAILED:
			*child->info = child->said.info;
			return take_failure(child);
		case SAR_WIRE_BLOCK_FULL:
		case SAR_WIRE_END:
		default:
			return fail_lying(child);
		}
	}
	return -1;
}

/* Files that are open for reading alone it may have itself. */
static int
file_of(const struct sar_source *source)
{
	int fd = sar_source_get_fd(source);
	int flags = fd == -1 ? -1 : fcntl(fd, F_GETFL);

	return flags != -1 && (flags & O_ACCMODE) == O_RDONLY ? fd : -1;
}

static int
start(struct sar_child *child, struct sar_err *err)
{
	const struct sar_source *source = child->job.source;
	const struct sar_media_raw *raw = child->job.raw;
	struct sar_wire_job job;
	struct sar_sandbox_job how = { .main = child->job.bounds->main,
		.arg = &job,
		.arg_len = sizeof(job),
		.file = file_of(source),
		.shared_len = sizeof(struct sar_wire_shared),
		.cpu = child->job.bounds->cpu,
		.memory = child->job.bounds->memory };
	size_t len = strnlen(source->name, sizeof(job.name) - 1);

	memset(&job, 0, sizeof(job));
	job.size = source->size;
	job.has_raw = raw != NULL;
	if (raw != NULL)
		job.raw = *raw;
	memcpy(job.name, source->name, len);
	child->sandbox = sar_sandbox_open(&how, err);
	return child->sandbox == NULL ? -1 : 0;
}

struct sar_child *
sar_child_open(const struct sar_child_job *job, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_child *child = calloc(1, sizeof(*child));

	memset(info, 0, sizeof(*info));
	if (child == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	child->job = *job;
	child->seen = *job->seen;
	child->info = info;
	if (start(child, err) == 0) {
		if (begin(child) == 0)
			return child;
		*err = child->err;
	}
	sar_child_close(child);
	return NULL;
}

/* Some frames of the block held; it goes back when it is used up. */
static int
take_frames(struct sar_child *child, int16_t *out, size_t frames)
{
	const struct sar_wire_shared *shared =
	    sar_sandbox_shared(child->sandbox);
	size_t size = child->shape.channels * sizeof(*out);

	memcpy(out, shared->block[child->which] + child->at * size,
	    frames * size);
	child->at += frames;
	if (child->at < child->have)
		return 0;
	child->have = 0;
	child->which = (child->which + 1) % SAR_WIRE_BLOCKS;
	return child->last ? 0 : tell(child, SAR_WIRE_BLOCK_BACK, 0);
}

ssize_t
sar_child_read(struct sar_child *child, int16_t *out, size_t frames,
    struct sar_err *err)
{
	if (child->err.code == SAR_OK && frames > 0 && next(child) == 0) {
		if (child->have == 0)
			return 0;
		if (frames > child->have - child->at)
			frames = child->have - child->at;
		if (take_frames(child, out, frames) == 0)
			return (ssize_t)frames;
	}
	if (frames == 0)
		return 0;
	*err = child->err;
	return -1;
}

/* It may say what it likes, within what a recording may be. */
uint64_t
sar_child_announced(const struct sar_child *child)
{
	uint64_t most = child->shape.rate * SAR_MEDIA_MAX_SECONDS;

	return child->announced < most ? child->announced : most;
}

pid_t
sar_child_pid(const struct sar_child *child)
{
	return sar_sandbox_pid(child->sandbox);
}

void
sar_child_close(struct sar_child *child)
{
	if (child == NULL)
		return;
	sar_sandbox_free(child->sandbox);
	if (child->window != NULL) {
		explicit_bzero(child->window, SAR_WIRE_WINDOW);
		free(child->window);
	}
	free(child);
}
