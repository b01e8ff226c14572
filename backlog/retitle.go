package backlog

// followRetitles gives items without an ID of their own the one that the ledger
// has for them: after a retitle, one row that no item has, and one item that
// has no row, under the same epic, are the same item. What is less clear is
// left as it is.
func (f *File) followRetitles() {
	if !f.HasLedger() {
		return
	}
	rows := f.evidenceByKey()
	known := map[Kind]map[string]bool{KindMilestone: {}, KindIssue: {}}
	var epics []*Epic
	for _, e := range f.epics {
		known[KindMilestone][e.key] = true
		if e.DerivedID && rows[KindMilestone][e.key] == nil {
			epics = append(epics, e)
		}
	}
	stories := make(map[string][]*Story) // by key of the epic
	for _, s := range f.stories {
		known[KindIssue][s.key] = true
		if s.DerivedID && rows[KindIssue][s.key] == nil {
			stories[s.Epic.Key()] = append(stories[s.Epic.Key()], s)
		}
	}
	if len(epics)+len(stories) == 0 {
		return
	}
	lost := make(map[Kind][]*Evidence)
	for _, e := range f.evidence {
		if !known[e.Kind][e.key] {
			lost[e.Kind] = append(lost[e.Kind], e)
		}
	}
	if len(epics) == 1 && len(lost[KindMilestone]) == 1 {
		f.renameEpic(epics[0], lost[KindMilestone][0])
	}
	f.renameStories(stories, lost[KindIssue])
}

// renameEpic gives an epic the ID of its row.
func (f *File) renameEpic(e *Epic, row *Evidence) {
	for _, s := range f.stories {
		if s.Epic == e.ID {
			s.Epic = row.ID
		}
	}
	e.ID, e.key = row.ID, row.key
}

// renameStories gives stories the IDs of their rows, epic by epic.
func (f *File) renameStories(stories map[string][]*Story, lost []*Evidence) {
	milestones := make(map[string]string) // key of the epic, by key of the issue
	for _, rel := range f.relations {
		for _, id := range rel.Issues {
			milestones[id.Key()] = rel.Milestone.Key()
		}
	}
	byEpic := make(map[string][]*Evidence)
	for _, e := range lost {
		byEpic[milestones[e.key]] = append(byEpic[milestones[e.key]], e)
	}
	for epic, fresh := range stories {
		if rows := byEpic[epic]; len(fresh) == 1 && len(rows) == 1 {
			fresh[0].ID, fresh[0].key = rows[0].ID, rows[0].key
		}
	}
}
