/* Landlock: the rights a process gives up for itself, as landlock(7) has them.
 */
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/confine.h"

/* As of version 6 of the interface, whatever the headers of this machine. */
struct rights {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

/* How many kinds of access to files each version knows, from version 1. */
static const unsigned char fs_rights[] = { 13, 14, 15, 15, 16 };

#define NET_RIGHTS 3 /* to bind and to connect a TCP port */
#define SCOPES 3     /* abstract sockets and signals */

int
sar_confine_landlock(int abi)
{
	struct rights rights = { 0 };
	size_t len = sizeof(rights.fs);
	size_t known = sizeof(fs_rights);
	int rc;
	long fd;

	if ((size_t)abi < known)
		known = (size_t)abi;
	rights.fs = (UINT64_C(1) << fs_rights[known - 1]) - 1;
	if (abi >= 4) {
		rights.net = NET_RIGHTS;
		len += sizeof(rights.net);
	}
	if (abi >= 6) {
		rights.scoped = SCOPES;
		len += sizeof(rights.scoped);
	}
	/* No rule is added: nothing is allowed. */
	fd = syscall(SYS_landlock_create_ruleset, &rights, len, 0);
	if (fd == -1)
		return -1;
	rc = (int)syscall(SYS_landlock_restrict_self, (int)fd, 0);
	(void)close((int)fd);
	return rc;
}
