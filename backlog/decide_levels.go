package backlog

// decideLevels makes issues of the level that is asked for. By default that is
// the story, or what takes its place.
func (r *recognition) decideLevels() {
	switch r.f.opts.Level {
	case LevelInitiative, LevelEpic:
		r.issuesOf(func(c *candidate) bool { return c.accepted && c.epic })
	case LevelFeature:
		r.issuesOf(func(c *candidate) bool { return c.rank == rankFeature && (c.accepted || c.dropped == notGroup) })
	case LevelTask:
		inside := r.itemRanges()
		r.issuesOf(func(c *candidate) bool {
			task := c.dropped == notPart && (c.rank == rankTask || c.rank == rankItem) && c.found && inside.has(c.line.Start)
			return task || c.accepted && !c.epic && c.rank == rankTask
		})
	default:
	}
}

// issuesOf makes issues of the candidates that are wanted, and of no others. If
// there are none, everything stays as it is.
func (r *recognition) issuesOf(wanted func(*candidate) bool) {
	var issues []*candidate
	for _, c := range r.found {
		if wanted(c) {
			issues = append(issues, c)
		}
	}
	if len(issues) == 0 {
		return
	}
	for _, c := range r.found {
		if c.accepted && !c.epic {
			c.drop(notLevel)
		}
	}
	for _, c := range issues {
		c.epic, c.epicRow = false, nil
		c.accept()
	}
	r.use(issues[0].form, KindIssue, "they are of the level that was asked for", issues)
}
