package reconcile

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

func TestMarkerRoundTrip(t *testing.T) {
	t.Parallel()
	b := base{pruned: true}
	b.agree(fieldTitle, digest("a"), digest("a"))
	b.agree(fieldText, digest("a"), digest("b"))
	b.agreeSet(fieldLabels, agreedSet{digest("x"): present, digest("y"): absent, digest("z"): refused})
	for _, scope := range []string{"docs/b.md", "a b/ñ--x.md", "--><!--", "@team #1", "a\tb\x7f", "50%", "%0", "%zz09", ""} {
		m := marker{id: "US-1.1", scope: scope, nonce: newNonce(), base: b}
		line := m.String()
		for _, bad := range []string{"--><", "@", "#", "\n"} {
			if strings.Contains(strings.TrimPrefix(line, "<!-- "), bad) && bad != "--><" || strings.Count(line, "-->") != 1 {
				t.Errorf("%q holds %q", line, bad)
			}
		}
		got, ok := parseMarker(line)
		if !ok || got.id != m.id || got.scope != m.scope || got.nonce != m.nonce || got.key != "us-1-1" {
			t.Errorf("parseMarker(%q) = %+v, %t", line, got, ok)
		}
		if got.base.String() != b.String() {
			t.Errorf("base %q becomes %q", b.String(), got.base.String())
		}
	}
}

func TestSplitBody(t *testing.T) {
	t.Parallel()
	const open, end = "<!-- backlogsync:v1 id=US-1.1 scope=b.md nonce=abc base=title:1 -->", "<!-- backlogsync:end abc -->"
	for name, test := range map[string]struct {
		text, above, managed, below string
		found, broken               bool
	}{
		"none":          {text: "people", above: "people"},
		"alone":         {text: open + "\n" + end, found: true},
		"managed":       {text: open + "\n\ntext\n\n" + end, managed: "text", found: true},
		"around":        {text: "a\n" + open + "\ntext\n" + end + "\nb", above: "a\n", managed: "text", below: "\nb", found: true},
		"CRLF":          {text: "a\r\n" + open + "\r\nx\r\ny\r\n" + end + "\r\nb", above: "a\r\n", managed: "x\ny", below: "\r\nb", found: true},
		"no end":        {text: open + "\ntext\n", below: "\ntext\n", found: true, broken: true},
		"other end":     {text: open + "\n<!-- backlogsync:end xyz -->\nx\n" + end, managed: "<!-- backlogsync:end xyz -->\nx", found: true},
		"in a line":     {text: "see " + open, above: "see " + open},
		"quoted code":   {text: "```\n" + open + "\n```\n", above: "```\n" + open + "\n```\n"},
		"open code":     {text: "```\n" + open + "\nx\n" + end, above: "```\n", managed: "x", found: true},
		"quoted, later": {text: "```\n" + open + "\n```\n" + open + "\nx\n" + end, above: "```\n" + open + "\n```\n", managed: "x", found: true},
		"no nonce":      {text: "<!-- backlogsync:v1 id=US-1.1 -->\nx", above: "<!-- backlogsync:v1 id=US-1.1 -->\nx"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := splitBody(test.text)
			got := []any{b.above, b.text, b.below, b.marker != nil, b.broken}
			if diff := cmp.Diff([]any{test.above, test.managed, test.below, test.found, test.broken}, got); diff != "" {
				t.Errorf("splitBody(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// What is no escape, as in a marker that people wrote by hand, stays as it is.
func TestUnescape(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"%41%2f%00": "A%2f\x00", "%2F": "/", "%zz": "%zz", "%4g": "%4g", "%g4": "%g4", "%4": "%4", "50%": "50%", "": ""} {
		if got := unescapeValue(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// A second marker below the first one is somebody else's, unless it is the same.
func TestOtherMarker(t *testing.T) {
	t.Parallel()
	of := func(id, nonce string) string {
		return "<!-- backlogsync:v1 id=" + id + " scope=b.md nonce=" + nonce + " base=title:1 -->\ntext\n<!-- backlogsync:end " + nonce + " -->"
	}
	for below, want := range map[string]bool{"": false, "text": false, of("US-1", "abc"): false, of("US-1", "xyz"): true, of("US-2", "xyz"): true} {
		if b := splitBody(of("US-1", "abc") + "\n\n" + below); b.extra != want {
			t.Errorf("below it %q: extra is %t", below, b.extra)
		}
	}
}

// FuzzBody makes sure that managed text is found again whatever it says, and
// that people's text around it stays.
func FuzzBody(f *testing.F) {
	f.Add("above\n\n", "text", "\n\nbelow")
	f.Add("", "```go\nopen", "")
	f.Add("x", "<!-- backlogsync:end abc -->", "\n<!-- backlogsync:v1 id=A nonce=b -->")
	f.Add("<!-- open", "<details>\n<!--", "```")
	f.Add("```\n", "a\r\nb\r", "\r\n")
	f.Fuzz(func(t *testing.T, above, text, below string) {
		fenced := inClosedFence(above+"\n"+below, len(above)) || strings.Contains(above, "```") || strings.Contains(above, "~~~")
		if fenced || strings.Contains(above, markerPrefix) {
			return // a marker in people's text, or one that is quoted
		}
		m := &marker{id: "US-1.1", scope: "b.md", nonce: "abcdefghijklmnop"}
		want := managed(text)
		if again := managed(want); again != want {
			t.Errorf("managed(%q) = %q, and again %q", text, want, again)
		}
		first := itemBody{above: above}
		if below != "" && below[0] != '\n' && below[0] != '\r' {
			below = "\n" + below
		}
		first.below = below
		joined := first.join(m, want)
		b := splitBody(joined)
		if b.marker == nil || b.marker.nonce != m.nonce || b.text != want || b.below != below || !strings.HasPrefix(b.above, above) {
			t.Fatalf("splitBody(%q) = %+v", joined, b)
		}
		if twice := b.join(m, want); twice != joined {
			t.Errorf("joined again: %q becomes %q", joined, twice)
		}
		other := b.join(m, "other text")
		if c := splitBody(other); c.text != "other text" || c.above != b.above || c.below != b.below {
			t.Errorf("other text in %q", other)
		}
	})
}

func TestLeadingIDs(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]backlog.ID{
		"US-1.1 Login": "US-1.1", "[US-1.1] Login": "US-1.1", "US-1.1: Login": "US-1.1", "Story 1.2 Login": "Story 1.2", "Historia 1.2 — Login": "Story 1.2",
	} {
		found := false
		for _, key := range leadingIDs(title) {
			found = found || key == idKey(want.Key())
		}
		if !found {
			t.Errorf("leadingIDs(%q) = %q lacks %q", title, leadingIDs(title), want.Key())
		}
	}
	if keys := leadingIDs("Login page"); len(keys) > 0 {
		t.Errorf("leadingIDs finds %q in a plain title", keys)
	}
}
