package backlog

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxTitle is how many runes trackers allow in a title: GitHub takes 256,
// GitLab 255.
const maxTitle = 255

// Check returns what is wrong with the file, ordered by place.
func (f *File) Check() Findings { return slices.Clone(f.check()) }

func (f *File) checkAll() Findings {
	fs := slices.Clone(f.findings)
	if fs.Count(SeverityError) > 0 && len(f.epics)+len(f.stories) == 0 {
		return fs // not UTF-8, or not parsed
	}
	c := checker{f: f, Findings: fs}
	c.items()
	c.epicNumbers()
	c.ledger()
	c.addFixes()
	c.Sort()
	return c.Findings
}

// A checker collects findings about the parsed items.
type checker struct {
	f *File
	Findings
}

func (c *checker) find(at Span, s Severity, code Code, id ID, format string, args ...any) {
	c.Findings = append(c.Findings, c.f.finding(at, s, code, id, format, args...))
}

func (c *checker) items() {
	f := c.f
	if len(f.epics)+len(f.stories) == 0 {
		c.find(Span{}, SeverityWarning, CodeNoItems, "",
			"no epics or stories were found; an epic is a heading such as \"## EPIC-1 Title\", a story one such as \"### US-1.1 Title\" or an item \"- [ ] US-1.1 Title\"")
	}
	table := slices.ContainsFunc(f.epics, func(e *Epic) bool { return e.syntax.row.table >= 0 })
	for _, e := range f.epics {
		c.title(e.syntax.heading, e.ID, e.Milestone)
		if table && e.syntax.row.table < 0 {
			c.find(e.syntax.heading, SeverityWarning, CodeMissingMilestone, e.ID, "%s has no row in the table of milestones; add one", e.ID)
		}
	}
	for _, s := range f.stories {
		title := s.Title
		if !s.DerivedID {
			title = string(s.ID) + " " + title
		}
		c.title(s.syntax.line, s.ID, title)
	}
}

func (c *checker) title(at Span, id ID, title string) {
	if len(title) <= maxTitle {
		return
	}
	if n := utf8.RuneCountInString(title); n > maxTitle {
		c.find(at, SeverityError, CodeTitleTooLong, id, "the title of %s has %d characters, and trackers take %d; shorten it", id, n, maxTitle)
	}
}

func (c *checker) epicNumbers() {
	epics, ok := c.f.numbered()
	if !ok {
		return
	}
	for _, s := range c.f.stories {
		number := epicNumber(s.key)
		if !isDigits(number) || strings.Contains(string(s.ID), "/") {
			continue // "X.1": not of one epic; or qualified
		}
		e := epics[number]
		switch {
		case e == nil:
			c.find(s.syntax.line, SeverityError, CodeUnknownEpic, s.ID,
				"the number of %s names epic %s, which the file does not have; correct the ID or add the epic", s.ID, strings.ReplaceAll(number, "-", "."))
		case s.Epic != e.ID:
			c.find(s.syntax.line, SeverityError, CodeWrongEpic, s.ID,
				"%s stands under %s, but its number names %s; move the story or give it another ID", s.ID, s.Epic, e.ID)
		}
	}
}

// ledger checks the evidence against the items.
func (c *checker) ledger() {
	f := c.f
	rows := f.evidenceByKey()
	defined := 0
	for _, e := range f.epics {
		// An epic may be a milestone, an issue, or both.
		if rows[KindIssue][e.key] != nil {
			defined++
			if rows[KindMilestone][e.key] == nil {
				continue
			}
		}
		if c.evidence(rows[KindMilestone], e.key, e.ID, e.syntax.heading) != nil {
			defined++
		}
	}
	for _, s := range f.stories {
		row := c.evidence(rows[KindIssue], s.key, s.ID, s.syntax.line)
		if row == nil {
			continue
		}
		defined++
		if f.checkbox == CheckboxRegistered && s.Checked != nil && *s.Checked && row.URL == "" {
			c.find(s.syntax.line, SeverityWarning, CodeTickedButPending, s.ID,
				"%s is ticked as registered, but its row in the ledger (line %d) has no address; apply fills it, or untick it", s.ID, row.Pos.Line)
		}
	}
	if defined < len(f.evidence) {
		c.unknownRows()
	}
	for _, e := range f.evidence {
		c.row(e)
	}
}

// evidenceByKey returns the first ledger row of each item.
func (f *File) evidenceByKey() map[Kind]map[string]*Evidence {
	rows := map[Kind]map[string]*Evidence{
		KindMilestone: make(map[string]*Evidence, len(f.epics)),
		KindIssue:     make(map[string]*Evidence, len(f.stories)),
	}
	for _, e := range f.evidence {
		if byKey := rows[e.Kind]; byKey[e.key] == nil {
			byKey[e.key] = e
		}
	}
	return rows
}

// evidence returns the ledger row of an item.
func (c *checker) evidence(rows map[string]*Evidence, key string, id ID, at Span) *Evidence {
	row := rows[key]
	if row == nil && c.f.HasLedger() {
		c.find(at, SeverityWarning, CodeMissingEvidence, id, "%s has no row in the ledger; apply adds it", id)
	}
	return row
}

// unknownRows finds rows of items that the file does not define.
func (c *checker) unknownRows() {
	defined := make(map[itemKey]bool, len(c.f.epics)+len(c.f.stories))
	for _, e := range c.f.epics {
		defined[itemKey{KindMilestone, e.key}] = true
		defined[itemKey{KindIssue, e.key}] = true
	}
	for _, s := range c.f.stories {
		defined[itemKey{KindIssue, s.key}] = true
	}
	for _, e := range c.f.evidence {
		if !defined[itemKey{e.Kind, e.key}] {
			at := c.f.tables[e.syntax.table].rows[e.syntax.row]
			c.find(at, SeverityWarning, CodeUnknownEvidence, e.ID, "the ledger has a row for %s %s, which the file does not define", e.Kind, e.ID)
		}
	}
}

// row checks what the cells of a row hold.
func (c *checker) row(e *Evidence) {
	if e.URL != "" && !isAddress(e.URL) {
		c.find(c.cell(e, c.f.tables[e.syntax.table].columns.url), SeverityError, CodeBadURL, e.ID,
			"the address of %s is no URL: %q; correct it, or put a placeholder there to have it filled", e.ID, e.URL)
	}
	if e.CreatedAt != "" && !isTimestamp(e.CreatedAt) {
		c.find(c.cell(e, c.f.tables[e.syntax.table].columns.date), SeverityWarning, CodeBadTimestamp, e.ID,
			"the time of %s is %q; the form is 2026-02-15T19:53:36Z: UTC, to the second", e.ID, e.CreatedAt)
	}
}

// cell returns where a cell of a ledger row stands.
func (c *checker) cell(e *Evidence, column int) Span {
	line := c.f.tables[e.syntax.table].rows[e.syntax.row]
	cells := splitRow(c.f.src[line.Start:line.End], nil)
	if column >= len(cells) {
		return line
	}
	s := cells[column]
	return Span{line.Start + s.Start, line.Start + s.End}
}

// isAddress reports whether s is a web address, or a relative link to a file.
func isAddress(s string) bool {
	if strings.ContainsAny(s, " \t") {
		return false
	}
	if !strings.Contains(s, ":") {
		return strings.ContainsAny(s, "/.")
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

func isTimestamp(s string) bool {
	if !matchesForm(s, "dddd-dd-ddTdd:dd:ddZ") {
		return false
	}
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}
