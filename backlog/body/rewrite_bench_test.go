package body_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/body"
	"github.com/backlogsync/backlogsync/internal/testutil"
)

// storyText is a text as stories have it: criteria, a table, code, a few signs
// that concern the rules. links says whether there are destinations, too.
func storyText(n int, links bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "As a buyer, I want to pay order %d, so that it is sent. Limits: 20%% off & free above $50!\n\n**Acceptance criteria**\n\n", n)
	for i := range 12 {
		fmt.Fprintf(&b, "- [ ] The total of part %d is shown with `tax(%d)` and *without* it; see the rules for (%d) items\n", i, n, i)
	}
	b.WriteString("\n| Case | Result |\n| - | - |\n| paid | sent <br> at once |\n| failed | kept - the order stays as it is: open |\n\n" +
		"```go\nfunc pay() error { return nil }\n```\n\n")
	if links {
		fmt.Fprintf(&b, "See [the rules](rules.md), ![shot](img/%d.png) and ask @ana about #%d.\n\n", n, n)
	}
	b.WriteString(strings.Repeat("Payment goes through the gateway of the bank, which answers within ten seconds or not at all. ", 8))
	return b.String()
}

// BenchmarkTexts brings texts into the form for services: those that concern
// none of the rules, and those that do.
func BenchmarkTexts(b *testing.B) {
	for _, c := range []struct {
		name  string
		rules string
		links bool
		limit float64
	}{
		{"nothing to do", "none", true, 0.25},
		{"plain", "elsewhere", false, 0.35},
		{"links", "github", true, 2.5},
	} {
		b.Run(c.name, func(b *testing.B) {
			var texts []string
			for i := range 2000 {
				texts = append(texts, storyText(i, c.links))
			}
			rules := rulesOf[c.rules]
			testutil.Budget(b, c.limit, testutil.Load{Files: [][]byte{[]byte(strings.Join(texts, "\n\n"))}, Work: func() {
				for _, s := range texts {
					body.Close(rules.Rewrite(s))
				}
			}})
		})
	}
}
