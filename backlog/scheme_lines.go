package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// lineScheme decides about rows, list items and bold lines with IDs.
func (r *recognition) lineScheme(s *scheme, strong int) verdict {
	n := len(s.all)
	epics := 0
	for _, c := range s.all {
		if r.underEpic(c) {
			epics++
		}
	}
	if why := r.sparse(s.form, func(x *candidate) bool { return x.form == s.form && x.class == s.class }); why != "" {
		return verdict{why, false}
	}
	if s.class == classWord && s.all[0].rank == rankTask && s.form != formTable && r.epicCount() > 0 && (!s.dotted() || r.count() > 0) {
		return verdict{notLevel, false} // steps of an epic
	}
	sentences := s.proven*2 > n
	placed := r.context.backlog || s.listed*2 > n || epics*2 > n
	if s.never*2 > n || s.phases == n && s.form != formChecklist {
		return verdict{notScheme, false}
	}
	switch s.form {
	case formTable:
		return r.tableScheme(s, placed)
	case formChecklist:
		if (n < 2 || n < 3 && !placed) && !r.among(formChecklist) {
			return verdict{notSingle, false}
		}
		if s.class == classOrdinal && strong > 0 {
			return verdict{notMain, false}
		}
		return verdict{whyProven, true}
	case formBold:
		switch {
		case n < 2:
			return verdict{notSingle, false}
		case strong > 0 && !sentences:
			return verdict{notMain, false}
		case r.count() > 2*n:
			return verdict{notMain, false}
		case sentences:
			return verdict{whySentence, true}
		case placed && s.class != classOrdinal && s.class != classDotted:
			return verdict{whyContext, true}
		}
	default:
		switch {
		case n < 2:
			return verdict{notSingle, false}
		case sentences && strong == 0:
			return verdict{whySentence, true}
		case r.count() > 0:
			return verdict{notMain, false}
		case s.class != classOrdinal && s.class != classDotted && placed && n > 2 && s.apart():
			return verdict{whyContext, true}
		case (s.class == classDotted || s.class == classKey && s.dotted()) && placed && n > 2 && epics*2 > n:
			return verdict{whyContext, true}
		}
	}
	return verdict{notProven, false}
}

// among reports whether several items of a form are accepted already, so that
// one that is written otherwise is one of them.
func (r *recognition) among(form int) bool {
	n := 0
	for _, c := range r.found {
		if c.accepted && c.form == form {
			n++
		}
	}
	return n > 1
}

// dotted reports whether most IDs have numbers of two levels: that of the epic
// and their own.
func (s *scheme) dotted() bool {
	n := 0
	for _, c := range s.all {
		if strings.Contains(string(c.id), ".") {
			n++
		}
	}
	return n*2 > len(s.all)
}

// apart reports whether most IDs are set apart from their titles.
func (s *scheme) apart() bool {
	n := 0
	for _, c := range s.all {
		if c.sep || c.bold || c.item != nil {
			n++
		}
	}
	return n*2 > len(s.all)
}

// tableScheme decides about the rows of one table.
func (r *recognition) tableScheme(s *scheme, placed bool) verdict {
	t, n := s.table, len(s.all)
	if t == nil || t.titles < 0 && !s.all[0].board {
		return verdict{notListed, false}
	}
	known := r.known(s)
	switch {
	case known*2 > n && s.class != classOrdinal:
		return verdict{notMention, false}
	case t.ids > 0 && !t.story && (t.listed < 2 || t.column(columnTitle) < 0):
		return verdict{notListed, false}
	case t.story && (n > 1 || s.proven > 0):
		return verdict{whyTable, true}
	case n < 2:
		if r.headers[r.headerOf(t)] { // the last rows of it stand elsewhere
			return verdict{whyTable, true}
		}
		return verdict{notSingle, false}
	case s.proven*2 > n:
		return verdict{whySentence, true}
	case n > 2 && t.listed > 2 && t.ids >= 0 && t.titles == t.column(columnTitle) && s.class == classKey:
		return verdict{whyTable, true}
	case s.class == classOrdinal || s.class == classDotted:
		if placed && (t.listed > 1 || r.context.work && t.holdsWork() && r.count() == 0) {
			return verdict{whyContext, true}
		}
	case placed && (t.listed > 0 || s.listed*2 > n && t.column(columnTitle) >= 0):
		return verdict{whyContext, true}
	}
	return verdict{notListed, false}
}

// known counts the members whose IDs are those of items already.
func (r *recognition) known(s *scheme) int {
	keys := make(map[string]bool, len(r.found))
	for _, x := range r.found {
		if x.accepted && !x.epic && x.found {
			keys[x.id.Key()] = true
		}
	}
	n := 0
	for _, c := range s.all {
		if keys[c.id.Key()] {
			n++
		}
	}
	return n
}

// sentenceScheme decides about rows and list items without IDs.
func (r *recognition) sentenceScheme(s *scheme) verdict {
	n, others := len(s.all), 0
	for _, c := range r.found {
		if c.accepted && !c.epic && c.found {
			others++
		}
	}
	switch s.form {
	case formTable:
		t := s.table
		switch {
		case n < 2 || others > 0:
			return verdict{cmp.Or(s.unproven(), notMain), false}
		case t.column(columnWant) >= 0 && t.column(columnPersona) >= 0, s.proven*2 > n:
			return verdict{whyTable, true}
		case t.story && t.listed > 0:
			return verdict{whyTable, true}
		case s.entry:
			if t.holdsWork() && (r.context.work || s.work*2 > n) {
				return verdict{whyContext, true}
			}
			return verdict{notProven, false}
		}
		return verdict{notListed, false}
	case formChecklist:
		switch {
		case others > 0 && !r.mixed(s):
			return verdict{notMain, false}
		case s.proven*2 > n:
			return verdict{whySentence, true}
		case r.epicCount() > 0 && !s.belowEpics(r):
			return verdict{notProven, false}
		case others > 0, n > 2 && r.context.backlog && s.top():
			return verdict{whyContext, true}
		}
	case formParagraph:
		switch {
		case others > 0:
			return verdict{notMain, false}
		case n > 1 && (r.context.backlog || s.listed*2 > n):
			return verdict{whySentence, true}
		}
	case formOrdered, formList:
		switch {
		case s.entry:
			if n > 2 && n*10 >= r.bullets*6 && r.context.work && r.count() == 0 && !s.repeats() {
				return verdict{whyContext, true}
			}
		case others > 0:
			return verdict{notMain, false}
		case n > 1 && s.proven*2 > n:
			return verdict{whySentence, true}
		}
	}
	return verdict{notProven, false}
}

// unproven says why entries without a sentence are no items; "" for others.
func (s *scheme) unproven() string {
	if s.entry {
		return notProven
	}
	return ""
}

// repeats reports whether a part of the titles occurs again: then they are
// labels, such as "Goal" below each epic.
func (s *scheme) repeats() bool {
	seen := make(map[string]bool, len(s.all))
	again := 0
	for _, c := range s.all {
		if seen[c.title] {
			again++
		}
		seen[c.title] = true
	}
	return again*4 > len(s.all)
}

// mixed reports whether boxes without IDs are items next to those with IDs: all
// items so far are boxes, and there are fewer of them. If there are not, it
// keeps those that stand in one list with them.
func (r *recognition) mixed(s *scheme) bool {
	coded, plain := 0, 0
	lists := make(map[int]bool)
	for _, c := range r.found {
		switch {
		case !c.accepted || c.epic:
		case c.form != formChecklist:
			return false
		default:
			coded++
			lists[c.block] = true
		}
	}
	for _, c := range s.all {
		if c.depth == 0 {
			plain++
		}
	}
	if !r.context.work || plain > coded {
		return r.context.work
	}
	s.all = slices.DeleteFunc(s.all, func(c *candidate) bool {
		other := c.depth > 0 || !lists[c.block]
		if other {
			c.drop(notMain)
		}
		return other
	})
	return len(s.all) > 0
}

// belowEpics reports whether most members stand right below the heading of an
// epic, or of its stories, rather than below one of its criteria.
func (s *scheme) belowEpics(r *recognition) bool {
	n := 0
	for _, c := range s.all {
		if i := r.above(c); i >= 0 && (scanLead(r.headings[i].title).epic || hasWord(fold(r.headings[i].title), backlogWords)) {
			n++
		}
	}
	return n*2 > len(s.all)
}

// top keeps only the items of lists that are in no other list.
func (s *scheme) top() bool {
	var kept []*candidate
	for _, c := range s.all {
		if c.depth == 0 {
			kept = append(kept, c)
		} else {
			c.drop(notPart)
		}
	}
	s.all = kept
	return len(kept) > 2
}
