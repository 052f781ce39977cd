// The whole call on one small picture: where it is loud, what is cut, what was
// heard, which part is shown above.  A click or a drag goes there.  For the
// mouse and the eye: the slider and the tables are there for everybody.
"use strict";

const OVERVIEW_HEIGHT = 44;

function overviewColours(root) {
	const style = getComputedStyle(root);
	const of = (name, or) => style.getPropertyValue(name).trim() || or;

	return { wave: of("--wave", "#56718c"), cut: of("--cut-line", "#9c1c1c"),
		heard: of("--heard", "#1c6b3a"), now: of("--playhead", "#000"),
		view: of("--view", "#0b57d0") };
}

// The waveform alone, drawn once for a width.
function overviewWave(canvas, channels, colour) {
	const paint = canvas.getContext("2d");
	const half = canvas.height / 2 / channels.length;

	paint.fillStyle = colour;
	channels.forEach((peaks, c) => {
		peaksColumns(peaks, canvas.width).forEach((v, x) => {
			const h = Math.max(1, v * half * 2);
			paint.fillRect(x, half * (2 * c + 1) - h / 2, 1, h);
		});
	});
}

function overviewMarks(paint, overview, it, now) {
	const { width, height } = overview.canvas;
	const x = (us) => us * width / it.data.length_us;
	const c = overview.colours;
	const view = overview.view;

	paint.fillStyle = c.heard;
	it.heard.forEach((r) => paint.fillRect(x(r[0]), height - 4,
		Math.max(1, x(r[1] - r[0])), 4));
	paint.fillStyle = c.cut;
	it.work.cuts.forEach((cut) => {
		paint.fillRect(x(cut.from), 0, Math.max(2, x(cut.to - cut.from)), 5);
		paint.fillRect(x(cut.from), 0, 1, height);
	});
	paint.strokeStyle = c.view;
	paint.lineWidth = 2;
	paint.strokeRect(x(view.from) + 1, 1, Math.max(4, x(view.to - view.from) -
		2), height - 2);
	paint.fillStyle = c.now;
	paint.fillRect(x(now) - 1, 0, 2, height);
}

class Overview {
	constructor(state, jump) {
		this.state = state;
		this.canvas = make("canvas", { class: "overview",
			"aria-hidden": "true" });
		this.view = { from: 0, to: 1 };
		this.waits = false;
		this.channels = [];
		this.wave = null;
		const go = (e) => {
			const box = this.canvas.getBoundingClientRect();
			if (e.buttons === 1 && state.front !== null)
				jump((e.clientX - box.left) / box.width *
					state.front.data.length_us);
		};
		this.canvas.addEventListener("pointerdown", (e) => {
			this.canvas.setPointerCapture(e.pointerId);
			go(e);
		});
		this.canvas.addEventListener("pointermove", go);
	}

	// Another call, another width or other colours.
	fresh(channels) {
		this.channels = channels;
		this.wave = null;
		this.draw(this.view);
	}

	draw(view) {
		this.view = view;
		if (this.waits)
			return;
		this.waits = true;
		requestAnimationFrame(() => {
			this.waits = false;
			this.paint();
		});
	}

	// The playhead moved: by less than a pixel, as a rule.
	moved() {
		if (this.column(this.state.now) !== this.painted)
			this.draw(this.view);
	}

	column(us) {
		return Math.round(us * this.canvas.width /
			this.state.front.data.length_us);
	}

	paint() {
		const width = this.canvas.clientWidth;
		const it = this.state.front;
		const paint = this.canvas.getContext("2d");

		if (width === 0 || it === null || this.channels.length === 0)
			return;
		if (this.wave === null || this.wave.width !== width) {
			this.colours = overviewColours(this.canvas);
			this.wave = document.createElement("canvas");
			this.wave.width = this.canvas.width = width;
			this.wave.height = this.canvas.height = OVERVIEW_HEIGHT;
			overviewWave(this.wave, this.channels, this.colours.wave);
		}
		paint.clearRect(0, 0, width, OVERVIEW_HEIGHT);
		paint.drawImage(this.wave, 0, 0);
		overviewMarks(paint, this, it, this.state.now);
		this.painted = this.column(this.state.now);
	}
}
