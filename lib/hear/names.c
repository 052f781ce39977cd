#include "hear/hear.h"

const char *
sar_hear_kind_name(enum sar_hear_kind kind)
{
	switch (kind) {
	case SAR_HEAR_SILENCE:
		return "silence";
	case SAR_HEAR_TALK:
		return "talk";
	case SAR_HEAR_RINGING:
		return "ringing";
	case SAR_HEAR_TONE:
		return "tone";
	case SAR_HEAR_DTMF:
		return "dtmf";
	case SAR_HEAR_MUSIC:
		return "music";
	case SAR_HEAR_VOICE:
		return "voice";
	}
	return "";
}

const char *
sar_hear_tone_text(enum sar_hear_tone tone)
{
	switch (tone) {
	case SAR_HEAR_TONE_NONE:
		return "";
	case SAR_HEAR_TONE_RINGING_UK:
		return "ringing tone (United Kingdom)";
	case SAR_HEAR_TONE_RINGING_US:
		return "ringing tone (North America)";
	case SAR_HEAR_TONE_RINGING_425:
		return "ringing tone (425 Hz)";
	case SAR_HEAR_TONE_DIAL:
		return "dialling tone";
	case SAR_HEAR_TONE_DIAL_425:
		return "dialling tone (425 Hz)";
	case SAR_HEAR_TONE_BUSY:
		return "engaged tone (United Kingdom)";
	case SAR_HEAR_TONE_BUSY_US:
		return "engaged tone (North America)";
	case SAR_HEAR_TONE_BUSY_425:
		return "engaged tone (425 Hz)";
	case SAR_HEAR_TONE_UNOBTAINABLE:
		return "number unobtainable tone";
	}
	return "";
}
