package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// readDeclared reads what is declared for a file: by the caller, by its front
// matter, by default.
func readDeclared(f *Result, lines *candidates) *declared {
	p, err := f.opts.Read.Over(f.Read.Own).Over(f.opts.DefaultRead).parse()
	if err != nil {
		f.Read.Err = err
		p = &declared{}
	}
	p.f, p.d, p.lines = f, lines.d, lines
	return p
}

// apply settles what people declare: what is ignored, and which lines are
// items.
func (p *declared) apply() {
	d := p
	p.addBoards()
	p.addTask()
	p.readDirectives()
	for i := range p.d.headings {
		if h := &p.d.headings[i]; fitsHeading(p.d, h, d.ignore) {
			p.ignored = append(p.ignored, markdown.Span{Start: h.line.Start, End: h.end})
		}
	}
	for _, x := range d.ignore {
		if below := p.d.captionsOf(x.Pattern); len(below) > 0 {
			x.used = true
			p.ignored = append(p.ignored, below...)
		}
	}
	p.ignored = p.ignored.joined()
	for _, c := range p.lines.all() {
		if p.ignores(c) {
			c.accepted, c.dropped = false, notIgnored // whatever else is wrong with it
		}
	}
	p.declareLines()
	p.declareIDs()
	for _, c := range p.lines.found {
		if !c.declared && c.dropped != notText && d.closed[c.role()] && (c.form != formEpicTable || !p.lines.isDeclaredEpic(c)) {
			c.drop(notDeclared)
		}
	}
}

func (c *candidate) role() int {
	if c.Epic {
		return roleEpic
	}
	return roleStory
}

// declareLines accepts the lines that fit a pattern or stand where a comment
// says so. The text of one holds no further items of its role, but what is of
// another level: headings below a heading, lists in a list.
func (p *declared) declareLines() {
	if !p.namesLines(roleEpic) && !p.namesLines(roleStory) {
		return
	}
	var open [2][]*candidate
	var last *candidate // that is declared
	for _, c := range p.lines.all() {
		if c.dropped == notIgnored || c.dropped == notText || c.dropped == notThere || c.form == formEpicTable {
			continue
		}
		for role := range open {
			around := open[role]
			for len(around) > 0 && p.d.textEnd(around[len(around)-1]) <= c.line.Start {
				around = around[:len(around)-1]
			}
			open[role] = around
			twice := last != nil && last.flows() && c.flows() && last.line.Start == c.line.Start // found by two forms
			if c.declared || twice || !c.levelsBelow(around) || !fits(p.d, c, p.patterns[role]) && !p.isDirected(c, role) {
				continue
			}
			p.declareAs(c, role)
			last = c
			open[role] = append(around, c)
		}
	}
}

// namesLines reports whether a pattern or a comment says which lines have a role.
func (p *declared) namesLines(role int) bool {
	return len(p.patterns[role]) > 0 || len(p.directed[role]) > 0 || len(p.lineRoles[role]) > 0
}

// levelsBelow reports whether a line is a level below the items that it stands
// in, rather than part of their text.
func (c *candidate) levelsBelow(around []*candidate) bool {
	return !slices.ContainsFunc(around, func(x *candidate) bool { return (x.heading >= 0) != (c.heading >= 0) || x.flows() || x.row != nil })
}

// declareAs makes an item of a line, whatever it looks like.
func (p *declared) declareAs(c *candidate, role int) {
	c.Epic = role == roleEpic
	c.declared = true
	if c.Class == lexicon.ClassOrdinal && c.form == formOrdered && !c.declaredID {
		c.found, c.Id, c.Class = false, "", lexicon.ClassNone // the number of a list names nothing
	}
	if c.heading >= 0 && (!c.found || isNumber(string(c.Id))) {
		// "#### 1. Title" with "**Story ID:** US-5.1"
		if f := p.d.proofOf(c.heading); f.id != "" {
			c.Id, c.found = f.id, true
		}
	}
	p.lines.admit(c)
}

// textEnd returns where the text of a declared item ends.
func (d *document) textEnd(c *candidate) int {
	if c.heading >= 0 {
		return d.headings[c.heading].end
	}
	return c.end
}

// declareIDs accepts stories by their codes: of each ID the sites of its fullest
// form.
func (p *declared) declareIDs() {
	if len(p.ids) == 0 {
		return
	}
	fullest := make(map[string]int)
	var named []*candidate
	for _, c := range p.lines.all() {
		if c.dropped == notIgnored || !c.found || c.declared || c.Many || c.link || !p.isID(c.Id) {
			continue
		}
		named = append(named, c)
		key := c.Id.Key()
		if form, ok := fullest[key]; !ok || c.form < form {
			fullest[key] = c.form
		}
	}
	for _, c := range named {
		if c.form == fullest[c.Id.Key()] {
			c.Story, c.Rank = true, lexicon.RankStory
			p.declareAs(c, roleStory)
		}
	}
}

// isDeclaredEpic reports whether a row of the milestone table is of an epic that
// is declared elsewhere, to which it adds.
func (l *candidates) isDeclaredEpic(c *candidate) bool {
	key := c.Id.Key()
	return slices.ContainsFunc(l.found, func(x *candidate) bool { return x.declared && x.Epic && x.found && x.Id.Key() == key })
}
