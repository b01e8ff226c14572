package lexicon

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Topics are lists of words that a text has some of.
type Topics uint16

// The topics.
const (
	OfBacklog      Topics = 1 << iota // see [BacklogWords]
	OfWork                            // see [WorkWords]
	OfEpics                           // see [EpicWords]
	OfPlan                            // see [PlanWords]
	OfCriteria                        // see [CriteriaWords]
	OfOther                           // see [OtherTitleWords]
	ofTemplate                        // see templateWords
	ofPlanFile                        // see planNames
	ofWorkFile                        // see workFiles
	ofRequirements                    // see requirementFiles
)

// TopicsOf returns the topics of a folded text that has one of their words as a word
// of its own. Words of scripts without spaces count wherever they stand.
func TopicsOf(text string) Topics { return topics.in(text) }

// Has reports whether some of the others are among the topics.
func (t Topics) Has(others Topics) bool { return t&others != 0 }

var topics = newVocabulary(map[Topics]map[string]bool{
	OfBacklog: BacklogWords, OfWork: WorkWords, OfEpics: EpicWords, OfPlan: PlanWords, OfCriteria: CriteriaWords,
	OfOther: OtherTitleWords, ofTemplate: templateWords, ofPlanFile: planNames, ofWorkFile: workFiles, ofRequirements: requirementFiles,
})

// phraseWords is how many words are looked at together.
const phraseWords = 3

// A vocabulary is a number of lists of folded words and phrases, put in order so
// that a word that is in none of them costs next to nothing.
type vocabulary struct {
	entries  map[string]entry
	sieve    sieve
	unspaced []string // words of scripts without spaces
}

// An entry is a word or phrase.
type entry struct {
	of   Topics // the lists that have it
	goes bool   // longer phrases begin with it
}

func newVocabulary(lists map[Topics]map[string]bool) *vocabulary {
	v := &vocabulary{entries: make(map[string]entry)}
	for of, words := range lists {
		for w := range words {
			e := v.entries[w]
			e.of |= of
			v.entries[w] = e
			for head := w; ; {
				i := strings.LastIndexByte(head, ' ')
				if i < 0 {
					break
				}
				head = head[:i]
				e := v.entries[head]
				e.goes = true
				v.entries[head] = e
			}
		}
	}
	for _, w := range slices.Sorted(maps.Keys(v.entries)) {
		v.sieve.add(w)
		if Unspaced(w) {
			v.unspaced = append(v.unspaced, w)
		}
	}
	return v
}

// word returns what the vocabulary has of a word of a text.
func (v *vocabulary) word(w string) entry {
	if !v.sieve.passesFolded(w) {
		return entry{}
	}
	return v.entries[w]
}

// IsEpicsTitle reports whether a folded title says nothing but that epics follow.
func IsEpicsTitle(title string) bool { return epicsTitles[strings.Trim(title, " :*0123456789.")] }

var epicsTitles = Set("epics|our epics|list of epics|epic list|epicas|epicos|epiques|epopees|epiken|epik|liste der epics|lista de epicas|lista de epicos|" +
	"lista delle epic|эпики|史诗|史诗列表|エピック|エピック一覧|에픽|에픽 목록")

// IsErrorTitle reports whether a folded title is that of a list of errors: "Errors",
// "API error codes", "Fehlercodes".
func IsErrorTitle(title string) bool {
	words := strings.FieldsFunc(title, func(r rune) bool { return !IsWordRune(r) })
	return slices.ContainsFunc(words, func(w string) bool { return errorWords[w] })
}

var errorWords = Set("error|errors|errorcodes|fehler|fehlercodes|fehlermeldungen|errores|erros|erreur|erreurs|errori|errore|foutcodes|fouten|" +
	"felkoder|bledy|bledow|ошибки|ошибок|错误码|错误代码|エラー|エラーコード|오류|오류 코드")

// in returns the topics of the words and phrases in a folded text.
func (v *vocabulary) in(text string) (found Topics) {
	var open [phraseWords - 1]phrase // that end with the last word and may go on, the shortest first
	n := 0
	for i := 0; i < len(text); {
		size := wordSize(text[i:])
		if size == 0 {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		w := text[i : i+size]
		e := v.word(w)
		found |= e.of
		var next [phraseWords - 1]phrase
		m := 0
		if e.goes {
			next[0] = phrase{words: w, at: i}
			m = 1
		}
		for _, p := range open[:n] {
			longer := p.with(text, w, i)
			e := v.entries[longer.words]
			found |= e.of
			if e.goes && m < len(next) && longer.more < phraseWords-1 {
				next[m] = longer
				m++
			}
		}
		open, n = next, m
		if j := strings.LastIndexByte(w, '-'); j > 0 { // "Produkt-Backlog"
			found |= v.word(w[j+1:]).of
		}
		if w[0] >= utf8.RuneSelf && Unspaced(w) {
			for _, part := range v.unspaced {
				if strings.Contains(w, part) {
					found |= v.entries[part].of
				}
			}
		}
		i += size
	}
	return found
}

// A phrase is some words of a text in a row, with a space between each two.
type phrase struct {
	words string
	at    int // where it begins in the text
	more  int // words behind the first
}

// with returns the phrase that goes on with the next word. It is part of the text
// where that has a space there, as nearly all have.
func (p phrase) with(text, word string, at int) phrase {
	longer := phrase{at: p.at, more: p.more + 1}
	whole := text[p.at : at+len(word)]
	if len(whole) == len(p.words)+1+len(word) && text[at-1] == ' ' && strings.HasPrefix(whole, p.words) {
		longer.words = whole
	} else {
		longer.words = p.words + " " + word
	}
	return longer
}

// wordSize returns how many bytes of a folded text belong to the word that it begins
// with, none if it begins with something else.
func wordSize(text string) int {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if !isWordByte[c] {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if !IsWordRune(r) {
			return i
		}
		i += n
	}
	return len(text)
}

// isWordByte are the bytes of ASCII that words of a folded text have.
var isWordByte = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		is[c] = IsWordRune(rune(c)) || c >= '0' && c <= '9'
	}
	return is
}()
