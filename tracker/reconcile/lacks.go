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

func firstStory(f *backlog.File, has func(*backlog.Story) bool) *backlog.Story {
	for _, s := range f.Stories() {
		if has(s) {
			return s
		}
	}
	return nil
}
