package reading

import (
	"bytes"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A peerKey names what stands side by side: the items of a list, the rows of a
// table, the headings of a section.
type peerKey struct{ form, place, level int }

func (l *candidates) peersOf(c *candidate) peerKey {
	if c.heading >= 0 {
		return peerKey{c.form, l.d.headings[c.heading].parent, c.level}
	}
	return peerKey{c.form, c.block, c.depth}
}

// readCodeWords makes words of titles of what only looks like an ID: "UTF-8 export",
// "S3 upload". A code that nothing sets apart from the text behind it is an ID if
// another line has its letters with another number, or if most lines beside it
// have codes, and what follows does not go on in lower case as words do. What is
// recorded stays as it is recorded, and what a field names as an epic is one.
func (m *memory) readCodeWords() {
	families := make(map[string]codeFamily)
	for _, c := range m.lines.found {
		if c.Class != lexicon.ClassKey {
			continue
		}
		if known := families[c.Word]; known != manyCodes {
			key := codeFamily(c.Id.Key())
			if known != "" && known != key {
				key = manyCodes
			}
			families[c.Word] = key
		}
	}
	alone := func(c *candidate) bool { return families[c.Word] != manyCodes && m.lines.mayBeWord(c) }
	var peers map[peerKey]*[3]int // without a code, with one, and with one of a series
	count := func() {
		peers = make(map[peerKey]*[3]int)
		for _, c := range m.lines.all() {
			k := m.lines.peersOf(c)
			if peers[k] == nil {
				peers[k] = new([3]int)
			}
			if c.coded() {
				peers[k][1]++
				if families[c.Word] == manyCodes {
					peers[k][2]++
				}
			} else {
				peers[k][0]++
			}
		}
	}
	if quarters := m.quarters(); len(quarters) > 0 {
		m.lines.unread(quarters)
	}
	var words []*candidate
	for _, c := range m.lines.found {
		if !m.lines.mayBeWord(c) || m.declared.isID(c.Id) {
			continue
		}
		if g := m.given[c]; g != nil {
			if g.derived {
				words = append(words, c)
			}
			continue
		}
		if m.isCode(c.Id.Key()) {
			continue
		}
		if len(m.known) == 0 || !m.has(lexicon.ID(Slug(c.wholeTitle())).Key()) {
			if !alone(c) {
				continue
			}
			if peers == nil {
				count()
			}
			if n := peers[m.lines.peersOf(c)]; n[0] < n[1] && (n[0]+n[2] == 0 || !startsLower(c.Title)) {
				continue
			}
		}
		words = append(words, c)
	}
	if len(words) > 0 {
		m.lines.unread(words)
	}
}

// A codeFamily is the only key that the codes with some letters have, or [manyCodes].
type codeFamily string

const manyCodes codeFamily = "*"

// isCode reports whether an ID is recorded, or is that of an epic which a field names,
// and no line has it that can be read in no other way.
func (m *memory) isCode(key string) bool {
	if !m.has(key) && !m.inFields(key) {
		return false
	}
	return !slices.ContainsFunc(m.lines.found, func(c *candidate) bool { return c.found && c.idKey() == key && !m.lines.mayBeWord(c) })
}

// has reports whether an ID is recorded.
func (m *memory) has(key string) bool {
	return m.known[ItemKey{lexicon.KindIssue, key}] != nil || m.known[ItemKey{lexicon.KindMilestone, key}] != nil
}

// startsLower reports whether a text begins with a lower-case letter.
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// wholeTitle returns the title with the code that it begins with.
func (c *candidate) wholeTitle() string { return string(c.Id) + " " + c.Title }

// mayBeWord reports whether nothing sets a code apart from the text behind it:
// neither a sign nor brackets, bold text, or a column of its own.
func (l *candidates) mayBeWord(c *candidate) bool {
	if c.Class != lexicon.ClassKey || c.Story || c.Sep || c.Many || c.Title == "" || c.front || c.board || c.form == formHTML ||
		c.flows() || c.row != nil && c.row.table.ids >= 0 {
		return false
	}
	line := l.d.Src[c.line.Start:c.line.End]
	i := bytes.Index(line, []byte(c.Id))
	return i >= 0 && i+len(c.Id) < len(line) && line[i+len(c.Id)] == ' '
}

// unread takes back that lines begin with an ID.
func (l *candidates) unread(words []*candidate) {
	for _, c := range words {
		c.Match, c.found = lexicon.Match{Title: c.wholeTitle()}, false
		switch c.form {
		case formOrdered:
			c.Id, c.Class, c.found = lexicon.ID(strconv.Itoa(c.number)), lexicon.ClassOrdinal, true
			fallthrough
		case formList:
			titled := titled(l.d, c.text)
			c.entry = !c.sentence && !lexicon.IsSentence(c.Title)
			c.weak = c.weak || c.entry && (c.depth > 0 || !titled)
			c.entry = c.entry && (!c.weak || titled)
		case formTable:
			c.entry = !c.sentence && !c.row.table.story
			c.weak = c.weak || c.entry && !c.row.table.holdsWork()
		}
		if c.weak {
			l.plain = append(l.plain, c)
		}
	}
	l.found = slices.DeleteFunc(l.found, func(c *candidate) bool { return c.weak })
	l.everything = nil
}
