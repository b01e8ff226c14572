package reading

import (
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

// patternOf returns the pattern that the sites of a scheme fit, "" if none says
// what they are: for cells of HTML.
func (s *survey) patternOf(c *siteScheme) string {
	x := &s.sites[c.sites[0]]
	switch {
	case x.row != nil:
		return s.rowPattern(x)
	case c.form == formHTML, c.form == formTask:
		return ""
	}
	marker := ""
	switch c.form {
	case formHeading:
		marker = strings.Repeat("#", c.level) + " "
	case formChecklist:
		marker = indent(x) + "- [ ] "
	case formOrdered:
		marker = indent(x) + "1. "
	case formList:
		marker = indent(x) + "- "
	}
	most, chosen := 0, ""
	for _, text := range s.templates(c) {
		p, err := pattern.Parse(marker + text)
		if err != nil {
			continue
		}
		if n := s.keeping(c, p); n > most {
			most, chosen = n, p.String()
		}
	}
	return chosen
}

func indent(x *site) string { return strings.Repeat("  ", x.depth) }

var (
	codedTemplates = []string{
		"**{id}: {title}** *", "**{id} {title}** *", "**{id}:** {title}", "**{id}**: {title}", "**{id}** {title}",
		"{id}: {title}", "{id} — {title}", "{id}. {title}", "[{id}] {title}", "{id} {title}", "{title}",
	}
	entryTemplates = []string{"**{title}** *", "{title}"}
	plainTemplates = []string{"{title}"}
)

// templates returns what may stand behind the marker, the most telling first.
func (s *survey) templates(c *siteScheme) []string {
	x := &s.sites[c.sites[0]]
	switch label := x.details().label; {
	case label != "":
		return []string{"**" + pattern.Escape(label) + ":** {id} {title}"}
	case c.word:
		if i := strings.IndexAny(s.d.textOf(x.candidate, false), ":："); i > 0 {
			line := s.d.textOf(x.candidate, false)
			_, colon := line[:i], line[i:]
			return []string{pattern.Escape(line[:i]) + string([]rune(colon)[0]) + " {title}", "{title}"}
		}
	case c.class == lexicon.ClassWord:
		line := s.d.textOf(x.candidate, false)
		if number, rest, ok := strings.Cut(line, ". "); ok && isNumber(number) && epicWordOf(rest) != "" { // "1. Epic – Booking"
			return append([]string{"{id}. " + pattern.Escape(epicWordOf(rest)) + "{title}"}, codedTemplates...)
		}
		return append(wordTemplates(line), codedTemplates...)
	case !c.bare():
		return codedTemplates
	case c.class == lexicon.ClassOrdinal && c.form != formOrdered:
		plain := []string{"{id}. {title}", "{id} {title}", "{title}"}
		for _, i := range c.sites {
			if word := epicWordOf(s.sites[i].Title); word != "" {
				return append([]string{"{id}. " + pattern.Escape(word) + "{title}"}, plain...)
			}
		}
		return plain
	case !slices.ContainsFunc(c.sites, func(i int) bool { return !s.sites[i].bold }):
		return entryTemplates
	}
	return plainTemplates
}

// wordTemplates returns templates that begin with the word before a number, as
// it is written in a line.
func wordTemplates(line string) []string {
	i := strings.IndexFunc(line, unicode.IsDigit)
	word := strings.TrimRight(line[:max(i, 0)], " \u00a0")
	if word == "" || strings.ContainsFunc(word, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) }) {
		return nil
	}
	var out []string
	for _, text := range []string{" {id}: {title}", " {id} — {title}", " {id} - {title}", " {id}. {title}", " {id} {title}"} {
		out = append(out, word+text)
	}
	return out
}

// keeping counts the sites of a scheme that fit a pattern and keep their IDs.
func (s *survey) keeping(c *siteScheme, p *pattern.Pattern) int {
	n := 0
	for _, i := range c.sites {
		x := &s.sites[i]
		m, ok := p.Match(s.d.textOf(x.candidate, p.Bold))
		if ok && (!p.ID || keepsID(x.candidate, m.ID)) {
			n++
		}
	}
	return n
}

// keepsID reports whether what stands at the place of the ID is that of a line.
func keepsID(c *candidate, text string) bool {
	return strings.HasSuffix(string(c.Id), text) || lexicon.ID(text).Key() == c.Id.Key()
}

// rowPattern returns the pattern of a table: the headers of the columns with the
// IDs and the titles.
func (s *survey) rowPattern(x *site) string {
	if all := rowPatterns(s.d, x); len(all) > 0 {
		return all[0]
	}
	return ""
}

// rowPatterns returns the patterns that may say what the rows of a table are. Where
// they are epics, a column for these may hold the titles.
func rowPatterns(d *document, x *site) []string {
	if x.board {
		return boardPatterns(d, x)
	}
	t := x.row.table
	row := markdown.RowReader{D: d.Document}
	row.Read(t.header)
	titles := t.titles
	if titles < 0 {
		titles = max(t.ids, 0)
	}
	ids := -1
	if x.found && t.ids != titles {
		ids = t.ids
	}
	var out []string
	if next := titles + 1; ids < 0 && next < len(row.Cells) && !hasWords(d, t, titles) && hasWords(d, t, next) {
		if text := patternOfRow(&row, titles, next); text != "" {
			out = append(out, text) // "| Story | Name |" with "| 4.1 | Maps |"
		}
	}
	for _, column := range []int{titles, t.column(lexicon.ColumnEpic)} {
		if text := patternOfRow(&row, ids, column); column >= 0 && column != ids && text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// hasWords reports whether there are words in most cells of a column.
func hasWords(d *document, t *storyTable, column int) bool {
	row := markdown.RowReader{D: d.Document}
	lines := d.Rows(d.Blocks[t.block].Node)
	lines = lines[2:min(len(lines), mostRows)]
	words := 0
	for _, line := range lines {
		row.Read(line)
		if strings.ContainsFunc(row.Text(column), unicode.IsLetter) {
			words++
		}
	}
	return words*2 > len(lines)
}

// mostRows is how many rows tell what a column holds.
const mostRows = 40

// patternOfRow returns the pattern of a header, "" if it cannot be said: columns without
// a header are counted, which takes a table where none has one.
func patternOfRow(row *markdown.RowReader, ids, titles int) string {
	var b strings.Builder
	b.WriteByte('|')
	bare := !slices.ContainsFunc(row.Texts(), func(header string) bool { return header != "" })
	for i, header := range row.Texts() {
		holds := " {title} |"
		switch i {
		case ids:
			holds = " {id} |"
		case titles:
		default:
			if bare && i < max(ids, titles) {
				b.WriteString(" |")
			}
			continue
		}
		if header == "" && !bare || strings.ContainsAny(header, "{}|") {
			return ""
		}
		if header != "" {
			b.WriteString(" " + header)
		}
		b.WriteString(holds)
	}
	if b.Len() < 2 {
		return ""
	}
	return b.String()
}
