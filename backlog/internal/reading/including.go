package reading

import "github.com/backlogsync/backlogsync/backlog/internal/lexicon"

// Including returns, for each list of lines of a file, the declaration with which
// they are items beside all that is read without help. The lines are given by where
// they begin, with the kind of item that each is. It is nil where no pattern can
// say so, and where a line has no text.
func Including(src []byte, opts Options, lists []map[int]lexicon.Kind) []*Declaration {
	out := make([]*Declaration, len(lists))
	st := NewStudy(src, opts)
	if st.survey == nil {
		return out
	}
	w := newDeclarer(st.survey)
	var titles map[int]string
	for n, lines := range lists {
		want, blank := w.taken(), false
		for i := range w.sites {
			kind, ok := lines[w.sites[i].line.Start]
			blank = blank || ok && w.sites[i].isBlank()
			switch {
			case !ok || want[i] != roleOfNone:
			case kind == lexicon.KindMilestone:
				want[i] = roleOfEpic
			default:
				want[i] = roleOfStory
			}
		}
		d := w.declare(want)
		if blank || !w.keeps(want, w.reads(&d)) {
			continue
		}
		if titles == nil {
			titles = titlesOf(src, opts)
		}
		declared := opts
		declared.Read = &d
		if after := titlesOf(src, declared); keepsTitles(titles, after) && hasAll(after, lines) {
			out[n] = &d
		}
	}
	return out
}

// titlesOf returns the titles of what is read, by where the lines begin.
func titlesOf(src []byte, opts Options) map[int]string {
	f := Read(src, opts)
	titles := make(map[int]string, len(f.Epics)+len(f.Stories))
	for _, e := range f.Epics {
		titles[e.Syntax.Heading.Start] = e.Title
	}
	for _, s := range f.Stories {
		titles[s.Syntax.Line.Start] = s.Title
	}
	return titles
}

// keepsTitles reports whether what is read by a declaration has the titles that it has
// without.
func keepsTitles(before, after map[int]string) bool {
	for at, title := range before {
		if is, ok := after[at]; ok && is != title {
			return false
		}
	}
	return true
}

// hasAll reports whether all of the lines are read.
func hasAll(titles map[int]string, lines map[int]lexicon.Kind) bool {
	for at := range lines {
		if _, ok := titles[at]; !ok {
			return false
		}
	}
	return true
}

// keeps reports whether all that is wanted is read, and nothing else but what
// names the same.
func (w *declarer) keeps(want, got []role) bool {
	v := w.view(want)
	for i := range want {
		switch {
		case want[i] == got[i]:
		case got[i] != roleOfNone && v.mentions(w, i, got[i]):
		case want[i] != roleOfNone && v.mentions(w, i, want[i]) && v.within[want[i]][i]:
		default:
			return false
		}
	}
	return true
}

// taken returns what is read without help.
func (w *declarer) taken() []role {
	roles := make([]role, len(w.sites))
	for i := range w.sites {
		switch x := &w.sites[i]; {
		case x.accepted && x.Epic:
			roles[i] = roleOfEpic
		case x.accepted:
			roles[i] = roleOfStory
		}
	}
	return roles
}
