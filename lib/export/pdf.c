#include "export/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

#define PDF_MAX ((size_t)32 << 20)
#define SECONDS 60
#define TICK_NS 20000000L

const char *
sar_pdf_tool(void)
{
	static const char *const places[] = { "/usr/bin/weasyprint",
		"/usr/local/bin/weasyprint" };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return NULL;
}

/* No network for it and what it starts: a page that names one gets none. */
static bool
close_network(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool done;

	if (filter == NULL)
		return false;
	done = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES),
		   SCMP_SYS(socket), 1,
		   SCMP_A0(SCMP_CMP_NE, AF_UNIX, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
		   SCMP_SYS(io_uring_setup), 0) == 0 &&
	       seccomp_load(filter) == 0; /* and no new rights */
	seccomp_release(filter);
	return done;
}

static bool
limit(void)
{
	const struct rlimit cpu = { SECONDS, SECONDS };
	const struct rlimit file = { PDF_MAX, PDF_MAX };
	const struct rlimit core = { 0, 0 };

	return setrlimit(RLIMIT_CPU, &cpu) == 0 &&
	       setrlimit(RLIMIT_FSIZE, &file) == 0 &&
	       setrlimit(RLIMIT_CORE, &core) == 0;
}

/* In the child; does not return. */
static void
run(const char *tool, int in, int out)
{
	static char encoding[] = "-eutf8";
	static char dash[] = "-";
	static char path[] = "PATH=/usr/bin:/bin";
	static char locale[] = "LC_ALL=C.UTF-8";
	static char folder[] = "HOME=/nonexistent";
	char name[] = "weasyprint";
	char *const argv[] = { name, encoding, dash, dash, NULL };
	char *const env[] = { path, locale, folder, NULL };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null != -1 && dup2(in, STDIN_FILENO) != -1 &&
	    dup2(out, STDOUT_FILENO) != -1 && dup2(null, STDERR_FILENO) != -1 &&
	    chdir("/") == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	    limit() && close_network())
		(void)execve(tool, argv, env);
	_exit(127);
}

/* A minute of waiting, whatever it does with its time. */
static int
await(pid_t pid, struct sar_err *err)
{
	const struct timespec tick = { 0, TICK_NS };
	long ticks = SECONDS * (1000000000L / TICK_NS);
	int status = 0;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) == 0 ||
	       (got == -1 && errno == EINTR)) {
		if (ticks-- > 0) {
			(void)nanosleep(&tick, NULL);
			continue;
		}
		(void)kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
			continue;
		return sar_err_set(err, SAR_EFAIL,
		    "weasyprint: took more than a minute");
	}
	if (got == -1)
		return sar_err_errno(err, "weasyprint");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return sar_err_set(err, SAR_EFAIL, "weasyprint: failed");
	return 0;
}

/* What it wrote, if that is a PDF. */
static int
keep(int fd, const char *path, struct sar_err *err)
{
	char *text = NULL;
	size_t len = 0;
	int rc = -1;

	if (lseek(fd, 0, SEEK_SET) == -1)
		(void)sar_err_errno(err, "weasyprint");
	else if (sar_file_read_fd(fd, "weasyprint", PDF_MAX, &text, &len,
		     err) == 0) {
		if (len < 5 || memcmp(text, "%PDF-", 5) != 0)
			(void)sar_err_set(err, SAR_EFAIL,
			    "weasyprint: wrote no PDF");
		else
			rc = sar_file_write(path, text, len, 0600, true, err);
	}
	if (text != NULL)
		explicit_bzero(text, len);
	free(text);
	return rc;
}

int
sar_pdf_make(const char *html, size_t len, const char *path,
    struct sar_err *err)
{
	const char *tool = sar_pdf_tool();
	int in = -1;
	int out = -1;
	pid_t pid;
	int rc = -1;

	if (tool == NULL)
		return sar_err_set(err, SAR_EMISSING,
		    "weasyprint: not installed, so there is no PDF");
	/* In memory: what is written to a disk is the letter alone. */
	if ((in = memfd_create("page", MFD_CLOEXEC)) == -1 ||
	    (out = memfd_create("pdf", MFD_CLOEXEC)) == -1) {
		(void)sar_err_errno(err, "weasyprint");
		goto out;
	}
	if (sar_file_write_all(in, "weasyprint", html, len, err) == -1)
		goto out;
	if (lseek(in, 0, SEEK_SET) == -1 || (pid = fork()) == -1) {
		(void)sar_err_errno(err, "weasyprint");
		goto out;
	}
	if (pid == 0)
		run(tool, in, out);
	if (await(pid, err) == 0)
		rc = keep(out, path, err);

out:
	if (in != -1)
		(void)close(in);
	if (out != -1)
		(void)close(out);
	return rc;
}
