package backlog

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A Fix is a change to a file that settles a finding without losing anything. A
// fix that settles several findings with the same code is attached to the first
// of them.
type Fix struct {
	Message string // what it does, such as "write 25 in the heading"
	Edits   []Edit // of the source of the file that the finding is about
}

// maxFixes is how often [Fixed] looks for what is left: fixes of one table
// cannot all be made at once.
const maxFixes = 10

// Fixed returns the source of f with the fixes of its findings applied, and the
// number of findings that this settles. It is idempotent. f is not modified.
func Fixed(f *File) (src []byte, settled int) {
	src = f.src
	before := len(f.Check())
	for range maxFixes {
		edits := fixesOf(f.Check())
		if len(edits) == 0 {
			break
		}
		out, err := Apply(src, edits...)
		if err != nil || bytes.Equal(out, src) {
			break
		}
		src = out
		f = parse(f.name, src, &f.opts, true)
	}
	return src, max(0, before-len(f.Check()))
}

// fixesOf returns the edits of all fixes that can be made together.
func fixesOf(findings Findings) []Edit {
	var all []Edit
	for i := range findings {
		for _, x := range findings[i].Fixes {
			if !overlap(all, x.Edits) {
				all = append(all, x.Edits...)
			}
		}
	}
	return all
}

// overlap reports whether two lists of edits touch each other.
func overlap(a, b []Edit) bool {
	for _, x := range a {
		if slices.ContainsFunc(b, func(y Edit) bool { return x.Start <= y.End && y.Start <= x.End }) {
			return true
		}
	}
	return false
}

// addFixes adds to the findings about a ledger what settles them. What needs a
// person to decide has none.
func (c *checker) addFixes() {
	if c.f.shared != nil {
		return // they would be edits of another file
	}
	for code, fix := range map[Code]func() []Fix{CodeBadTimestamp: c.f.fixTimes, CodeMissingEvidence: c.f.fixRows} {
		i := slices.IndexFunc(c.Findings, func(x Finding) bool { return x.Code == code })
		if i >= 0 {
			c.Findings[i].Fixes = fix()
		}
	}
}

// fixCount writes a number into the parentheses at the end of a heading that
// give a total.
func fixCount(src []byte, heading Span, want, have int) []Fix {
	line := string(src[heading.Start:heading.End])
	open := strings.LastIndexByte(line, '(')
	digits := strconv.Itoa(want)
	at := strings.Index(line[max(0, open):], digits)
	if open < 0 || at < 0 || strings.Count(line[open:], digits) != 1 {
		return nil
	}
	start := heading.Start + open + at
	end := start + len(digits)
	if markdown.IsWordByte(src[start-1]) || end < len(src) && markdown.IsWordByte(src[end]) {
		return nil
	}
	number := strconv.Itoa(have)
	return []Fix{{"write " + number + " in the heading", []Edit{{Span: Span{Start: start, End: end}, New: number}}}}
}

// fixTimes writes the times of the ledger in the form that it has them.
func (f *File) fixTimes() []Fix {
	w := newRecorder(f, Record{})
	return w.tableFix("write the times as 2026-02-15T19:53:36Z", func(editor func(int) *markdown.TableEditor) {
		for _, e := range f.evidence {
			if e.CreatedAt == "" || isTimestamp(e.CreatedAt) {
				continue
			}
			if text, ok := utcSeconds(e.CreatedAt); ok {
				editor(e.syntax.Table).Set(e.syntax.Row, f.tables[e.syntax.Table].Columns.Date, text)
			}
		}
	})
}

// utcSeconds returns a time in the form of the ledger, if it says to the second
// and with its zone when it is.
func utcSeconds(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, suffix := range []string{" UTC", " GMT", " Z"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok && !strings.Contains(rest, ",") {
			s = rest + "Z"
		}
	}
	for _, layout := range []string{
		"2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 -0700",
		"2006-01-02T15:04:05-0700", "2006-01-02t15:04:05z", time.RFC1123Z,
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Truncate(time.Second).Format(time.RFC3339), true
		}
	}
	return "", false
}

// fixRows adds the rows that the ledger lacks, with nothing recorded yet.
func (f *File) fixRows() []Fix {
	w := newRecorder(f, Record{})
	rows := evidenceByKey(f)
	var missing []*Evidence
	for _, e := range f.epics {
		if rows[KindMilestone][e.key] == nil {
			missing = append(missing, &Evidence{Kind: KindMilestone, ID: e.ID, key: e.key})
		}
	}
	for _, s := range f.stories {
		if rows[KindIssue][s.key] == nil && !s.Dropped {
			missing = append(missing, &Evidence{Kind: KindIssue, ID: s.ID, key: s.key})
		}
	}
	return w.tableFix("add the rows that the ledger lacks", func(editor func(int) *markdown.TableEditor) {
		w.addRows(editor, missing, addressBare)
	})
}

// tableFix returns the fix that changes tables in one way.
func (w *recorder) tableFix(message string, change func(editor func(int) *markdown.TableEditor)) []Fix {
	editors := make(map[int]*markdown.TableEditor)
	change(func(table int) *markdown.TableEditor {
		if editors[table] == nil {
			editors[table] = markdown.NewTableEditor(w.f.src, w.f.tables[table].Rows, w.eol)
		}
		return editors[table]
	})
	var edits []Edit
	for i := range w.f.tables {
		if t := editors[i]; t != nil {
			edits = append(edits, t.Edits()...)
		}
	}
	if len(edits) == 0 {
		return nil
	}
	return []Fix{{message, edits}}
}

// pendingCell is how a table says that an item is not registered.
func pendingCell(f *File, t *markdown.TableEditor, p *places) string {
	column := f.tables[p.table].Columns.Status
	for _, e := range f.evidence {
		if e.syntax.Table == p.table && e.Status == StatusPending {
			if cells := t.Row(e.syntax.Row); column >= 0 && column < len(cells) {
				return cells[column]
			}
		}
	}
	return "⬜"
}
