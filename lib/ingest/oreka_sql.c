#include "ingest/dumpdb.h"
#include "ingest/oreka.h"
#include "ingest/sqldump.h"

static const struct sar_dumpdb_table tables[] = {
	{ "orksegment", 'n',
	    { "#id", "#session_id", "#tape_id", "#tapeOffset", "timestamp",
		"#duration", "localParty", "localEntryPoint", "remoteParty",
		"direction", NULL } },
	{ "orktape", 'n',
	    { "#id", "timestamp", "#duration", "filename", "localParty",
		"localEntryPoint", "remoteParty", "direction", "?nativeCallId",
		"state", NULL } },
	{ "recsegment", 'o',
	    { "#id", "#recSession_id", "#recTape_id", "#recTapeOffset",
		"timestamp", "#duration", "localParty", "localEntryPoint",
		"remoteParty", "direction", NULL } },
	{ "rectape", 'o',
	    { "#id", "timestamp", "#duration", "filename", "localParty",
		"localEntryPoint", "remoteParty", "direction", "?nativeCallId",
		"state", NULL } },
};

static bool
probe(const struct sar_probe *probe)
{
	static const char *const segment[] = { "tape_id", "tapeOffset", NULL };
	static const char *const old[] = { "recTape_id", "recTapeOffset",
		NULL };
	static const char *const tape[] = { "filename", "localParty",
		"localEntryPoint", NULL };

	return probe->db == NULL &&
	       (sar_sqldump_has(probe, "orksegment", segment) ||
		   sar_sqldump_has(probe, "orktape", tape) ||
		   sar_sqldump_has(probe, "recsegment", old) ||
		   sar_sqldump_has(probe, "rectape", tape));
}

static int
read_sql(struct sar_reading *in, struct sar_err *err)
{
	struct sar_database *db;
	bool utc = false;
	int rc;

	db = sar_dumpdb_read(in, tables, sizeof(tables) / sizeof(tables[0]),
	    "timestamp", &utc, err);
	if (db == NULL)
		return -1;
	/* The dump turned them into UTC, whatever the recorder's zone. */
	if (utc) {
		in->context.basis = SAR_TIME_UTC;
		in->evidence = "dump";
	}
	rc = sar_oreka_rows(in, db, err);
	sar_database_close(db);
	return rc;
}

const struct sar_format sar_format_oreka_sql = {
	.name = "oreka-sql",
	.version = 1,
	.title = "Oreka, SQL dump of orktrack's tables",
	.system = "orktrack",
	.grouped = "nativeCallId",
	.probe = probe,
	.read = read_sql,
};
