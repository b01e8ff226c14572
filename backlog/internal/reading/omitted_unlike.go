package reading

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// The unlike are lines with the ID of an item and a title that has nothing in common with
// that of the item: they may be items with a number that was given twice. Where most of a
// table or list are so, it says something else of the items.
type unlike struct {
	o     *omissions
	items map[ItemKey]*candidate  // by key
	named map[string][]*candidate // stories with more than a number, by that
	lists map[int][2]int          // of a table or list: lines that have something in common with their items, and that have nothing
}

func newUnlike(o *omissions, items []*candidate) *unlike {
	u := &unlike{o: o, items: make(map[ItemKey]*candidate, len(items)), named: make(map[string][]*candidate), lists: make(map[int][2]int)}
	for _, c := range slices.Backward(items) { // the first of several
		u.items[ItemKey{c.kind(), c.idKey()}] = c
		if c.found && !c.Epic && !c.isBareNumber() {
			u.named[numberOf(c)] = append(u.named[numberOf(c)], c)
		}
	}
	for _, c := range o.lines.all() {
		if def := u.itemOf(c); def != nil {
			n := u.lists[c.block]
			if haveCommon(def.Title, c.Title) {
				n[0]++
			} else {
				n[1]++
			}
			u.lists[c.block] = n
		}
	}
	return u
}

// itemOf returns the item that a row or a box mentions with a title, nil if it
// does not.
func (u *unlike) itemOf(c *candidate) *candidate {
	if c.accepted || c.Epic || !c.found || c.row == nil && c.form != formChecklist || len(c.Title) < commonStem || !u.o.mayBeOwn(c) {
		return nil // bullets are said of items
	}
	if c.isBareNumber() && onlyAlike(u.named[c.idKey()], c) != nil {
		return nil // see mergeNumbers
	}
	return u.items[ItemKey{c.kind(), c.idKey()}]
}

// has reports whether c is such a line.
func (u *unlike) has(c *candidate) bool {
	def := u.itemOf(c)
	if def == nil || haveCommon(def.Title, c.Title) {
		return false
	}
	n := u.lists[c.block]
	return n[1] == 1 || n[1] < n[0]
}

// commonStem is how many letters words begin with alike if they may be of one meaning:
// "detect", "detection".
const commonStem = 4

// haveCommon reports whether two titles have a word in common, as far as can be told.
func haveCommon(a, b string) bool {
	x, y := strings.FieldsFunc(lexicon.Fold(a), lexicon.NotWord), strings.FieldsFunc(lexicon.Fold(b), lexicon.NotWord)
	for _, v := range x {
		for _, w := range y {
			if v == w || stem(v) == stem(w) && utf8.RuneCountInString(stem(v)) == commonStem || lexicon.Unspaced(v) && strings.ContainsAny(v, w) {
				return true
			}
		}
	}
	return len(x) == 0 || len(y) == 0
}

// stem returns the first letters of a word.
func stem(word string) string {
	n := 0
	for i := range word {
		if n == commonStem {
			return word[:i]
		}
		n++
	}
	return word
}
