package reading

import (
	"iter"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// Known is an item that is recorded, wherever that is.
type Known struct {
	Kind   lexicon.Kind
	ID     lexicon.ID
	Title  string     // "" if it is not known
	Parent lexicon.ID // the ID of its epic, "" if it is not known
}

// A memory is what is recorded of a file. It makes items of the lines that are,
// above what the guess says; see [remember].
type memory struct {
	f        *Result
	d        *document
	lines    *candidates
	declared *declared

	known map[ItemKey]*known
	tails map[string]bool // what the recorded keys behind the name of a parent end in

	milestones bool // epics are recorded as such, not only as issues
	repeated   bool // titles that stand more than once are recorded: "export~2"

	given map[*candidate]*outcome // see keep

	epics map[int]*candidate // by heading, nil until asked for; see parents

	fields map[string]bool // the keys of the epics that fields name; nil until used: hardly any file needs it
}

// A known is an item that is recorded, with the lines that may define it.
type known struct {
	Known
	key   ItemKey
	lines []*candidate
	said  bool     // without memory, see unaided
	moved bool     // the same, under another parent or title
	how   likeness // of the line that is most like it
}

// remember collects what is known of a file.
func remember(f *Result, all []Known, lines *candidates, declared *declared) *memory {
	m := &memory{f: f, d: lines.d, lines: lines, declared: declared, known: make(map[ItemKey]*known, len(all)), tails: make(map[string]bool)}
	known := make([]known, len(all))
	for i, k := range all {
		known[i].Known, known[i].key = k, k.key()
		m.known[known[i].key] = &known[i]
	}
	for key, k := range m.known {
		m.milestones = m.milestones || key.Kind == lexicon.KindMilestone
		m.repeated = m.repeated || strings.IndexByte(string(k.ID), '~') >= 0
		if strings.IndexByte(string(k.ID), '/') < 0 {
			continue
		}
		for rest, ok := key.Key, true; ok; {
			if _, rest, ok = strings.Cut(rest, "-"); ok {
				m.tails[rest] = true
			}
		}
	}
	return m
}

// known returns what the ledger, the relation list and the caller know.
func (f *Result) known() []Known {
	if len(f.Evidence) == 0 {
		return f.opts.Known
	}
	all := make([]Known, 0, len(f.Evidence)+len(f.opts.Known))
	parents := make(map[string]lexicon.ID)
	for _, rel := range f.Relations {
		for _, id := range rel.Issues {
			parents[id.Key()] = rel.Milestone
		}
	}
	for _, e := range f.Evidence {
		all = append(all, Known{Kind: e.Kind, ID: e.ID, Parent: parents[e.Key]})
	}
	return append(all, f.opts.Known...)
}

// recalled returns what is remembered while lines get their roles.
func (f *Result) recalled() []Known {
	if f.unaided == nil {
		return nil
	}
	return f.known()
}

func roleOf(kind lexicon.Kind) int {
	if kind == lexicon.KindMilestone {
		return roleEpic
	}
	return roleStory
}

// A likeness is what a line and a recorded item have in common, what tells most first.
type likeness uint8

const (
	likeWithin likeness = iota // an ID behind the name of what the line stands under
	likeID                     // the ID
	likeTitle                  // the ID that comes from the title
	likeInFile                 // an ID behind the title of the file, which names nothing as long as it is the only one
)

// knownOf yields the recorded items that a line may define.
func (m *memory) knownOf(c *candidate) iter.Seq2[*known, likeness] {
	return func(yield func(*known, likeness) bool) {
		kinds := [2]lexicon.Kind{lexicon.KindIssue, lexicon.KindMilestone}
		if c.Epic {
			kinds = [2]lexicon.Kind{lexicon.KindMilestone, lexicon.KindIssue}
		}
		try := func(key string, how likeness) bool {
			for _, kind := range kinds {
				if k := m.known[ItemKey{kind, key}]; k != nil {
					return yield(k, how)
				}
			}
			return true
		}
		for i, id := range c.names() {
			key, how := lexicon.ID(id).Key(), likeTitle
			if i == 0 && c.found {
				how = likeID
			}
			if !try(key, how) {
				return
			}
			if !m.tails[key] || how == likeID && c.anchored && m.has(key) { // an anchor says it all
				continue
			}
			for i, parent := range m.parents(c) {
				how := likeWithin
				if m.d.isFileTitle(i) {
					how = likeInFile
				}
				if !try(lexicon.ID(parent+"/"+id).Key(), how) {
					return
				}
			}
		}
	}
}

// names returns the ID of a line, and what one would be made of where it has none
// or only a number in a list. Where that is declared to be no ID, it may still be
// recorded as such, from before.
func (c *candidate) names() []string {
	switch {
	case c.unnumbered():
		return append(c.slugs(), strconv.Itoa(c.number))
	case c.found && (c.Class != lexicon.ClassOrdinal || c.Title == ""):
		return []string{string(c.Id)}
	case c.found:
		return append([]string{string(c.Id)}, c.slugs()...)
	}
	return c.slugs()
}

// unnumbered reports whether a line is declared by a pattern in which its number in the
// list is no ID.
func (c *candidate) unnumbered() bool { return c.declared && !c.found && c.form == formOrdered }

// slugs returns what IDs are made of the title: one that was made before logins
// were taken off it counts, too.
func (c *candidate) slugs() []string {
	switch signed := c.details().signed; {
	case c.Title == "":
		return nil
	case signed == "":
		return []string{Slug(c.Title)}
	default:
		return []string{Slug(c.Title), Slug(signed)}
	}
}

// parents yields the headings that a line stands under with their names, the nearest
// first: an epic has that which it puts before the numbers below it, too.
func (m *memory) parents(c *candidate) iter.Seq2[int, string] {
	if m.epics == nil {
		m.epics = make(map[int]*candidate)
		for _, c := range m.lines.found {
			if c.Epic && c.heading >= 0 {
				m.epics[c.heading] = c
			}
		}
	}
	return func(yield func(int, string) bool) {
		last := -1
		for i, name := range m.d.parents(c) {
			if e := m.epics[i]; e != nil && i != last && !yield(i, string(epicID(e))) {
				return
			}
			if last = i; m.epics[i] != nil && string(epicID(m.epics[i])) == name {
				continue
			}
			if !yield(i, name) {
				return
			}
		}
	}
}

// parents yields the headings that a line stands under with their names, the nearest
// first.
func (d *document) parents(c *candidate) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := d.above(c); i >= 0; i = d.headings[i].parent {
			if l := lexicon.ScanLead(d.headings[i].title); l.Found && !yield(i, string(l.Id)) || !yield(i, Slug(d.headings[i].title)) {
				return
			}
		}
	}
}

// isFileTitle reports whether a heading is the title of the file.
func (d *document) isFileTitle(i int) bool {
	return d.headings[i].parent < 0 && d.headings[i].level == 1 && d.titles < 2
}

// kindOf returns what a line is that a record names: an issue of an epic's ID makes no
// story of the line of an epic.
func (m *memory) kindOf(c *candidate, k *known) lexicon.Kind {
	if k.key.Kind == lexicon.KindIssue && c.Epic && !c.weighed {
		if k.isEpicToo(m.milestones) {
			return lexicon.KindMilestone
		}
	}
	return k.key.Kind
}

// define makes an item of a line, with its recorded kind and ID.
func (m *memory) define(c *candidate, k *known) {
	c.Epic = m.kindOf(c, k) == lexicon.KindMilestone
	if c.Epic {
		c.Rank = lexicon.RankEpic
	}
	c.recorded, c.revived = true, !c.accepted
	switch own := c.idKey(); {
	case c.found && own == k.key.Key:
	case c.unnumbered() && k.key.Key == strconv.Itoa(c.number):
		c.found, c.Id, c.Class = true, k.ID, lexicon.ClassOrdinal
	case c.found && (c.Class != lexicon.ClassOrdinal || c.Title == "" || strings.HasSuffix(k.key.Key, "-"+own)):
		c.Id, c.qualified = k.ID, true
	default:
		c.found, c.derived, c.Id = false, true, k.ID
		if own := lexicon.ID(Slug(c.Title)); own.Key() == k.key.Key { // which a ledger may spell as the ID of an epic
			c.Id = own
		}
		c.keyed, c.key = c.Id, k.key.Key
	}
	m.lines.admit(c)
}

// completeSchemes makes items of the lines that are written like recorded ones,
// where at least half of those written so are recorded. Where the guess took any
// of them, it decides about the others.
func (m *memory) completeSchemes() {
	type tally struct {
		all, recorded, epics int
		guessed              bool // the guess took some of them
	}
	of := func(c *candidate) schemeKey {
		k := schemeOf(c)
		k.entry = c.entry
		if c.row != nil {
			k.table = c.row.table
		}
		if c.form == formOrdered && !c.recorded || c.form == formList {
			k.level = -c.depth
		}
		return k
	}
	schemes := make(map[schemeKey]*tally)
	sites := m.lines.all()
	for _, c := range sites {
		t := schemes[of(c)]
		if t == nil {
			t = &tally{}
			schemes[of(c)] = t
		}
		t.all++
		t.guessed = t.guessed || c.accepted && !c.revived
		if c.recorded {
			t.recorded++
			if c.Epic {
				t.epics++
			}
		}
	}
	inside := m.lines.itemRanges()
	for _, c := range sites {
		t := schemes[of(c)]
		role := roleStory
		if t.epics*2 > t.recorded {
			role = roleEpic
		}
		if c.accepted || c.dropped == notIgnored || t.guessed || t.recorded*2 < t.all || m.declared.closed[role] || !m.mayJoin(c, inside) {
			continue
		}
		c.Epic = role == roleEpic
		m.lines.admit(c)
	}
}

// mayJoin reports whether nothing in a line itself, or in its place, says that
// it is not an item.
func (m *memory) mayJoin(c *candidate, inside ranges) bool {
	switch {
	case c.Many, c.link, c.form == formEpicTable, c.Rank == lexicon.RankNever, m.d.aside(c), c.Title == "":
		return false
	case c.heading >= 0:
		title := lexicon.Fold(strings.Trim(m.d.headings[c.heading].title, " :"))
		return lexicon.FieldOf(title) == lexicon.FieldUnknown && !lexicon.AsideWords[title] && !lexicon.TopicsOf(title).Has(lexicon.OfCriteria) && c.level > 1
	}
	return !inside.has(c.line.Start)
}
