package reconcile

import (
	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// An announcer says of a scope what people should know beside the changes.
type announcer struct{ *scopePlan }

// announceLacks says what of the stories the target has no place for, when
// there is something to create: services differ in that.
func (sp announcer) announceLacks() {
	creates := false
	for _, s := range sp.steps {
		creates = creates || s.Action == ActionCreate && s.Kind == tracker.KindIssue
	}
	if !creates {
		return
	}
	p := &sp.o.project
	for _, lack := range []struct {
		has  func(*backlog.Story) bool
		what reason.Lack
	}{
		{func(s *backlog.Story) bool { return s.Points != nil && !p.Points }, reason.Points},
		{func(s *backlog.Story) bool { return p.Points && s.Points != nil && wholePoints(s.Points) == "" }, reason.Fractions},
		{func(s *backlog.Story) bool { return s.Due != "" && !p.DueDates }, reason.DueDates},
		{func(s *backlog.Story) bool { return len(s.DependsOn) > 0 && p.Blockers != "" }, reason.Blockers},
	} {
		for _, f := range sp.scope.Files {
			if s := firstStory(f, lack.has); s != nil {
				sp.changes = append(sp.changes, Change{
					Action: ActionNotice, Fields: []Field{}, File: f.Name(), Line: s.Pos.Line,
					Reason: reason.NoField{Target: p.Target, What: lack.what, Become: p.Blockers},
				})
				break
			}
		}
	}
}

// announceAssignees says who is assigned, and what becomes of those that the target
// does not know: it tells that only when they are sent.
func (sp announcer) announceAssignees() {
	if !sp.o.project.Text.Mentions { // nobody is known there
		return
	}
	logins := make(map[*backlog.File][]string)
	for i := range sp.steps {
		switch s := &sp.steps[i]; {
		case s.Action == ActionCreate && s.match != nil:
			logins[s.match.file] = append(logins[s.match.file], s.match.assignees...)
		case s.merge != nil && s.merge.patch.Assignees != nil:
			logins[s.match.file] = append(logins[s.match.file], *s.merge.patch.Assignees...)
		}
	}
	for _, f := range sp.scope.Files {
		if all := sortedSet(logins[f], nil); len(all) > 0 {
			sp.changes = append(sp.changes, Change{
				Action: ActionNotice, Fields: []Field{}, File: f.Name(), Reason: reason.Assigning{Target: sp.o.project.Target, Logins: all},
			})
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
