#ifndef SAR_PLAN_PLAN_H
#define SAR_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "marks/marks.h"
#include "retain/retain.h"

enum sar_plan_fill {
	SAR_FILL_TONE, /* audible: a person hears that something was cut */
	SAR_FILL_SILENCE
};

/* A half-open range of audio frames, [from, to). */
struct sar_plan_cut {
	uint64_t from;
	uint64_t to;
	uint32_t channels; /* bit c: channel c, from 0; none set: every one */
	enum sar_plan_fill fill;
	/* codes, joined by '+' where marks overlap: sar_basis_bits() */
	char basis[SAR_BASIS_JOINED];
	uint64_t decisions; /* bit i: it rests on marks->decisions[i] */
};

/* Every recording found ends in exactly one class, with one reason. */
enum sar_class {
	SAR_CLASS_DISCLOSED,
	SAR_CLASS_PART_DISCLOSED,
	SAR_CLASS_WITHHELD,
	SAR_CLASS_UNAVAILABLE
};

enum sar_plan_format {
	SAR_FORMAT_WAV, /* PCM, 16 bit */
	SAR_FORMAT_FLAC,
	SAR_FORMAT_MP3,      /* constant bit rate */
	SAR_FORMAT_OPUS,     /* in Ogg, RFC 7845 */
	SAR_FORMAT_WAV_ALAW, /* of an item whose source is A-law */
	SAR_FORMAT_WAV_ULAW,
	SAR_FORMAT_SAME /* of a plan: G.711 WAV for G.711, else FLAC */
};

/* Frames an MP3 file has before the sound: 576 of encoders, 529 of decoders. */
#define SAR_PLAN_MP3_DELAY 1105

struct sar_plan_item {
	const struct sar_item *item; /* borrowed */
	enum sar_class class;
	const char *reason; /* code, as "inside" or "not-requester" */
	const struct sar_marks *marks; /* NULL where none were needed */
	struct sar_plan_cut *cuts;     /* sorted, disjoint, inside the audio */
	size_t n_cuts;
	enum sar_plan_format format; /* of the file; never SAR_FORMAT_SAME */
	uint32_t block; /* frames: cuts are whole blocks of it; 0: they need
			   not be */
	uint32_t guard_before_ms; /* added to each mark, by source codec */
	uint32_t guard_after_ms;
	char name[32]; /* in the package, as "call-01.wav"; else "" */
	bool neither;  /* to be told of to nobody: sar_plan_told() */
};

struct sar_plan {
	struct sar_plan_item *items; /* as many as there are items */
	size_t n;
	size_t count[SAR_CLASS_UNAVAILABLE + 1]; /* sums to n */
	size_t undecided; /* items that wait for a person */
	size_t stray;     /* marks files of recordings not found any more */
	size_t failed;    /* unavailable though they should be there */
	size_t neither;   /* neither confirmed nor denied */
	enum sar_plan_fill fill;
	enum sar_plan_format format; /* asked for */
	uint32_t fade_ms; /* of what is kept, next to each cut; or 0 */
	bool proofs;      /* cuts are such that they can be proved */
	/* Why what is held past retention was taken in; borrowed; or NULL. */
	const char *expired_reason;
	const struct sar_calls *calls; /* of the items; borrowed */
};

#define SAR_PLAN_FADE_MAX 100

struct sar_plan_options {
	enum sar_plan_fill fill;
	enum sar_plan_format format;
	bool format_said; /* whoever plans says so: what is preferred by the
			     requester does not count */
	uint32_t fade_ms; /* at most SAR_PLAN_FADE_MAX */
	/* What is packaged in a lossless format is to get a proof of what was
	   cut: cuts are whole blocks of it, and nothing fades. */
	bool proofs;
	bool include_expired;       /* take in what is held past retention */
	const char *expired_reason; /* a code, for that; or NULL */
	/* A cut without a record of who decided it and why is undecided. */
	bool decisions_required;
	/* The marks are the case's own: one whose recording is not found any
	   more is counted, for what it was made on has changed since. */
	bool kept_marks;
};

/**
 * sar_plan_make(items, marks, n_marks, options, err):
 * Decide the class of each item and turn marks into cuts in frames: from is
 * rounded down, to up, guards by source codec added (a lossy codec carries
 * sound outside the marked span), clamped to the audio, and, where there are
 * to be proofs, widened to whole blocks of what is packaged without loss.
 * Where marks overlap, the cut has the channels, provisions and decisions of
 * all of them, and a tone unless all ask for silence; what touches and is alike
 * is one cut.  In a codec that codes channels together a cut is on every
 * channel. Items that need a review and have none are counted as undecided and
 * withheld, as are those whose marks are of other sound than the index has,
 * or, without a header, do not say of what; cuts without a decision, where
 * decisions are required, and a damaged recording whose reviewer has not said
 * that it was heard to its end and that its times fit.  A recording cut from
 * end to end on every channel is withheld as exempt and keeps its cuts for the
 * basis.  One that is neither to be confirmed nor denied is withheld before
 * anything else is asked of it, be it its retention or its state.  Borrows
 * ${items} and ${marks}.  NULL with
 * ${err} set: SAR_EINPUT for a mark past the end or of a channel there is not,
 * for marks of a recording that is not among the items, unless kept_marks,
 * for two files about one, and for proofs with a fade.
 */
SAR_MUST_CHECK struct sar_plan *sar_plan_make(const struct sar_items *items,
    struct sar_marks *const *marks, size_t n_marks,
    const struct sar_plan_options *options, struct sar_err *err);
void sar_plan_free(struct sar_plan *plan);

/**
 * sar_plan_told: The plan as whoever asked is told of it: without what is
 * neither confirmed nor denied, the items numbered again without a gap, and
 * counted.  All that leaves the case is made from this one, so that it is the
 * same whether there was such an item or not.  Borrows all of ${plan} and what
 * that borrows; sar_plan_told_free() releases it.
 */
SAR_MUST_CHECK struct sar_plan *sar_plan_told(const struct sar_plan *plan,
    struct sar_err *err);
void sar_plan_told_free(struct sar_plan *told); /* accepts NULL */

/** sar_plan_retell: ${told}, made of ${plan}, after that was changed. */
void sar_plan_retell(struct sar_plan *told, const struct sar_plan *plan);

/**
 * sar_plan_unreadable: The recording of ${item}, one of the disclosed, turned
 * out not to be decodable: it is unavailable as a damaged one, and those after
 * it get other names.
 */
void sar_plan_unreadable(struct sar_plan *plan,
    const struct sar_plan_item *item);

/**
 * sar_plan_format_of: What ${recording} is packaged as when ${asked} is asked
 * for.  The same: A-law and mu-law stay what they are, so nothing that is kept
 * is encoded again; all else becomes FLAC, which loses nothing.  What MP3
 * cannot hold (more than two channels, a rate it has not) becomes FLAC too.
 */
enum sar_plan_format sar_plan_format_of(enum sar_plan_format asked,
    const struct sar_index_recording *recording);

/** sar_plan_format_name: "same", "wav", "flac", "mp3", "opus", "wav-alaw". */
const char *sar_plan_format_name(enum sar_plan_format format);

/** sar_plan_format_lossless: Are its samples those that went into it? */
bool sar_plan_format_lossless(enum sar_plan_format format);

/** sar_plan_format_extension: Of a file of that format, without its dot. */
const char *sar_plan_format_extension(enum sar_plan_format format);

/** sar_plan_format_parse: The name of a format that can be asked for? */
SAR_MUST_CHECK bool sar_plan_format_parse(const char *word,
    enum sar_plan_format *format);

/**
 * sar_plan_json: plan.json, "sar-export.plan/2": canonical (sorted keys, no
 * spaces, integers only), so that its SHA-256 stands for it.  It has no number
 * and no name but what notes of decisions say: it stays in the case.  The
 * caller frees it.
 */
SAR_MUST_CHECK char *sar_plan_json(const struct sar_plan *plan, const char *ref,
    struct sar_err *err);

const char *sar_plan_class_name(enum sar_class class);
const char *sar_plan_class_text(enum sar_class class);

/** sar_plan_reason_text: Plain English for a reason code. */
const char *sar_plan_reason_text(const char *reason);

/** sar_plan_reason_find: The code of the ${len} bytes of such text; or NULL,
 * as for what no requester is told. */
const char *sar_plan_reason_find(const char *text, size_t len);

/** sar_plan_fill_name: "tone" or "silence". */
const char *sar_plan_fill_name(enum sar_plan_fill fill);

/**
 * sar_plan_unsure: Is the recording damaged in a way that a player may stop
 * early, or that times may not fit what is heard?  Then its reviewer has to say
 * that all of it was heard, and that they do.
 */
bool sar_plan_unsure(const struct sar_index_recording *recording);

/** sar_plan_truncated: Is the end of the recording missing? */
bool sar_plan_truncated(const struct sar_index_recording *recording);

/**
 * sar_plan_joint: Are the channels of the recording coded together?  Then a cut
 * that names some of them is on every one.
 */
bool sar_plan_joint(const struct sar_index_recording *recording);

/** sar_plan_cut_frames: How many frames the cuts take out in all. */
uint64_t sar_plan_cut_frames(const struct sar_plan_item *item);

#endif
