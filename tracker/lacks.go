package tracker

import "github.com/backlogsync/backlogsync/backlog"

// announceLacks says what of the stories the target has no place for, when
// there is something to create: services differ in that.
func (sp *scopePlan) announceLacks() {
	creates := false
	for _, s := range sp.steps {
		creates = creates || s.Action == ActionCreate && s.Kind == KindIssue
	}
	if !creates {
		return
	}
	p := &sp.o.project
	for _, lack := range []struct {
		has    func(*backlog.Story) bool
		reason string
	}{
		{func(s *backlog.Story) bool { return s.Points != nil && !p.Points }, "story points stay text: issues of " + p.Target + " have no field for them"},
		{func(s *backlog.Story) bool { return p.Points && s.Points != nil && wholePoints(s.Points) == "" }, "story points that are no whole numbers stay text: " + p.Target + " has no field for them"},
		{func(s *backlog.Story) bool { return s.Due != "" && !p.DueDates }, "due dates of stories stay text: issues of " + p.Target + " have none"},
		{func(s *backlog.Story) bool { return len(s.DependsOn) > 0 && p.Blockers != "" }, "dependencies become " + p.Blockers + ": " + p.Target + " has no blocking issues"},
	} {
		for _, f := range sp.scope.Files {
			if s := firstStory(f, lack.has); s != nil {
				sp.changes = append(sp.changes, Change{
					Action: ActionNotice, Fields: []Field{}, File: f.Name(), Line: s.Pos.Line, Code: "no-field", Reason: lack.reason,
				})
				break
			}
		}
	}
}

func firstStory(f *backlog.File, has func(*backlog.Story) bool) *backlog.Story {
	for _, s := range f.Stories() {
		if has(s) {
			return s
		}
	}
	return nil
}
