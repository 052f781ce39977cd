#include "ingest/php.h"

#include <string.h>

static void
put(char *out, size_t *len, const char *text)
{
	while (*text != '\0')
		out[(*len)++] = *text++;
}

/* The quote in doubt was one of the value. */
static void
settle_literal(struct sar_ingest_php *php, char *out, size_t *len)
{
	put(out, len, php->held == 2 ? "\"\"," : "\"\"");
	php->held = 0;
	php->state = SAR_INGEST_PHP_QUOTED;
	php->escaped = false;
}

/* The quote in doubt closed the field. */
static void
settle_closing(struct sar_ingest_php *php, char *out, size_t *len)
{
	put(out, len, php->held == 2 ? "\"," : "\"");
	php->state = php->held == 2 ? SAR_INGEST_PHP_START
				    : SAR_INGEST_PHP_PLAIN;
	php->held = 0;
	php->escaped = false;
}

/* Decide on what is held by ${c} that follows it; true: ${c} is held too. */
static bool
settle(struct sar_ingest_php *php, char c, char *out, size_t *len)
{
	if (php->held == 1 && c == ',') {
		php->held = 2;
		return true;
	}
	if ((php->held == 1 && c != '\n' && c != '\r') ||
	    (php->held == 2 && c == ' '))
		settle_literal(php, out, len);
	else
		settle_closing(php, out, len);
	return false;
}

/* Inside of quotes; true: ${c} is held back. */
static bool
step_quoted(struct sar_ingest_php *php, char c)
{
	if (c == '"' && php->escaped) {
		php->held = 1;
		return true;
	}
	if (c == '"')
		php->state = SAR_INGEST_PHP_QUOTE;
	php->escaped = c == '\\';
	return false;
}

/* True: ${c} is held back. */
static bool
step(struct sar_ingest_php *php, char c)
{
	if (php->state == SAR_INGEST_PHP_QUOTED)
		return step_quoted(php, c);
	if (c == ',' || c == '\n')
		php->state = SAR_INGEST_PHP_START;
	else if (c == '"' && php->state != SAR_INGEST_PHP_PLAIN)
		php->state = SAR_INGEST_PHP_QUOTED;
	else
		php->state = SAR_INGEST_PHP_PLAIN;
	php->escaped = false;
	return false;
}

size_t
sar_ingest_php_filter(struct sar_ingest_php *php, const char *in, size_t len,
    char *out)
{
	size_t done = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (php->held > 0 && settle(php, in[i], out, &done))
			continue;
		if (!step(php, in[i]))
			out[done++] = in[i];
	}
	return done;
}

size_t
sar_ingest_php_end(struct sar_ingest_php *php, char *out)
{
	size_t done = 0;

	if (php->held > 0)
		settle_closing(php, out, &done);
	return done;
}
