package reading

// A guess decides about the lines of which nothing is declared or recorded: first
// by words and codes, then by the schemes of IDs that the file itself uses, and
// where these find no story by weights, see [survey].
type guess struct {
	f        *Result
	d        *document
	lines    *candidates
	declared *declared
}

// decide decides about the lines of which nothing is declared: first what words
// and codes prove, then the schemes of IDs that the file itself uses.
func (g *guess) decide() {
	if g.isOther() {
		sections := g.d.workSections()
		for _, c := range g.lines.found {
			if !c.declared && !g.d.inside(sections, c) {
				c.drop(notForTitle)
			}
		}
		if len(sections) == 0 {
			return
		}
	}
	if g.declared.closed == [2]bool{true, true} {
		return // there is nothing to guess
	}
	g.decideEpics()
	g.decideStories()
	g.decideByTable()
}
