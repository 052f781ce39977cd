#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "base/secret.h"
#include "disclosure/log.h"
#include "package/reader.h"
#include "sar-verify/commands.h"

static struct {
	char *log, *vkey, *certificates, *file, *command;
	int fd;
} args = { .fd = -1 };

static const struct poptOption options[] = {
	{ "log", '\0', POPT_ARG_STRING, &args.log, 1,
	    "the disclosure log's folder", "DIR" },
	{ "vkey", '\0', POPT_ARG_STRING, &args.vkey, 2,
	    "the log's public key (log.vkey)", "FILE" },
	{ "passphrase-file", '\0', POPT_ARG_STRING, &args.file, 3,
	    "check the contents too: passphrase in a private file", "FILE" },
	{ "passphrase-fd", '\0', POPT_ARG_INT, &args.fd, 4,
	    "the same from a descriptor", "N" },
	{ "passphrase-command", '\0', POPT_ARG_STRING, &args.command, 5,
	    "the same from a command (no shell)", "COMMAND" },
	{ "certificates", '\0', POPT_ARG_STRING, &args.certificates, 6,
	    "is this the list of certificates the log names?", "FILE" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* What the log says of the package. */
struct release {
	uint64_t seq;
	uint8_t manifest[SAR_SHA256_LEN];
	bool certified; /* by a list with this digest */
	uint8_t certificates[SAR_SHA256_LEN];
	const char *when;
};

static bool
digest_member(const json_t *record, const char *key,
    uint8_t out[SAR_SHA256_LEN])
{
	const char *text = json_string_value(json_object_get(record, key));
	size_t got;

	return text != NULL &&
	       sar_b64_get(text, strlen(text), out, SAR_SHA256_LEN, &got) &&
	       got == SAR_SHA256_LEN;
}

/* The release record that names this digest. */
static int
find_release(const struct sar_log *log, const uint8_t digest[SAR_SHA256_LEN],
    struct release *release, struct sar_err *err)
{
	uint8_t package[SAR_SHA256_LEN];
	const json_t *record;
	const char *type;
	uint64_t seq;

	for (seq = 0; seq < sar_log_size(log); seq++) {
		record = sar_log_record(log, seq);
		type = json_string_value(json_object_get(record, "type"));
		if (type == NULL || strcmp(type, "release") != 0 ||
		    !digest_member(record, "pkg", package) ||
		    memcmp(package, digest, sizeof(package)) != 0)
			continue;
		if (!digest_member(record, "manifest", release->manifest))
			return sar_err_set(err, SAR_ETAMPER,
			    "log: record %llu: no manifest digest",
			    (unsigned long long)seq);
		release->certified = digest_member(record, "certificates",
		    release->certificates);
		if (!release->certified &&
		    json_object_get(record, "certificates") != NULL)
			return sar_err_set(err, SAR_ETAMPER,
			    "log: record %llu: certificates is no digest",
			    (unsigned long long)seq);
		release->seq = seq;
		release->when = json_string_value(json_object_get(record, "t"));
		return 0;
	}
	return sar_err_set(err, SAR_ECORRUPT,
	    "package: no release in the log has its digest");
}

static struct sar_log *
open_log(struct sar_err *err)
{
	struct sar_key_public key;
	char *text = NULL;
	size_t len;
	struct sar_log *log = NULL;

	if (sar_file_read(args.vkey, SAR_VKEY_MAX, &text, &len, err) == -1)
		return NULL;
	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (sar_key_public_parse(args.vkey, text, len, &key, err) == 0)
		log = sar_log_open(args.log, &key, err);
	free(text);
	return log;
}

static int
read_passphrase(struct sar_secret **secret, struct sar_err *err)
{
	int n = (args.file != NULL) + (args.fd != -1) + (args.command != NULL);

	if (n == 0)
		return 0;
	if (n > 1)
		return sar_err_set(err, SAR_EINPUT,
		    "more than one --passphrase option");
	if (args.file != NULL)
		*secret = sar_secret_from_file(args.file, err);
	else if (args.fd != -1)
		*secret = sar_secret_from_fd(args.fd, err);
	else
		*secret = sar_secret_from_command(args.command, err);
	return *secret == NULL ? -1 : 0;
}

static int
check_contents(struct sar_package_reader *reader,
    const struct sar_secret *secret, const struct release *release,
    struct sar_err *err)
{
	struct sar_package_check_options how = {
		.passphrase = secret,
		.jobs = 1,
	};
	struct sar_package_findings findings;
	int rc = 0;

	if (secret == NULL)
		return 0;
	if (sar_package_check(reader, &how, &findings, err) == -1)
		return -1;
	if (memcmp(findings.manifest, release->manifest, SAR_SHA256_LEN) != 0)
		rc = sar_err_set(err, SAR_ECORRUPT,
		    "package: the manifest is not the one in the log");
	sar_package_findings_free(&findings);
	return rc;
}

static int
check_certificates(const struct release *release, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;
	int rc = -1;
	int fd;

	if (args.certificates == NULL)
		return 0;
	if ((fd = sar_file_open(args.certificates, err)) == -1)
		return -1;
	if (sar_source_fd(&fd, args.certificates, &source, err) == 0)
		rc = sar_sha256_source(&source, digest, err);
	(void)close(fd);
	if (rc == 0 &&
	    (!release->certified ||
		memcmp(digest, release->certificates, sizeof(digest)) != 0))
		rc = sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the list of certificates in the log",
		    args.certificates);
	return rc;
}

static void
say(const struct sar_package_reader *reader, const struct release *release,
    bool contents)
{
	(void)json_object_set_new(cmd_summary(), "record",
	    json_integer((json_int_t)release->seq));
	(void)json_object_set_new(cmd_summary(), "entries",
	    json_integer((json_int_t)sar_package_count(reader)));
	(void)json_object_set_new(cmd_summary(), "contents",
	    json_boolean(contents));
	(void)json_object_set_new(cmd_summary(), "certificates",
	    json_boolean(args.certificates != NULL));
	cmd_say("OK: released by record %llu of the log, %s\n",
	    (unsigned long long)release->seq,
	    release->when == NULL ? "" : release->when);
	cmd_say("OK: %zu entries, all encrypted, nothing else in it\n",
	    sar_package_count(reader));
	if (args.certificates != NULL)
		cmd_say("OK: these are its certificates\n");
	if (contents)
		cmd_say("OK: every entry opens and matches the manifest\n");
	else
		cmd_say("contents not checked: no passphrase given\n");
}

static int
verify_file(int *fd, const char *path, const struct sar_secret *secret,
    struct sar_err *err)
{
	struct sar_package_reader *reader = NULL;
	struct sar_log *log = NULL;
	struct release release = { 0 };
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;
	int rc = -1;

	if (sar_source_fd(fd, path, &source, err) == 0 &&
	    (reader = sar_package_open(&source, err)) != NULL &&
	    sar_sha256_source(&source, digest, err) == 0 &&
	    (log = open_log(err)) != NULL &&
	    find_release(log, digest, &release, err) == 0 &&
	    check_certificates(&release, err) == 0 &&
	    check_contents(reader, secret, &release, err) == 0) {
		say(reader, &release, secret != NULL);
		rc = 0;
	}
	sar_package_close(reader);
	sar_log_free(log);
	return rc;
}

static int
verify(const char *path, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	int fd = -1;
	int rc = -1;

	if (args.log == NULL || args.vkey == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--log and --vkey are needed");
	if (read_passphrase(&secret, err) == 0 &&
	    (fd = sar_file_open(path, err)) != -1)
		rc = verify_file(&fd, path, secret, err);
	if (fd != -1)
		(void)close(fd);
	sar_secret_free(secret);
	return rc;
}

int
cmd_package(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1,
	    "--log LOGDIR --vkey FILE PACKAGE", &rest, &err);
	if (rc == -1 || (rc == 0 && verify(rest[0], &err) == -1))
		status = cmd_report(&err);
	free(args.log);
	free(args.vkey);
	free(args.certificates);
	free(args.file);
	free(args.command);
	return status;
}
