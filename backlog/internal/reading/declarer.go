package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

// A declarer writes readings of a file down as declarations.
type declarer struct {
	*survey
	texts     []patternText // of the sites
	fits      map[string]*fitting
	templates map[int][]string // of schemes
}

// A fitting says which sites fit a pattern, and which of them keep their IDs.
type fitting struct {
	*pattern.Pattern
	sites, kept []bool
}

func newDeclarer(s *survey) *declarer {
	w := &declarer{survey: s, texts: make([]patternText, len(s.sites)), fits: make(map[string]*fitting), templates: make(map[int][]string)}
	for i := range s.sites {
		w.texts[i] = patternText{d: s.d, c: s.sites[i].candidate}
	}
	return w
}

// fitting compares a pattern with all sites; nil if text is not a pattern.
func (w *declarer) fitting(text string) *fitting {
	if f, ok := w.fits[text]; ok {
		return f
	}
	p, err := pattern.Parse(text)
	if err != nil {
		w.fits[text] = nil
		return nil
	}
	f := &fitting{Pattern: p, sites: make([]bool, len(w.sites)), kept: make([]bool, len(w.sites))}
	for i := range w.sites {
		c := w.sites[i].candidate
		if m, ok := match(&w.texts[i], p); ok {
			f.sites[i] = true
			f.kept[i] = !p.ID || p.Kind == pattern.Row || keepsID(c, m.ID)
		}
	}
	w.fits[text] = f
	return f
}

// What a false line costs against one that is right, in the choice of patterns.
const (
	gainOfLine    = 10
	costOfLine    = 15 // that is read wrongly
	costOfID      = 8  // that is lost
	costOfSection = 4  // that must be ignored
	costOfPattern = 5
	mostPatterns  = 8 // of a kind of lines
)

// declare returns the declaration that gives each site its role, as well as
// patterns and ignored sections can say so.
func (w *declarer) declare(want []role) Declaration {
	v := w.view(want)
	d := Declaration{Epics: w.cover(v, roleOfEpic, nil), Stories: nil}
	d.Stories = w.cover(v, roleOfStory, d.Epics)
	v.ignore(w, &d)
	return d
}

// A lineKey is what patterns tell lines apart by at first.
type lineKey struct {
	kind  pattern.Kind
	level int
}

func (x *site) lineKey() lineKey {
	if x.row != nil {
		return lineKey{pattern.Row, 0}
	}
	kind, level := x.lineKind()
	return lineKey{kind, level}
}

// cover returns patterns that the sites of a role fit, and few others. Epics are
// told apart first, by the patterns given.
func (w *declarer) cover(v *view, r role, epics []string) []string {
	var order []lineKey
	wanted := make(map[lineKey][]int)
	for i := range w.sites {
		if v.want[i] != r {
			continue
		}
		k := w.sites[i].lineKey()
		if wanted[k] == nil {
			order = append(order, k)
		}
		wanted[k] = append(wanted[k], i)
	}
	taken := make([]bool, len(w.sites))
	for _, text := range epics {
		if f := w.fitting(text); f != nil {
			for i, ok := range f.sites {
				taken[i] = taken[i] || ok
			}
		}
	}
	out := []string{}
	for _, k := range order {
		out = append(out, w.coverLines(v, r, wanted[k], taken)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// coverLines chooses patterns for lines of one kind, the one that is worth most
// first.
func (w *declarer) coverLines(v *view, r role, open []int, taken []bool) []string {
	var texts []string
	seen := make(map[string]bool)
	schemes := make(map[int]bool)
	for _, i := range open {
		if n := w.sites[i].scheme; !schemes[n] {
			schemes[n] = true
			for _, text := range w.templatesOf(n) {
				if !seen[text] {
					seen[text] = true
					texts = append(texts, text)
				}
			}
		}
	}
	var out []string
	for len(open) > 0 && len(out) < mostPatterns {
		best, most := "", 0
		for _, text := range texts {
			if worth, ok := w.worth(v, r, text, open, taken); ok && (best == "" && len(out) == 0 || worth > most) {
				best, most = text, worth
			}
		}
		if best == "" {
			break
		}
		out = append(out, best)
		f := w.fitting(best)
		open = slices.DeleteFunc(slices.Clone(open), func(i int) bool { return f.sites[i] })
	}
	return out
}

// worth says how much a pattern is worth for the lines that are still open: what
// it gives, less what it gives wrongly. ok is false if it fits none of them.
func (w *declarer) worth(v *view, r role, text string, open []int, taken []bool) (n int, ok bool) {
	f := w.fitting(text)
	if f == nil {
		return 0, false
	}
	for _, i := range open {
		switch {
		case f.kept[i]:
			ok = true
			n += gainOfLine
		case f.sites[i]:
			n -= costOfID
		}
	}
	if !ok {
		return 0, false
	}
	sections := make(map[string]bool)
	for i, fits := range f.sites {
		switch {
		case !fits || v.want[i] == r || taken[i] || v.within[r][i] || v.mentions(w, i, r):
		case v.want[i] == roleOfNone && v.sectionOf(w, i) != "":
			sections[v.sectionOf(w, i)] = true
		default:
			n -= costOfLine
		}
	}
	return n - costOfSection*len(sections) - costOfPattern, true
}

// reads tells what a declaration makes of each site.
func (w *declarer) reads(d *Declaration) []role {
	ignored := w.ignoredBy(d.Ignore)
	roles := make([]role, len(w.sites))
	var open [roleCount][]*candidate
	for i := range w.sites {
		c := w.sites[i].candidate
		if ignored.holds(c.line.Start) {
			continue
		}
		for _, part := range []struct {
			role  role
			texts []string
		}{{roleOfEpic, d.Epics}, {roleOfStory, d.Stories}} {
			around := open[part.role]
			for len(around) > 0 && w.d.textEnd(around[len(around)-1]) <= c.line.Start {
				around = around[:len(around)-1]
			}
			open[part.role] = around
			if roles[i] != roleOfNone || !c.levelsBelow(around) || !w.fitsAny(i, part.texts) {
				continue
			}
			roles[i] = part.role
			open[part.role] = append(around, c)
		}
	}
	return roles
}

func (w *declarer) fitsAny(i int, texts []string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		f := w.fitting(text)
		return f != nil && f.sites[i]
	})
}

// ignoredBy returns the sections that patterns of headings and captions ignore.
func (w *declarer) ignoredBy(texts []string) ranges {
	var out ranges
	for _, text := range texts {
		p, err := pattern.Parse(text)
		if err != nil {
			continue
		}
		out = append(out, w.d.captionsOf(p)...)
		for h := range w.d.headings {
			x := &w.d.headings[h]
			if _, ok := p.Match(w.d.boldText(x, p.Bold)); ok && p.Level == x.level {
				out = append(out, sectionSpan(x))
			}
		}
	}
	return out.joined()
}

// templatesOf returns the patterns that may say what the sites of a scheme are,
// the most telling first.
func (w *declarer) templatesOf(n int) []string {
	if texts, ok := w.templates[n]; ok {
		return texts
	}
	c := w.schemes[n]
	x := &w.sites[c.sites[0]]
	var out []string
	switch {
	case x.front:
		out = []string{"title: {title}"}
	case x.row != nil:
		out = rowPatterns(w.d, x)
	default:
		marker, end := markerOf(x), ""
		if c.form == formHTML {
			end = "</td>"
		}
		for _, text := range slices.Concat(w.survey.templates(c), w.literals(c)) {
			out = append(out, marker+text+end)
		}
	}
	w.templates[n] = out
	return out
}

// markerOf returns what a line begins with in Markdown.
func markerOf(x *site) string {
	switch {
	case x.heading >= 0:
		return strings.Repeat("#", x.level) + " "
	case x.form == formHTML:
		return "<td>"
	case x.form == formChecklist:
		return indent(x) + "- [ ] "
	case x.form == formOrdered:
		return indent(x) + "1. "
	case x.form == formList:
		return indent(x) + "- "
	}
	return ""
}
