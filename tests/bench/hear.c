/*
 * hear RATE CHANNELS [FILE]: what is heard in raw 16-bit sound, of standard
 * input or of a file, a line each: kind, from and to in ms, channel, keys or
 * the tone.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "hear/hear.h"

#define FRAMES 4096

static void
print(const struct sar_hearing *out, double rate)
{
	const struct sar_heard *h;
	size_t i;

	for (i = 0; i < out->n; i++) {
		h = &out->list[i];
		(void)printf("%s\t%.1f\t%.1f\t%" PRIu32 "\t",
		    sar_hear_kind_name(h->kind), (double)h->from * 1000 / rate,
		    (double)h->to * 1000 / rate, h->channel);
		if (h->keys > 0)
			(void)printf("%u", h->keys);
		(void)printf("%s\n", sar_hear_tone_text(h->tone));
	}
}

int
main(int argc, char **argv)
{
	static int16_t block[FRAMES * SAR_HEAR_CHANNELS_MAX];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_hearing out = { NULL, 0, false };
	struct sar_hear *hear;
	uint32_t rate, channels;
	FILE *in = stdin;
	size_t n;

	if (argc != 3 && argc != 4)
		return 2;
	if (argc == 4 && (in = fopen(argv[3], "rb")) == NULL)
		return 2;
	rate = (uint32_t)strtoul(argv[1], NULL, 10);
	channels = (uint32_t)strtoul(argv[2], NULL, 10);
	if ((hear = sar_hear_new(rate, channels, &err)) == NULL)
		return 2;
	while ((n = fread(block, channels * sizeof(*block), FRAMES, in)) > 0)
		if (sar_hear_frames(hear, block, n, &err) == -1)
			return 1;
	if (sar_hear_end(hear, &out, &err) == -1)
		return 1;
	print(&out, rate);
	(void)fclose(in);
	sar_hear_free(hear);
	sar_hear_hearing_free(&out);
	return 0;
}
