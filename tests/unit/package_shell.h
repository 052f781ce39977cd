/* Other people's programs, for the package module's tests. */
#ifndef TEST_PACKAGE_SHELL_H
#define TEST_PACKAGE_SHELL_H

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/* How ${command} ends, run by a shell in ${folder}. */
static inline int
shell_in(const char *folder, const char *command)
{
	int status, null;
	pid_t pid = fork();

	assert_true(pid != -1);
	if (pid == 0) {
		null = open("/dev/null", O_RDWR);
		if (null != -1 && dup2(null, 0) != -1 && dup2(null, 1) != -1 &&
		    dup2(null, 2) != -1 && chdir(folder) == 0)
			(void)execl("/bin/sh", "sh", "-c", command,
			    (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#endif
