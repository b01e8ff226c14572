package reading

import (
	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// decideLevels makes issues of the level that is asked for. By default that is
// the story, or what takes its place.
func decideLevels(f *Result, lines *candidates) {
	switch f.opts.Level {
	case LevelInitiative, LevelEpic:
		issuesOf(f, lines, func(c *candidate) bool { return c.accepted && c.Epic })
	case LevelFeature:
		issuesOf(f, lines, func(c *candidate) bool { return c.Rank == lexicon.RankFeature && (c.accepted || c.dropped == notGroup) })
	case LevelTask:
		inside := lines.itemRanges()
		issuesOf(f, lines, func(c *candidate) bool {
			task := c.dropped == notPart && (c.Rank == lexicon.RankTask || c.Rank == lexicon.RankItem) && c.found && inside.has(c.line.Start)
			return task || c.accepted && !c.Epic && c.Rank == lexicon.RankTask
		})
	default:
	}
}

// issuesOf makes issues of the candidates that are wanted, and of no others. If
// there are none, everything stays as it is.
func issuesOf(f *Result, lines *candidates, wanted func(*candidate) bool) {
	var issues []*candidate
	for _, c := range lines.found {
		if wanted(c) {
			issues = append(issues, c)
		}
	}
	if len(issues) == 0 {
		return
	}
	for _, c := range lines.found {
		if c.accepted && !c.Epic && !c.recorded {
			c.drop(notLevel)
		}
	}
	for _, c := range issues {
		if c.Epic = false; c.more != nil {
			c.more.epicRow = nil
		}
		c.accept()
	}
	use(f, issues[0].form, lexicon.KindIssue, "they are of the level that was asked for", issues)
}

// use notes that a form gave items.
func use(f *Result, form int, kind lexicon.Kind, why string, items []*candidate) {
	if len(items) == 0 {
		return
	}
	first := items[0]
	for _, c := range items {
		if c.line.Start < first.line.Start {
			first = c
		}
	}
	f.Uses = append(f.Uses, Use{Form: forms[form].name, Kind: kind, Example: first.Id, Items: len(items), Why: why, At: first.line.Start})
}
