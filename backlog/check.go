package backlog

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// maxTitle is how many runes trackers allow in a title: GitHub takes 256,
// GitLab 255.
const maxTitle = 255

// Check returns the findings about the file, ordered by position.
func (f *File) Check() Findings { return slices.Clone(f.check()) }

func (f *File) checkAll() Findings {
	fs := slices.Clone(f.findings)
	if fs.Count(SeverityError) > 0 && len(f.epics)+len(f.stories) == 0 {
		return fs // not UTF-8, or not parsed
	}
	c := checker{f: f, Findings: fs}
	c.advise()
	c.conflicts()
	c.frontMatter()
	c.items()
	c.epicNumbers()
	c.ledger()
	c.longRows()
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
		c.find(Span{}, SeverityWarning, CodeNoItems, "", "%s", c.noItems(f.seen))
	}
	table := slices.ContainsFunc(f.epics, func(e *Epic) bool { return e.syntax.Row.Table >= 0 })
	for _, e := range f.epics {
		c.title(e.syntax.Heading, e.ID, e.Milestone)
		if table && e.syntax.Row.Table < 0 {
			c.find(e.syntax.Heading, SeverityWarning, CodeMissingMilestone, e.ID, "%s has no row in the table of milestones; add one", e.ID)
		}
	}
	for _, s := range f.stories {
		title := s.Title
		if !s.DerivedID {
			title = string(s.ID) + " " + title
		}
		c.title(s.syntax.Line, s.ID, title)
	}
}

func (c *checker) title(at Span, id ID, title string) {
	if len(title) <= maxTitle {
		return
	}
	if n := utf8.RuneCountInString(title); n > maxTitle {
		c.find(at, SeverityError, CodeTitleTooLong, id, "the title of %s has %d characters, and trackers allow %d; shorten it", id, n, maxTitle)
	}
}

// epicNumbers finds stories that stand under another epic than their number
// names. The place counts.
func (c *checker) epicNumbers() {
	epics := c.epicsByNumber()
	if !c.isNumbered(epics) {
		return
	}
	for _, s := range c.f.stories {
		if n, named := numberOf(s, epics); n == numberOther && s.Epic != "" {
			c.find(s.syntax.Line, SeverityWarning, CodeWrongEpic, s.ID,
				"%s stands under %s and belongs to it, though its number names %s; move the story, or leave it where it is", s.ID, s.Epic, named.ID)
		}
	}
}

// findRow reports something about a row of the ledger, in whichever file it stands.
func (c *checker) findRow(e *Evidence, at Span, s Severity, code Code, format string, args ...any) {
	c.Findings = append(c.Findings, e.home.finding(at, s, code, e.ID, format, args...))
}

// ledger checks the evidence against the items.
func (c *checker) ledger() {
	f := c.f
	rows := evidenceByKey(f)
	defined := 0
	for _, e := range f.epics {
		// An epic may be a milestone, an issue, or both.
		if rows[KindIssue][e.key] != nil {
			defined++
			if rows[KindMilestone][e.key] == nil {
				continue
			}
		}
		if c.evidence(rows[KindMilestone], e.key, e.ID, e.syntax.Heading) != nil {
			defined++
		}
	}
	for _, s := range f.stories {
		if s.Dropped && rows[KindIssue][s.key] == nil {
			continue // it was perhaps never made
		}
		row := c.evidence(rows[KindIssue], s.key, s.ID, s.syntax.Line)
		if row == nil {
			continue
		}
		defined++
		if f.ledger != LedgerNone && f.checkbox == CheckboxRegistered && s.Checked != nil && *s.Checked && row.URL == "" {
			c.find(s.syntax.Line, SeverityWarning, CodeTickedButPending, s.ID,
				"%s is ticked as registered, but its row in the ledger (line %d) has no address; apply fills it, or untick it", s.ID, row.Pos.Line)
		}
	}
	if defined < len(f.evidence) && f.ledger != LedgerNone {
		c.unknownRows()
	}
	for _, e := range f.evidence {
		c.repeated(e, rows[e.Kind][e.key])
		c.row(e)
	}
}

// evidenceByKey returns the first ledger row of each item.
func evidenceByKey(f *File) map[Kind]map[string]*Evidence {
	rows := map[Kind]map[string]*Evidence{
		KindMilestone: make(map[string]*Evidence, min(len(f.epics), len(f.evidence))),
		KindIssue:     make(map[string]*Evidence, min(len(f.stories), len(f.evidence))),
	}
	for _, e := range f.evidence {
		if byKey := rows[e.Kind]; byKey[e.key] == nil {
			byKey[e.key] = e
		}
	}
	return rows
}

// repeated finds a second row of an item.
func (c *checker) repeated(e, first *Evidence) {
	if e == first || first == nil {
		return
	}
	c.findRow(e, e.line(), SeverityWarning, CodeDuplicateEvidence,
		"the ledger has another row for %s %s in line %d, which is the one that counts; keep the right one and delete the other", e.Kind, e.ID, first.Pos.Line)
	c.Findings[len(c.Findings)-1].Related = []Related{{first.Pos, "the row that counts"}}
}

// evidence returns the ledger row of an item.
func (c *checker) evidence(rows map[string]*Evidence, key string, id ID, at Span) *Evidence {
	row := rows[key]
	if row == nil && c.f.HasLedger() && c.f.ledger != LedgerNone {
		c.find(at, SeverityWarning, CodeMissingEvidence, id, "%s has no row in the ledger; apply adds it", id)
	}
	return row
}

// unknownRows finds rows of items that the file does not define.
func (c *checker) unknownRows() {
	defined := make(map[itemKey]bool, len(c.f.epics)+len(c.f.stories))
	for _, e := range c.f.epics {
		defined[itemKey{Kind: KindMilestone, Key: e.key}] = true
		defined[itemKey{Kind: KindIssue, Key: e.key}] = true
	}
	for _, s := range c.f.stories {
		defined[itemKey{Kind: KindIssue, Key: s.key}] = true
	}
	for _, e := range c.f.evidence {
		if e.Status != StatusClosed && !defined[itemKey{Kind: e.Kind, Key: e.key}] {
			c.findRow(e, e.line(), SeverityWarning, CodeUnknownEvidence, "the ledger has a row for %s %s, which the file does not define", e.Kind, e.ID)
		}
	}
}

// row checks what the cells of a row hold.
func (c *checker) row(e *Evidence) {
	switch u, err := url.Parse(e.URL); {
	case e.URL == "":
	case err == nil && u.User != nil: // and is not repeated
		c.findRow(e, e.cell(e.columns.Url), SeverityError, CodeBadURL,
			"the address of %s has a user name or a password; remove what comes before the \"@\"", e.ID)
	case !isAddress(e.URL):
		c.findRow(e, e.cell(e.columns.Url), SeverityError, CodeBadURL,
			"the address of %s is no URL: %q; correct it, or put a placeholder there to have it filled", e.ID, e.URL)
	}
	if e.CreatedAt != "" && !isTimestamp(e.CreatedAt) {
		c.findRow(e, e.cell(e.columns.Date), SeverityWarning, CodeBadTimestamp,
			"the time of %s is %q; the form is 2026-02-15T19:53:36Z: UTC, to the second", e.ID, e.CreatedAt)
	}
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
	if !reading.MatchesForm(s, "dddd-dd-ddTdd:dd:ddZ") {
		return false
	}
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}
