package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Width returns how many columns a text takes as Prettier counts them
// when it aligns tables: like [displaywidth.String], except that format
// characters and spacing marks take one column each, and a lone regional
// indicator takes one.
func Width(s string) int {
	if IsASCII(s) {
		return len(s)
	}
	n := 0
	for g := displaywidth.StringGraphemes(s); g.Next(); {
		cluster := g.Value()
		if isEmojiSequence(cluster) {
			n += 2
			continue
		}
		for _, r := range cluster {
			n += runeWidth(r)
		}
	}
	return n
}

func runeWidth(r rune) int {
	switch {
	case unicode.IsControl(r), unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case isRegional(r):
		return 1
	case r == '☝', r == '✌', r == '✍', r == '⛹': // bases of skin tones
		return 2
	case displaywidth.Rune(r) == 2:
		return 2
	default:
		return 1
	}
}

// isEmojiSequence reports whether a grapheme cluster is one emoji of several
// code points.
func isEmojiSequence(cluster string) bool {
	first, n := utf8.DecodeRuneInString(cluster)
	if n == len(cluster) || unicode.IsLetter(first) {
		return false
	}
	for _, r := range cluster[n:] {
		const (
			joiner, keycap, emojiStyle = '\u200d', '\u20e3', '\ufe0f'
			lightSkin, darkSkin        = '\U0001f3fb', '\U0001f3ff'
			firstTag, lastTag          = '\U000e0020', '\U000e007f'
		)
		if r == joiner || r == keycap || r == emojiStyle || r >= lightSkin && r <= darkSkin || r >= firstTag && r <= lastTag || isRegional(r) {
			return true
		}
	}
	return false
}

func isRegional(r rune) bool { return r >= '\U0001f1e6' && r <= '\U0001f1ff' }
