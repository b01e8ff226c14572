package backlog

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// deriveIDs gives IDs to items that have none: a slug of the title. Where two
// are the same, later ones are named after their epic, and numbered under one
// epic.
func (r *recognition) deriveIDs(items []*candidate, s *sectionIndex) {
	var taken map[itemKey]bool
	for _, c := range items {
		if c.found {
			continue
		}
		if taken == nil {
			taken = make(map[itemKey]bool)
			for _, c := range items {
				if c.found {
					taken[itemKey{c.kind(), c.key}] = true
				}
			}
		}
		c.derived = true
		r.deriveID(c, taken, s)
	}
}

func (r *recognition) deriveID(c *candidate, taken map[itemKey]bool, s *sectionIndex) {
	base := slug(c.title)
	c.id = ID(base)
	c.key = c.id.Key()
	if parent := r.parentName(c, s); taken[itemKey{c.kind(), c.key}] && parent != "" && !c.epic && !taken[itemKey{c.kind(), "in " + parent + " " + base}] {
		c.id = ID(parent + "/" + base)
		c.key = c.id.Key()
	}
	taken[itemKey{c.kind(), "in " + r.parentName(c, s) + " " + base}] = true
	for n, id := 2, c.id; taken[itemKey{c.kind(), c.key}]; n++ {
		c.id = ID(string(id) + "~" + strconv.Itoa(n))
		c.key = c.id.Key()
	}
	taken[itemKey{c.kind(), c.key}] = true
}

// slug turns a title into an ID: letters and digits in lower case without
// accents, and dashes between words.
func slug(title string) string {
	var b strings.Builder
	dash := false
	for _, c := range withoutAccents(strings.ToLower(title)) {
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

// withoutAccents takes the accents off Latin letters. In other scripts they
// make other letters.
func withoutAccents(s string) string {
	var b strings.Builder
	latin := false
	for _, c := range norm.NFD.String(s) {
		if mark := unicode.Is(unicode.Mn, c); !mark {
			latin = c < 0x250
		} else if latin {
			continue
		}
		b.WriteRune(c)
	}
	return norm.NFC.String(b.String())
}
