package cli

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// unprintable are the characters that do something to others, by the names of
// their properties in Unicode.
func unprintable(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 || r == 0x2029 ||
		r >= 0xe0000 && r <= 0xe007f
}

// Every character that acts on others is shown or gone, and all others stay.
func TestPrintableCharacters(t *testing.T) {
	t.Parallel()
	n := 0
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if r >= 0xd800 && r <= 0xdfff {
			continue
		}
		got := printable("a" + string(r) + "b")
		switch {
		case unprintable(r):
			if n++; strings.ContainsFunc(got, unprintable) {
				t.Errorf("%U becomes %q", r, got)
			}
		case r < 0xe0000 && got != "a"+string(r)+"b":
			t.Errorf("%U becomes %q", r, got)
		}
		if r == '\u200d' && got != "ab" || r == '\u202e' && got != "a\ufffdb" || r == '\n' && got != "a b" {
			t.Errorf("%U becomes %q", r, got)
		}
	}
	if n < 200 {
		t.Errorf("%d characters were tried", n)
	}
	if got := printable("a\xffb"); got != "a\ufffdb" {
		t.Errorf("a byte that is no UTF-8 becomes %q", got)
	}
}

// command is what the runner of GitHub Actions takes for a command: a line that
// begins with "::" after blanks, or "##[" anywhere.
var command = regexp.MustCompile(`(?m)^\s*::|##\w*\[`)

func TestPrintableIsNoCommand(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"::set-output name=a::b": ": :set-output name=a::b", " \u3000::error::x": ": :error::x", ":\u200b:error::x": ": :error::x", "\n::error::x": ": :error::x",
		"a ##[add-mask]b": "a ## [add-mask]b", "##vso[task.setvariable]x": "##vso [task.setvariable]x", "#\u200b#[error]x": "## [error]x",
		"##[##[error]x": "## [## [error]x",
		"std::string":   "std::string", "## Title [x]": "## Title [x]", ":::": ": ::",
	} {
		if got := printable(in); got != want || command.MatchString(got) {
			t.Errorf("printable(%q) = %q, want %q", in, got, want)
		}
	}
	lines := "one\n::error::x\n  ::set-env name=a::b\r\n##[error]y https://u5er:s3cret@h.x/"
	if got := printableLines(lines); command.MatchString(got) || strings.Contains(got, "cret") || strings.Count(got, "\n  ") != 3 {
		t.Errorf("printableLines(%q) = %q", lines, got)
	}
}

// In JSON every such character is escaped, and nothing is lost; so is what the
// log of a pipeline would carry out.
func TestJSONEscapes(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for r := rune(1); r <= 0xe0fff; r++ {
		if unprintable(r) {
			all.WriteRune(r)
		}
	}
	text := all.String() + "\u200d ##[error]x ###[ ##vso[a] # [ <é>"
	var out bytes.Buffer
	if err := writeJSON(&out, map[string]string{"a" + text: text}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if line = strings.TrimSuffix(line, "\n"); strings.ContainsFunc(line, unprintable) || command.MatchString(line) {
			t.Errorf("%q", line)
		}
	}
	if !strings.Contains(out.String(), "<é>") {
		t.Errorf("what can be read is escaped: %s", out.String())
	}
	var back map[string]string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back["a"+text] != text {
		t.Errorf("%v, %q", err, back)
	}
}
