package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// containers finds headings that are no words for an epic, but hold items whose
// IDs begin with theirs: "### E1-F1 …" above "- [ ] E1-F1-T1 …", "## `CHART`"
// above "CHART-1". They are epics if the file has no others, else groups.
func (r *recognition) containers() {
	keys := make([]struct {
		start int
		key   string
	}, 0, len(r.found))
	needed := false
	for _, c := range r.found {
		needed = needed || c.open() && c.form == formHeading && c.holder()
	}
	if !needed {
		return
	}
	for _, c := range r.found {
		if c.found && !c.epic {
			keys = append(keys, struct {
				start int
				key   string
			}{c.line.Start, c.id.Key()})
		}
	}
	slices.SortFunc(keys, func(a, b struct {
		start int
		key   string
	},
	) int {
		return cmp.Compare(a.start, b.start)
	})
	epics := slices.ContainsFunc(r.found, func(c *candidate) bool { return c.accepted && c.epic })
	var holders []*candidate
	for _, c := range r.found {
		if !c.open() || c.form != formHeading || !c.holder() {
			continue
		}
		prefix, end := c.id.Key()+"-", r.headings[c.heading].end
		for _, k := range keys {
			if k.start > c.line.Start && k.start < end && (strings.HasPrefix(k.key, prefix) || c.rank == rankFeature && c.class == classWord) {
				holders = append(holders, c)
				break
			}
		}
	}
	for _, c := range holders {
		if epics {
			c.drop(notGroup)
			continue
		}
		c.epic = true
		c.accept()
	}
	if !epics {
		r.use(formHeading, KindMilestone, whyHolds, holders)
	}
	for _, c := range r.found {
		if c.open() && c.class == classArea {
			c.drop(notProven)
		}
	}
}

// holder reports whether c may be a heading that groups items by their IDs.
func (c *candidate) holder() bool {
	return c.class == classArea || c.rank == rankFeature || c.class == classKey && c.rank == rankItem
}
