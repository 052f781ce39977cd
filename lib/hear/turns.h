#ifndef SAR_HEAR_TURNS_H
#define SAR_HEAR_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Private to hear: whether two people take turns on one channel, told by the
 * pitch of their voices alone.  It is a claim that someone may act on, so it
 * is made only where the two lie clearly apart; many pairs of voices do not.
 */
struct sar_turn {
	uint32_t from; /* fiftieths of a second, half-open */
	uint32_t to;
	uint32_t voiced; /* fiftieths of it that have a pitch */
	float pitch;     /* their median, semitones above 50 Hz */
	float level;     /* dB of full scale */
};

/**
 * sar_turns_split(turns, n, split, lower):
 * Are there two voices in the ${n} turns at ${turns}, in the order of time?
 * If so *${split} is a pitch between them and *${lower} says whether the lower
 * one is the second voice: the one that talks less.
 */
bool sar_turns_split(const struct sar_turn *turns, size_t n, float *split,
    bool *lower);

#endif
