// The loudest of each moment, as the case computed it: base64 of an int8 least
// and an int8 most for each 1/peaks_per_second s, made into one number, 0..1.
"use strict";

// faint: by its root, so that a whisper is seen; otherwise as it is.
function peaksOf(base64, faint) {
	const bytes = atob(base64);
	const out = new Float32Array(Math.max(1, bytes.length >> 1));
	const scale = new Float32Array(129).map((zero, i) =>
		faint ? Math.sqrt(i / 128) : i / 128);
	const far = (code) => code > 127 ? 256 - code : code;
	let i;

	for (i = 0; i < bytes.length >> 1; i++)
		out[i] = scale[Math.max(far(bytes.charCodeAt(2 * i)),
			far(bytes.charCodeAt(2 * i + 1)))];
	return out;
}

// The loudest of each of width columns.
function peaksColumns(peaks, width) {
	const out = new Float32Array(width);
	let i;

	for (i = 0; i < peaks.length; i++) {
		const x = Math.min(width - 1, Math.floor(i * width / peaks.length));
		if (peaks[i] > out[x])
			out[x] = peaks[i];
	}
	return out;
}
