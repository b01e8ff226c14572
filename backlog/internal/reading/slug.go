package reading

import (
	"hash/crc32"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// An ID that is made of a title has at most longestSlug runes. Titles that begin alike
// are common ("As a user, I want to be able to …"), so that one which is cut ends with
// digestLetters letters that tell the rest apart.
const (
	longestSlug   = 40
	digestLetters = 6
)

// Slug returns the ID that is made of a title: its first words in lower case without
// accents, with dashes between them.
func Slug(title string) string { return cutSlug(wholeSlug(title)) }

// slugsOf returns the names that a title may be recorded by: its ID, and the whole of it,
// which was its ID before IDs were cut.
func slugsOf(title string) []string {
	whole := wholeSlug(title)
	if id := cutSlug(whole); id != whole {
		return []string{id, whole}
	}
	return []string{whole}
}

// cutSlug cuts what is too long for an ID at the end of a word, if that is not too far in
// front: text of a script without blanks is one word.
func cutSlug(slug string) string {
	if len(slug) <= longestSlug || utf8.RuneCountInString(slug) <= longestSlug {
		return slug
	}
	end := 0
	for range longestSlug - digestLetters - len("-") {
		_, size := utf8.DecodeRuneInString(slug[end:])
		end += size
	}
	if dash := strings.LastIndexByte(slug[:end+1], '-'); dash > end/2 {
		end = dash
	}
	return slug[:end] + "-" + digest(slug)
}

// digest returns letters that stand for all of a slug. There are no vowels among them,
// which make words.
func digest(slug string) string {
	const letters = "bcdfghjklmnpqrstvwxz"
	sum := crc32.ChecksumIEEE([]byte(slug))
	var b [digestLetters]byte
	for i := range b {
		b[i] = letters[sum%uint32(len(letters))]
		sum /= uint32(len(letters))
	}
	return string(b[:])
}

// wholeSlug turns a title into letters and digits in lower case without accents, and
// dashes between words.
func wholeSlug(title string) string {
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

// slugBytes are the letters and digits of slugs for those of titles, 0 for other bytes.
var slugBytes = func() (bytes [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		bytes[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		bytes[c], bytes[c+'A'-'a'] = c, c
	}
	return bytes
}()

// plainSlug is wholeSlug of a title in ASCII, as most are.
func plainSlug(title string) string {
	var buf [96]byte
	b := buf[:0]
	dash := false
	for i := range len(title) {
		c := slugBytes[title[i]]
		if c == 0 {
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
