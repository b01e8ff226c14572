package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// edited is a table of a document after some changes.
func edited(t rapid.TB, src string, change func(*TableEditor)) string {
	t.Helper()
	d := parsed(t, src)
	eol := "\n"
	if strings.Contains(src, "\r\n") {
		eol = "\r\n"
	}
	for _, b := range d.Blocks {
		if b.Kind != BlockTable {
			continue
		}
		e := NewTableEditor(d.Src, d.Rows(b.Node), eol)
		change(e)
		out, err := Apply([]byte(src), e.Edits()...)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	t.Fatalf("%q has no table", src)
	return ""
}

func TestTableEditor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		src, want string
		change    func(*TableEditor)
	}{
		{
			"an aligned table stays aligned",
			"| A   | B   |\n| --- | --- |\n| 1   | 2   |\n",
			"| A   | B         |\n| --- | --------- |\n| 1   | longer 漢 |\n| 3   | 4         |\n",
			func(e *TableEditor) { e.Set(2, 1, "longer 漢"); e.Insert(2, []string{"3", "4"}) },
		},
		{
			"and becomes narrower",
			"| A    | B   |\n| ---- | --- |\n| long | 2   |\n",
			"| A   | B   |\n| --- | --- |\n| s   | 2   |\n",
			func(e *TableEditor) { e.Set(2, 0, "s") },
		},
		{
			"to the sides that its delimiters say",
			"  | A   |   B |  C  | D   |\r\n  | :-- | --: | :-: | --- |\r\n  | 1   |   2 |  3  | 4   |\r\n",
			"  | A    |    B |  C   | D    |\r\n  | :--- | ---: | :--: | ---- |\r\n  | 1    |    2 |  3   | 4    |\r\n  | long | long | long | long |\r\n",
			func(e *TableEditor) { e.Insert(2, []string{"long", "long", "long", "long"}) },
		},
		{
			"the odd blank of the middle stands to the right",
			"|  A  |\n| :-: |\n|  1  |\n",
			"|   A    |\n| :----: |\n|   1    |\n| longer |\n",
			func(e *TableEditor) { e.Insert(2, []string{"longer"}) },
		},
		{
			"a row below the delimiters",
			"| A   |\n| --- |\n",
			"| A   |\n| --- |\n| 1   |\n| 2   |\n",
			func(e *TableEditor) { e.Insert(1, []string{"1"}); e.Insert(1, []string{"2"}) },
		},
		{
			"of others only the cell is touched",
			"| A | B |\n|-|-|\n| 1 |  2   |\n|x|y|\n",
			"| A | B |\n|-|-|\n| 1 |  long   |\n|x|y|\n",
			func(e *TableEditor) { e.Set(2, 1, "long") },
		},
		{
			"a blank cell gets one blank on both sides",
			"|A|B|\n|-|-|\n||     |\n",
			"|A|B|\n|-|-|\n| 1 | 2 |\n",
			func(e *TableEditor) { e.Set(2, 0, "1"); e.Set(2, 1, "2") },
		},
		{
			"a short row grows",
			"A | B | C\n-|-|-\n1\n1 |\n|\n||\n| 1 |\n1 \\|\n",
			"A | B | C\n-|-|-\n1 |  | x |\n1 |  | x |\n|\n|  | x |\n| 1 |  | x |\n1 \\|\n",
			func(e *TableEditor) { e.Set(2, 2, "x"); e.Set(3, 2, "x"); e.Set(5, 1, "x"); e.Set(6, 2, "x") },
		},
		{
			"a backslash before the last pipe is one of its cell",
			"A|B\n-|-\n1 \\|\n",
			"A|B\n-|-\n1 \\| | x |\n",
			func(e *TableEditor) { e.Set(2, 1, "x") },
		},
		{
			"a new row is like the one above it",
			"A|B\n-|-\n1|2\n",
			"A|B\n-|-\n1|2\nx|y\n",
			func(e *TableEditor) { e.Insert(2, []string{"x", "y"}) },
		},
		{
			"but for a sign that would begin something else",
			"A|B\n-|-\n1|2\n",
			"A|B\n-|-\n1|2\n|#|y\n",
			func(e *TableEditor) { e.Insert(2, []string{"#", "y"}) },
		},
		{
			"or nothing at all",
			"A|B\n-|-\n1|2\n",
			"A|B\n-|-\n1|2\n||y\n",
			func(e *TableEditor) { e.Insert(2, []string{"", "y"}) },
		},
		{
			"without blanks around its texts, a table is not aligned",
			"|A|B|\n|-|-|\n|1|2|\n",
			"|A|B|\n|-|-|\n|long|2|\n",
			func(e *TableEditor) { e.Set(2, 0, "long") },
		},
		{
			"below the delimiters it is like the header",
			"|A|B|\n|-|-|\n\t|1|2|\n",
			"|A|B|\n|-|-|\n|x|y|\n\t|1|2|\n",
			func(e *TableEditor) { e.Insert(1, []string{"x", "y"}) },
		},
		{
			"no cell that the header has not",
			"| A   |\n| --- |\n| 1   |\n",
			"| A   |\n| --- |\n| 1   |\n",
			func(e *TableEditor) { e.Set(2, 1, "x"); e.Set(2, -1, "x"); e.Set(2, 0, "1") },
		},
	} {
		if diff := cmp.Diff(test.want, edited(t, test.src, test.change)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// Whatever a table looks like, what is set and added is read back, and nothing else
// of it is read otherwise. Beside an aligned table no byte changes that is not meant.
func TestTableEditorProperties(t *testing.T) {
	t.Parallel()
	cells := rapid.SampledFrom([]string{"a", "漢字", "x y", `a \| b`, "`c`", "✅", "é", "-"})
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		left, gap, right := rapid.SampledFrom([]string{"|", "| ", "|  "}).Draw(t, "left"), rapid.SampledFrom([]string{"|", " | ", " |\t"}).Draw(t, "gap"),
			rapid.SampledFrom([]string{"|", " |", " | "}).Draw(t, "right")
		var want [][]string
		line := func(cells []string) string { return left + strings.Join(cells, gap) + right + "\n" }
		header := rapid.SliceOfN(cells, columns, columns).Draw(t, "header")
		var src strings.Builder
		src.WriteString("Above\n\n" + line(header) + line(slices.Repeat([]string{"---"}, columns)))
		want = append(want, header)
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			row := rapid.SliceOfN(cells, columns, columns).Draw(t, "row")
			src.WriteString(line(row))
			want = append(want, row)
		}
		src.WriteString("\nBelow\n")

		out := edited(t, src.String(), func(e *TableEditor) {
			for range rapid.IntRange(0, 3).Draw(t, "set") {
				row, column, text := rapid.IntRange(0, len(want)-1).Draw(t, "row"), rapid.IntRange(0, columns-1).Draw(t, "column"), cells.Draw(t, "text")
				at := row
				if row > 0 {
					at++
				}
				e.Set(at, column, text)
				want[row] = slices.Clone(want[row])
				want[row][column] = text
			}
			if rapid.Bool().Draw(t, "insert") {
				added := rapid.SliceOfN(cells, columns, columns).Draw(t, "added")
				e.Insert(len(want), added)
				want = append(want, added)
			}
		})
		if !strings.HasPrefix(out, "Above\n\n") || !strings.HasSuffix(out, "\n\nBelow\n") {
			t.Fatalf("what stands around the table changes to\n%s", out)
		}
		d := parsed(t, out)
		var got [][]string
		e := NewTableEditor(d.Src, d.Rows(d.Blocks[1].Node), "\n")
		for i := range e.rows {
			if i != 1 {
				got = append(got, slices.Clone(e.Row(i)))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s\nbecomes\n%s\n(-want +got):\n%s", src.String(), out, diff)
		}
		if again := e.Edits(); again != nil {
			t.Fatalf("nothing changes with %v", again)
		}
	})
}
