#include "audio/tone.h"

#define HZ 1000U
#define PEAK INT64_C(3277) /* 1/10 of full scale, -20 dBFS */

/* A rate too low for 1000 Hz gets four frames a period. */
static uint32_t
hz_at(uint32_t rate)
{
	return rate >= 4 * HZ ? HZ : rate / 4;
}

/*
 * In integers, so that it is the same on every machine: Bhaskara's sine,
 * 16 t (1 - t) / (5 - 4 t (1 - t)) for half a turn t of 0 to 1, at most
 * 0.0017 off.
 */
int16_t
sar_tone_at(uint64_t pos, uint32_t rate)
{
	uint64_t turn = pos % rate * hz_at(rate) % rate * 2;
	int64_t half = (int64_t)(turn < rate ? turn : turn - rate);
	int64_t r = rate;
	int64_t bow = half * (r - half);
	int64_t value = PEAK * 16 * bow / (5 * r * r - 4 * bow);

	return (int16_t)(turn < rate ? value : -value);
}

uint32_t
sar_tone_period(uint32_t rate)
{
	uint32_t divisor = rate;
	uint32_t other = hz_at(rate);
	uint32_t rest;

	for (; other != 0; other = rest) {
		rest = divisor % other;
		divisor = other;
	}
	return rate / divisor;
}
