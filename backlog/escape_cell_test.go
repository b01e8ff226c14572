package backlog

import (
	"testing"
)

func TestEscapeCell(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Ana_María": "Ana_María", "_x_": `\_x\_`, "a|b": `a\|b`, "<b>": `\<b>`, "*x*": `\*x\*`, "a\nb": "a b", "dependabot[bot]": "dependabot[bot]",
		"~~x~~": `\~\~x\~\~`, "a~b": "a~b",
	} {
		if got := escapeCell(in); got != want {
			t.Errorf("escapeCell(%q) = %q, want %q", in, got, want)
		}
	}
}
