package reading

import (
	"strconv"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// deriveIDs gives IDs to items that have none: a slug of the title. Where two
// are the same, later ones are named after their epic, and numbered under one
// epic.
func (n *naming) deriveIDs(items []*candidate) {
	var d *deriver
	for _, c := range items {
		if c.found || c.recorded {
			continue
		}
		if d == nil {
			d = newDeriver(items)
		}
		c.derived = true
		d.derive(c, n.parentName(c))
	}
}

// A deriver knows the IDs that are given. They are long, so that each is looked up
// as seldom as can be; what is known of them goes by their numbers.
type deriver struct {
	stories, epics map[string]int32 // the index of each ID in given, by its key
	given          []given
	parents        map[string]int32 // what items stand under, numbered
	again          map[titleIn]bool // titles that are not the first with their ID
}

// A given is what is known of an ID that is given.
type given struct {
	derived bool  // it is that of a title
	parent  int32 // what that stands under
	next    int32 // what to number the next item with; all before it are taken
}

// A titleIn is the ID of a title, below what the title stands under.
type titleIn struct{ id, parent int32 }

// newDeriver knows the IDs that items have.
func newDeriver(items []*candidate) *deriver {
	d := &deriver{
		stories: make(map[string]int32, len(items)), epics: make(map[string]int32), given: make([]given, 0, len(items)),
		parents: make(map[string]int32), again: make(map[titleIn]bool),
	}
	for _, c := range items {
		if c.found || c.recorded {
			d.give(c, given{})
		}
	}
	return d
}

// numbers returns the IDs that are given to what is of the kind of an item.
func (d *deriver) numbers(c *candidate) map[string]int32 {
	if c.Epic {
		return d.epics
	}
	return d.stories
}

// give notes that an item has the ID that it has.
func (d *deriver) give(c *candidate, g given) {
	d.numbers(c)[c.key] = int32(len(d.given))
	d.given = append(d.given, g)
}

// parent returns the number of what items stand under.
func (d *deriver) parent(name string) int32 {
	n, ok := d.parents[name]
	if !ok {
		n = int32(len(d.parents))
		d.parents[name] = n
	}
	return n
}

func (d *deriver) derive(c *candidate, parent string) {
	base, within := Slug(c.Title), d.parent(parent)
	c.Id = lexicon.ID(base)
	n, taken := d.numbers(c)[c.idKey()]
	if !taken {
		d.give(c, given{derived: true, parent: within})
		return
	}
	first, title := &d.given[n], titleIn{n, within}
	if parent != "" && !c.Epic && (!first.derived || first.parent != within) && !d.again[title] {
		c.Id = lexicon.ID(parent + "/" + base)
		n, taken = d.numbers(c)[c.idKey()]
	}
	d.again[title] = true
	if taken {
		d.number(c, &d.given[n])
	}
	d.give(c, given{})
}

// number puts the next number behind an ID that is taken.
func (d *deriver) number(c *candidate, first *given) {
	name := string(c.Id) + "~"
	for n := max(2, first.next); ; n++ {
		c.Id = lexicon.ID(name + strconv.Itoa(int(n)))
		if _, taken := d.numbers(c)[c.idKey()]; !taken {
			first.next = n + 1
			return
		}
	}
}
