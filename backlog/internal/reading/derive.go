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
			d = &deriver{taken: make(map[ItemKey]bool, len(items)), within: make(map[titleIn]bool, len(items)), next: make(map[ItemKey]int)}
			for _, c := range items {
				if c.found || c.recorded {
					d.taken[ItemKey{c.kind(), c.key}] = true
				}
			}
		}
		c.derived = true
		d.derive(c, n.parentName(c))
	}
}

// A deriver knows the IDs that are given.
type deriver struct {
	taken  map[ItemKey]bool
	within map[titleIn]bool
	next   map[ItemKey]int // what to number the next item of one key with; all before it are taken
}

// A titleIn is the key of a title's slug below what the title stands under.
type titleIn struct {
	epic        bool
	parent, key string
}

func (d *deriver) derive(c *candidate, parent string) {
	base := Slug(c.Title)
	c.Id = lexicon.ID(base)
	c.idKey()
	within := titleIn{c.Epic, parent, c.key}
	if d.taken[ItemKey{c.kind(), c.key}] && parent != "" && !c.Epic && !d.within[within] {
		c.Id = lexicon.ID(parent + "/" + base)
		c.idKey()
	}
	d.within[within] = true
	id, name := c.Id, ItemKey{c.kind(), c.key}
	for n := max(2, d.next[name]); d.taken[ItemKey{c.kind(), c.key}]; n++ {
		c.Id = lexicon.ID(string(id) + "~" + strconv.Itoa(n))
		c.idKey()
		d.next[name] = n + 1
	}
	d.taken[ItemKey{c.kind(), c.key}] = true
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
