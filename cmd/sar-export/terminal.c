#include "sar-export/terminal.h"

#include <fcntl.h>
#include <string.h>

#include "base/file.h"

int
terminal_open(struct sar_err *err)
{
	int tty = open("/dev/tty", O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (tty == -1)
		(void)sar_err_set(err, SAR_EINPUT,
		    "no terminal to show the passphrase on");
	return tty;
}

static int
put(int tty, const char *text, size_t len, struct sar_err *err)
{
	return sar_file_write_all(tty, "terminal", text, len, err);
}

int
terminal_show(int tty, const char *head, const struct sar_secret *passphrase,
    struct sar_err *err)
{
	if (put(tty, "\n", 1, err) == -1 ||
	    put(tty, head, strlen(head), err) == -1 ||
	    put(tty, "\n\n  ", 4, err) == -1 ||
	    put(tty, sar_secret_data(passphrase), sar_secret_len(passphrase),
		err) == -1)
		return -1;
	return put(tty, "\n\n", 2, err);
}
