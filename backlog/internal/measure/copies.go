package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A change makes a copy of a labelled file that teaches what the corpus lacks.
type change struct {
	name string
	make func(document) document
}

// changes are made to every file with stories.
var changes = []change{
	{"no-ids", withoutIDs},
	{"list", asList},
	{"numbers", asNumbers},
	{"titled", titledList},
	{"sections", listInSections},
}

// editLines changes the lines of stories; the labels stay where they are.
func editLines(d document, edit func(line string, story *label) string) document {
	lines := strings.Split(d.Source, "\n")
	d.Labels.Stories = slices.Clone(d.Labels.Stories)
	for i := range d.Labels.Stories {
		if s := &d.Labels.Stories[i]; s.Line > 0 && s.Line <= len(lines) {
			lines[s.Line-1] = edit(lines[s.Line-1], s)
		}
	}
	d.Source = strings.Join(lines, "\n")
	return d
}

var letters = regexp.MustCompile(`\pL{3}`)

// withoutIDs takes the IDs off the lines of stories.
func withoutIDs(d document) document {
	return editLines(d, func(line string, s *label) string {
		if s.ID == "" {
			return line
		}
		name := strings.ReplaceAll(regexp.QuoteMeta(s.ID), " ", `[\s\x{a0}]*`)
		id := regexp.MustCompile("(?i)(\\[|`|\\()?(?:user story |story |historia de usuario |us )?" + name + "(\\]|`|\\))?(\\*\\*)?\\s*[:—–.\\-·：]*\\s*")
		at := id.FindStringSubmatchIndex(line)
		if at == nil {
			return line
		}
		bold := ""
		if at[6] >= 0 {
			bold = "**"
		}
		next := strings.ReplaceAll(line[:at[0]]+bold+line[at[1]:], "****", "")
		if !letters.MatchString(strings.Trim(next, "#|*-[] x")) {
			return line
		}
		s.ID = ""
		return next
	})
}

var (
	item    = regexp.MustCompile(`^(\s*)(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?(.*)$`)
	heading = regexp.MustCompile(`^#+\s+`)
)

// asList makes plain items of a list of all stories; what stands below one that
// was a heading is taken out.
func asList(d document) document { return rewrite(d, "- ") }

// asNumbers makes a numbered list of them.
func asNumbers(d document) document { return rewrite(d, "1. ") }

func rewrite(d document, mark string) document {
	plain := withoutIDs(d)
	lines := strings.Split(plain.Source, "\n")
	story := make(map[int]bool)
	for _, s := range plain.Labels.Stories {
		if s.ID != "" || s.Line < 1 || s.Line > len(lines) || strings.HasPrefix(lines[s.Line-1], "|") {
			return document{} // not all can be written so
		}
		story[s.Line-1] = true
	}
	var out []string
	moved := make(map[int]int)
	level, fence := 0, false
	for i, line := range lines {
		h := len(line) - len(strings.TrimLeft(line, "#"))
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fence = !fence
		}
		isHeading := !fence && h > 0 && heading.MatchString(line)
		switch {
		case story[i] && isHeading:
			if level == 0 && len(out) > 0 && out[len(out)-1] != "" && !strings.HasPrefix(out[len(out)-1], mark) {
				out = append(out, "")
			}
			level = h
			moved[i+1] = len(out) + 1
			out = append(out, mark+strings.TrimSpace(line[h:]))
			continue
		case level > 0 && (!isHeading || h > level):
			continue // the text of a story
		case story[i]:
			m := item.FindStringSubmatch(line)
			if m == nil {
				return document{}
			}
			line = m[1] + mark + m[2]
		case isHeading && level > 0:
			out = append(out, "")
			level = 0
		}
		moved[i+1] = len(out) + 1
		out = append(out, line)
	}
	return plain.with(out, moved)
}

// titles are those of files that hold little but a list of work.
var titles = []string{"TODO", "Backlog", "Roadmap", "Product backlog", "Tasks", "To-do list"}

// titledList makes a list of the stories in a file whose title says nothing but
// that it is one.
func titledList(d document) document {
	d = asList(d)
	lines := strings.Split(d.Source, "\n")
	at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "# ") })
	if at < 0 || len(d.Labels.Stories) == 0 || d.labelled(at+1) {
		return document{}
	}
	lines[at] = "# " + titles[number(d.Number)%len(titles)]
	d.Source = strings.Join(lines, "\n")
	return d
}

// sections are what headings above lists of work often are.
var sections = []string{
	"To do", "High priority", "In progress", "Must have", "Next", "Done", "Should have",
	"Medium priority", "Later", "Could have", "Low priority", "P1",
}

// listInSections makes a list of the stories under headings of states and
// priorities.
func listInSections(d document) document {
	d = asList(d)
	lines := strings.Split(d.Source, "\n")
	n := number(d.Number)
	for _, s := range d.Labels.Stories {
		for i := s.Line - 2; i >= 0; i-- {
			if h := heading.FindString(lines[i]); len(h) > 2 {
				d.Labels.Epics = slices.DeleteFunc(slices.Clone(d.Labels.Epics), func(l label) bool { return l.Line == i+1 })
				if !slices.Contains(sections, lines[i][len(h):]) {
					lines[i] = h + sections[n%len(sections)]
					n++
				}
				break
			} else if h != "" {
				break
			}
		}
	}
	d.Source = strings.Join(lines, "\n")
	return d
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// labelled reports whether an item is on a line.
func (d *document) labelled(line int) bool {
	at := func(l label) bool { return l.Line == line }
	return slices.ContainsFunc(d.Labels.Stories, at) || slices.ContainsFunc(d.Labels.Epics, at)
}

// with replaces the source, and moves the labels to the new places of lines.
func (d document) with(lines []string, moved map[int]int) document {
	d.Source = strings.Join(lines, "\n")
	move := func(from []label) (to []label) {
		for _, l := range from {
			if l.Line == 0 || moved[l.Line] > 0 {
				l.Line = moved[l.Line]
				to = append(to, l)
			}
		}
		return to
	}
	d.Labels.Stories, d.Labels.Epics, d.Labels.Groups = move(d.Labels.Stories), move(d.Labels.Epics), move(d.Labels.Groups)
	var optional []int
	for _, l := range d.Labels.OptionalLines {
		if moved[l] > 0 {
			optional = append(optional, moved[l])
		}
	}
	d.Labels.OptionalLines = optional
	return d
}
