package reading

import (
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// AlikeTitles reports whether two titles share at least half of the words of the
// longer one. Signs of scripts that write no blanks are words.
func AlikeTitles(a, b string) bool {
	x, y := wordsOf(a), wordsOf(b)
	shared := 0
	for w := range x {
		if y[w] {
			shared++
		}
	}
	return shared > 0 && 2*shared >= max(len(x), len(y))
}

func wordsOf(title string) map[string]bool {
	const blankless = 0x2e80 // the first of the signs of Chinese and Japanese
	words := make(map[string]bool)
	for part := range strings.FieldsFuncSeq(lexicon.Fold(title), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		from := 0
		for i, c := range part {
			if c < blankless {
				continue
			}
			if from < i {
				words[part[from:i]] = true
			}
			words[string(c)] = true
			from = i + len(string(c))
		}
		if from < len(part) {
			words[part[from:]] = true
		}
	}
	return words
}
