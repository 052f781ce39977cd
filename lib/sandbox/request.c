#include "sandbox/request.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FDS_LEN (SAR_REQUEST_FDS * sizeof(int))

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(FDS_LEN)];
};

size_t
sar_request_fds(const struct sar_request *request)
{
	return 1 + (request->has_file ? 1U : 0U) +
	       (request->shared_len > 0 ? 1U : 0U);
}

int
sar_request_send(int sock, const struct sar_request *request,
    const int fds[SAR_REQUEST_FDS])
{
	/* It is only read; iovec has no const. */
	union {
		const struct sar_request *in;
		void *out;
	} bytes = { .in = request };
	struct iovec iov = { bytes.out, sizeof(*request) };
	size_t len = sar_request_fds(request) * sizeof(int);
	union control control;
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *head;
	ssize_t n;

	memset(&control, 0, sizeof(control));
	msg.msg_control = &control;
	msg.msg_controllen = CMSG_SPACE(len);
	head = CMSG_FIRSTHDR(&msg);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(head), fds, len);
	do {
		n = sendmsg(sock, &msg, MSG_NOSIGNAL);
	} while (n == -1 && errno == EINTR);
	return n == (ssize_t)sizeof(*request) ? 0 : -1;
}

/* The descriptors that came along. */
static size_t
take_fds(struct msghdr *msg, int fds[SAR_REQUEST_FDS])
{
	struct cmsghdr *head = CMSG_FIRSTHDR(msg);
	size_t n = 0;

	if (head != NULL && head->cmsg_level == SOL_SOCKET &&
	    head->cmsg_type == SCM_RIGHTS &&
	    head->cmsg_len <= CMSG_LEN(FDS_LEN)) {
		n = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		memcpy(fds, CMSG_DATA(head), n * sizeof(int));
	}
	return n;
}

int
sar_request_recv(int sock, struct sar_request *request,
    int fds[SAR_REQUEST_FDS])
{
	struct iovec iov = { request, sizeof(*request) };
	union control control;
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };
	size_t i;
	ssize_t n;

	for (i = 0; i < SAR_REQUEST_FDS; i++)
		fds[i] = -1;
	do {
		n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
	} while (n == -1 && errno == EINTR);
	if (n <= 0)
		return (int)n;
	i = take_fds(&msg, fds);
	if ((msg.msg_flags & MSG_CTRUNC) != 0)
		errno = EMFILE;
	else if (n != (ssize_t)sizeof(*request) ||
		 i != sar_request_fds(request))
		errno = EPROTO;
	else
		return 1;
	return -1;
}
