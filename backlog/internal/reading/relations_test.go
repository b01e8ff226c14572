package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A file reads the same with a relation list as without: its heading is not a title
// of anything, and nothing stands under it.
func TestRelationHeading(t *testing.T) {
	t.Parallel()
	const sentence = "As a user, I want to see, so that I can read.\n\n"
	const priority = "**Priority:** high\n\n"
	for name, c := range map[string]struct{ level, src string }{
		"title":         {"#", "@## Plan\n\n## EPIC-1 x\n\n- [ ] US-1.1 x\n"},
		"highest":       {"#", "## Plan\n\n" + sentence + sentence + "@"},
		"first":         {"##", "@## Plan\n\n# Project\n\n" + sentence + sentence},
		"second line":   {"##", "# Project\n@\n## Other\n\n" + sentence + sentence},
		"story by name": {"#", "@# User story: Pay\n\n## User story 1: x\n\n## User story 2: y\n"},
		"title below":   {"###", "# Backlog\n\n## A-1\n@\n" + priority + "## A-2\n\n### Pay\n\n" + priority},
		"sections":      {"###", "# Backlog\n\n## Login\n\n" + priority + "@## Pay\n\n" + priority},
		"proof":         {"###", "# Backlog\n\n## Login\n\n" + sentence + "@" + sentence + "## Pay\n\n" + priority + "## Act\n\n" + priority},
		"parent":        {"###", "# Backlog\n\n## Notes\n\n@#### Tasks\n\n- [ ] T-1 x\n- [ ] T-2 y\n\n## Stories\n\n- [ ] T-3 x\n- [ ] T-4 x\n"},
	} {
		without := reading.Read([]byte(strings.ReplaceAll(c.src, "@", "")), reading.Options{})
		with := reading.Read([]byte(strings.ReplaceAll(c.src, "@", c.level+" Relation Milestone ← Issues\n\n- EPIC-1 ←\n\n")), reading.Options{})
		if a, b := idsOf(without), idsOf(with); !slices.Equal(a, b) {
			t.Errorf("%s: with a relation list the items %q are %q", name, a, b)
		}
		if without.Title != with.Title {
			t.Errorf("%s: with a relation list the title %q is %q", name, without.Title, with.Title)
		}
	}
}
