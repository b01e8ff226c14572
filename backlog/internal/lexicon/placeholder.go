package lexicon

import (
	"slices"
	"strings"
)

// IsPlaceholderTitle reports whether a title is one of a template.
func IsPlaceholderTitle(title string) bool {
	if title == "" {
		return false
	}
	switch {
	case strings.Contains(title, "{{"):
		return true
	case len(title) < 12 && FieldOf(title) == FieldTitle: // "### US-001: Title"
		return true
	case title[0] == '{' || title[0] == '<' || title[0] == '[':
		return strings.Trim(cutBrackets(title), " -—–:·|") == ""
	}
	return strings.TrimLeft(title, ".…_") == ""
}

// IsNothing reports whether a text says that a list has nothing yet: "(none)", "None
// at the moment", "(vuoto)".
func IsNothing(text string) bool {
	if isHint(text) {
		return true
	}
	if len(text) > 40 {
		return false
	}
	const around = " .!()[]_*-–—"
	first, _, _ := strings.Cut(strings.TrimLeft(text, around), " ")
	if first = strings.TrimRight(first, around); !nothingSieve.passes(first) || !nothingHeads[Fold(first)] {
		return false
	}
	t := strings.Trim(Fold(text), around)
	if nothingWords[t] {
		return true
	}
	for _, later := range nothingTails {
		if head, ok := strings.CutSuffix(t, later); ok && nothingWords[head] {
			return true
		}
	}
	return false
}

// isHint reports whether a text in brackets says what is to be put in its place: "(Move
// cards here when work starts)".
func isHint(text string) bool {
	if strings.IndexByte(text, '(') < 0 {
		return false
	}
	t := strings.Trim(text, " *_")
	if !strings.HasPrefix(t, "(") || !strings.HasSuffix(t, ")") || strings.Count(t, "(") > 1 {
		return false
	}
	words := strings.FieldsFunc(Fold(t), func(r rune) bool { return !IsWordRune(r) })
	i := slices.IndexFunc(words, func(w string) bool { return hereWords[w] })
	return i >= 0 && (placingWords[words[0]] || i > 0 && placingWords[words[i-1]] || i == 0 && placingWords[words[len(words)-1]])
}

// placingWords say that something is put somewhere: "Add new cards here", "Cards go here".
// In "Let users put a photo here" somebody else is to do it.
var placingWords = Set("move|put|add|drag|drop|place|list|write|go|goes|come|appear|verschiebe|verschieben|eintragen|ziehen|mueve|mover|poner|pon|agregar|" +
	"agrega|anadir|anade|mova|adicionar|adicione|colocar|coloque|deplacer|deplacez|mettre|mettez|ajouter|ajoutez|sposta|spostare|aggiungi|verplaats|" +
	"flytta|flytt|flyt|przenies|dodaj|перенести|переносить|добавить|добавлять|перемещать")

var hereWords = Set("here|hier|aqui|ici|qui|hierher|har|tutaj|сюда|здесь")

var nothingWords = Set("none|nothing|nothing here|empty|n/a|tbd|tba|to be determined|to be defined|no items|no tasks|no entries|" +
	"ninguno|ninguna|nada|vacio|vacia|sin tareas|nenhum|nenhuma|vazio|aucun|aucune|rien|vide|neant|keine|keiner|nichts|leer|noch nichts|" +
	"nessuno|nessuna|niente|nulla|vuoto|vuota|geen|niets|leeg|nog niets|inga|inget|tomt|ingen|intet|brak|pusto|zadne|" +
	"нет|пусто|ничего|пока нет|пока пусто|无|暂无|空|なし|未定|特になし|없음|비어 있음|yok|bos|tidak ada|kosong|nincs|ures|khong co")

// nothingHeads are the first words of those for nothing.
var nothingHeads = func() map[string]bool {
	heads := make(map[string]bool)
	for words := range nothingWords {
		first, _, _ := strings.Cut(words, " ")
		heads[first] = true
	}
	return heads
}()

var nothingSieve = newSieve(nothingHeads)

// nothingTails follow words for nothing.
var nothingTails = []string{" yet", " so far", " at the moment", " for now", " right now", " currently", " at present", " here", " por ahora", " de momento",
	" por enquanto", " pour le moment", " pour l'instant", " derzeit", " zurzeit", " bisher", " aktuell", " per ora", " al momento", " op dit moment",
	" just nu", " na razie", " пока"}

// templateWords stand in the brackets of a title that is still to be written.
var templateWords = Set("name|title|feature|project|product|epic|story|date|n|nombre|titulo|proyecto|nome|projeto|nom|titre|projet|titel|projekt|" +
	"titolo|progetto|название|项目名称|名称|プロジェクト名")

// IsTemplateTitle reports whether a folded title has a gap to be filled in:
// "Tasks: [feature name]".
func IsTemplateTitle(title string) bool {
	for rest := title; ; {
		_, after, ok := strings.Cut(rest, "[")
		inside, next, closed := strings.Cut(after, "]")
		if !ok || !closed {
			return false
		}
		if !strings.HasPrefix(next, "(") && TopicsOf(inside).Has(ofTemplate) && !hasDigit(inside) {
			return true
		}
		rest = next
	}
}

// cutBrackets takes what stands in brackets out of a text, with the brackets.
func cutBrackets(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("[{<(", r):
			depth++
		case strings.ContainsRune("]}>)", r):
			depth--
		case depth <= 0:
			return r
		}
		return -1
	}, s)
}
