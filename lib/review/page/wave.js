// The waveform of the call in front, a row for each channel, with the cuts as
// regions that a mouse adds, moves and resizes.  wavesurfer draws and plays
// nothing: its media is an <audio> without a source; the player says where the
// playhead is.  What it draws is in a shadow tree, which page.css reaches by
// ::part(): cut, chosen, cut-label, removed, pending.
"use strict";

const ZOOM_MOST = 500;  // px for a second
const ROW_HEIGHT = { 1: 128, 2: 88 };
const ROW_LEAST = 56;
const MOUSE = 1000;    // us: a mouse is no more exact than that
const REGIONS_MOST = 200; // cuts in view that a mouse can take hold of

class Wave {
	constructor(state, root, parts) {
		this.state = state;
		this.root = root;
		this.parts = parts;    // {box, names, ruler, lanes, overview}
		this.it = null;
		this.surfer = null;
		this.regions = null;
		this.drawn = new Map(); // region id: {region, c, at, chosen}
		this.many = new Map(); // row: ranges of cuts drawn without a region
		this.level = 0;        // px for a second, 0: all in view
		this.faint = true;
		this.followed = true;
		this.waits = false;
	}

	get length() {
		return this.it.data.length_us;
	}

	// ---- another call, or the same one drawn anew

	close() {
		if (this.surfer !== null)
			this.surfer.destroy();
		this.surfer = null;
		this.regions = null;
		this.lanes = null;
		this.layer = undefined;
		this.drawn.clear();
		this.many.clear();
		this.parts.lanes.replaceChildren();
		this.parts.names.replaceChildren();
		this.parts.ruler.replaceChildren();
		this.parts.box.replaceChildren();
	}

	open(it) {
		const peaks = it.data.reviewable && it.data.length_us > 0
			? it.data.peaks.map((text) => peaksOf(text, this.faint)) : [];

		this.close();
		this.it = it;
		this.root.classList.toggle("nothing", peaks.length === 0);
		if (peaks.length === 0)
			return;
		this.surfer = SarWave.WaveSurfer.create(this.options(peaks));
		this.regions = this.surfer.registerPlugin(
			SarWave.RegionsPlugin.create());
		this.listen(this.surfer);
		this.showNames(peaks.length);
		this.lanes = makeLanes(this.state, it);
		this.parts.lanes.append(this.lanes.root);
		this.parts.overview.fresh(peaks);
	}

	options(peaks) {
		const style = getComputedStyle(this.root);
		const of = (name, or) => style.getPropertyValue(name).trim() || or;

		return { container: this.parts.box, peaks,
			duration: this.length / SECOND, splitChannels: peaks.map(() => ({})),
			media: document.createElement("audio"),
			height: ROW_HEIGHT[peaks.length] || ROW_LEAST,
			waveColor: of("--wave", "#56718c"),
			progressColor: of("--wave-heard", "#33475a"),
			cursorColor: of("--playhead", "#000"), cursorWidth: 2,
			minPxPerSec: 0, fillParent: true, interact: true,
			autoScroll: this.followed, autoCenter: false,
			cspNonce: this.state.data.nonce };
	}

	listen(surfer) {
		surfer.on("ready", () => {
			this.layer = make("div", { part: "layer" });
			this.layer.style.cssText = "position:absolute;inset:0;" +
				"pointer-events:none;z-index:4";
			surfer.getWrapper().append(this.layer);
			this.level = 0;
			this.drawCuts();
			this.draw();
			this.drag();
		});
		surfer.on("interaction", (s) => this.state.seek(s * SECOND));
		["scroll", "redraw", "resize"].forEach((name) =>
			surfer.on(name, () => this.draw()));
		this.regions.on("region-created", (region) => this.made(region));
		this.regions.on("region-updated", (region, side) =>
			this.moved(region, side));
		this.regions.on("region-clicked", (region) =>
			this.state.choose(region.id.split("-")[0]));
	}

	showNames(n) {
		const names = this.parts.names;
		let channel;

		for (channel = 1; channel <= n; channel++) {
			const e = make("span", { class: "channel-name",
				text: n === 1 ? "One channel" : "Channel " + channel });
			e.style.top = 100 * (channel - 1) / n + "%";
			names.append(e);
		}
	}

	// ---- what is in view

	get width() {
		return this.surfer.getWidth();
	}

	view() {
		const whole = Math.max(1, this.surfer.getWrapper().clientWidth);
		const from = Math.min(this.surfer.getScroll(), whole) *
			this.length / whole;

		return { from, width: this.width,
			to: Math.min(this.length, from + this.width * this.length / whole) };
	}

	// Soon, and once however often it is asked for.
	draw() {
		if (this.waits)
			return;
		this.waits = true;
		requestAnimationFrame(() => {
			this.waits = false;
			this.paint();
		});
	}

	paint() {
		if (this.surfer === null || this.layer === undefined ||
			this.width <= 0)
			return;
		const view = this.view();
		this.drawCuts();
		drawRuler(this.parts.ruler, view);
		this.lanes.draw(view);
		this.parts.overview.draw(view);
		this.drawRemoved(view);
	}

	// More was heard: nothing else has to be drawn.
	drawHeard() {
		if (this.surfer === null || this.layer === undefined || this.waits)
			return;
		this.lanes.heard(this.view());
		this.parts.overview.draw(this.parts.overview.view);
	}

	// What is taken out in fact, with the guards of the codec, around the
	// cuts; and where a cut to come begins.
	drawRemoved(view) {
		const n = this.it.data.peaks.length;
		const boxes = [];
		let channel;

		for (channel = 1; channel <= n; channel++)
			rangesSeen(leavesRemoved(this.state, this.it, channel), view)
				.forEach((r) => boxes.push(this.layerBox("removed", r[0],
					r[1], channel - 1, n)));
		this.many.forEach((ranges, row) => rangesSeen(rangesUnion(ranges), view)
			.forEach((r) => boxes.push(this.layerBox("cut", r[0], r[1],
				Math.max(0, row), row < 0 ? 1 : n))));
		if (this.state.pending >= 0)
			boxes.push(this.layerBox("pending", this.state.pending,
				this.state.pending, 0, 1));
		this.layer.replaceChildren(...boxes);
	}

	layerBox(part, from, to, row, rows) {
		const e = make("div", { part });

		e.style.cssText = "position:absolute;box-sizing:border-box";
		e.style.top = 100 * row / rows + "%";
		e.style.height = 100 / rows + "%";
		e.style.left = 100 * from / this.length + "%";
		e.style.width = 100 * (to - from) / this.length + "%";
		return e;
	}

	// ---- the cuts

	// What is in view, and of that only what differs, is made again.  Of more
	// than a mouse can tell apart the chosen one can be taken hold of; the
	// others are drawn, and can once they are zoomed to.
	drawCuts() {
		if (this.surfer === null || this.layer === undefined ||
			this.width <= 0)
			return;
		const wanted = new Map();
		const view = this.view();
		const seen = [];
		this.it.work.cuts.forEach((c, at) => {
			if (c.to > view.from && c.from < view.to)
				seen.push({ c, at, chosen: c.id === this.state.chosen });
		});
		const some = seen.length <= REGIONS_MOST ? seen
			: seen.filter((one) => one.chosen);
		this.many.clear();
		if (some !== seen)
			seen.forEach(({ c }) => this.rowsOf(c).forEach((row) => {
				this.many.set(row, this.many.get(row) ?? []);
				this.many.get(row).push([c.from, c.to]);
			}));
		some.forEach((one) => this.rowsOf(one.c).forEach((row) =>
			wanted.set(one.c.id + "-" + row, { ...one, row })));
		this.drawn.forEach((one, id) => {
			if (this.stays(one, wanted.get(id)))
				return;
			this.drawn.delete(id);
			one.region.remove();
		});
		wanted.forEach((one, id) => {
			if (!this.drawn.has(id))
				this.drawn.set(id, { ...one, region: this.makeRegion(id, one) });
		});
	}

	// A cut that is another than was drawn is another object.  One that only
	// went out of view stays while there are few: a mouse may be moving it.
	stays(one, wanted) {
		return wanted === undefined
			? this.it.work.cuts[one.at] === one.c && this.many.size === 0 &&
				this.drawn.size <= REGIONS_MOST &&
				one.chosen === (one.c.id === this.state.chosen)
			: wanted.c === one.c && wanted.at === one.at &&
				wanted.chosen === one.chosen;
	}

	// -1: one region over all channels.
	rowsOf(c) {
		return this.it.data.joint || c.channels.length === 0 ? [-1]
			: c.channels.map((channel) => channel - 1);
	}

	makeRegion(id, { c, row, at }) {
		const n = at + 1;
		const region = this.regions.addRegion({ id, start: c.from / SECOND,
			end: c.to / SECOND, channelIdx: row, color: "transparent",
			minLength: LEAST_CUT / SECOND });
		const label = make("span", { part: "cut-label",
			text: n + " " + (c.basis || "?") });

		region.element.part.add("cut");
		if (c.id === this.state.chosen)
			region.element.part.add("chosen");
		region.element.title = "Cut " + n + ", " +
			(c.basis || "on no provision yet") + ", " +
			timeText(c.from) + " to " + timeText(c.to);
		region.element.append(label);
		return region;
	}

	// A drag over the waveform makes a cut: on the channels that new cuts are
	// on, or with Shift on the channel under the mouse alone.  Where it went
	// from and to is noted here: the region that wavesurfer draws meanwhile is
	// five pixels longer.
	drag() {
		const options = { color: "transparent", channelIdx: -1 };
		const wrapper = this.surfer.getWrapper();

		wrapper.addEventListener("pointerdown", (e) => {
			const on = this.state.fresh.channels;
			this.shifted = this.rowUnder(e);
			options.channelIdx = this.shifted ? this.shifted[0] - 1
				: on.length === 1 && !this.it.data.joint ? on[0] - 1 : -1;
			this.dragged = { from: this.timeUnder(e), to: this.timeUnder(e) };
		}, { capture: true });
		this.regions.enableDragSelection(options, 4);
	}

	mouseWent(e) {
		if (e.buttons === 1 && this.dragged && this.surfer !== null)
			this.dragged.to = this.timeUnder(e);
	}

	// With Shift, and channels that can be cut one by one: [channel].
	rowUnder(e) {
		const n = this.it.data.peaks.length;
		const box = this.surfer.getWrapper().getBoundingClientRect();
		const row = Math.floor((e.clientY - box.top) / box.height * n);

		return e.shiftKey && !this.it.data.joint && n > 1
			? [Math.min(n - 1, Math.max(0, row)) + 1] : null;
	}

	timeUnder(e) {
		const box = this.surfer.getWrapper().getBoundingClientRect();

		return this.mouseTime((e.clientX - box.left) / box.width * this.length);
	}

	mouseTime(us) {
		return clampUs(Math.round(us / MOUSE) * MOUSE, 0, this.length);
	}

	// A region that a mouse made becomes a cut, which is drawn as all are.
	made(region) {
		if (/^c\d/.test(region.id))
			return;
		region.remove();
		this.state.addCut({ ...this.dragged,
			...(this.shifted ? { channels: this.shifted } : {}) });
	}

	// Its other end stays where it was, to the microsecond.
	moved(region, side) {
		const id = region.id.split("-")[0];
		const c = this.state.cut(id);
		const from = this.mouseTime(region.start * SECOND);
		const to = this.mouseTime(region.end * SECOND);

		if (c === null)
			return;
		const start = Math.min(from, this.length - (c.to - c.from));
		const changed = this.state.changeCut(id, side === "start" ? { from }
			: side === "end" ? { to } : { from: start,
				to: start + c.to - c.from });
		this.state.choose(id);
		if (!changed) {
			this.drawn.get(region.id).c = null;
			this.drawCuts();
		}
	}

	// ---- the playhead and the zoom

	setNow(us) {
		if (this.surfer === null || this.layer === undefined)
			return;
		this.surfer.setTime(us / SECOND);
		this.parts.overview.moved();
	}

	// Playhead or middle of the view stays where it is on the screen.
	zoom(level) {
		if (this.surfer === null || this.layer === undefined)
			return;
		const view = this.view();
		const now = this.state.now;
		const anchor = now >= view.from && now <= view.to ? now
			: (view.from + view.to) / 2;
		const at = (anchor - view.from) / (view.to - view.from);
		this.apply(level);
		const wide = this.view();
		this.scrollTo(anchor - at * (wide.to - wide.from));
		this.state.say(this.level === 0 ? "All of the call is in view."
			: timeSpoken(Math.round(wide.to - wide.from)) + " in view.");
	}

	apply(level) {
		const fit = this.width / (this.length / SECOND);

		this.level = level <= fit ? 0 : Math.min(ZOOM_MOST, level);
		this.surfer.zoom(this.level);
		this.draw();
	}

	scrollTo(us) {
		const whole = this.surfer.getWrapper().clientWidth;

		this.surfer.setScroll(Math.max(0, us) * whole / this.length);
		this.draw();
	}

	zoomBy(factor) {
		if (this.surfer !== null)
			this.zoom(Math.max(this.level,
				this.width / (this.length / SECOND)) * factor);
	}

	// A cut with two seconds on each side, and no less than ten seconds.
	zoomTo(c) {
		const span = Math.max(10 * SECOND, c.to - c.from + 4 * SECOND);

		this.apply(this.width / (span / SECOND));
		this.scrollTo((c.from + c.to - span) / 2);
	}

	// Is it drawn where somebody can see it?
	reveal(c) {
		if (this.surfer === null || this.layer === undefined || c === null)
			return;
		const view = this.view();
		if (c.to < view.from || c.from > view.to)
			this.scrollTo((c.from + c.to - (view.to - view.from)) / 2);
	}

	follow(on) {
		this.followed = on;
		if (this.surfer !== null)
			this.surfer.options.autoScroll = on;
	}
}
