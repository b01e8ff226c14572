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
		if d := w.declare(want); !blank && w.keeps(want, w.reads(&d)) {
			out[n] = &d
		}
	}
	return out
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
