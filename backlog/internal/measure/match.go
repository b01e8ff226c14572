package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// An answer is an item as it was read, or as it is labelled.
type answer struct {
	ID, Title string
	Line      int
}

var itemWord = regexp.MustCompile(`^(historia de usuario|user ?story|historia|epica|epico|epique|epopee|epik|epic|story|stori|us|hu)([^a-z]|$)[^\pL\pN]*`)

// keyOf returns what two IDs are compared by: letters and digits without the
// word for the item and without leading zeros.
func keyOf(id string) string {
	s := ascii(id)
	if m := itemWord.FindStringSubmatchIndex(s); m != nil {
		s = s[m[4]:]
	}
	return squeeze(s)
}

func ascii(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	folded := strings.Map(func(r rune) rune {
		if r > 0x7f {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
	if folded == "" {
		return s
	}
	return strings.TrimSpace(folded)
}

var zeros = regexp.MustCompile(`(^|[^0-9])0+([0-9])`)

func squeeze(s string) string {
	kept := strings.Map(func(r rune) rune {
		if r >= 0x80 || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == '#' || r == '.' {
			return r
		}
		return -1
	}, s)
	return zeros.ReplaceAllString(kept, "$1$2")
}

// words returns the words of a title.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// similar reports whether two titles may be of one item.
func similar(a, b string) bool {
	x, y := words(a), words(b)
	if len(x) == 0 || len(y) == 0 {
		return len(x) == len(y)
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	if strings.HasPrefix(strings.Join(y, " "), strings.Join(x, " ")) {
		return true
	}
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return n*10 >= len(y)*7
}

// same reports whether an answer is the item that a label means.
func same(a answer, l label) bool {
	if a.Line > 0 && a.Line == l.Line {
		return true
	}
	x, y := squeeze(ascii(a.ID)), squeeze(ascii(l.ID))
	if a.ID != "" && l.ID != "" && x != "" && y != "" {
		return (x == y || keyOf(a.ID) == keyOf(l.ID)) && (l.Title == "" || similar(a.Title, l.Title))
	}
	return similar(a.Title, l.Title)
}
