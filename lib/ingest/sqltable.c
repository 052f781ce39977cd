#include "ingest/sqltable.h"

#include <string.h>
#include <strings.h>

static size_t
place(const struct sar_sqltables *tables, const char *name)
{
	size_t i;

	for (i = 0; i < tables->n; i++)
		if (tables->list[i].text.data != NULL &&
		    strcasecmp(tables->list[i].text.data, name) == 0)
			break;
	return i;
}

const struct sar_sqltable *
sar_sqltable_find(const struct sar_sqltables *tables, const char *name)
{
	size_t i = place(tables, name);

	return i < tables->n ? &tables->list[i] : NULL;
}

struct sar_sqltable *
sar_sqltable_new(struct sar_sqltables *tables, const char *name)
{
	size_t i = place(tables, name);

	if (i == SAR_SQLDUMP_TABLES_MAX)
		return NULL;
	if (i == tables->n)
		tables->n++;
	sar_sqltable_begin(&tables->list[i], name);
	return &tables->list[i];
}

void
sar_sqltable_begin(struct sar_sqltable *table, const char *name)
{
	table->text.len = 0;
	table->n = 0;
	sar_buf_add(&table->text, name, strlen(name) + 1);
}

void
sar_sqltable_add(struct sar_sqltable *table, const char *name, const char *type)
{
	sar_buf_add(&table->text, name, strlen(name) + 1);
	sar_buf_add(&table->text, type, strlen(type) + 1);
	table->n++;
}

const char *
sar_sqltable_type(const struct sar_sqltable *table, const char *name)
{
	const char *at = table->text.data;
	const char *type;
	size_t i;

	if (at == NULL)
		return "";
	at += strlen(at) + 1;
	for (i = 0; i < table->n; i++) {
		type = at + strlen(at) + 1;
		if (strcasecmp(at, name) == 0)
			return type;
		at = type + strlen(type) + 1;
	}
	return "";
}

const char *
sar_sqltable_list(const struct sar_sqltable *table,
    const char *names[SAR_SQLDUMP_COLUMNS_MAX],
    const char *types[SAR_SQLDUMP_COLUMNS_MAX])
{
	const char *at = table->text.data;
	size_t i;

	for (i = 0; i < table->n; i++) {
		at += strlen(at) + 1;
		names[i] = at;
		at += strlen(at) + 1;
		types[i] = at;
	}
	return table->text.data;
}

void
sar_sqltable_free(struct sar_sqltables *tables)
{
	size_t i;

	for (i = 0; i < tables->n; i++)
		sar_buf_free(&tables->list[i].text);
	tables->n = 0;
}
