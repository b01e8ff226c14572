package lexicon

import (
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"golang.org/x/text/unicode/rangetable"
)

// Language is an ISO 639-1 code. What is written in one without a [Wording] is in
// English.
type Language string

// Wording is what is written into files of one language.
type Wording struct {
	Created       string // "Creado"
	Closed        string // "Cerrado"
	Pending       string // "pendiente"
	LedgerTitle   string
	LedgerHeader  [6]string // kind, identifier, address, UTC time, responsible, whether it is registered
	Milestone     string
	Issue         string
	RelationTitle string
}

var Wordings = map[Language]*Wording{
	"en": {"Created", "Closed", "pending", "Evidence ledger",
		[6]string{"Type", "Identifier", "URL", "UTC date", "Responsible", "Registered"}, "Milestone", "Issue", "Relation Milestone ← Issues"},
	"es": {"Creado", "Cerrado", "pendiente", "Registro de evidencia",
		[6]string{"Tipo", "Identificador", "URL", "Fecha UTC", "Responsable", "Registrado"}, "Milestone", "Issue", "Relación Milestone ← Issues"},
	"pt": {"Criado", "Fechado", "pendente", "Registro de evidências",
		[6]string{"Tipo", "Identificador", "URL", "Data UTC", "Responsável", "Registrado"}, "Milestone", "Issue", "Relação Milestone ← Issues"},
	"fr": {"Créé", "Fermé", "en attente", "Registre des preuves",
		[6]string{"Type", "Identifiant", "URL", "Date UTC", "Responsable", "Enregistré"}, "Milestone", "Issue", "Relation Milestone ← Issues"},
	"de": {"Angelegt", "Geschlossen", "ausstehend", "Nachweise",
		[6]string{"Typ", "Kennung", "URL", "Datum UTC", "Verantwortlich", "Registriert"}, "Milestone", "Issue", "Beziehung Milestone ← Issues"},
	"it": {"Creato", "Chiuso", "in attesa", "Registro delle evidenze",
		[6]string{"Tipo", "Identificatore", "URL", "Data UTC", "Responsabile", "Registrato"}, "Milestone", "Issue", "Relazione Milestone ← Issues"},
}

// WordingOf returns the words of a language, those of English for one that it
// does not know.
func WordingOf(l Language) *Wording {
	if w, ok := Wordings[l]; ok {
		return w
	}
	return Wordings["en"]
}

// RelationHeadings are the folded headings of relation lists.
var RelationHeadings = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range Wordings {
		m[Fold(w.RelationTitle)] = true
	}
	return m
}()

// languageWords are words that a language has and the others lack, as far as
// possible. Words of several languages count for each. Languages without a [Wording]
// are here so that their files are not taken for those of another one.
var languageWords = map[string]string{
	"en": "the of and to for with is are this that as want user when each story created pending status identifier from be must do won't add fix on at",
	"es": "el los las que para con una del como quiero por se cada este historia historias pendiente creado estado identificador usuario fecha épica " +
		"y en un al su sin más desde hay hacer tareas pendientes",
	"pt": "os das dos que para uma não como quero por cada este história histórias pendente criado estado usuário do em responsável épico " +
		"ao na mais sem são fazer tarefas feito",
	"fr": "le les des une pour avec dans que est tant je veux chaque cette histoire statut utilisateur et du identifiant créé " +
		"en un au aux sur sans faire tâches terminé",
	"de": "der die das und für ist nicht ein eine als möchte ich damit jede status kennung angelegt den von zu nutzer " +
		"auf im zum zur bei oder wird sind nach aus über einen kein keine aufgaben offen erledigt",
	"it": "il gli che per con una del come voglio ogni questa storia storie creato stato utente è di delle responsabile identificatore " +
		"un nel alla dei più senza sono fare attività fatto",
	"nl": "het een van voor met niet dat wordt ik wil als gebruiker zodat naar bij aan ook geen nog zijn op",
	"sv": "och att det är för med inte som på av till den ett jag vill så när ska utan från",
	"da": "og at det er med ikke som på af til et jeg vil så når skal uden fra",
	"no": "og å det er med ikke som på av til et jeg vil så når skal uten fra",
	"pl": "do się nie jest jako chcę żeby dla że od jak przez oraz",
	"cs": "se je že pro jako chci abych aby nebo při není být",
	"hu": "az és egy hogy nem szeretném mint legyen vagy",
	"fi": "ja on ei että tai kun ovat haluan",
	"ro": "și pentru să care din este cu sau",
	"tr": "ve bir için olarak istiyorum ile",
	"id": "dan yang untuk dengan saya ingin sebagai tidak dari",
	"vi": "là tôi muốn của và cho các được",
}

// languageIndex are the languages, by their places among [languages], that have a word.
var languageIndex = func() map[string][]int {
	m := make(map[string][]int)
	for l, words := range languageWords {
		for w := range strings.FieldsSeq(words) {
			m[w] = append(m[w], slices.Index(languages, Language(l)))
		}
	}
	return m
}()

var languageSieve = newSieve(languageIndex)

// letterLanguage are letters, none of them in ASCII, that words of one language have,
// and of hardly another.
var letterLanguage = func() map[rune]int {
	m := make(map[rune]int)
	for l, letters := range map[Language]string{
		"es": "ñ", "pt": "ãõ", "fr": "œ", "de": "ß", "pl": "łżźśćńąę", "cs": "řěů", "hu": "őű", "ro": "țș", "tr": "ğş", "vi": "đơư",
	} {
		for _, r := range letters {
			m[r] = slices.Index(languages, l)
		}
	}
	return m
}()

// languages are those that are told apart. Of several that lead, the first counts.
var languages = []Language{"en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "no", "pl", "cs", "hu", "fi", "ro", "tr", "id", "vi"}

// scripts are those of one language, or of one above all.
var scripts = []struct {
	language Language
	letters  *unicode.RangeTable
}{
	{"ja", rangetable.Merge(unicode.Hiragana, unicode.Katakana)},
	{"ko", unicode.Hangul},
	{"zh", unicode.Han},
	{"ru", unicode.Cyrillic},
	{"el", unicode.Greek},
	{"ar", unicode.Arabic},
	{"he", unicode.Hebrew},
	{"th", unicode.Thai},
	{"hi", unicode.Devanagari},
}

// cyrillic are letters of languages that share their script with Russian.
var cyrillic = map[rune]Language{'і': "uk", 'ї': "uk", 'є': "uk", 'ґ': "uk", 'ў': "be", 'ј': "sr", 'љ': "sr", 'њ': "sr", 'ћ': "sr", 'ђ': "sr"}

// scriptLanguage tells the language of a text most of whose letters are of a script
// that hardly another one has; "" if they are not. Where Kana stand, Han is Japanese.
// A letter of Han says as much as some of an alphabet, among which are IDs and names.
func scriptLanguage(text string) Language {
	const syllable = 3
	counts := make(map[Language]int)
	others, all := 0, 0
	for _, r := range text {
		if r < 0x370 { // Latin
			if unicode.IsLetter(r) {
				others++
			}
			continue
		}
		for i := range scripts {
			s := &scripts[i]
			if !unicode.Is(s.letters, r) {
				continue
			}
			n := 1
			if i < 3 {
				n = syllable
			}
			counts[s.language] += n
			all += n
			if l, ok := cyrillic[unicode.ToLower(r)]; ok {
				counts[l]++
			}
			break
		}
	}
	best := Language("")
	for i := range scripts {
		if l := scripts[i].language; best == "" || counts[l] > counts[best] {
			best = l
		}
	}
	switch {
	case all == 0 || all <= others:
		return ""
	case best == "zh" && counts["ja"]*4 > counts["zh"]:
		return "ja"
	case best == "ru":
		for _, l := range []Language{"uk", "be", "sr"} {
			if counts[l]*50 > counts["ru"] {
				return l
			}
		}
	}
	return best
}

// LanguageSample is how much of a text is looked at to tell its language.
const LanguageSample = 16 << 10

// DetectLanguage tells the language of most words of a text, or of its script, English
// if none leads.
func DetectLanguage(text string) Language {
	if len(text) > LanguageSample {
		text = text[:LanguageSample]
	}
	if !markdown.IsASCII(text) {
		if l := scriptLanguage(text); l != "" {
			return l
		}
	}
	counts := make([]int, len(languages))
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool {
		return r < 'a' && r != '\'' || r > 'z' && r < 0xaa || r == '—' || r == '–' || r == '←' || r == '“' || r == '”'
	}) {
		if languageSieve.passesFolded(w) {
			for _, l := range languageIndex[w] {
				counts[l]++
			}
		}
		if l, ok := languageOfLetters(w); ok {
			counts[l]++
		}
	}
	best := 0
	for l := range languages {
		if counts[l] > counts[best] {
			best = l
		}
	}
	return languages[best]
}

// languageOfLetters returns the language of the first letter of a word that has one.
func languageOfLetters(word string) (int, bool) {
	if markdown.IsASCII(word) {
		return 0, false
	}
	for _, r := range word {
		if l, ok := letterLanguage[r]; ok {
			return l, true
		}
	}
	return 0, false
}
