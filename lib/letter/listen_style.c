/*
 * How listen.html looks.  Nothing is said by colour alone: what was taken out
 * is tall in the drawing, filled for a tone and hollow for silence, and it is
 * in a table.  Lengths are in rem, so that the reader's own size of text rules.
 */
#include "letter/listen.h"

static const char *const rules[] = {
	":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;"
	"--soft:#f2f2f2;--edge:#6b6b6b;--cut:#8a1c1c;--link:#0b4a94;"
	"--focus:#b04a00}",
	"@media (prefers-color-scheme:dark){:root{--ink:#ececec;"
	"--paper:#151515;--soft:#262626;--edge:#9a9a9a;--cut:#ff9f8f;"
	"--link:#9fcbff;--focus:#ffb55a}}",
	"*{box-sizing:border-box}",
	"body{margin:0 auto;max-width:56rem;padding:1rem;"
	"font:1.0625rem/1.55 system-ui,sans-serif;color:var(--ink);"
	"background:var(--paper);overflow-wrap:anywhere}",
	"h1{font-size:1.75rem;line-height:1.25;margin:.5rem 0}",
	"h2{font-size:1.375rem;line-height:1.3;margin:2.25rem 0 .5rem;"
	"border-bottom:2px solid var(--edge)}",
	"h3{font-size:1.125rem;margin:0 0 .25rem}",
	"p,dl,ul{margin:.5rem 0}",
	"a{color:var(--link)}",
	":focus-visible{outline:3px solid var(--focus);outline-offset:2px}",
	".skip{position:absolute;left:-99rem}",
	".skip:focus{position:static}",
	".item{border:1px solid var(--edge);border-radius:.375rem;"
	"padding:1rem;margin:1rem 0}",
	".note{border-left:.375rem solid var(--edge);background:var(--soft);"
	"padding:.5rem .75rem;margin:.75rem 0}",
	"dl.facts{display:grid;grid-template-columns:max-content 1fr;"
	"gap:0 1rem}",
	"dt{font-weight:600}",
	"dd{margin:0}",
	"dl.text dd{margin:0 0 .75rem}",
	"audio{display:block;width:100%;margin:.75rem 0 .25rem}",
	"svg{display:block;width:100%;height:2.75rem;margin:.25rem 0}",
	"svg.lanes{height:4.5rem}",
	".kept{fill:var(--edge)}",
	".tone{fill:var(--cut);stroke:var(--cut);stroke-width:2;"
	"vector-effect:non-scaling-stroke}",
	".silence{fill:var(--paper);stroke:var(--cut);stroke-width:2;"
	"vector-effect:non-scaling-stroke}",
	".cursor{display:none;stroke:var(--ink);stroke-width:3;"
	"vector-effect:non-scaling-stroke}",
	".live .cursor{display:inline}",
	".live svg{cursor:pointer}",
	".scroll{overflow-x:auto}",
	"table{border-collapse:collapse;width:100%;font-size:1rem}",
	"caption{text-align:left;font-weight:600;padding:.25rem 0}",
	"th,td{border:1px solid var(--edge);padding:.375rem .5rem;"
	"text-align:left;vertical-align:top;overflow-wrap:normal}",
	"thead th{background:var(--soft)}",
	"tr.here th,tr.here td{box-shadow:inset 0 0 0 2px var(--cut)}",
	"tr.here th::before{content:\"\\25B6\\00A0\"}",
	".time{white-space:nowrap;font-variant-numeric:tabular-nums}",
	".tools{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0}",
	"button{position:relative;font:inherit;color:var(--ink);background:var("
	"--soft);"
	"border:2px solid var(--edge);border-radius:.375rem;"
	"padding:.375rem .75rem;min-height:2.75rem;cursor:pointer}",
	"td button{display:block;margin-top:.375rem}",
	".says{font-weight:600;min-height:1.55em}",
	".unseen{position:absolute;width:1px;height:1px;overflow:hidden;"
	"clip-path:inset(50%);white-space:nowrap}",
	"[hidden]{display:none}",
	"@media (max-width:30rem){dl.facts{display:block}"
	"dl.facts dd{margin-bottom:.25rem}.item{padding:.625rem}}",
	/* A narrow table is a list: each row a block, each cell a line. */
	"@media (max-width:40rem){table,caption,tbody,tr,th,td{display:block}"
	"thead{display:none}tr{border:1px solid var(--edge);margin:.5rem 0;"
	"padding:.25rem .625rem}th,td{border:0;padding:.125rem 0}"
	"tbody th::before{content:\"Place \"}"
	"tr.here{box-shadow:inset 0 0 0 2px var(--cut)}"
	"tr.here th,tr.here td{box-shadow:none}"
	"tr.here th::before{content:\"\\25B6\\00A0Place \"}"
	"td::before{font-weight:600}"
	"td:nth-child(2)::before{content:\"From \"}"
	"td:nth-child(3)::before{content:\"To \"}"
	"td:nth-child(4)::before{content:\"You hear \"}"
	"td:nth-child(5)::before{content:\"Why: \"}}",
	"@media print{audio,.tools,.says{display:none}"
	".item{break-inside:avoid}}",
};

void
sar_listen_style(struct sar_buf *out)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		sar_buf_puts(out, rules[i]);
		sar_buf_puts(out, "\n");
	}
}
