/* What listen.html is made of; anything else could do more. */
#include <string.h>

#include "audit/page.h"

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
