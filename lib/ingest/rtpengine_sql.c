#include "ingest/dumpdb.h"
#include "ingest/rtpengine.h"
#include "ingest/sqldump.h"

static const struct sar_dumpdb_table tables[] = {
	{ "recording_calls", 'r',
	    { "#id", "call_id", "start_timestamp", "end_timestamp", "status",
		NULL } },
	{ "recording_streams", 'r',
	    { "#id", "#call", "local_filename", "output_type",
		"start_timestamp", "end_timestamp", NULL } },
	{ "recording_metakeys", 'r', { "#id", "#call", "key", "value", NULL } },
};

static bool
probe(const struct sar_probe *probe)
{
	static const char *const calls[] = { "call_id", "start_timestamp",
		NULL };
	static const char *const streams[] = { "local_filename", "output_type",
		NULL };

	return probe->db == NULL &&
	       (sar_sqldump_has(probe, "recording_calls", calls) ||
		   sar_sqldump_has(probe, "recording_streams", streams));
}

static int
read_sql(struct sar_reading *in, struct sar_err *err)
{
	struct sar_database *db;
	bool utc = false;
	int rc;

	/* Its times are epochs: no column of a date is read. */
	db = sar_dumpdb_read(in, tables, sizeof(tables) / sizeof(tables[0]), "",
	    &utc, err);
	if (db == NULL)
		return -1;
	rc = sar_rtpengine_rows(in, db, err);
	sar_database_close(db);
	return rc;
}

const struct sar_format sar_format_rtpengine_sql = {
	.name = "rtpengine-sql",
	.version = 1,
	.title = "rtpengine-recording, SQL dump of its tables",
	.system = "rtpengine",
	.grouped = "call_id",
	.probe = probe,
	.read = read_sql,
};
