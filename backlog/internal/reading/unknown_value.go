package reading

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// An UnknownValue is what fields of items say that cannot be read as what the field
// holds, so that the items have no such field.
type UnknownValue struct {
	Field lexicon.FieldRole
	Text  string
	Line  markdown.Span // the first place
	Items []lexicon.ID
}

// longestValue is how long a value may be, in runes: more is a remark.
const longestValue = 30

// yamlNull says in data that there is no value.
const yamlNull = "null"

// noteValue notes a value of a field of an item that cannot be read. Remarks and words
// that say that there is none yet are no values.
func (a *assembly) noteValue(role lexicon.FieldRole, text string, at int, id lexicon.ID) {
	text = strings.TrimSpace(text)
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if !strings.ContainsFunc(text, word) || text == yamlNull || utf8.RuneCountInString(text) > longestValue ||
		lexicon.IsPlaceholder([]byte(text)) || lexicon.IsPlaceholderTitle(text) || lexicon.IsNothing(text) {
		return
	}
	for i := range a.f.UnknownValues {
		if u := &a.f.UnknownValues[i]; u.Field == role && lexicon.Fold(u.Text) == lexicon.Fold(text) {
			u.Items = append(u.Items, id)
			return
		}
	}
	line := markdown.Span{Start: a.d.LineStart(at), End: a.d.LineEnd(at)}
	a.f.UnknownValues = append(a.f.UnknownValues, UnknownValue{Field: role, Text: text, Line: line, Items: []lexicon.ID{id}})
}

// dueOf reads the due date of an item, "" if there is none.
func (a *assembly) dueOf(text string, at int, id lexicon.ID) string {
	date := findDate(text)
	if date == "" {
		a.noteValue(lexicon.FieldDue, text, at, id)
	}
	return date
}

// findDate returns the first date "YYYY-MM-DD" in a text that the calendar has, or "".
func findDate(s string) string {
	for i := 0; i+len(time.DateOnly) <= len(s); i++ {
		if !MatchesForm(s[i:i+len(time.DateOnly)], "dddd-dd-dd") {
			continue
		}
		if _, err := time.Parse(time.DateOnly, s[i:i+len(time.DateOnly)]); err == nil {
			return s[i : i+len(time.DateOnly)]
		}
	}
	return ""
}
