#include "disclosure/place.h"

#include <stddef.h>
#include <sys/vfs.h>

/* linux/magic.h, and the kernel's own files for those that are not there. */
static const uint32_t network[] = {
	0x00006969, /* NFS */
	0x0000517B, /* SMB */
	0xFE534D42, /* SMB2 */
	0xFF534D42, /* CIFS */
	0x65735546, /* FUSE */
	0x01021997, /* 9P */
	0x00C36400, /* Ceph */
	0x5346414F, /* AFS */
	0x6B414653, /* kAFS */
	0x73757245, /* Coda */
	0x0000564C, /* NCP */
	0x786F4256, /* VirtualBox's shared folders */
};

bool
sar_place_network(uint32_t type)
{
	size_t i;

	for (i = 0; i < sizeof(network) / sizeof(network[0]); i++)
		if (network[i] == type)
			return true;
	return false;
}

int
sar_place_check(int dir, const char *name, struct sar_err *err)
{
	struct statfs fs;

	if (fstatfs(dir, &fs) == -1)
		return sar_err_errno(err, "%s", name);
	if (!sar_place_network((uint32_t)fs.f_type))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "%s: on a network file system, or on FUSE", name);
	sar_err_hint(err, "keep the log on a local disk, or say \"log-network "
			  "= yes\" in sar.conf");
	return -1;
}
