package backlog_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestEpicsInText records documents whose epics only fields name, or headings, with text
// that names them, too: it defines none of them once they are recorded.
func TestEpicsInText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		names := rapid.SampledFrom([][]string{{"EPIC-001", "EPIC-001 (Access)", "Access"}, {"Epic 2", "Epic 2: Search", "Search"}, {"Payments"}}).Draw(r, "names")
		name := func() string { return rapid.SampledFrom(names).Draw(r, "name") }
		label := rapid.SampledFrom([]string{"**Epic:** ", "Epic: ", "- **Epic:** ", "**Epic**: "}).Draw(r, "label")
		text := func() string {
			open := rapid.SampledFrom([]string{"", "**", "- ", "1. ", "_", "#### ", "| A | B |\n| - | - |\n| "}).Draw(r, "open")
			end := rapid.SampledFrom([]string{"", "**", ":", " comes first.", "**: text", "\n**Status:** Done"}).Draw(r, "end")
			return open + name() + end + rapid.SampledFrom([]string{"\n", "\n\n"}).Draw(r, "break")
		}
		var b strings.Builder
		b.WriteString("# Product backlog\n\n")
		for i := range rapid.IntRange(1, 3).Draw(r, "stories") {
			if rapid.IntRange(0, 4).Draw(r, "text above") == 0 {
				b.WriteString(text() + "\n")
			}
			b.WriteString("### US-" + strconv.Itoa(i) + ": Report " + strconv.Itoa(i) + "\n\n")
			for range rapid.IntRange(0, 2).Draw(r, "texts") {
				b.WriteString(text())
			}
			if rapid.IntRange(0, 3).Draw(r, "field") > 0 {
				b.WriteString(label + fmt.Sprintf(rapid.SampledFrom([]string{"%s", "%s", "[%s](x)", "`%s`"}).Draw(r, "value"), name()) + "\n\n")
			}
		}
		checkRecord(r, []byte(b.String()))
	})
}
