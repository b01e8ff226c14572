package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A tailKey names the headings that are told apart by what stands behind their
// titles: those of a level under one heading.
type tailKey struct{ level, parent int }

// tailedHeadings returns the IDs behind the titles of headings: "Login (US-3)",
// "Login — US-3", "Login [US-3]". They are IDs where all headings of a level under
// one heading have one of their own, but for those of notes and the like. What is
// recorded stays what it is, whatever stands beside it.
func (s *search) tailedHeadings() map[int]lexicon.Match {
	if !slices.ContainsFunc(s.d.headings, func(h heading) bool { _, ok := tailOf(h.title); return ok }) {
		return nil // as in most files
	}
	tails := make(map[int]lexicon.Match)
	without := make(map[tailKey]bool)
	seen := make(map[string]bool)
	for i := range s.d.headings {
		if l := lexicon.ScanLead(s.d.headings[i].title); l.Found {
			seen[l.Id.Key()] = true // that one is named behind the title of another
		}
	}
	for i := range s.d.headings {
		h := &s.d.headings[i]
		m, ok := tailOf(h.title)
		switch {
		case ok && !seen[m.Id.Key()]:
			tails[i] = m
			seen[m.Id.Key()] = true
		case ok, !s.d.noteOf(i).own:
			without[tailKey{h.level, h.parent}] = true
		}
	}
	if len(tails) == 0 {
		return nil
	}
	u := s.f.unaided
	for i, m := range tails {
		h := &s.d.headings[i]
		known := u.losesAny(m.Id.Key()) && !u.derives(h.line.Start)
		if !known && (without[tailKey{h.level, h.parent}] || u.losesAny(lexicon.ID(Slug(h.title)).Key())) {
			delete(tails, i)
		}
	}
	return tails
}

// tailOf reads the ID behind a title that begins with none. A word with a number is
// none there: "Story map - Epic 1".
func tailOf(title string) (lexicon.Match, bool) {
	before, id := title, ""
	switch text := strings.TrimRight(title, " "); {
	case strings.HasSuffix(text, ")"), strings.HasSuffix(text, "]"):
		open := strings.LastIndexAny(text, "([")
		if open < 0 {
			return lexicon.Match{}, false
		}
		before, id = text[:open], text[open+1:len(text)-1]
	default:
		for _, dash := range []string{" — ", " – ", " - "} {
			if i := strings.LastIndex(text, dash); i > 0 {
				before, id = text[:i], text[i+len(dash):]
				break
			}
		}
	}
	before = strings.TrimSpace(before)
	m, ok := lexicon.ScanID(id)
	c := candidate{Match: m, found: ok}
	if !ok || m.Title != "" || m.Many || before == "" || m.Class == lexicon.ClassWord || c.isPhase() || !c.itemID() || lexicon.ScanLead(before).Found {
		return lexicon.Match{}, false
	}
	m.Title, m.Sep = before, true
	return m, true
}
