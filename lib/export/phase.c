/* How far a build has come, for whoever waits; told by several threads. */
#include "export/build_state.h"

static void
tell(const struct build_phase *p, const struct sar_build_options *o)
{
	if (o->progress != NULL)
		o->progress(o->progress_ctx, &p->at);
}

void
sar_build_phase(struct build *b, enum sar_build_phase phase,
    const struct build_volume *v, uint64_t total)
{
	struct build_phase *p = &b->phase;

	(void)pthread_mutex_lock(&p->mutex);
	p->at.phase = phase;
	p->at.volume = v == NULL ? 1 : (unsigned)(v - b->volumes) + 1;
	p->at.volumes = v == NULL ? 1 : b->n_volumes;
	p->at.done = 0;
	p->at.total = total;
	tell(p, b->options);
	(void)pthread_mutex_unlock(&p->mutex);
}

void
sar_build_did(struct build *b, uint64_t bytes)
{
	struct build_phase *p = &b->phase;

	(void)pthread_mutex_lock(&p->mutex);
	p->at.done += bytes;
	tell(p, b->options);
	(void)pthread_mutex_unlock(&p->mutex);
}

void
sar_build_has_done(void *ctx, uint64_t bytes)
{
	struct build *b = ctx;
	struct build_phase *p = &b->phase;

	(void)pthread_mutex_lock(&p->mutex);
	p->at.done = bytes;
	tell(p, b->options);
	(void)pthread_mutex_unlock(&p->mutex);
}

/* Reading back begins with the first entry: what was written is the total. */
void
sar_build_checked(struct build *b, uint64_t bytes)
{
	struct build_phase *p = &b->phase;

	(void)pthread_mutex_lock(&p->mutex);
	if (p->at.phase != SAR_BUILD_CHECKING) {
		p->at.phase = SAR_BUILD_CHECKING;
		p->at.total = p->at.done;
		p->at.done = 0;
	}
	p->at.done += bytes;
	tell(p, b->options);
	(void)pthread_mutex_unlock(&p->mutex);
}

/* Of all ${n} recordings from ${first} on, as packaged; 0: not known. */
uint64_t
sar_build_expected(const struct build *b, size_t first, size_t n)
{
	uint64_t total = 0;
	uint64_t size;
	size_t i;

	for (i = first; i < first + n; i++) {
		size = b->measured != NULL
			   ? b->measured[i].size
			   : sar_recording_size(&b->recordings[i]);
		if (size == SAR_STREAM_UNSIZED)
			return 0;
		total += size;
	}
	return total;
}
