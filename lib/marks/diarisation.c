/*
 * What diarisation programs write: a list of {"start", "end", "speaker"}, or an
 * object with that list as "segments" (WhisperX) or "diarization" (pyannoteAI).
 */
#include <string.h>

#include "marks/reader.h"
#include "marks/scan.h"

struct reading {
	struct sar_reader *reader;
	struct sar_scan scan;
	struct sar_err *err;
};

/* One segment as its members are read. */
struct segment {
	struct sar_seconds_span span;
	bool start;
	bool end;
	bool speaker; /* it has one */
	bool words;
	bool cut; /* the speaker asked for says it, or a word in it */
};

static int
bad(const struct reading *r, unsigned line, const char *why)
{
	return sar_reader_bad(r->reader, line, why, r->err);
}

static int
not_json(const struct reading *r)
{
	return bad(r, r->scan.line, "not well-formed JSON");
}

static int
read_time(struct reading *r, bool *seen, struct sar_seconds *out)
{
	const char *text;
	size_t len;

	if (*seen)
		return bad(r, r->scan.line, "a start or end is given twice");
	*seen = true;
	if (!sar_scan_number(&r->scan, &text, &len))
		return bad(r, r->scan.line,
		    "a start or end is not a number of seconds");
	if (!sar_seconds_parse(text, len, out))
		return bad(r, r->scan.line,
		    "a start or end is not a time in seconds");
	return 0;
}

static int
read_speaker(struct reading *r, struct segment *segment)
{
	if (segment->speaker)
		return bad(r, r->scan.line, "a speaker is given twice");
	if (!sar_scan_string(&r->scan) || r->scan.text.len == 0)
		return bad(r, r->scan.line, "a segment that has no speaker");
	segment->speaker = true;
	segment->cut = segment->cut ||
		       sar_scan_is(&r->scan, r->reader->in->speaker);
	return 0;
}

/* A word may be said by another than its segment: then all of that is cut. */
static int
read_word(struct reading *r, struct segment *segment)
{
	int more;

	if (!sar_scan_enter(&r->scan, '{'))
		return not_json(r);
	while ((more = sar_scan_more(&r->scan, '}')) == 1) {
		if (!sar_scan_name(&r->scan))
			return not_json(r);
		if (sar_scan_is(&r->scan, "speaker") &&
		    sar_scan_peek(&r->scan) == '"') {
			if (!sar_scan_string(&r->scan))
				return not_json(r);
			segment->cut = segment->cut ||
				       sar_scan_is(&r->scan,
					   r->reader->in->speaker);
		} else if (!sar_scan_skip(&r->scan)) {
			return not_json(r);
		}
	}
	return more == 0 ? 0 : not_json(r);
}

static int
read_words(struct reading *r, struct segment *segment)
{
	int more;

	if (segment->words)
		return bad(r, r->scan.line, "words are given twice");
	segment->words = true;
	if (!sar_scan_enter(&r->scan, '['))
		return bad(r, r->scan.line, "words are not a list");
	while ((more = sar_scan_more(&r->scan, ']')) == 1)
		if (read_word(r, segment) == -1)
			return -1;
	return more == 0 ? 0 : not_json(r);
}

static int
read_member(struct reading *r, struct segment *segment)
{
	if (!sar_scan_name(&r->scan))
		return not_json(r);
	if (sar_scan_is(&r->scan, "start"))
		return read_time(r, &segment->start, &segment->span.from);
	if (sar_scan_is(&r->scan, "end"))
		return read_time(r, &segment->end, &segment->span.to);
	if (sar_scan_is(&r->scan, "speaker"))
		return read_speaker(r, segment);
	if (sar_scan_is(&r->scan, "words"))
		return read_words(r, segment);
	return sar_scan_skip(&r->scan) ? 0 : not_json(r);
}

static int
read_segment(struct reading *r)
{
	struct segment segment = { .start = false };
	unsigned line;
	int more;

	(void)sar_scan_peek(&r->scan);
	line = r->scan.line;
	if (!sar_scan_enter(&r->scan, '{'))
		return bad(r, line, "expected {start, end, speaker}");
	while ((more = sar_scan_more(&r->scan, '}')) == 1)
		if (read_member(r, &segment) == -1)
			return -1;
	if (more == -1)
		return not_json(r);
	if (!segment.start || !segment.end)
		return bad(r, line, "a segment that has no start or no end");
	if (!segment.speaker)
		return bad(r, line, "a segment that has no speaker");
	if (!segment.cut)
		return sar_reader_check(r->reader, line, &segment.span, r->err);
	return sar_reader_add(r->reader, line, &segment.span, "", 0, r->err);
}

static int
read_list(struct reading *r)
{
	int more;

	if (!sar_scan_enter(&r->scan, '['))
		return bad(r, r->scan.line, "expected a list of segments");
	while ((more = sar_scan_more(&r->scan, ']')) == 1)
		if (read_segment(r) == -1)
			return -1;
	return more == 0 ? 0 : not_json(r);
}

static int
read_object(struct reading *r)
{
	bool seen = false;
	int more;

	if (!sar_scan_enter(&r->scan, '{'))
		return not_json(r);
	while ((more = sar_scan_more(&r->scan, '}')) == 1) {
		if (!sar_scan_name(&r->scan))
			return not_json(r);
		if (!sar_scan_is(&r->scan, "segments") &&
		    !sar_scan_is(&r->scan, "diarization")) {
			if (!sar_scan_skip(&r->scan))
				return not_json(r);
			continue;
		}
		if (seen)
			return bad(r, r->scan.line,
			    "more than one list of segments");
		seen = true;
		if (read_list(r) == -1)
			return -1;
	}
	if (more == -1)
		return not_json(r);
	return seen ? 0
		    : bad(r, r->scan.line,
			  "expected a list as segments or diarization");
}

int
sar_reader_diarisation(struct sar_reader *reader, struct sar_err *err)
{
	struct reading r = { .reader = reader, .err = err };
	int rc;

	sar_scan_open(&r.scan, &reader->lines);
	rc = sar_scan_peek(&r.scan) == '{' ? read_object(&r) : read_list(&r);
	if (rc == 0 && sar_scan_peek(&r.scan) != '\0')
		rc = bad(&r, r.scan.line, "expected nothing after the list");
	sar_scan_close(&r.scan);
	if (rc == 0 && reader->n == 0)
		rc = sar_err_set(err, SAR_EINPUT,
		    "%s: no segment of the speaker to cut", reader->in->name);
	return rc;
}
