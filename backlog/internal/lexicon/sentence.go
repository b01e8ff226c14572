package lexicon

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Openers begin the sentence of a user story, and wants follow in it. Both are
// folded.
var (
	Openers = []string{
		"as a ", "as an ", "as the ", "as ", "como ", "yo como ", "yo, como ", "eu como ", "eu, como ", "moi, en tant que ", "io come ",
		"io, come ", "en tant que ", "en tant qu'", "en tant qu’", "als ", "come ", "in qualita di ",
		"mint ", "как ", "я как ", "я, как ",
		"作为", "作為", "として", "sebagai ", "la mot ", "la ", "jako ", "jako, ", "bir ", "ako ", "som ",
	}
	wants = bytesOf(
		" i want", " i would like", " i'd like", " i need", " i can", " i wish", " i should", " i must", " want to", " wants to", " so that", " so i ",
		"quiero", "necesito", "deseo", "puedo", "quero", "desejo", "preciso", "gostaria", "posso", "je veux", "je souhaite", "je peux",
		"je dois", "j'ai besoin",
		"je voudrais",
		"mochte ich", "will ich", "kann ich", "mochte", "voglio", "vorrei", "desidero", "wil ik", "kan ik", "szeretne", "akarok", "я хочу",
		"хочу", "мне нужно",
		"чтобы",
		"我想", "我需要", "我要", "我希望", "希望", "以便", "したい", "saya ingin", "saya dapat", "saya mau", "toi muon", "toi can", "chce", "chcialbym",
		"istiyorum", "cheem", "vill jag", "jag vill", "kan jag", "behover jag", "vil jeg", "jeg vil", "onsker jeg", "kan jeg", "haluan",
		"afin de", "afin que", " damit ", "zodat",
	)
	// shortOpeners begin much else, too, so that a comma does not tell that a role stands before it.
	shortOpeners = []string{"as ", "la ", "bir ", "som "}
)

func bytesOf(texts ...string) [][]byte {
	all := make([][]byte, len(texts))
	for i, t := range texts {
		all[i] = []byte(t)
	}
	return all
}

var hungarianWants = []string{"szeretne", "akarok", "tudok", "tudjak", "latni", "hogy "}

// wishes begin the sentence of a user story where the role stands above it.
var wishes = []string{"i want ", "i need ", "i would like ", "i can ", "quiero ", "necesito ", "quero ", "preciso ", "je veux ",
	"ich mochte ", "voglio ",
	"ik wil ", "wil ik ", "я хочу ", "我想", "我需要"}

var beginsWish = firstLetters(wishes)

// IsWish reports whether a text begins as what the role of a user story wants.
func IsWish(text string) bool {
	if len(text) < 8 || text[0] < utf8.RuneSelf && !beginsWish[text[0]] {
		return false
	}
	s := Fold(CutRunes(text, 24))
	return slices.ContainsFunc(wishes, func(w string) bool { return strings.HasPrefix(s, w) })
}

// IsSentence reports whether a text begins as the sentence of a user story:
// "As a user, I want …", "Como operador, quiero …". A sentence without such a
// verb counts if a comma follows the role.
func IsSentence(text string) bool {
	role, _ := ScanSentence(text)
	return role
}

// ScanSentence reports whether a text begins as the sentence of a user story
// with a role, and whether it says what that wants.
func ScanSentence(text string) (role, want bool) {
	const reach = 400
	if len(text) < 8 {
		return false, false
	}
	text = cutBadge(text)
	text = CutRunes(text, reach)
	if strings.Contains(text, " olarak") { // Turkish puts both behind
		role, rest, _ := strings.Cut(Fold(text), " olarak")
		if len(role) < 48 && strings.HasPrefix(rest, ",") || strings.Contains(rest, "istiyorum") {
			return true, true
		}
	}
	if i := strings.Index(CutRunes(text, 48), "ként"); i > 0 { // so does Hungarian: "Vendégként szeretném …"
		if rest := Fold(text[i+len("ként"):]); slices.ContainsFunc(hungarianWants, func(w string) bool { return strings.Contains(rest, w) }) {
			return true, true
		}
	}
	if !MayOpen(text) {
		return false, false
	}
	var buf [reach]byte
	folded := appendFolded(buf[:0], text)
	for _, o := range openersOf(folded) {
		rest, ok := bytes.CutPrefix(folded, o)
		if !ok {
			continue
		}
		for _, w := range wants { // a function that is passed on would have the text allocated
			if bytes.Contains(rest, w) {
				return true, true
			}
		}
		comma := bytes.IndexAny(rest, ",，")
		if comma <= 0 || comma >= 48 || slices.Contains(shortOpeners, string(o)) {
			return false, false
		}
		// "As a user, errors are clear", but not "As a stream that is readable, …"
		return len(strings.Fields(string(rest[:comma]))) <= 4, false
	}
	return false, false
}

// appendFolded appends a text as [Fold] returns it.
func appendFolded(b []byte, text string) []byte {
	if !markdown.IsASCII(text) {
		return append(b, Fold(text)...)
	}
	b = append(b, text...)
	for i, c := range b {
		b[i] = lowerASCII(c)
	}
	return b
}

// LongestOpener is more bytes than any opener has before it is folded.
const LongestOpener = 40

// MayOpen reports whether a text may begin with an opener, by a look at its
// first letters: most do not, and folding is expensive.
func MayOpen(text string) bool {
	n := 0
	for n < len(text) && n < 3 && text[n] < utf8.RuneSelf {
		n++
	}
	if n == 3 {
		return openerHeads[[3]byte{lowerASCII(text[0]), lowerASCII(text[1]), lowerASCII(text[2])}] != nil
	}
	for _, o := range Openers {
		if m := min(n, len(o)); strings.EqualFold(text[:m], o[:m]) {
			return true
		}
	}
	return false
}

// openerHeads are the openers by their first three bytes; each has so many.
var openerHeads = func() map[[3]byte][][]byte {
	heads := make(map[[3]byte][][]byte)
	for _, o := range bytesOf(Openers...) {
		heads[[3]byte(o)] = append(heads[[3]byte(o)], o)
	}
	return heads
}()

// openersOf returns the openers that begin as a folded text does.
func openersOf(folded []byte) [][]byte {
	if len(folded) < 3 {
		return nil
	}
	return openerHeads[[3]byte(folded)]
}

func lowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// firstLetters tells the bytes of ASCII that texts begin with, in either case.
func firstLetters(texts []string) (first [utf8.RuneSelf]bool) {
	for _, t := range texts {
		if c := t[0]; c < utf8.RuneSelf {
			first[c] = true
			first[c^' '] = first[c^' '] || c >= 'a' && c <= 'z'
		}
	}
	return first
}

// CutRunes returns the whole runes in the first n bytes of a text.
func CutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// cutBadge takes a remark in parentheses or brackets off the beginning of a
// text: "(2 pts) As a …".
func cutBadge(s string) string {
	s = strings.TrimLeft(s, " ")
	if s == "" || s[0] != '(' {
		return s
	}
	if inside, rest, ok := strings.Cut(s[1:], ")"); ok && len(inside) < 32 {
		return strings.TrimLeft(rest, " :-—–")
	}
	return s
}
