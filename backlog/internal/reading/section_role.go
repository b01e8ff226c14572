package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A sectionRole is what a heading, or a line in bold in its place, makes of the
// section below it. Sections of one role under one heading are parts of one list:
// the columns of a board, the priorities of a plan, its versions, its epics.
type sectionRole uint8

const (
	sectionPlain sectionRole = iota
	sectionEpic
	sectionState
	sectionPriority
	sectionTime
)

// sectionRoleOf tells the role of a title.
func sectionRoleOf(title string) sectionRole {
	_, title = lexicon.CutSigns(strings.Trim(title, " *_"))
	folded := lexicon.Fold(title)
	switch {
	case lexicon.ScanLead(title).Epic:
		return sectionEpic
	case lexicon.IsPriorityTitle(folded):
		return sectionPriority
	case !lexicon.AsideWords[strings.Trim(folded, " :")] && stateIn(title) != "":
		return sectionState
	case lexicon.IsTimeTitle(folded):
		return sectionTime
	}
	return sectionPlain
}

// roleAt returns the role of a heading. The title of the file has none.
func (s *survey) roleAt(i int) sectionRole {
	if i < 0 || i == s.subject.top && s.d.headings[i].level == 1 {
		return sectionPlain
	}
	return s.d.roleOf(i)
}

// roleOf returns the role that the title of a heading tells.
func (d *document) roleOf(i int) sectionRole {
	h := &d.headings[i]
	if h.role == nil {
		h.role = new(sectionRoleOf(h.title))
	}
	return *h.role
}

// roleOfSite returns the role of the section that a site begins.
func (s *survey) roleOfSite(x *site) sectionRole {
	if x.heading >= 0 {
		return s.roleAt(x.heading)
	}
	return sectionPlain
}

// A series is sections of one role under one heading.
type series struct {
	parent int
	role   sectionRole
}

// findSeries counts the different titles of the sections of each series.
func (s *survey) findSeries() {
	titles := make(map[series]string)
	for i := range s.d.headings {
		role := s.roleAt(i)
		if role == sectionPlain {
			continue
		}
		k := series{s.d.headings[i].parent, role}
		switch first, ok := titles[k]; {
		case !ok:
			titles[k] = s.d.headings[i].title
		case first != s.d.headings[i].title:
			s.series[k] = true
		}
	}
}

// inSeries reports whether a heading is one of several of its role.
func (s *survey) inSeries(i int) bool {
	return i >= 0 && s.series[series{s.d.headings[i].parent, s.roleAt(i)}]
}

// inBoard reports whether a heading is a column of a board: one of several states,
// or beside them: "Backlog", "Icebox".
func (s *survey) inBoard(i int) bool {
	return i >= 0 && s.isColumn(i) && s.series[series{s.d.headings[i].parent, sectionState}]
}

// isColumn reports whether a heading may be a column of a board.
func (s *survey) isColumn(i int) bool {
	switch s.roleAt(i) {
	case sectionState:
		return true
	case sectionPriority, sectionPlain:
		_, title := lexicon.CutSigns(s.d.headings[i].title)
		title = strings.Trim(lexicon.Fold(title), " :*")
		return !lexicon.IsPriority(title) && (lexicon.IsPriorityTitle(title) || lexicon.WorkWords[title] || lexicon.PlanWords[title] || lexicon.IsColumnTitle(title))
	case sectionEpic, sectionTime:
	}
	return false
}
