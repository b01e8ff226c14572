package lexicon

import "strings"

// IsTimeTitle reports whether a folded title is that of a version, a quarter, a
// sprint, or another stretch of time in a plan: "v1.2 (May)", "Q3 2026", "Sprint 4",
// "M1 – Prototype", "2026-Q3", "May", "April – Slots".
func IsTimeTitle(title string) bool {
	words := strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(" :–—()[]/,", r) })
	if len(words) == 0 {
		return false
	}
	first := words[0]
	switch {
	case IsVersionTitle(first), isPeriod(first):
		return true
	case isVersion(first): // "1.4 (May)", but not "2.1 Sensors", which is a chapter
		after := strings.TrimLeft(strings.TrimLeft(title, " :–—()[]/,")[len(first):], " ])")
		return first[0] == 'v' || after == "" || after[0] == '(' || monthWords[words[1]] || isYear(words[1])
	case len(words) > 1 && timeWords[first]:
		return StartsWithDigit(words[1]) || isVersion(words[1])
	case isYear(first):
		return len(words) == 1 || isPeriod(words[1])
	}
	if monthWords[first] {
		return len(words) == 1 || isYear(words[1]) || strings.ContainsAny(title[:strings.Index(title, words[1])], ":–—(/")
	}
	year, period, ok := strings.Cut(first, "-") // "2026-Q3"
	return ok && (isYear(year) && isPeriod(period) || isPeriod(year) && isYear(period))
}

// timeWords stand before the number of a stretch of time.
var timeWords = Set("version|versione|versao|release|sprint|iteration|iteracion|iteracao|iterazione|milestone|hito|marco|jalon|meilenstein|" +
	"phase|fase|etapa|etape|" +
	"week|day|dia|jour|tag|giorno|kw|quarter|quartal|trimestre|kwartaal|kwartal|wave|increment|версия|релиз|спринт|этап|版本|阶段|スプリント")

var monthWords = Set("january|february|march|april|may|june|july|august|september|october|november|december|" +
	"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|" +
	"janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|" +
	"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|" +
	"januar|februar|märz|juni|juli|oktober|dezember|" +
	"gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|" +
	"januari|februari|maart|mei|augustus|augusti|maj|" +
	"styczeń|luty|marzec|kwiecień|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|grudzień|" +
	"январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь")

// endsInPeriod reports whether the last part of a folded title is a quarter or half of
// a year: "Sauna – Q2 2026".
func endsInPeriod(title string) bool {
	words := strings.Fields(title)
	n := len(words)
	if n < 2 {
		return false
	}
	return isYear(words[n-1]) && isPeriod(words[n-2]) || isPeriod(words[n-1]) && isYear(words[n-2])
}

// isVersion reports whether a word is a version: "v1.2", "1.4", "v2".
func isVersion(word string) bool {
	digits, v := strings.CutPrefix(word, "v")
	parts := strings.Split(digits, ".")
	for i, p := range parts {
		if p == "" || strings.Trim(p, "0123456789") != "" && (i == 0 || p != "x") {
			return false
		}
	}
	return v || len(parts) > 1
}

// isPeriod reports whether a word is a quarter, a half of a year, a milestone, a
// sprint or a day by its letter: "q1", "h2", "t3", "m1", "d0".
func isPeriod(word string) bool {
	if word == "" || !strings.ContainsRune("qhtmrsd", rune(word[0])) {
		return false
	}
	number := word[1:]
	return number != "" && len(number) < 3 && strings.Trim(number, "0123456789") == ""
}

func isYear(word string) bool {
	return len(word) == 4 && strings.HasPrefix(word, "20") && StartsWithDigit(word[2:])
}
