#include "check/comparison.h"

/* As far as is asked; damage is an answer, a disk that fails is not. */
static int
decode(const struct sar_source *source, const struct sar_media_raw *raw,
    bool open_only, bool *decodes, struct sar_err *err)
{
	struct sar_media_info info = { .codec = SAR_CODEC_UNKNOWN };
	struct sar_media *media = NULL;

	if (open_only) {
		media = sar_media_open(source, raw, &info, err);
		*decodes = media != NULL || info.codec != SAR_CODEC_UNKNOWN;
		sar_media_close(media);
	} else {
		*decodes = sar_media_measure(source, raw, &info, err) == 0 &&
			   sar_media_decodes(info.codec);
	}
	if (err->code != SAR_OK && err->code != SAR_ECORRUPT)
		return -1;
	*err = (struct sar_err)SAR_ERR_INIT;
	return 0;
}

int
sar_check_decodes(const struct sar_check *check,
    const struct sar_source *source, const char *path, bool open_only,
    bool *decodes, struct sar_err *err)
{
	const struct sar_media_raw *raw;
	bool declared = false;
	size_t i;

	*decodes = false;
	for (i = 0; i < check->options->n_catalogues && !*decodes; i++) {
		raw = sar_headerless_find(&check->options->catalogues[i], path);
		if (raw == NULL)
			continue;
		declared = true;
		/* Named and not decoded: sound, if only its beginning counts.
		 */
		if (!sar_media_decodes(raw->codec))
			*decodes = open_only;
		else if (decode(source, raw, open_only, decodes, err) == -1)
			return -1;
	}
	if (declared)
		return 0;
	return decode(source, NULL, open_only, decodes, err);
}
