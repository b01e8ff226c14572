package backlog

import (
	"iter"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// epicsByNumber returns the epics of f by the numbers in their IDs.
func (c *checker) epicsByNumber() map[string]*Epic {
	epics := make(map[string]*Epic, len(c.f.epics))
	for _, e := range c.f.epics {
		if number, ok := strings.CutPrefix(e.key, "epic-"); ok {
			epics[number] = e
		}
	}
	return epics
}

// epicNumbers returns the beginnings of a story's number that may be that of
// its epic, the longest first: "1-1" and "1" of "us-1-1-b".
func epicNumbers(key string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !lexicon.StartsWithDigit(key) {
			_, key, _ = strings.Cut(key, "-")
		}
		for {
			i := strings.LastIndexByte(key, '-')
			if i < 0 {
				return
			}
			if key = key[:i]; !yield(key) {
				return
			}
		}
	}
}

// A numbering tells what the number of a story says of its epic.
type numbering uint8

const (
	numberNone  numbering = iota // names no epic of the file
	numberAgree                  // names the epic that the story stands under
	numberOther                  // names another one
)

// numberOf compares the number of a story with its place. named is the epic that
// the number names.
func numberOf(s *Story, epics map[string]*Epic) (n numbering, named *Epic) {
	if s.DerivedID || strings.Contains(string(s.ID), "/") { // has none, or is qualified by its epic
		return numberNone, nil
	}
	for number := range epicNumbers(s.key) {
		switch e := epics[number]; {
		case e == nil:
		case e.ID == s.Epic:
			return numberAgree, e
		case named == nil:
			n, named = numberOther, e
		}
	}
	return n, named
}

// isNumbered reports whether the stories of the file are numbered by epic: of
// those that stand in an epic some are, and not fewer than are not.
func (c *checker) isNumbered(epics map[string]*Epic) bool {
	agree, differ := 0, 0
	for _, s := range c.f.stories {
		if s.Epic == "" {
			continue
		}
		if n, _ := numberOf(s, epics); n == numberAgree {
			agree++
		} else {
			differ++
		}
	}
	return c.f.kind == FileExecution && agree+differ > 0 || agree > 0 && agree >= differ
}
