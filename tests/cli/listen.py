"""listen.py PAGE: is it a page that opens from a folder, and only from there?

Prints the files it names, one a line.  Fails on what is no XML, no HTML, not
in the page or the folder, on any address outside, on a style or script that
its policy does not have the digest of, and on what cannot be used without
seeing it.
"""
import base64
import hashlib
import html.parser
import re
import sys
import xml.dom.minidom

VOID = {"meta", "br", "rect", "line"}
PLAIN = {"html", "head", "title", "style", "body", "a", "header", "p", "h1",
         "h2", "h3", "dl", "dt", "dd", "main", "nav", "ul", "li", "section",
         "strong", "audio", "div", "svg", "table", "caption", "thead",
         "tbody", "tr", "th", "td", "script"} | VOID
FILES = re.compile(r"(letter\.txt|schedule\.(txt|csv)|"
                   r"call-[0-9]+\.(wav|flac|mp3|opus))\Z")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.files = [], set(), [], []
        self.text = {}
        self.policy, self.levels = "", []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        a = dict(attrs)
        assert tag in PLAIN, tag
        assert len(names) == len(set(names)), names
        # No handler, no style of its own: the policy would not run them.
        assert not [n for n in names if n.startswith("on") or n == "style"]
        assert tag == "script" or "src" not in a or tag == "audio", a
        if "id" in a:
            assert a["id"] not in self.ids, a
            self.ids.add(a["id"])
        for key in ("href", "src"):
            if key in a:
                self.link(a[key])
        self.links += [("#" + a[k]) for k in ("aria-labelledby",) if k in a]
        if tag in ("audio", "svg"):
            assert a.get("aria-label"), a
        if tag == "th":
            assert a["scope"] in ("row", "col"), a
        if a.get("http-equiv") == "Content-Security-Policy":
            self.policy = a["content"]
        if tag in ("h1", "h2", "h3"):
            self.levels.append(int(tag[1]))
        if tag == "html":
            assert a["lang"] == "en", a
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID, tag
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open:
            where = self.open[-1]
            self.text[where] = self.text.get(where, "") + data

    def link(self, to):
        if to.startswith("#"):
            self.links.append(to)
        else:
            assert FILES.match(to), to
            self.files.append(to)


def digest(text):
    raw = hashlib.sha256(text.encode()).digest()
    return "'sha256-%s'" % base64.b64encode(raw).decode()


def main(path):
    raw = open(path, "rb").read()
    text = raw.decode("utf-8")
    xml.dom.minidom.parseString(raw)
    page = Page()
    page.feed(text)
    page.close()
    assert not page.open, page.open
    assert text.startswith("<!DOCTYPE html>\n")
    assert 'charset="utf-8"' in text[:1024]
    for word in ("http:", "https:", "//", "url(", "@import", "javascript:",
                 "data:"):
        assert word not in text.replace("</", ""), word
    missing = [i for i in page.links if i[1:] not in page.ids]
    assert not missing, missing
    assert page.policy == (
        "default-src 'none'; media-src 'self' file:; base-uri 'none'; "
        "form-action 'none'; style-src %s; script-src %s" %
        (digest(page.text["style"]), digest(page.text["script"]))), page.policy
    assert not re.search("[<&]", page.text["script"] + page.text["style"])
    levels = page.levels
    assert levels[0] == 1 and levels.count(1) == 1, levels
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:])), levels
    print("\n".join(sorted(set(page.files))))


main(sys.argv[1])
