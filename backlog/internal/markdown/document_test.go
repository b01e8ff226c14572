package markdown

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// parsed is a text as a document.
func parsed(t rapid.TB, src string) *Document {
	t.Helper()
	d, err := Parse([]byte(src), 0)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		src  string
		want []string // the kind of each block and its lines
	}{
		{"", nil},
		{"# A\nText.\n\n- a\n- b\n\n| a |\n| - |\n\n<div>\n\n> q\n\n```\nx\n```", []string{
			"heading 1: # A\n", "paragraph: Text.\n\n", "list: - a\n- b\n\n", "table: | a |\n| - |\n\n", "html: <div>\n\n", "other: > q\n\n",
			"other: ```\nx\n```",
		}},
		{"A\n=\nB\n-\n### C ###\n", []string{"heading 1: A\n=\n", "heading 2: B\n-\n", "heading 3: ### C ###\n"}},
		{"  # A\n\n   text\r\n", []string{"heading 1:   # A\n\n", "paragraph:    text\r\n"}},
		{"-\ta\n\n-\tb\n", []string{"list: -\ta\n\n-\tb\n"}},
		{"text\n| a |\n| - |\n| b |\n", []string{"paragraph: text\n", "table: | a |\n| - |\n| b |\n"}},
		{"**a**\n| a |\n| - |\n---\nb\n", []string{"paragraph: **a**\n", "table: | a |\n| - |\n---\n", "paragraph: b\n"}}, // a rule below makes no heading
		{"[a]: b\n\ntext", []string{"other: [a]: b\n\n", "paragraph: text"}},
	} {
		d := parsed(t, test.src)
		var got []string
		for _, b := range d.Blocks {
			kind := [...]string{"other", "heading " + string(rune('0'+b.Level)), "paragraph", "list", "table", "html"}[b.Kind]
			got = append(got, kind+": "+test.src[b.Start:b.End])
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.src, diff)
		}
	}
}

// pieces are what Markdown is made of.
var pieces = []string{
	"\n", "\n", "\r\n", "\n\n", " ", "\t", "    ", "a", "é", "# ", "- ", "* [ ] ", "- [x] ", "1. ", "> ", "```", "~~~", "|", "|-|", "-|-", "<!--", "-->", "<div>",
	"---", "===", "**", "~~", "`", "[a]", "[a]: b", "[^1]: c", "[^1]", "(", "<br>", "&amp;", `\`, "<pre>", "\x00",
}

func markdownText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(t, "pieces"), "")
}

// Blocks stand one behind the other, each begins a line, and they reach to the end
// of the file. Nothing that is asked of them stands outside of it.
func TestBlocksTile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := markdownText(t)
		before := []byte(src)
		d, err := Parse(before, 0)
		if err != nil {
			t.Fatal(err)
		}
		if string(before) != src {
			t.Fatalf("%q is now %q", src, before)
		}
		at := 0
		for i, b := range d.Blocks {
			if b.Start > b.End || i > 0 && b.Start != at || b.Start > 0 && src[b.Start-1] != '\n' {
				t.Fatalf("%q: block %d is %d to %d, the one before ends at %d", src, i, b.Start, b.End, at)
			}
			at = b.End
			if s := d.HTMLText(&b); s.Start != b.Start || s.End > len(src) {
				t.Fatalf("%q: HTML at %v", src, s)
			}
			d.Plain(b.Node)
			if b.Kind != BlockList {
				continue
			}
			last := b.Start
			for item := range d.Items(b.Node, b.End) {
				if item.Start < last || item.End < item.Start || item.End > b.End {
					t.Fatalf("%q: an item at %d to %d of a list at %d to %d", src, item.Start, item.End, b.Start, b.End)
				}
				last = item.Start
			}
		}
		if len(d.Blocks) > 0 && at != len(src) {
			t.Fatalf("%q: the blocks end at %d of %d", src, at, len(src))
		}
	})
}

// What is skipped is blank, and all else stands where it stood.
func TestParseSkips(t *testing.T) {
	t.Parallel()
	const front = "---\nid: E-1\n---\n"
	src := []byte(front + "# A\n")
	d, err := Parse(src, len(front))
	if err != nil || len(d.Blocks) != 1 || d.Blocks[0].Start != len(front) || d.Plain(d.Blocks[0].Node) != "A" {
		t.Errorf("%+v, %v", d.Blocks, err)
	}
	if !bytes.HasPrefix(src, []byte(front)) {
		t.Errorf("the source is now %q", src)
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"a":                                   "a",
		"*a* **b** ~~c~~ `d *e*`":             "a b c d *e*",
		"[a *b*](https://x.example) ![c](d)":  "a b c",
		"<https://x.example> a@x.example":     "https://x.example a@x.example",
		`\*a\* &amp; &#65; &copy;`:            "*a* & A ©",
		"a\nb  \nc\\\nd":                      "a b c d",
		"a<br>b<br/> c":                       "a b c",
		"a <b>b</b> <!-- c --> <?d?> e":       "a b   e",
		"List<String> of <div>":               "List<String> of <div>",
		"# a ##\n":                            "a",
		"a <a id=\"x\"></a>\nb":               "a b",
		"- [x] a":                             "a",
		"`` a`b ``":                           "a`b",
		"``":                                  "``",
		"a  ":                                 "a",
		"[a][b]\n\n[b]: https://x.example":    "a",
		"*a\nb*":                              "a b",
		"<br>a":                               "a",
		"&notanentity; \\a":                   "&notanentity; \\a",
		"<a@x.example>":                       "a@x.example",
		"text with `code`<br>  and a *word*.": "text with code and a word.",
	} {
		d := parsed(t, src)
		n := d.Blocks[0].Node
		if d.Blocks[0].Kind == BlockList {
			n = n.FirstChild().FirstChild()
		}
		if got := d.Plain(n); got != want {
			t.Errorf("%q shows %q, want %q", src, got, want)
		}
	}
}

func TestItems(t *testing.T) {
	t.Parallel()
	const src = "- [ ] a\n  b\n- [x] c\n  - [ ] inner\n\n  more\n-\t[X] d\n- e [ ]\n-\n- > q\n\nend\n"
	d := parsed(t, src)
	type item struct {
		Text, Lines string
		Box         string // what is in it
		Checked     bool
	}
	var got []item
	for it := range d.Items(d.Blocks[0].Node, d.Blocks[0].End) {
		x := item{Lines: src[it.Start:it.End], Checked: it.Checked}
		if it.Text != nil {
			x.Text = src[it.Title.Start:it.Title.End]
		}
		if it.Box >= 0 {
			x.Box = src[it.Box : it.Box+1]
		}
		got = append(got, x)
	}
	if diff := cmp.Diff([]item{
		{"[ ] a\n  b", "- [ ] a\n  b\n", " ", false},
		{"[x] c", "- [x] c\n  - [ ] inner\n\n  more\n", "x", true},
		{"[X] d", "-\t[X] d\n", "X", true},
		{"e [ ]", "- e [ ]\n", "", false},
		{"", "-\n", "", false},
		{"", "- > q\n\n", "", false},
	}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for range d.Items(d.Blocks[0].Node, d.Blocks[0].End) {
		break // one is enough for some
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	const src = "ab\r\n\ncd"
	d := parsed(t, src)
	for offset, want := range map[int][3]int{0: {0, 2, 4}, 1: {0, 2, 4}, 2: {0, 2, 4}, 4: {4, 4, 5}, 5: {5, 7, 8}, 7: {5, 7, 8}} {
		if got := [3]int{d.LineStart(offset), d.LineEnd(offset), d.NextLine(offset)}; got != want {
			t.Errorf("the line of %d is %v, want %v", offset, got, want)
		}
	}
	if got := d.LineStart(20); got != 5 {
		t.Errorf("behind the end, the line begins at %d", got)
	}
	if got := d.NextLine(8); got != 8 {
		t.Errorf("behind the last line, the next is at %d", got)
	}
}

func TestHTMLText(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"<!-- a\n\nb -->\nc":   "<!-- a\n\nb -->\n",
		"<!-- a -->\n\nc":      "<!-- a -->\n\n",
		"<div>\na\n\nc":        "<div>\na\n\n",
		"<pre>\na\n</pre>c":    "<pre>\na\n</pre>c",
		"text <!-- a -->\n\nb": "text <!-- a -->\n\n",
	} {
		d := parsed(t, src)
		if s := d.HTMLText(&d.Blocks[0]); src[s.Start:s.End] != want {
			t.Errorf("%q has %q, want %q", src, src[s.Start:s.End], want)
		}
	}
}

func TestIsCode(t *testing.T) {
	t.Parallel()
	const src = "text\n\n```\nin a fence\n```\n\n    indented\n\n> ```\n> quoted\n"
	d := parsed(t, src)
	for part, want := range map[string]bool{"text": false, "in a fence": true, "dented": true, "quoted": false, "fence\n```\n\n    indented": false} {
		i := strings.Index(src, part)
		if got := d.IsCode(Span{i, i + len(part)}); got != want {
			t.Errorf("%q is in code: %t", part, got)
		}
	}
}

func TestPosition(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]Position{"": {}, "a.md": {File: "a.md"}, "a.md:3:1": {"a.md", 3, 1}} {
		if p.String() != want {
			t.Errorf("%+v is %q", p, p.String())
		}
	}
	s := Span{2, 4}
	for offset, want := range map[int]bool{1: false, 2: true, 3: true, 4: false} {
		if s.Has(offset) != want {
			t.Errorf("%v has %d: %t", s, offset, !want)
		}
	}
}
