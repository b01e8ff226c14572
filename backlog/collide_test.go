package backlog_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestColliding records documents in which titles give the IDs that are written on other
// lines: what is recorded stays with its line.
func TestColliding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var b strings.Builder
		b.WriteString(rapid.SampledFrom([]string{"# Backlog\n\n", "# Notes\n\n<!-- backlogsync: stories -->\n\n", ""}).Draw(r, "head"))
		form := rapid.SampledFrom([]string{"- [ ] ", "- [ ] ", "- ", "### "}).Draw(r, "form")
		titles := rapid.Permutation([]string{"Login", "Sign in", "login"}).Draw(r, "titles")
		ids := rapid.Permutation([]string{"login", "sign-in", "US-1"}).Draw(r, "IDs")
		for i := range rapid.IntRange(2, 3).Draw(r, "lines") {
			line := form + titles[i]
			switch rapid.SampledFrom([]string{"none", "anchor", "anchor", "written"}).Draw(r, "ID is") {
			case "anchor":
				line += " <!-- id: " + ids[i] + " -->"
			case "written":
				line = form + "US-" + strconv.Itoa(2+i) + " " + titles[i]
			}
			b.WriteString(line + rapid.SampledFrom([]string{"\n", "\n\n", "\n\nText.\n\n"}).Draw(r, "end"))
		}
		checkRecord(r, []byte(b.String()))
	})
}
