package tracker

// leavesOut reports whether an item is not to be created, because its story is
// finished. What is registered, or may be, is no matter of this.
func (o *Options) leavesOut(m *match) bool {
	return o.OpenOnly && m.kind == KindIssue && m.state == Closed && m.item == nil && m.intent == nil && m.blocked == nil
}

// Finished returns how many of the issues to be created are of finished
// stories: they are closed right after.
func (p *Plan) Finished() int {
	n := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Kind != KindIssue || c.Action != ActionCreate && c.Action != ActionUnknown {
			continue
		}
		for _, f := range c.Fields {
			if f.Name == fieldState.String() && f.After == string(Closed) {
				n++
			}
		}
	}
	return n
}
