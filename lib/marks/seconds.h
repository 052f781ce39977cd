/* Private to marks: times as written, exact. */
#ifndef SAR_MARKS_SECONDS_H
#define SAR_MARKS_SECONDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A time as written: whole microseconds, and the digits after them, less
 * trailing zeros, so that two times compare as they were written.  ${rest}
 * points into the text that was read.
 */
struct sar_seconds {
	uint64_t us;
	const char *rest;
	size_t n_rest;
};

/* How a time of hours, minutes and seconds was written. */
struct sar_seconds_form {
	size_t hours;    /* digits of the hours; 0: there are none */
	size_t fraction; /* digits after the seconds */
};

/* A span of time, [from, to). */
struct sar_seconds_span {
	struct sar_seconds from;
	struct sar_seconds to;
};

/**
 * sar_seconds_parse: Digits, or digits, a point or comma, and digits; nothing
 * else.  False for all else.
 */
bool sar_seconds_parse(const char *text, size_t len, struct sar_seconds *out);

/**
 * sar_seconds_clock: "HH:MM:SS", or "MM:SS", with or without a point or comma
 * and digits after it; MM and SS have two digits and are below 60.
 */
bool sar_seconds_clock(const char *text, size_t len, struct sar_seconds *out,
    struct sar_seconds_form *form);

/** sar_seconds_compare: Below, at or above 0 as ${a} is before, at, after. */
int sar_seconds_compare(const struct sar_seconds *a,
    const struct sar_seconds *b);

/** sar_seconds_up: In microseconds, a part of one counted as a whole one. */
uint64_t sar_seconds_up(const struct sar_seconds *at);

/** sar_seconds_sum_up: ${a} and ${b} together, as sar_seconds_up(). */
uint64_t sar_seconds_sum_up(const struct sar_seconds *a,
    const struct sar_seconds *b);

#endif
