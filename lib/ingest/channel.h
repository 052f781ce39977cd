/* Private to ingest: what an Asterisk channel's name says about a party. */
#ifndef SAR_INGEST_CHANNEL_H
#define SAR_INGEST_CHANNEL_H

#include "ingest/row.h"

/**
 * sar_channel_party: Add as SAR_ROLE_OTHER the extension whose telephone
 * "PJSIP/2003-0000004a" is, or the number that "Local/2003@queue-0000001a;1"
 * or the dial string "PJSIP/2003" goes to, unless a party has it already.
 * Return its place in parties; SAR_INDEX_NO_PARTY when the name has none: that
 * of a trunk, of a line of DAHDI, which has a number of its own, of a person.
 */
int sar_channel_party(struct sar_row *row,
    const struct sar_row_context *context, const char *channel);

/** sar_channel_inside: Is ${channel} an extension's own telephone? */
bool sar_channel_inside(const char *channel);

/**
 * sar_channel_nobody: Add a party of ${role} whose number the record leaves
 * out, so that a search counts it; its place in parties.
 */
int sar_channel_nobody(struct sar_row *row,
    const struct sar_row_context *context, enum sar_role role);

/**
 * sar_channel_direction: By the kinds of number of the caller and the called
 * in ${row}; ${inside}: the caller's telephone is an extension's.
 */
enum sar_direction sar_channel_direction(const struct sar_row *row,
    bool inside);

#endif
