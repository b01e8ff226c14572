package lexicon

import (
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A sieve holds back words that are in none of some lists, by their first byte and
// their length alone: most words of a text are in none, and to fold and look up each
// of them is what reading would spend most of its time with.
type sieve [256]uint64

func newSieve[V any](lists ...map[string]V) *sieve {
	s := new(sieve)
	for _, list := range lists {
		for w := range list {
			s.add(w)
		}
	}
	return s
}

func (s *sieve) add(folded string) {
	if folded != "" {
		s[folded[0]] |= lengthBit(len(folded))
	}
}

// lengthBit names the length of a word; those of long ones are not told apart.
func lengthBit(length int) uint64 { return 1 << min(length, 63) }

// holds reports whether a word that begins with a byte and is so long may be in the lists.
func (s *sieve) holds(first byte, length int) bool { return s[first]&lengthBit(length) != 0 }

// passesFolded reports whether a folded word may be in the lists.
func (s *sieve) passesFolded(w string) bool { return w == "" || s.holds(w[0], len(w)) }

// passes reports whether a word may be in the lists once it is folded. Only words in
// ASCII are held back: others have another length then.
func (s *sieve) passes(w string) bool {
	if w == "" {
		return true
	}
	c := w[0]
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return s.holds(c, len(w)) || !markdown.IsASCII(w)
}
