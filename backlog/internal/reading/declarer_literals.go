package reading

import (
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

// mostLiterals is how many words and codes before a number are told apart in a
// scheme; longestLiteral is how long one may be.
const (
	mostLiterals   = 6
	longestLiteral = 24
)

// endings may stand behind the number of an ID, the most telling first.
var endings = []string{
	":** {title}", "**: {title}", ": {title}** *", " {title}** *", "** {title}", "] {title}", ") {title}",
	": {title}", " — {title}", " - {title}", ". {title}", " {title}",
}

// literals returns templates that name the words or codes before the numbers of
// a scheme, as they are written: "US-{id}: {title}".
func (w *declarer) literals(c *siteScheme) []string {
	var out []string
	seen := make(map[string]bool)
	for _, i := range c.sites {
		x := &w.sites[i]
		text := w.d.textOf(x.candidate, true)
		if c.bare() {
			if word, _, ok := strings.Cut(text, " "); ok && text == x.Title && lexicon.IsSentence(text) && !seen[word] && len(seen) < mostLiterals {
				seen[word] = true
				out = append(out, literal(word+" ")+"{title}")
			}
			begin, ok := strings.CutSuffix(text, x.Title)
			if ok && strings.ContainsFunc(begin, unicode.IsLetter) && x.Title != "" && !seen[begin] && len(seen) < mostLiterals {
				seen[begin] = true
				out = append(out, literal(begin)+"{title}")
			}
			continue
		}
		for _, begin := range beginnings(text) {
			if seen[begin] || len(seen) >= mostLiterals {
				continue
			}
			seen[begin] = true
			out = append(out, literalsOf(begin, text)...)
		}
	}
	return out
}

// beginnings returns what stands before the first number of a line, and the
// words in it alone.
func beginnings(text string) []string {
	i := strings.IndexFunc(text, unicode.IsDigit)
	if i < 1 || i > longestLiteral {
		return nil
	}
	begin := text[:i]
	if !strings.ContainsFunc(begin, unicode.IsLetter) || strings.ContainsFunc(begin, func(r rune) bool {
		return !unicode.IsLetter(r) && !strings.ContainsRune(" -_#*[(\u00a0", r)
	}) {
		return nil
	}
	all := []string{begin}
	if i := strings.LastIndexByte(begin, ' '); i > 0 && i < len(begin)-1 {
		all = append(all, begin[:i+1])
	}
	return all
}

// literalsOf returns the templates with a beginning that a line fits, the two
// most telling.
func literalsOf(begin, text string) []string {
	var out []string
	for _, end := range endings {
		template := literal(begin) + "{id}" + end
		p, err := pattern.Parse("# " + template)
		if err != nil {
			continue
		}
		if _, ok := p.Match(text); ok && p.Bold == strings.Contains(begin, "**") {
			out = append(out, template)
		}
		if len(out) == 2 {
			break
		}
	}
	return out
}

// literal is the beginning of a template that fits a text, with what is in bold.
func literal(text string) string { return strings.ReplaceAll(pattern.Escape(text), `\*\*`, "**") }
