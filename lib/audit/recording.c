/* A recording, held against what redactions.json says of it. */
#include "audio/sealed.h"
#include "audit/state.h"

static struct sar_audio_job
job_of(const struct sar_audit_volume *volume,
    const struct sar_redactions_file *file, const struct sar_source *plain)
{
	struct sar_audio_job job = {
		.source = plain,
		.frames = file->frames,
		.rate = file->rate,
		.channels = file->channels,
		.cuts = file->cuts,
		.n_cuts = file->n_cuts,
		.fade = file->fade,
		.format = file->format,
		.stop = volume->audit->options->stop,
	};

	return job;
}

static void
count(struct sar_audit *audit, const struct sar_audio_job *job,
    const struct sar_sealed_seen *seen)
{
	(void)pthread_mutex_lock(&audit->lock);
	audit->seen.recordings++;
	audit->seen.cuts += job->n_cuts;
	audit->seen.unclear += seen->unclear;
	if (job->format == SAR_FORMAT_MP3)
		audit->seen.mp3_edge = seen->edge;
	if (job->format == SAR_FORMAT_OPUS)
		audit->seen.opus_edge = seen->edge;
	(void)pthread_mutex_unlock(&audit->lock);
}

int
sar_audit_recording(struct sar_audit_volume *volume, size_t i,
    const struct sar_source *plain, struct sar_err *err)
{
	struct sar_audit *audit = volume->audit;
	const char *name = sar_package_name(volume->reader, i);
	const struct sar_redactions_file *file;
	struct sar_source named = *plain;
	struct sar_audit_proving proving = { .volume = volume };
	struct sar_sealed_how how = { 0, sar_audit_prove_add, &proving };
	struct sar_sealed_seen seen;
	struct sar_audio_job job;
	bool whole;
	int rc;

	/* That there are none to go by has been told. */
	if (volume->redactions == NULL)
		return 0;
	file = sar_redactions_find(volume->redactions, name);
	if (file == NULL)
		return sar_audit_say(audit, SAR_AUDIT_REDACTIONS, SAR_ECORRUPT,
		    err, "%s: not in redactions.json", name);
	named.name = name;
	job = job_of(volume, file, &named);
	if (sar_sealed_form(&job, err) == -1 &&
	    sar_audit_finding(audit, SAR_AUDIT_METADATA, err) == -1)
		return -1;
	if (sar_audit_prove_begin(&proving, file, err) == -1)
		return -1;
	rc = sar_sealed_look(&job, sar_audio_lossless(job.format) ? &how : NULL,
	    &seen, err);
	whole = rc == 0;
	if (whole)
		count(audit, &job, &seen);
	else
		rc = sar_audit_finding(audit, SAR_AUDIT_REDACTIONS, err);
	if (sar_audit_prove_end(&proving, whole, err) == -1)
		return -1;
	return rc;
}
