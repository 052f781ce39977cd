#ifndef SAR_BASE_SYSLOG_H
#define SAR_BASE_SYSLOG_H

/* Where the system's log takes datagrams. */
#define SAR_SYSLOG_SOCKET "/dev/log"

/**
 * sar_syslog_send: Hand ${text}, one line without its LF, to the system's log
 * at ${path}, from ${tag}, as a notice of security (LOG_AUTHPRIV).  Nothing
 * tells whether it arrived: who logs must neither wait for it nor fail when
 * nobody listens.  syslog(3) is not used because it waits.
 */
void sar_syslog_send(const char *path, const char *tag, const char *text);

#endif
