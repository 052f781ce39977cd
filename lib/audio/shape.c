#include "audio/shape.h"

int
sar_shape_check(const struct sar_audio_job *job, struct sar_err *err)
{
	const char *name = job->source->name;
	uint64_t end = 0;
	size_t i;

	if (job->frames == 0 || job->frames > UINT64_MAX / 4 || job->rate < 4 ||
	    job->rate > SAR_AUDIO_RATE_MAX || job->channels == 0 ||
	    job->channels > SAR_AUDIO_CHANNELS_MAX)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: no recording has this length, rate or number of "
		    "channels",
		    name);
	if (job->fade > job->rate)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: a fade of more than a second", name);
	for (i = 0; i < job->n_cuts; i++) {
		if (job->cuts[i].from < end ||
		    job->cuts[i].from >= job->cuts[i].to ||
		    job->cuts[i].to > job->frames)
			return sar_err_set(err, SAR_EFAIL,
			    "%s: cut %zu is out of order or past the end", name,
			    i + 1);
		if ((uint64_t)job->cuts[i].channels >> job->channels != 0)
			return sar_err_set(err, SAR_EFAIL,
			    "%s: cut %zu names a channel that is not there",
			    name, i + 1);
		end = job->cuts[i].to;
	}
	return 0;
}

int
sar_shape_same(const struct sar_audio_job *job,
    const struct sar_media_info *info, struct sar_err *err)
{
	const char *name = job->source->name;

	if (info->rate != job->rate || info->channels != job->channels)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: the rate or channels differ from when it was imported",
		    name);
	if (job->codec != SAR_CODEC_UNKNOWN && info->codec != job->codec)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: the codec differs from when it was imported", name);
	return 0;
}

int
sar_shape_stopped(const struct sar_audio_job *job, struct sar_err *err)
{
	int sig = job->stop == NULL ? 0 : *job->stop;

	return sig == 0 ? 0 : sar_err_signal(err, sig);
}
