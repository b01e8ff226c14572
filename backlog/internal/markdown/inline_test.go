package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInlineLines(t *testing.T) {
	t.Parallel()
	type line struct{ Label, Value string }
	for _, test := range []struct {
		src  string
		want []line
	}{
		{"text", []line{{"", "text"}}},
		{"- [x] text", []line{{"", "text"}}},
		{"**Priority:** P0", []line{{"Priority", "P0"}}},
		{"**Priority**: P0", []line{{"Priority", "P0"}}},
		{"**优先级：** P0", []line{{"优先级", "P0"}}},
		{"**Priority**\nP0", []line{{"Priority", ""}, {"", "P0"}}},
		{"**As a** user", []line{{"", "As a user"}}},
		{"a **Priority:** P0", []line{{"", "a Priority: P0"}}},
		{"*Priority:* P0", []line{{"", "Priority: P0"}}},
		{"**A:** 1  \n**B:** 2\\\n**C:** 3", []line{{"A", "1"}, {"B", "2"}, {"C", "3"}}},
		{"**A:** 1 | **B:** 2 · **C:** 3", []line{{"A", "1"}, {"B", "2"}, {"C", "3"}}},
		{"**A:** 1 | 2 | **B:** 3", []line{{"A", "1 | 2"}, {"B", "3"}}},
		{"**A:** 1, **B:** 2", []line{{"A", "1, B: 2"}}},
		{"**A:** *1* `2` [3](x) <https://x.example><br> 4", []line{{"A", "1 2 3 https://x.example 4"}}},
		{"- [ ] **A:** 1", []line{{"A", "1"}}},
		{"**A: b** c", []line{{"", "A: b c"}}},
		{"**A:**", []line{{"A", ""}}},
	} {
		d := parsed(t, test.src)
		p := d.Blocks[0].Node
		if d.Blocks[0].Kind == BlockList {
			p = p.FirstChild().FirstChild()
		}
		var got []line
		last := -1
		for _, l := range d.InlineLines(p) {
			got = append(got, line{l.Label, l.Value})
			if l.Start <= last || l.Start >= len(test.src) {
				t.Errorf("%q: a line begins at %d, the one before at %d", test.src, l.Start, last)
			}
			last = l.Start
			if want := strings.TrimSpace(l.Label + " " + l.Value); l.Text() != want {
				t.Errorf("%q: the text is %q, want %q", test.src, l.Text(), want)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.src, diff)
		}
	}
}

func TestIsPlain(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]bool{"text": true, "a *b*": false, "a\nb": false, "`a`": false} {
		d := parsed(t, src)
		if got := IsPlain(d.Blocks[0].Node); got != want {
			t.Errorf("%q: %t", src, got)
		}
	}
}

func TestStruck(t *testing.T) {
	t.Parallel()
	for src, want := range map[string][2]string{
		"a":                       {"", "a"},
		"~~a~~":                   {"a", ""},
		"~~a *b*~~ c":             {"a b", " c"},
		"**~~a~~ b** c":           {"a", " b c"},
		"[~~a~~](x) ~~b~~":        {"ab", " "},
		"a <https://x.example> b": {"", "a https://x.example b"},
		"a <br> b `c` <!-- d -->": {"", "a  b c "},
		"- [x] a":                 {"", "a"},
	} {
		d := parsed(t, src)
		n := d.Blocks[0].Node
		if d.Blocks[0].Kind == BlockList {
			n = n.FirstChild().FirstChild()
		}
		if inside, outside := d.Struck(n); inside != want[0] || outside != want[1] {
			t.Errorf("%q: %q is struck, %q is not", src, inside, outside)
		}
	}
}

func TestSplitBreaks(t *testing.T) {
	t.Parallel()
	for s, want := range map[string][]string{
		"":                      {""},
		"a":                     {"a"},
		"a<br>b<BR/>c<br />d":   {"a", "b", "c", "d"},
		"<br>a<br>":             {"", "a", ""},
		"a<b>b<br x>c<break><b": {"a<b>b<br x>c<break><b"},
		"a<br":                  {"a<br"},
	} {
		if diff := cmp.Diff(want, SplitBreaks(s)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", s, diff)
		}
	}
}

func TestTagName(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"<A href=\"x\">": "a", "</Div>": "/div", "<br/>": "br", "<b\nc>": "b", "<!-- x -->": "!--", "<?php x ?>": "?php",
	} {
		d := parsed(t, "x "+src)
		tag, ok := d.Blocks[0].Node.LastChild().(*RawHTML)
		if !ok {
			t.Errorf("%q is no tag", src)
			continue
		}
		if got := TagName(tag, d.Src); got != want {
			t.Errorf("%q is a tag %q, want %q", src, got, want)
		}
	}
}
