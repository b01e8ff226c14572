package markdown

import (
	"slices"
	"testing"
)

func TestRowReader(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ cell, text, list, destination string }{
		{"", "", "", ""},
		{"a", "a", "a", "a"},
		{"*a* `b`", "a b", "a b", "a b"},
		{`a \| b`, "a | b", "a | b", "a | b"},
		{"`a \\| b`", "a | b", "a | b", "a | b"},
		{"a &amp; ~~b~~", "a & b", "a & b", "a & b"},
		{"a<br>*b* <br/> c", "a b c", "a, b, c", "a b c"},
		{"[a](https://x.example/1)", "a", "a", "https://x.example/1"},
		{"see [a](/1) [b](/2)", "see a b", "see a b", "/1"},
		{"<https://x.example/?a=1&b=2>", "https://x.example/?a=1&b=2", "https://x.example/?a=1&b=2", "https://x.example/?a=1&b=2"},
		{`[a](x\_y&amp;z)`, "a", "a", "x_y&z"},
		{"[a]", "[a]", "[a]", "[a]"},
		{"é 漢", "é 漢", "é 漢", "é 漢"},
	} {
		d := parsed(t, "| ID | What |\n| -- | ---- |\n| 1 | "+test.cell+" |\n")
		r := RowReader{D: d}
		r.Read(d.Rows(d.Blocks[0].Node)[2])
		if got := string(r.Raw(1)); got != test.cell {
			t.Errorf("%q is written as %q", test.cell, got)
		}
		if got := r.Text(1); got != test.text {
			t.Errorf("%q says %q, want %q", test.cell, got, test.text)
		}
		if got := r.List(1); got != test.list {
			t.Errorf("%q lists %q, want %q", test.cell, got, test.list)
		}
		if got := r.Destination(1); got != test.destination {
			t.Errorf("%q leads to %q, want %q", test.cell, got, test.destination)
		}
		for _, none := range []int{-1, 2} {
			if r.Raw(none) != nil || r.Text(none)+r.List(none)+r.Destination(none) != "" {
				t.Errorf("a row of two cells has a cell %d", none)
			}
		}
	}
}

// One reader reads row after row, however many cells each has.
func TestRowReaderTexts(t *testing.T) {
	t.Parallel()
	d := parsed(t, "| **ID** | Type | |\n| - | - | - |\n| x |\n")
	r := RowReader{D: d}
	rows := d.Rows(d.Blocks[0].Node)
	r.Read(rows[0])
	if got := r.Texts(); !slices.Equal(got, []string{"ID", "Type", ""}) {
		t.Errorf("texts %q", got)
	}
	r.Read(rows[2])
	if got := r.Texts(); !slices.Equal(got, []string{"x"}) || r.Raw(1) != nil {
		t.Errorf("a row has cells of the one before: %q", got)
	}
}
