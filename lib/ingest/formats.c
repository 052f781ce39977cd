#include <string.h>

#include "ingest/format.h"

static const struct sar_format *const formats[] = {
	&sar_format_asterisk_cel,
	&sar_format_asterisk_csv,
	&sar_format_asterisk_custom_csv,
	&sar_format_asterisk_sqlite,
	&sar_format_freepbx_csv,
	&sar_format_freepbx_sql,
	&sar_format_freepbx_sqlite,
	&sar_format_freeswitch_csv,
	&sar_format_freeswitch_json,
	&sar_format_freeswitch_sqlite,
	&sar_format_freeswitch_xml,
	&sar_format_fusionpbx_csv,
	&sar_format_mikopbx_sqlite,
	&sar_format_oreka_sql,
	&sar_format_oreka_sqlite,
	&sar_format_oreka_tape,
	&sar_format_rtpengine_sql,
	&sar_format_rtpengine_sqlite,
	&sar_format_siprec,
	&sar_format_vcon,
	NULL,
};

const struct sar_format *const *
sar_format_list(void)
{
	return formats;
}

const struct sar_format *
sar_format_find(const char *name)
{
	size_t i;

	for (i = 0; formats[i] != NULL; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

bool
sar_ingest_format_nth(size_t n, struct sar_ingest_format *out)
{
	size_t i;

	for (i = 0; formats[i] != NULL; i++) {
		if (i == n) {
			out->name = formats[i]->name;
			out->title = formats[i]->title;
			return true;
		}
	}
	return false;
}

void
sar_format_drop(struct sar_carry *carry)
{
	if (carry->release != NULL)
		carry->release(carry->kept);
	*carry = (struct sar_carry){ 0 };
}
