package cli

import (
	"bufio"
	"bytes"
	"testing"
)

// The locale says whether the signs of Unicode can be shown: LC_ALL before LC_CTYPE
// before LANG, and the one that is set alone.
func TestShowsUnicode(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		all, ctype, lang string
		want             bool
	}{
		{"", "", "", true},
		{"", "", "en_US.UTF-8", true},
		{"", "", "C.utf8", true},
		{"", "UTF-8", "C", true},
		{"", "", "C", false},
		{"", "", "de_DE.ISO-8859-1", false},
		{"C", "UTF-8", "en_US.UTF-8", false},
		{"en_US.UTF-8", "C", "C", true},
	} {
		e := environ(variables(map[string]string{"LC_ALL": x.all, "LC_CTYPE": x.ctype, "LANG": x.lang}))
		if got := e.showsUnicode(); got != x.want {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

// A sign is replaced wherever it is cut between two writes; what people wrote stays.
func TestPlainSigns(t *testing.T) {
	t.Parallel()
	c := &console{environ: variables(map[string]string{"LC_ALL": "C"})}
	var b bytes.Buffer
	out := bufio.NewWriterSize(c.people(&b), 16)
	if _, err := out.WriteString("Épica █░ · 1 → 2 × 3 …\n"); err != nil {
		t.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if want := "Épica #. - 1 > 2 x 3 ~\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}
