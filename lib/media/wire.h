#ifndef SAR_MEDIA_WIRE_H
#define SAR_MEDIA_WIRE_H

#include "media/child.h"
#include "media/found.h"

/*
 * Private to media: what a decoder in a process of its own and the program
 * say to each other.  Samples go through the shared memory, two blocks in
 * turn; so do the bytes of a source that is no file.
 */
#define SAR_WIRE_BLOCK ((size_t)256 << 10)
#define SAR_WIRE_BLOCKS 2
#define SAR_WIRE_WINDOW ((size_t)64 << 10)
#define SAR_WIRE_FRAMES ((size_t)65536) /* of a block, at most */

struct sar_wire_shared {
	uint8_t block[SAR_WIRE_BLOCKS][SAR_WIRE_BLOCK];
	uint8_t window[SAR_WIRE_WINDOW];
};

/* What to decode. */
struct sar_wire_job {
	uint64_t size;
	bool has_raw;
	struct sar_media_raw raw;
	char name[256];
};

enum sar_wire_kind {
	SAR_WIRE_OPENED = 1, /* info */
	SAR_WIRE_BLOCK_FULL, /* frames are in the next block */
	SAR_WIRE_END,        /* info */
	SAR_WIRE_FAILED,     /* info, code, msg, hint */
	SAR_WIRE_READ        /* len bytes at off, please */
};

/* From the decoder. */
struct sar_wire_said {
	uint32_t kind;
	uint32_t frames;
	uint64_t off;
	uint64_t len;
	struct sar_media_info info;
	uint32_t code;
	char msg[256];
	char hint[256];
};

enum sar_wire_told {
	SAR_WIRE_BLOCK_BACK = 1, /* it may be filled again */
	SAR_WIRE_BYTES           /* so many are in the window; 0: no more */
};

/* To the decoder.  No padding: what lay there is not the decoder's to see. */
struct sar_wire_answer {
	uint64_t told;
	uint64_t bytes;
};

/** sar_wire_frames: How many frames fill a block. */
size_t sar_wire_frames(uint32_t channels);

/** sar_wire_decode: The decoder: what runs confined. */
int sar_wire_decode(const struct sar_sandbox_inside *inside);

/**
 * sar_wire_check: Can what the decoder of a recording of that ${name} said be
 * true, for all that one can see?  Bounds its texts and makes them plain.
 */
SAR_MUST_CHECK bool sar_wire_check(const char *name,
    struct sar_wire_said *said);

/** sar_wire_fits: Is ${info} of a recording of which we have ${seen} that? */
SAR_MUST_CHECK bool sar_wire_fits(const struct sar_media_info *info,
    const struct sar_media_raw *raw, const struct sar_media_found *seen);

/** sar_wire_whole: Are so many frames as many as ${seen} has, if it tells? */
SAR_MUST_CHECK bool sar_wire_whole(uint64_t frames,
    const struct sar_media_found *seen);

#endif
