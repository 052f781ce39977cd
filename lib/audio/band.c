#include "audio/band.h"

#include <math.h>
#include <string.h>

#define LOW 300.0
#define HIGH 3400.0

/* Two sections that together are flat: their qualities. */
static const double quality[2] = { 0.54119610, 1.30656296 };

static void
add_two(struct sar_band *band, double hz, uint32_t rate, double middle)
{
	double w = tan(acos(-1.0) * hz / rate);
	double down;
	unsigned i;

	for (i = 0; i < 2; i++, band->n++) {
		down = 1 + w / quality[i] + w * w;
		band->sections[band->n].gain = (middle < 0 ? 1 : w * w) / down;
		band->sections[band->n].middle = middle;
		band->sections[band->n].back[0] = 2 * (w * w - 1) / down;
		band->sections[band->n].back[1] = (1 - w / quality[i] + w * w) /
						  down;
	}
}

/* A rate whose half is not above an edge has nothing beyond it. */
void
sar_band_init(struct sar_band *band, uint32_t rate)
{
	memset(band, 0, sizeof(*band));
	if (rate > 4 * LOW)
		add_two(band, LOW, rate, -2);
	if (rate > 8000)
		add_two(band, HIGH, rate, 2);
}

double
sar_band_next(const struct sar_band *band, struct sar_band_state *state,
    double value)
{
	double next;
	unsigned i;

	for (i = 0; i < band->n; i++) {
		next = band->sections[i].gain *
			   (value + band->sections[i].middle * state->in[i][0] +
			       state->in[i][1]) -
		       band->sections[i].back[0] * state->out[i][0] -
		       band->sections[i].back[1] * state->out[i][1];
		state->in[i][1] = state->in[i][0];
		state->in[i][0] = value;
		state->out[i][1] = state->out[i][0];
		state->out[i][0] = next;
		value = next;
	}
	return value;
}
