// Package pattern reads and compares the patterns of a declared reading: lines
// of Markdown with placeholders, such as "### {id}: {title}".
package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A Kind is a kind of line.
type Kind uint8

// The kinds of lines.
const (
	Paragraph Kind = iota
	Heading
	Bullet
	Ordered
	Box
	Row
	HTMLCell
)

// A Pattern is a line of Markdown in which {id} and {title} stand for what they
// say, and * for anything.
type Pattern struct {
	Kind  Kind
	Level int    // of a heading, else the depth in lists
	Cells []Cell // of the header of a table; what it does not name is free
	Bold  bool   // it says what stands in bold
	Board bool   // several cells have titles: each of them is an item
	ID    bool   // it has a place for the ID
	Title bool   // and one for the title
	text  string
	line  *regexp.Regexp
	parts []string // literal text, in its order, that each line has that fits
}

// A Cell is a cell of a pattern for tables: the header, and what is below it. Those
// without a header are columns that have none, one after the other.
type Cell struct {
	Header    string
	ID, Title bool
}

// Columns returns the columns that the cells of a pattern are, by the headers of a table;
// -1 for a cell that says nothing and has no column. It is not ok if the table lacks one
// that the pattern names, or if the pattern names none and the table does.
func (p *Pattern) Columns(headers []string) (columns []int, ok bool) {
	named, next := false, 0
	for _, c := range p.Cells {
		named = named || c.Header != ""
		i := slices.IndexFunc(headers, func(h string) bool { return strings.EqualFold(h, c.Header) })
		if c.Header == "" {
			for i = next; i < len(headers) && headers[i] != ""; i++ {
			}
			if next = i + 1; i >= len(headers) {
				i = -1
			}
		}
		if i < 0 && (c.Header != "" || c.ID || c.Title) {
			return nil, false
		}
		columns = append(columns, i)
	}
	return columns, named || !slices.ContainsFunc(headers, func(h string) bool { return h != "" })
}

// A Capture is what a line gives.
type Capture struct{ ID, Title, Rest string }

// String returns the pattern as it was written.
func (p *Pattern) String() string { return p.text }

// Parse reads a pattern.
func Parse(text string) (*Pattern, error) {
	p := &Pattern{text: text}
	rest := strings.TrimRight(text, " ")
	depth := len(rest) - len(strings.TrimLeft(rest, " "))
	rest = rest[depth:]
	switch level := len(rest) - len(strings.TrimLeft(rest, "#")); {
	case rest == "":
		return nil, errors.New("it is empty")
	case level > 6:
		return nil, fmt.Errorf("a heading of level %d does not exist", level)
	case level > 0 && strings.HasPrefix(rest[level:], " "):
		p.Kind, p.Level, rest = Heading, level, rest[level+1:]
	case rest[0] == '|':
		return p, p.cells(rest)
	case strings.HasPrefix(rest, "<td>"):
		p.Kind, rest = HTMLCell, strings.TrimSuffix(strings.TrimPrefix(rest, "<td>"), "</td>")
	default:
		p.Kind, rest = marker(rest)
		if p.Kind != Paragraph {
			p.Level = depth / 2
		}
	}
	p.Bold = strings.Contains(rest, "**")
	line, err := p.compile(rest)
	p.line = line
	return p, err
}

var (
	box     = regexp.MustCompile(`^(?:[-*+]|\d+[.)]) +\[.\] +`)
	ordered = regexp.MustCompile(`^\d+[.)] +`)
	bullet  = regexp.MustCompile(`^[-+*] +`)
)

// marker takes the marker of a list off the beginning of a line.
func marker(s string) (Kind, string) {
	for kind, m := range map[Kind]*regexp.Regexp{Box: box, Ordered: ordered} {
		if at := m.FindString(s); at != "" {
			return kind, s[len(at):]
		}
	}
	if at := bullet.FindString(s); at != "" {
		return Bullet, s[len(at):]
	}
	return Paragraph, s
}

const (
	idRunes           = `\pL\pN\p{Cf}._/\x{2010}-\x{2013}\x{2212}\-`
	idText            = `(?:\pL[\pL']*\.?[ \x{a0}])*[#` + idRunes + `]*?\pN[` + idRunes + `]*?|(?:\pL[\pL']*[ \x{a0}])*\p{Lu}+`
	betweenIDAndTitle = `(?:[:：.]?\s+[:：.—–·|\-]*\s*|[:：]\s*)`
	titleText         = `(\S.*?)`
	anyText           = `(.*?)`
)

// compile makes an expression of the text behind the marker. Blanks fit any
// blanks, and between ID and title any separator, too.
func (p *Pattern) compile(s string) (*regexp.Regexp, error) {
	var b strings.Builder
	b.WriteString("^")
	for s != "" {
		switch {
		case strings.HasPrefix(s, "{id}"):
			if p.ID {
				return nil, errors.New("{id} is in it twice")
			}
			p.ID, s = true, s[len("{id}"):]
			b.WriteString("(?P<id>" + idText + ")")
			if strings.HasPrefix(s, " {title}") {
				b.WriteString(betweenIDAndTitle)
				s = s[1:]
			}
		case strings.HasPrefix(s, "{title}"):
			if p.Title {
				return nil, errors.New("{title} is in it twice")
			}
			p.Title, s = true, s[len("{title}"):]
			b.WriteString("(?P<title>" + titleText + ")")
		case strings.HasPrefix(s, "**"):
			b.WriteString(`\*\*`)
			p.parts = append(p.parts, "**")
			s = s[2:]
		case s[0] == '*':
			b.WriteString("(?P<rest>" + anyText + ")")
			s = s[1:]
		case s[0] == '\\' && len(s) > 1:
			b.WriteString(regexp.QuoteMeta(s[1:2]))
			p.parts = append(p.parts, s[1:2])
			s = s[2:]
		case s[0] == ' ':
			s = strings.TrimLeft(s, " ")
			b.WriteString(`\s*`)
			if s != "" && s[0] != '*' {
				b.WriteString(`\s`)
			}
		default:
			end := strings.IndexAny(s[1:], `{*\ `) + 1
			if end == 0 {
				end = len(s)
			}
			b.WriteString(regexp.QuoteMeta(s[:end]))
			p.parts = append(p.parts, s[:end])
			s = s[end:]
		}
	}
	b.WriteString("$")
	if !p.Title && !p.ID {
		p.parts = nil // case does not matter
		return regexp.Compile("(?i)" + b.String())
	}
	return regexp.Compile(b.String())
}

// Match reports whether a line, without its marker, fits, and what it gives.
// Where the pattern says what stands in bold, text has its asterisks.
func (p *Pattern) Match(text string) (c Capture, ok bool) {
	text = strings.TrimSpace(text)
	if !p.mayFit(text) {
		return c, false
	}
	m := p.line.FindStringSubmatch(text)
	if m == nil {
		return c, false
	}
	for i, name := range p.line.SubexpNames() {
		switch name {
		case "id":
			c.ID = m[i]
		case "title":
			c.Title = m[i]
		case "rest":
			c.Rest = strings.TrimSpace(c.Rest + " " + m[i])
		}
	}
	return c, true
}

// mayFit reports whether a line has the literal text of the pattern. To see that it
// has not costs much less than the expression does.
func (p *Pattern) mayFit(text string) bool {
	for _, part := range p.parts {
		_, rest, ok := strings.Cut(text, part)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// cells reads a pattern for tables: "| Code {id} | What {title} |".
func (p *Pattern) cells(s string) error {
	p.Kind = Row
	for part := range strings.SplitSeq(strings.TrimRight(s[1:], "| "), "|") {
		header := strings.TrimSpace(part)
		c := Cell{ID: strings.Contains(header, "{id}"), Title: strings.Contains(header, "{title}")}
		c.Header = strings.TrimSpace(strings.NewReplacer("{id}", "", "{title}", "").Replace(header))
		p.Board = p.Board || p.Title && c.Title
		p.ID, p.Title = p.ID || c.ID, p.Title || c.Title
		if c.Header != "*" || c.ID || c.Title {
			p.Cells = append(p.Cells, c)
		}
	}
	if !p.ID && !p.Title {
		return errors.New("no cell says what holds {id} or {title}")
	}
	if p.Board && p.ID {
		return errors.New("{title} is in it twice, which is for boards, and those have no {id}")
	}
	return nil
}

var escapes = strings.NewReplacer(`\`, `\\`, "{", `\{`, "*", `\*`)

// Escape returns a text as a pattern that fits only that.
func Escape(text string) string { return escapes.Replace(text) }
