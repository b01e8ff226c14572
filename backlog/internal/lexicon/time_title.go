package lexicon

import (
	"strconv"
	"strings"
)

// IsTimeTitle reports whether a folded title is that of a version, a quarter, a
// sprint, or another stretch of time in a plan: "v1.2 (May)", "Q3 2026", "Sprint 4",
// "M1 – Prototype", "2026-Q3", "May", "April – Slots".
func IsTimeTitle(title string) bool {
	words := strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(" :–—()[]/,", r) })
	if len(words) == 0 {
		return false
	}
	first := words[0]
	if whole, _, _ := strings.Cut(strings.TrimLeft(title, " ["), " "); isDate(strings.Trim(whole, ":,])")) {
		return true
	}
	switch {
	case IsVersionTitle(first), isPeriod(first):
		return true
	case isVersion(first): // "1.4 (May)", but not "2.1 Sensors", which is a chapter
		after := strings.TrimLeft(strings.TrimLeft(title, " :–—()[]/,")[len(first):], " ])")
		return first[0] == 'v' || len(words) == 1 || after[0] == '(' || monthWords[words[1]] || isYear(words[1])
	case len(words) > 1 && timeWords[first]:
		return StartsWithDigit(words[1]) || isVersion(words[1]) || len(words[1]) == 1 && words[1] <= "h" || strings.Trim(words[1], "iv") == ""
	case isYear(first):
		return len(words) == 1 || isPeriod(words[1])
	}
	if monthWords[first] {
		return len(words) == 1 || isYear(words[1]) || strings.ContainsAny(title[:strings.Index(title, words[1])], ":–—(/")
	}
	if isCountedPeriod(first) {
		return true
	}
	year, period, ok := strings.Cut(first, "-") // "2026-Q3"
	return ok && (isYear(year) && isPeriod(period) || isPeriod(year) && isYear(period))
}

// timeWords stand before the number of a stretch of time.
var timeWords = Set("version|versione|versao|release|sprint|iteration|iteracion|iteracao|iterazione|milestone|hito|marco|jalon|meilenstein|" +
	"phase|tier|fase|etapa|etape|etappe|stage|stadium|faza|etap|stufe|part|parte|teil|partie|deel|chapter|kapitel|chapitre|capitulo|capitolo|" +
	"week|wk|day|month|dia|mes|semana|jour|mois|semaine|tag|woche|monat|giorno|settimana|mese|dag|maand|vecka|manad|uge|maned|uke|dzien|tydzien|" +
	"miesiac|kw|quarter|quartal|trimestre|kwartaal|kwartal|wave|increment|версия|релиз|спринт|этап|" +
	"день|неделя|месяц|版本|阶段|スプリント")

var monthWords = Set("january|february|march|april|may|june|july|august|september|october|november|december|" +
	"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|" +
	"janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|" +
	"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|" +
	"januar|februar|märz|juni|juli|oktober|dezember|" +
	"gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|" +
	"januari|februari|maart|mei|augustus|augusti|maj|" +
	"styczeń|luty|marzec|kwiecień|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|grudzień|" +
	"январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь")

// isCountedPeriod reports whether a word is the number of a stretch of time with what
// counts it: "第1周", "第2週", "3주차".
func isCountedPeriod(word string) bool {
	rest, counted := strings.CutPrefix(word, "第")
	digits := strings.TrimLeft(rest, "0123456789一二三四五六七八九十")
	return len(digits) < len(rest) && (counted || StartsWithDigit(rest)) && countWords[digits]
}

var countWords = Set("周|週|週目|阶段|天|月|个月|迭代|季度|日目|スプリント|フェーズ|주차|일차|단계|개월차|분기")

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

func isDigits(s string) bool { return s != "" && len(s) < 4 && strings.Trim(s, "0123456789") == "" }

// isPeriod reports whether a word is a quarter, a half of a year, a milestone, a
// sprint, a week or a day by its letters: "q1", "h2", "t3", "m1", "w2", "kw12", "d0",
// "j+1".
func isPeriod(word string) bool {
	number := strings.TrimPrefix(word, "kw")
	if number == word {
		if word == "" || !strings.ContainsRune("qhtmrsdjw", rune(word[0])) {
			return false
		}
		number = word[1:]
		if days, after := strings.CutPrefix(number, "+"); after { // "J+1", "T+30"
			return strings.ContainsRune("djt", rune(word[0])) && isDigits(days)
		}
		if days, before := strings.CutPrefix(number, "-"); before { // "J-7", but "T-7" and "D-7" are codes
			return word[0] == 'j' && isDigits(days)
		}
	}
	return len(number) < 3 && isDigits(number)
}

// IsQuarter reports whether an ID may be the number of a quarter: "Q1" to "Q4".
func IsQuarter(id ID) bool {
	return len(id) == 2 && (id[0] == 'Q' || id[0] == 'q') && id[1] >= '1' && id[1] <= '4'
}

func isYear(word string) bool {
	return len(word) == 4 && strings.HasPrefix(word, "20") && StartsWithDigit(word[2:])
}

// CutTimeWords takes words for a stretch of time off the end of a folded text, or, if
// there are none, off its beginning: "done last quarter", "im letzten quartal erledigt".
func CutTimeWords(words []string) string {
	end := len(words)
	for end > 1 && isSpanWord(words[end-1]) {
		end--
	}
	start := 0
	for end == len(words) && start < end-1 && isSpanWord(words[start]) {
		start++
	}
	return strings.Join(words[start:end], " ")
}

// isDate reports whether a word is a date in numbers: "2021-2-3", "03/05", "3.5.2024".
func isDate(word string) bool {
	for _, sign := range []string{"-", "/", "."} {
		parts := strings.Split(word, sign)
		n := len(parts)
		if n < 2 || n > 3 || n == 2 && sign != "/" {
			continue
		}
		if years, ok := yearsIn(parts); ok && (years == 1 || years == 0 && sign == "/") {
			return true
		}
	}
	return false
}

// yearsIn counts the years among parts of a date; none of the others may be above 31, and
// not two of them above 12.
func yearsIn(parts []string) (years int, ok bool) {
	days := 0
	for _, p := range parts {
		if isYear(p) {
			years++
			continue
		}
		n, err := strconv.Atoi(p)
		if err != nil || len(p) > 2 || len(parts) == 2 && len(p) < 2 || n < 1 || n > 31 {
			return 0, false
		}
		if n > 12 {
			days++
		}
	}
	return years, days < 2
}

func isSpanWord(word string) bool {
	return isDate(word) || spanWords[word] || monthWords[word] || timeWords[word] || isYear(word) || isPeriod(word) || isVersion(word)
}

// spanWords say when, beside those of months and the like.
var spanWords = Set("last|this|previous|past|recently|lately|so|far|already|year|in|during|the|since|today|yesterday|" +
	"letztes|letzten|letzte|letzter|letztem|diese|diesen|dieses|diesem|vorige|vorigen|im|bisher|kurzlich|schon|bereits|jahr|heute|gestern|" +
	"ultimo|ultima|pasado|pasada|este|esta|en|el|la|recientemente|ano|durante|hoy|passado|passada|recentemente|no|na|hoje|" +
	"dernier|derniere|ce|cette|au|le|du|recemment|deja|annee|hier|scorso|scorsa|questo|questa|nel|nello|recentemente|anno|oggi|" +
	"afgelopen|vorig|deze|dit|vorige|jaar|senaste|forra|denna|detta|ar|sidste|denne|forrige|ostatni|ostatnim|zeszlym|tym|w|" +
	"в|за|прошлом|этом|последний|прошлый")
