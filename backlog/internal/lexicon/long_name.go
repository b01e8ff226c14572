package lexicon

import (
	"hash/crc32"
	"strings"
	"unicode/utf8"
)

// An ID, and the name of a parent in front of it, has at most longestName runes. Names
// that are made of titles often begin alike ("As a user, I want to be able to …"), so that
// one which is cut ends with digestLetters letters that stand for the whole.
const (
	longestName   = 40
	digestLetters = 6
)

// CutName returns a name, or what stands for one that is too long: as many of the words of
// its key as there is room for, or the beginning of the last of them where that is much of
// the room, as in a script that has no blanks.
func CutName(name string) string {
	if len(name) <= longestName || utf8.RuneCountInString(name) <= longestName {
		return name
	}
	key := keyOf(name)
	if utf8.RuneCountInString(key) <= longestName {
		return key
	}
	end := 0
	for range longestName - digestLetters - len("-") {
		_, size := utf8.DecodeRuneInString(key[end:])
		end += size
	}
	if dash := strings.LastIndexByte(key[:end+1], '-'); dash > end/2 {
		end = dash
	}
	return key[:end] + "-" + digest(key)
}

// digest returns letters that stand for a key. There are no vowels among them, which make
// words.
func digest(key string) string {
	const letters = "bcdfghjklmnpqrstvwxz"
	sum := crc32.ChecksumIEEE([]byte(key))
	var b [digestLetters]byte
	for i := range b {
		b[i] = letters[sum%uint32(len(letters))]
		sum /= uint32(len(letters))
	}
	return string(b[:])
}

// cutNames cuts the names that an ID consists of: "parent/name~2".
func cutNames(id string) string {
	const marks = "/~"
	if len(id) <= longestName {
		return id
	}
	var b strings.Builder
	for {
		end := strings.IndexAny(id, marks)
		if end < 0 {
			b.WriteString(CutName(id))
			return b.String()
		}
		b.WriteString(CutName(id[:end]))
		b.WriteByte(id[end])
		id = id[end+1:]
	}
}
