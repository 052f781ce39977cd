/* Private to export: what the index suggests about one recording. */
#ifndef SAR_EXPORT_ADVICE_INDEX_H
#define SAR_EXPORT_ADVICE_INDEX_H

#include "export/advice.h"

/** sar_advice_index_ask: Make ${out}->suggestions and ${out}->index. */
SAR_MUST_CHECK int sar_advice_index_ask(const struct sar_case *c,
    const struct sar_find *found, const struct sar_item *item,
    struct sar_advice_list *out, struct sar_err *err);
void sar_advice_index_free(struct sar_advice_index *index);

/** sar_advice_index_tell: ${s} as advice, but for its place in a list. */
void sar_advice_index_tell(const struct sar_suggestion *s,
    struct sar_advice *out);

#endif
