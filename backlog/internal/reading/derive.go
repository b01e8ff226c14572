package reading

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
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
			d = &deriver{taken: make(map[idOf]taken, len(items)), again: make(map[titleIn]bool)}
			for _, c := range items {
				if c.found || c.recorded {
					d.taken[idOf{c.Epic, c.key}] = taken{}
				}
			}
		}
		c.derived = true
		d.derive(c, n.parentName(c))
	}
}

// A deriver knows the IDs that are given.
type deriver struct {
	taken map[idOf]taken
	again map[titleIn]bool // titles that are not the first with their ID
}

// An idOf is the key of the ID of an epic or a story.
type idOf struct {
	epic bool
	key  string
}

// A taken is what is known of an ID that is given.
type taken struct {
	derived bool   // it is that of a title
	parent  string // what that stands under
	next    int    // what to number the next item with; all before it are taken
}

// A titleIn is the ID of a title, below what the title stands under.
type titleIn struct {
	id     idOf
	parent string
}

func (d *deriver) derive(c *candidate, parent string) {
	base := Slug(c.Title)
	c.Id = lexicon.ID(base)
	id := idOf{c.Epic, c.idKey()}
	first, given := d.taken[id]
	if !given {
		d.taken[id] = taken{derived: true, parent: parent}
		return
	}
	within := titleIn{id, parent}
	if parent != "" && !c.Epic && (!first.derived || first.parent != parent) && !d.again[within] {
		c.Id = lexicon.ID(parent + "/" + base)
		id = idOf{c.Epic, c.idKey()}
		first, given = d.taken[id]
	}
	d.again[within] = true
	if given {
		d.number(c, id, first)
	}
	d.taken[idOf{c.Epic, c.key}] = taken{}
}

// number puts the next number behind an ID that is taken.
func (d *deriver) number(c *candidate, id idOf, first taken) {
	name := string(c.Id) + "~"
	for n := max(2, first.next); ; n++ {
		c.Id = lexicon.ID(name + strconv.Itoa(n))
		if _, given := d.taken[idOf{c.Epic, c.idKey()}]; !given {
			first.next = n + 1
			d.taken[id] = first
			return
		}
	}
}

// Slug turns a title into an ID: letters and digits in lower case without
// accents, and dashes between words.
func Slug(title string) string {
	if markdown.IsASCII(title) {
		return plainSlug(title)
	}
	var b strings.Builder
	dash := false
	for _, c := range lexicon.WithoutAccents(strings.ToLower(title)) {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			dash = b.Len() > 0
			continue
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteRune(c)
	}
	if b.Len() == 0 {
		return "item"
	}
	return b.String()
}

// plainSlug is Slug of a title in ASCII, as most are.
func plainSlug(title string) string {
	var buf [96]byte
	b := buf[:0]
	dash := false
	for i := range len(title) {
		c := title[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		default:
			dash = len(b) > 0
			continue
		}
		if dash {
			b = append(b, '-')
			dash = false
		}
		b = append(b, c)
	}
	if len(b) == 0 {
		return "item"
	}
	return string(b)
}
