package reading

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// An Omission is a number of lines that are written like items of the file and
// are none.
type Omission struct {
	Why   string
	Lines []OmittedLine

	Mend     Mend
	Untitled bool // what is missing is a title
	Twice    bool // items with other titles have their IDs
}

// An OmittedLine is one of them.
type OmittedLine struct {
	At   markdown.Span
	Kind lexicon.Kind
	ID   lexicon.ID // "" if it has none
	Text string     // the ID and the title
	// Names are the IDs that it may have been recorded with elsewhere.
	Names []string
	// Recorded says that the line has a recorded ID, and nothing else in the
	// file has it.
	Recorded bool
}

// An ownStyle is how items of a file are written.
type ownStyle struct {
	form  int
	level int
	table string // the header of the table
	plain bool   // an entry of a list without an ID or a sentence
}

// An ownCode is what the IDs of a file begin with.
type ownCode struct {
	class lexicon.CodeClass
	word  string
}

// findOmissions collects what looks like the file's own items and became none:
// lines with a code like theirs, and those without one that are written like
// them. What stands in the text of an item, and what only mentions one, is left
// out.
func (o *omissions) find(items []*candidate) {
	o.findExcluded()
	recorded := o.lostRecords(items)
	if len(items) == 0 {
		o.findSeen()
		if recorded == nil {
			return
		}
	}
	o.findPartedRows(items)
	o.findGluedBoxes(items)
	sites := o.lines.all()
	if !slices.ContainsFunc(sites, func(c *candidate) bool { return !c.accepted }) {
		return // as in most files
	}
	keys := keysOf(items)
	styles := make(map[ownStyle]bool)
	codes := make(map[ownCode]bool)
	text := make(ranges, 0, len(items))
	var lastStyle ownStyle
	var lastCode ownCode
	for i, c := range items {
		if s := styleOf(o.d, c); i == 0 || s != lastStyle {
			lastStyle = s
			styles[s] = true
		}
		if code := (ownCode{c.Class, c.Word}); c.found && !c.derived && !c.qualified && c.Class != lexicon.ClassNone && code != lastCode {
			lastCode = code
			codes[code] = true
		}
		if !c.Epic {
			text = append(text, markdown.Span{Start: c.line.Start, End: max(c.line.End, c.body.End, o.d.textEnd(c))})
		}
	}
	text = text.joined()
	o.styles, o.codes = styles, codes
	kin := sync.OnceValue(func() *kin { return newKin(o, items) })
	unlike := sync.OnceValue(func() *unlike { return newUnlike(o, items) })
	type group struct {
		why   reason
		mend  Mend
		style ownStyle
		code  ownCode
		coded bool
	}
	groups := make(map[group]*Omission)
	for _, c := range sites {
		if c.accepted {
			continue
		}
		lost := recorded[c]
		named := c.found && !lost && isKnown(keys(), c.idKey())
		if !lost && text.holds(c.line.Start) || named && !unlike().has(c) {
			continue
		}
		if named {
			c.dropped = notUnlike
		}
		if o.isUntitled(c) && o.mayBeOwn(c) {
			c.dropped = notTitled
		}
		g := group{why: c.reason(), mend: o.mendOf(c, items), style: styleOf(o.d, c)}
		if g.coded = c.coded(); g.coded {
			g.code = ownCode{c.Class, c.Word}
		}
		if !lost && !named && !o.looksOwn(c) && (!o.mayBeOwn(c) || !kin().has(c)) {
			continue
		}
		omission := groups[g]
		if omission == nil {
			omission = &Omission{Why: g.why.String(), Mend: g.mend, Untitled: c.dropped == notText || c.dropped == notTitled, Twice: named}
			groups[g] = omission
			o.f.Omissions = append(o.f.Omissions, omission)
		}
		line := o.omitted(c)
		line.Recorded = lost
		omission.Lines = append(omission.Lines, line)
	}
}

func (o *omissions) omitted(c *candidate) OmittedLine {
	line := OmittedLine{At: c.line, Kind: c.kind(), ID: c.Id, Names: c.names(), Text: strings.TrimSpace(string(c.Id) + " " + c.Title)}
	if line.Text == "" {
		line.Text = strings.TrimSpace(string(o.d.Src[c.line.Start:c.line.End]))
	}
	return line
}

// keysOf returns what names items, which is put together when it is asked for.
func keysOf(items []*candidate) func() map[ItemKey]bool {
	return sync.OnceValue(func() map[ItemKey]bool {
		keys := make(map[ItemKey]bool, len(items))
		for _, c := range items {
			keys[ItemKey{c.kind(), c.key}] = true
		}
		return keys
	})
}

// isKnown reports whether a key is that of an item, or of several in a row:
// "T003-T014".
func isKnown(keys map[ItemKey]bool, key string) bool {
	has := func(key string) bool {
		return keys[ItemKey{lexicon.KindIssue, key}] || keys[ItemKey{lexicon.KindMilestone, key}]
	}
	for i := range len(key) {
		if key[i] == '-' && i+1 < len(key) && !lexicon.StartsWithDigit(key[i+1:]) && has(key[:i]) {
			return true
		}
	}
	return has(key)
}

// coded reports whether a line begins with an ID that is more than its number in
// a list.
func (c *candidate) coded() bool {
	return c.found && c.Class != lexicon.ClassNone && c.Class != lexicon.ClassOrdinal
}

// reason says why a line is not an item.
func (d *decision) reason() reason {
	if d.dropped == notMention {
		return notDefinition // of nothing that is known
	}
	return cmp.Or(d.dropped, notProven)
}

// styleOf returns how a line is written.
func styleOf(d *document, c *candidate) ownStyle {
	s := ownStyle{form: c.form, level: c.level}
	switch {
	case c.row != nil:
		s.table = headerOf(d, c.row.table)
	case c.heading < 0:
		s.level = c.depth
		s.plain = (c.form == formList || c.form == formOrdered) && c.plainLead() && !c.isSentence()
	}
	return s
}

// looksOwn reports whether a line that is not an item looks like one of the file's
// own.
func (o *omissions) looksOwn(c *candidate) bool {
	switch {
	case !o.mayBeOwn(c):
		return false
	case c.coded():
		return o.codes[ownCode{c.Class, c.Word}] && (c.Title != "" || c.heading >= 0 || o.isUntitled(c)) || o.isLikely(c)
	case o.isLikely(c):
		return true
	}
	beside := o.besideItems(c)
	switch {
	case !o.styles[styleOf(o.d, c)] && !beside, o.isAside(o.d.above(c)), c.Title == "" && c.dropped != notText && c.dropped != notTitled:
		return false
	}
	switch c.form {
	case formHeading:
		return o.lines.hasItemBeside(c) && isProven(o.d, c)
	case formChecklist:
		return true
	case formTable:
		return !c.board && (beside || !c.weak)
	case formOrdered, formList:
		return c.isSentence() && c.wants() || o.isPlainEntry(c)
	case formParagraph:
		return c.isSentence() && c.wants()
	}
	return false
}

// isUntitled reports whether a row has an ID, but no title, in a table of items.
func (o *omissions) isUntitled(c *candidate) bool {
	return c.row != nil && !c.board && c.Title == "" && o.styles[styleOf(o.d, c)]
}

// mayBeOwn reports whether nothing has said of a line that it is not an item of the
// file.
func (o *omissions) mayBeOwn(c *candidate) bool {
	switch {
	case c.dropped == notPlaceholder, c.dropped == notThere:
		return false
	case c.dropped == notJoined, c.dropped == notLevel, c.dropped == notForTitle, c.dropped == notIgnored, c.dropped == notDeclared:
		return false
	case c.Many && c.heading < 0, c.link, c.form == formEpicTable, c.level == 1, o.lines.phased && c.Class == lexicon.ClassWord:
		return false
	}
	return true
}

// isPlainEntry reports whether an entry of a list that has no ID may be one of those
// that are items: it is neither a field nor in a list of fields.
func (o *omissions) isPlainEntry(c *candidate) bool {
	label, _, _ := strings.Cut(c.Title, ":")
	above := labelAbove(o.d, c.block)
	return c.depth == 0 && c.plainLead() && !c.isSentence() && lexicon.FieldOf(label) == lexicon.FieldUnknown &&
		(above == lexicon.FieldUnknown || above == lexicon.FieldStatus || above == lexicon.FieldDone)
}

// hasItemBeside reports whether a heading under the same one is an item.
func (l *candidates) hasItemBeside(c *candidate) bool {
	if l.beside == nil {
		l.beside = make(map[[2]int]bool)
		for _, x := range l.found {
			if x.accepted && !x.Epic && x.heading >= 0 {
				l.beside[[2]int{x.level, l.d.headings[x.heading].parent}] = true
			}
		}
	}
	return l.beside[[2]int{c.level, l.d.headings[c.heading].parent}]
}

// isProven reports whether what only items have stands below a heading.
func isProven(d *document, c *candidate) bool {
	p := d.proofOf(c.heading)
	return p.ok() && lexicon.FieldOf(c.Title) == lexicon.FieldUnknown
}

// findExcluded notes the IDs of lines that would be items, were they not ignored
// or outside of what is declared.
func (o *omissions) findExcluded() {
	if len(o.declared.ignored) == 0 && o.declared.closed == [2]bool{} {
		return
	}
	o.f.Excluded = make(map[string]Exclusion)
	for _, c := range o.lines.all() {
		why := ExcludedUndeclared
		switch {
		case c.dropped == notIgnored:
			why = ExcludedIgnored
		case c.accepted, !c.weak && c.dropped != notDeclared:
			continue
		}
		for _, name := range c.names() {
			if key := lexicon.ID(name).Key(); o.f.Excluded[key] == "" {
				o.f.Excluded[key] = why
			}
		}
	}
}

// lostRecords returns the lines of recorded items that are not read as items because
// they are ignored, or outside of what is declared.
func (o *omissions) lostRecords(items []*candidate) map[*candidate]bool {
	if len(o.declared.ignored) == 0 && o.declared.closed == [2]bool{} {
		return nil
	}
	m := remember(o.f, o.f.known(), o.lines, o.declared)
	for _, c := range items {
		delete(m.known, ItemKey{c.kind(), c.key})
	}
	if len(m.known) == 0 {
		return nil
	}
	lost := make(map[*candidate]bool)
	for _, c := range o.lines.all() {
		if c.accepted || c.dropped != notIgnored && c.dropped != notDeclared && !c.weak {
			continue
		}
		for k := range m.knownOf(c) {
			lost[c] = true
			delete(m.known, k.key)
			break
		}
	}
	return lost
}
