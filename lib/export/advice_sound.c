#include "export/advice_sound.h"

#include <stdio.h>

#include "base/stop.h"
#include "export/recording.h"

struct listening {
	struct sar_hear *hear;
	uint64_t frames;
};

static int
take(void *ctx, const int16_t *samples, size_t frames, struct sar_err *err)
{
	struct listening *l = ctx;

	/* Three hours take a while. */
	if (sar_stop_check(err) == -1)
		return -1;
	l->frames += frames;
	return sar_hear_frames(l->hear, samples, frames, err);
}

/* A failure after which there is something to tell, or at least no alarm. */
static bool
is_damage(const struct sar_recording *rec)
{
	return rec->fate == SAR_FATE_UNREADABLE;
}

static int
listen(struct listening *l, struct sar_recording *rec,
    struct sar_advice_list *out, struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;

	if (sar_recording_each(rec, take, l, &why) == -1) {
		if (!is_damage(rec)) {
			*err = why;
			return -1;
		}
		out->sound = SAR_ADVICE_DAMAGED;
	}
	return sar_hear_end(l->hear, &out->hearing, err);
}

int
sar_advice_sound_hear(const struct sar_case *c, const struct sar_item *item,
    struct sar_advice_list *out, struct sar_err *err)
{
	const struct sar_index_recording *recording = item->recording;
	/* No cut: it is heard as it is. */
	struct sar_plan plan = { .n = 0 };
	struct sar_plan_item whole = { .item = item };
	struct sar_recording rec = { .home = c->home,
		.plan = &plan,
		.item = &whole };
	struct listening l = { NULL, 0 };
	int rc;

	if (recording == NULL || recording->state != SAR_RECORDING_PRESENT) {
		out->sound = SAR_ADVICE_NOT_PRESENT;
		return 0;
	}
	if (!sar_hear_takes(recording->rate, recording->channels)) {
		out->sound = SAR_ADVICE_SHAPE;
		return 0;
	}
	out->sound = SAR_ADVICE_HEARD;
	l.hear = sar_hear_new(recording->rate, recording->channels, err);
	if (l.hear == NULL)
		return -1;
	rc = listen(&l, &rec, out, err);
	out->heard_us = l.frames * 1000000 / recording->rate;
	sar_hear_free(l.hear);
	sar_recording_free(&rec);
	return rc;
}

static const char *
how(enum sar_hear_kind kind)
{
	switch (kind) {
	case SAR_HEAR_SILENCE:
	case SAR_HEAR_TALK:
		return "by the sound: the level of each 1/100 s against the "
		       "noise of the line within 15 s of it; pauses shorter "
		       "than 2 s belong to the talk";
	case SAR_HEAR_RINGING:
	case SAR_HEAR_TONE:
		return "by the sound: the frequencies of the tone and when it "
		       "is on and off";
	case SAR_HEAR_DTMF:
		return "by the sound: pairs of frequencies as ITU-T Q.23 has "
		       "them, by limits as in Q.24; keys less than 5 s apart "
		       "are taken together";
	case SAR_HEAR_MUSIC:
		return "by the sound: notes that are held, several at once and "
		       "not always the same, for 8 s or more; hum and the like "
		       "is taken away first";
	case SAR_HEAR_VOICE:
		return "by the sound: the pitch of each turn of talk, where "
		       "two "
		       "voices take turns that lie 7 semitones or more apart; "
		       "this is the one that talks less";
	}
	return "";
}

static const char *
warning(enum sar_hear_kind kind)
{
	switch (kind) {
	case SAR_HEAR_SILENCE:
		return "a low voice may be hidden in the noise: listen";
	case SAR_HEAR_TALK:
		return "it may be noise";
	case SAR_HEAR_RINGING:
	case SAR_HEAR_TONE:
		return "somebody may be heard beside it: listen";
	case SAR_HEAR_DTMF:
		return "keys pressed are often the number of a payment card or "
		       "a PIN, and whoever has the sound can tell which they "
		       "were; keys may have been missed";
	case SAR_HEAR_MUSIC:
		return "somebody may speak over it: listen";
	case SAR_HEAR_VOICE:
		return "a voice changes with mood and telephone: it may be "
		       "the same person; turns of it may be missing here, and "
		       "most pairs of voices are not told apart at all";
	}
	return "";
}

static void
put_text(const struct sar_heard *heard, struct sar_advice *out)
{
	static const char *const texts[] = {
		[SAR_HEAR_SILENCE] = "nothing above the noise of the line",
		[SAR_HEAR_TALK] = "talk, or other sound",
		[SAR_HEAR_MUSIC] = "music",
		[SAR_HEAR_VOICE] = "perhaps a second voice",
	};

	if (heard->kind == SAR_HEAR_DTMF)
		(void)snprintf(out->text, sizeof(out->text),
		    "%u key%s pressed (DTMF)", heard->keys,
		    heard->keys == 1 ? "" : "s");
	else if (heard->kind == SAR_HEAR_RINGING ||
		 heard->kind == SAR_HEAR_TONE)
		(void)snprintf(out->text, sizeof(out->text), "%s",
		    sar_hear_tone_text(heard->tone));
	else
		(void)snprintf(out->text, sizeof(out->text), "%s",
		    texts[heard->kind]);
}

void
sar_advice_sound_tell(const struct sar_heard *heard, uint32_t rate,
    struct sar_advice *out)
{
	*out = (struct sar_advice){ .code = sar_hear_kind_name(heard->kind),
		.from_us = heard->from * 1000000 / rate,
		.to_us = (heard->to * 1000000 + rate - 1) / rate,
		.channel = heard->channel,
		.cut = heard->kind == SAR_HEAR_DTMF ||
		       heard->kind == SAR_HEAR_VOICE,
		.keys = heard->keys,
		.heard = heard };
	put_text(heard, out);
	(void)snprintf(out->how, sizeof(out->how), "%s", how(heard->kind));
	(void)snprintf(out->warning, sizeof(out->warning), "%s",
	    warning(heard->kind));
}
