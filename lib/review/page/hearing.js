// The buttons, the place and the meter of the player, and the ways from cut to
// cut.  state.seek(us) and state.around(id) are here for the other parts.
"use strict";

// ---- from cut to cut

// The cut after this time, or before it; from the chosen one when there is.
function cutBeside(state, by) {
	const cuts = state.front === null ? [] : state.front.work.cuts;
	const at = cuts.findIndex((c) => c.id === state.chosen);
	const now = state.now;

	if (at >= 0)
		return cuts[at + by];
	return by > 0 ? cuts.find((c) => c.from >= now)
		: cuts.slice().reverse().find((c) => c.from < now);
}

function skipTo(state, player, by) {
	const c = cutBeside(state, by);
	const cuts = state.front === null ? [] : state.front.work.cuts;

	if (c === undefined) {
		state.say(cuts.length === 0 ? "This call has no cut."
			: by > 0 ? "This is the last cut." : "This is the first cut.");
		return;
	}
	state.choose(c.id);
	player.seek(c.from);
	state.say("Cut " + (cuts.indexOf(c) + 1) + " of " + cuts.length + ", " +
		(c.basis || "no provision yet") + ", at " + timeSpoken(c.from) + ", " +
		timeSpoken(c.to - c.from) + " long.");
}

function playAround(state, player) {
	const c = state.cut(state.chosen);

	if (c === null)
		state.say("Choose a cut first: next cut, or a click on one.");
	else
		player.playFrom(c.from - AROUND, c.to + AROUND);
}

// The first part after the playhead, or from the start, that was not heard.
function goUnheard(state, player) {
	const it = state.front;
	const gaps = it === null ? [] : rangesGaps(it.heard, player.length);
	const next = gaps.find((r) => r[1] > state.now + SECOND / 10) || gaps[0];

	if (next === undefined)
		state.say("All of it was heard.");
	else
		player.seek(next[0] <= state.now && state.now < next[1]
			? state.now : next[0]);
}

// ---- the buttons

function playerSays(player) {
	if (player.it === null)
		return "This call has nothing to hear.";
	if (player.broken)
		return "This copy cannot be played, so nothing of it counts as " +
			"heard: " + player.source + " is not in the folder of this " +
			"page or is damaged (run sar-export review again), or this " +
			"computer has nothing to play sound with.";
	if (player.other)
		return "This is not the copy that the page was made with: it is of " +
			"another length. Run sar-export review again.";
	if (!player.redacted)
		return "You hear the original.";
	if (player.state.whole(player.it))
		return "You hear nothing: all of this call is withheld.";
	if (!player.preview)
		return "You hear the redacted copy, as it would be sent.";
	const apart = !player.it.data.joint &&
		player.it.work.cuts.some((c) => c.channels.length > 0);
	return "You hear a preview: the original, silent inside the cuts on all " +
		"channels. " + (apart ? "A cut is not on every channel: what stays on " +
		"another, as an echo of what is cut, would leave, and is not heard " +
		"here. Listen to the original there. " : "") + "Cuts were changed or " +
		"there is no redacted copy; sar-export review makes a true one of " +
		"what is saved and approved.";
}

function playerButtons(state, player) {
	const by = (seconds) => () => player.seek(player.at() + seconds * SECOND);
	const play = actionButton("Play", " ", () => player.toggle());
	const which = actionButton("Redacted", "r", () => {
		player.hearRedacted(!player.redacted);
		state.say(playerSays(player));
	});

	which.setAttribute("aria-pressed", "false");
	return { play, which, row: make("div", { class: "tools" }, [play, which,
		actionButton("Back 5 seconds", "ArrowLeft", by(-5)),
		actionButton("Forward 5 seconds", "ArrowRight", by(5)),
		actionButton("Back 1 second", "Shift+ArrowLeft", by(-1)),
		actionButton("Forward 1 second", "Shift+ArrowRight", by(1)),
		actionButton("Previous cut", "p", () => skipTo(state, player, -1)),
		actionButton("Next cut", "n", () => skipTo(state, player, 1)),
		actionButton("Play around the cut", "t",
			() => playAround(state, player)),
		actionButton("Go to what was not heard", "h",
			() => goUnheard(state, player))]) };
}

// The place as a slider and as a time to type.
function playerPlace(state, player) {
	const slider = make("input", { type: "range", min: 0, max: 0, step: 1,
		value: 0 });
	const field = make("input", { type: "text", size: 14, autocomplete: "off",
		inputmode: "decimal" });
	const clock = make("span", { class: "clock-now" });
	const go = () => {
		const us = timeParse(field.value);
		if (us < 0 || us > player.length)
			state.say("Not a time within this call, as 1:02.5 would be.");
		else
			player.seek(us);
	};

	slider.addEventListener("input",
		() => player.seek(Number(slider.value) * SECOND));
	field.addEventListener("keydown", (e) => {
		if (e.key === "Enter")
			go();
	});
	return { slider, clock, row: make("div", { class: "tools" }, [clock,
		makeLabelled("Place", slider), makeLabelled("Go to time", field),
		makeButton("Go", go)]) };
}

function showPlace(place, player, us) {
	place.clock.textContent = timeShort(us) + " of " +
		timeShort(player.length);
	place.slider.max = String(Math.floor(player.length / SECOND));
	place.slider.value = String(Math.floor(us / SECOND));
	place.slider.setAttribute("aria-valuetext", timeSpoken(us -
		us % SECOND) + " of " + timeSpoken(player.length));
}

function heardText(state, it) {
	const left = it.data.length_us - rangesLength(it.heard);
	const before = it.heardBefore > 0 ? "; the opened file says " +
		permilleText(it.heardBefore) : "";

	return "Heard " + permilleText(state.permille(it)) + ", " + (left > 0
		? "left " + timeSpoken(Math.ceil(left / SECOND) * SECOND)
		: "nothing is left") + before;
}

function showHeard(state, meter, it) {
	if (it !== state.front)
		return;
	meter.box.hidden = !it.data.reviewable;
	if (!it.data.reviewable)
		return;
	meter.bar.value = state.permille(it);
	meter.text.textContent = heardText(state, it);
}

function heardMeter() {
	const bar = make("progress", { max: 1000, value: 0,
		"aria-label": "How much of this call was heard" });
	const text = make("span", { class: "heard-text" });

	return { bar, text, box: make("div", { class: "heard" },
		[bar, " ", text]) };
}

function playerBegin(state, root) {
	const audio = make("audio", { preload: "metadata" });
	const player = new Player(state, audio);
	const buttons = playerButtons(state, player);
	const place = playerPlace(state, player);
	const meter = heardMeter();
	const says = make("p", { class: "hears" });
	const speed = makeSelect(SPEEDS.map((v) => [String(v), v + "\u00d7"]), "1",
		(v) => player.setSpeed(Number(v)));
	const same = (it) => {
		if (it === player.it)
			player.again();
	};

	player.shown = () => {
		buttons.play.firstChild.textContent = player.playing ? "Pause" : "Play";
		buttons.which.setAttribute("aria-pressed", String(player.redacted));
		says.textContent = playerSays(player);
		says.classList.toggle("warn", player.broken || player.other);
	};
	place.row.append(" ", makeLabelled("Speed", speed));
	document.addEventListener("visibilitychange",
		() => player.away(document.hidden));
	root.append(audio, buttons.row, place.row, says, meter.box);
	state.on("front", (it) => {
		player.open(it);
		showPlace(place, player, 0);
		showHeard(state, meter, it);
	});
	state.on("cuts", same);
	state.on("verdict", same);
	state.on("heard", (it) => showHeard(state, meter, it));
	state.on("now", (us) => showPlace(place, player, us));
	state.seek = (us) => player.seek(us);
	state.around = (id) => {
		state.choose(id);
		playAround(state, player);
	};
}
