#include "common/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/stop.h"

#define TYPED_MAX 1024 /* of a line that is typed */

static struct passphrase_source given = PASSPHRASE_SOURCE_INIT;

const struct poptOption passphrase_options[] = {
	{ "passphrase-file", '\0', POPT_ARG_STRING, &given.file, 28,
	    "the passphrase of the key, in a file only you can read", "FILE" },
	{ "passphrase-fd", '\0', POPT_ARG_INT, &given.fd, 29,
	    "the passphrase of the key, read from a descriptor", "N" },
	{ "passphrase-command", '\0', POPT_ARG_STRING, &given.command, 30,
	    "the passphrase of the key that a command prints (no shell)",
	    "COMMAND" },
	POPT_TABLEEND,
};

int
passphrase_count(const struct passphrase_source *source)
{
	return (source->file != NULL) + (source->fd != -1) +
	       (source->command != NULL);
}

int
passphrase_read(const struct passphrase_source *source,
    struct sar_secret **secret, struct sar_err *err)
{
	int n = passphrase_count(source);

	*secret = NULL;
	if (n == 0)
		return 0;
	if (n > 1)
		return sar_err_set(err, SAR_EINPUT,
		    "more than one --passphrase option");
	if (source->file != NULL)
		*secret = sar_secret_from_file(source->file, err);
	else if (source->fd != -1)
		*secret = sar_secret_from_fd(source->fd, err);
	else
		*secret = sar_secret_from_command(source->command, err);
	return *secret == NULL ? -1 : 0;
}

void
passphrase_forget(struct passphrase_source *source)
{
	free(source->file);
	free(source->command);
	*source = (struct passphrase_source)PASSPHRASE_SOURCE_INIT;
}

bool
passphrase_given(void)
{
	return passphrase_count(&given) > 0;
}

static int
say(int tty, const char *text, struct sar_err *err)
{
	return sar_file_write_all(tty, "terminal", text, strlen(text), err);
}

/* One line of what is typed, without its LF. */
static struct sar_secret *
read_line(int tty, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	char line[TYPED_MAX];
	size_t len = 0;
	ssize_t n;

	while (len < sizeof(line)) {
		if (sar_stop_await(tty, err) == -1)
			goto out;
		n = read(tty, line + len, 1);
		if (n == -1 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n == -1) {
			(void)sar_err_errno(err, "terminal");
			goto out;
		}
		if (n == 0 || line[len] == '\n')
			break;
		len++;
	}
	if (len == 0)
		(void)sar_err_set(err, SAR_ESECRET, "passphrase: none typed");
	else if (len == sizeof(line))
		(void)sar_err_set(err, SAR_ESECRET,
		    "passphrase: longer than %d bytes", TYPED_MAX - 1);
	else
		secret = sar_secret_new(line, len, err);

out:
	sodium_memzero(line, sizeof(line));
	return secret;
}

/* Ask for ${what} on the terminal, which does not show what is typed. */
static struct sar_secret *
ask(int tty, const char *again, const char *what, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	struct termios was, is;

	if (tcgetattr(tty, &was) == -1) {
		(void)sar_err_errno(err, "terminal");
		return NULL;
	}
	is = was;
	is.c_lflag &= ~(tcflag_t)ECHO;
	is.c_lflag |= ICANON | ECHONL;
	if (tcsetattr(tty, TCSAFLUSH, &is) == -1) {
		(void)sar_err_errno(err, "terminal");
		return NULL;
	}
	if (say(tty, what, err) == 0 && say(tty, again, err) == 0 &&
	    say(tty, ": ", err) == 0)
		secret = read_line(tty, err);
	(void)tcsetattr(tty, TCSAFLUSH, &was);
	return secret;
}

/* The same again, which shows a slip of the fingers. */
static int
confirm(int tty, const char *what, const struct sar_secret *first,
    struct sar_err *err)
{
	struct sar_secret *second = ask(tty, ", again", what, err);
	size_t len = sar_secret_len(first);
	int rc = 0;

	if (second == NULL)
		return -1;
	if (sar_secret_len(second) != len ||
	    sodium_memcmp(sar_secret_data(first), sar_secret_data(second),
		len) != 0)
		rc = sar_err_set(err, SAR_ESECRET,
		    "passphrase: the two typed are not the same");
	sar_secret_free(second);
	return rc;
}

static struct sar_secret *
from_terminal(const char *what, bool fresh, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	int tty = -1;

	if (isatty(STDIN_FILENO))
		tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (tty == -1) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "no terminal to ask for the passphrase on");
		sar_err_hint(err, "--passphrase-file FILE reads it from a "
				  "file");
		return NULL;
	}
	secret = ask(tty, "", what, err);
	if (secret != NULL && fresh && confirm(tty, what, secret, err) == -1) {
		sar_secret_free(secret);
		secret = NULL;
	}
	(void)close(tty);
	return secret;
}

struct sar_secret *
passphrase_get(const char *what, bool fresh, struct sar_err *err)
{
	struct sar_secret *secret;

	if (passphrase_read(&given, &secret, err) == -1)
		return NULL;
	return secret != NULL ? secret : from_terminal(what, fresh, err);
}

void
passphrase_free(void)
{
	passphrase_forget(&given);
}
