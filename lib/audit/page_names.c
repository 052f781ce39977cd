/* What listen.html is made of; anything else could do more. */
#include "audit/page.h"

#include <string.h>
#include <strings.h>

static bool
is_among(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

bool
sar_page_element(const char *name)
{
	static const char *const names[] = { "a", "audio", "body", "br",
		"caption", "dd", "div", "dl", "dt", "h1", "h2", "h3", "head",
		"header", "html", "li", "line", "main", "meta", "nav", "p",
		"rect", "script", "section", "span", "strong", "style", "svg",
		"table", "tbody", "td", "th", "thead", "title", "tr", "ul",
		NULL };

	return is_among(name, names);
}

bool
sar_page_head(const char *name)
{
	static const char *const names[] = { "meta", "style", "title", NULL };

	return is_among(name, names);
}

/* Outside of quotes it could spell any word. */
static bool
has_escape(const char *text, size_t len)
{
	char quote = '\0';
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] == '\\' && quote == '\0')
			return true;
		else if (text[i] == '\\')
			i++;
		else if (text[i] == quote || text[i] == '\n')
			quote = '\0';
		else if (quote == '\0' && (text[i] == '"' || text[i] == '\''))
			quote = text[i];
	return false;
}

bool
sar_page_style(const char *text, size_t len)
{
	static const char *const never[] = { "url", "src", "image", "import",
		"font-face", "namespace", "expression", "behavior", "binding",
		"attr", "/*", NULL };
	size_t i, k;

	for (i = 0; i < len; i++)
		for (k = 0; never[k] != NULL; k++)
			if (len - i >= strlen(never[k]) &&
			    strncasecmp(text + i, never[k], strlen(never[k])) ==
				0)
				return false;
	return !has_escape(text, len);
}

bool
sar_page_void(const char *name)
{
	static const char *const names[] = { "br", "line", "meta", "rect",
		NULL };

	return is_among(name, names);
}

bool
sar_page_attribute(const char *name)
{
	static const char *const names[] = { "aria-label", "aria-labelledby",
		"charset", "class", "content", "controls", "data-from",
		"data-says", "data-seconds", "data-to", "height", "hidden",
		"href", "http-equiv", "id", "lang", "name", "preload",
		"preserveAspectRatio", "role", "scope", "src", "tabindex",
		"viewBox", "width", "x", "x1", "x2", "y", "y1", "y2", NULL };

	return is_among(name, names);
}
