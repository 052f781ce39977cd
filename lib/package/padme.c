#include "package/padme.h"

#include <assert.h>

/* The binary logarithm, rounded down. */
static unsigned
log_of(uint64_t x)
{
	unsigned bits = 0;

	while (x >>= 1)
		bits++;
	return bits;
}

uint64_t
sar_padme_size(uint64_t size)
{
	uint64_t mask;
	unsigned exponent;

	if (size < 2)
		return size;
	exponent = log_of(size);
	assert(exponent > log_of(exponent));
	mask = (UINT64_C(1) << (exponent - (log_of(exponent) + 1))) - 1;
	return size > UINT64_MAX - mask ? 0 : (size + mask) & ~mask;
}
