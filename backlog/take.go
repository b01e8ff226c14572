package backlog

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// take fills f with what its source was read as.
func (p *parsing) take(r *reading.Result) {
	p.language, p.metadata, p.syntax, p.brokenMetadata = r.Language, r.Metadata, r.Syntax, r.BrokenFrontMatter
	if r.Err != nil {
		p.unreadable(r.Err)
		return
	}
	p.title, p.checkbox, p.tables = r.Title, r.Checkbox, r.Tables
	if r.Execution {
		p.kind = FileExecution
	}
	p.takeItems(r)
	p.evidence = make([]*Evidence, len(r.Evidence))
	rows := make([]Evidence, len(r.Evidence))
	for i, e := range r.Evidence {
		rows[i] = Evidence{
			Kind: e.Kind, ID: e.ID, URL: e.URL, CreatedAt: e.CreatedAt, Responsible: e.Responsible, Status: e.Status,
			Pos: p.Position(p.tables[e.Syntax.Table].Rows[e.Syntax.Row].Start), key: e.Key, syntax: e.Syntax, columns: e.Columns, home: p.File,
		}
		p.evidence[i] = &rows[i]
	}
	for _, rel := range r.Relations {
		p.relations = append(p.relations, Relation{Milestone: rel.Milestone, Issues: rel.Issues, Pos: p.Position(rel.At)})
	}
	for _, u := range r.Uses {
		p.forms = append(p.forms, FormUse{u.Form, u.Kind, u.Example, u.Items, u.Why, p.Position(u.At)})
	}
	p.seen, p.excluded, p.leftOut = r.Seen, r.Excluded, r.LeftOut
	p.takeFindings(r)
}

func (p *parsing) takeItems(r *reading.Result) {
	for _, e := range r.Epics {
		p.epics = append(p.epics, &Epic{
			ID: e.ID, DerivedID: e.DerivedID, Title: e.Title, Milestone: e.Milestone, Status: e.Status, Text: e.Text, Due: e.Due,
			Pos: p.Position(e.Syntax.Heading.Start), key: e.Key, syntax: e.Syntax,
		})
	}
	p.stories = make([]*Story, len(r.Stories))
	stories := make([]Story, len(r.Stories))
	for i, s := range r.Stories {
		stories[i] = Story{
			ID: s.ID, DerivedID: s.DerivedID, Anchored: s.Anchored, Title: s.Title, Epic: s.Epic, Sentence: s.Sentence, Checked: s.Checked, Dropped: s.Dropped,
			Labels: s.Labels, Assignees: s.Assignees, Priority: s.Priority, Points: s.Points, Due: s.Due, DependsOn: s.DependsOn,
			Criteria: s.Criteria, Text: s.Text, Pos: p.Position(s.Syntax.Line.Start), key: s.Key, pointsLine: s.PointsLine, syntax: s.Syntax,
		}
		p.stories[i] = &stories[i]
	}
}

// unreadable notes why the Markdown cannot be parsed.
func (p *parsing) unreadable(err error) {
	limit, ok := errors.AsType[*markdown.LimitError](err)
	if !ok {
		p.find(Span{}, SeverityError, CodeNoItems, "", "the Markdown cannot be parsed: %v", err)
		return
	}
	at := min(limit.At, len(p.src))
	code := CodeTooComplex
	if limit.TooDeep {
		code = CodeTooDeep
	}
	p.find(Span{Start: at, End: markdown.LineEndAt(p.src, at)}, SeverityError, code, "", "%s", limit.Message)
}

// takeFindings words what is wrong with the file as far as reading it showed.
func (p *parsing) takeFindings(r *reading.Result) {
	for _, d := range r.Duplicates {
		first := p.Position(d.First)
		p.find(d.Line, SeverityError, CodeDuplicateID, d.Id,
			"%s is defined a second time; the first is at line %d: give one of them another ID", d.Id, first.Line)
		p.findings[len(p.findings)-1].Related = []Related{{first, fmt.Sprintf("first definition of %s", d.Was)}}
	}
	for _, u := range r.UnknownEpics {
		p.find(u.Line, SeverityWarning, CodeUnknownEpic, u.Id,
			"%s names the epic %s, which the file does not have; correct the name or add the epic", u.Id, u.Epic)
	}
	for _, c := range r.WrongCounts {
		p.find(c.Heading, SeverityWarning, CodeCountMismatch, "",
			"the heading says %d, the list below it has %d; correct one of them", c.Want, c.Have)
		p.findings[len(p.findings)-1].Fixes = fixCount(p.src, c.Heading, c.Want, c.Have)
	}
	for _, u := range r.UnknownStatuses {
		of, are := string(u.Stories[0]), "it is"
		if more := len(u.Stories) - 1; more > 0 {
			of, are = fmt.Sprintf("%s and %d more", of, more), "they are"
		}
		p.find(u.Line, SeverityWarning, CodeUnknownStatus, u.Stories[0],
			"the status %q of %s is not a known word, so %s taken to be open; write one, such as \"open\", \"done\" or \"cancelled\"", cutLong(u.Text), of, are)
	}
	for _, c := range r.Cards {
		p.find(c.Line, SeverityWarning, CodeSeveralCards, c.Id,
			"a cell with %d lines is one story, %s; if they are several, give each a row of its own", c.Count, c.Id)
	}
	for _, u := range r.UnknownValues {
		p.takeUnknownValue(u)
	}
	p.takeMisfits(r.Misfits)
	p.takeDeclaration(&r.Read)
	for _, o := range r.Omissions {
		p.takeOmission(o)
	}
	for i := range r.Seen {
		p.noteLeftOut(r.Seen[i].Lines)
	}
	if r.BadCheckbox {
		p.find(p.syntax.Metadata["checkbox"], SeverityError, CodeAmbiguousCheckbox, "",
			"the metadata says \"checkbox: %s\", which is neither \"done\" nor \"registered\"; correct it", p.metadata["checkbox"])
	}
	if r.Ambiguous != (Span{}) {
		p.find(r.Ambiguous, SeverityError, CodeAmbiguousCheckbox, "",
			"the milestone table speaks of registration, but there is no ledger that people made: it is unclear whether a ticked box means done or registered; "+
				"declare it with a line \"checkbox: done\" or \"checkbox: registered\" in the leading comment")
	}
}

// An unreadKey is a field of the item with that key.
type unreadKey struct {
	key   string
	field lexicon.FieldRole
}

// UnreadDue reports whether f has a due date for the item that cannot be
// parsed. The item then has no due date, but nobody removed the one that it had
// before. The warning unknown-value gives the position.
func (f *File) UnreadDue(id ID) bool { return f.unread[unreadKey{id.Key(), lexicon.FieldDue}] }

// UnreadPoints is like [File.UnreadDue], for story points.
func (f *File) UnreadPoints(id ID) bool { return f.unread[unreadKey{id.Key(), lexicon.FieldPoints}] }

// takeUnknownValue words that a field of items cannot be read.
func (p *parsing) takeUnknownValue(u reading.UnknownValue) {
	of := string(u.Items[0])
	if more := len(u.Items) - 1; more > 0 {
		of = fmt.Sprintf("%s and %d more", of, more)
	}
	if p.unread == nil {
		p.unread = make(map[unreadKey]bool)
	}
	for _, id := range u.Items {
		p.unread[unreadKey{id.Key(), u.Field}] = true
	}
	name, write := "points", "a number, such as 3"
	if u.Field == lexicon.FieldDue {
		name, write = "due date", "a day of the calendar as YYYY-MM-DD, such as 2026-03-31"
	}
	p.find(u.Line, SeverityWarning, CodeUnknownValue, u.Items[0], "the %s %q of %s cannot be read, so it is left out; write %s", name, cutLong(u.Text), of, write)
}

// takeDeclaration words what is wrong with what is declared. Patterns of
// Options.DefaultRead are declared for several files; see [Backlog.Check].
func (p *parsing) takeDeclaration(r *reading.ReadKey) {
	p.declares = r.Own != nil
	if r.Err != nil {
		p.find(r.At, SeverityError, CodeBrokenMetadata, "",
			"what \"read:\" declares cannot be read: %v; correct it, or remove it to have the items guessed", r.Err)
	}
	for _, w := range r.UnknownWords {
		p.find(w.At, SeverityWarning, CodeBrokenMetadata, "",
			"a comment for backlogsync says %q, which means nothing; %s, or remove it", cutLong(w.Text), directiveFor(w.Text))
	}
	for _, u := range r.Unused {
		if u.Default {
			p.unusedPatterns = append(p.unusedPatterns, u)
			continue
		}
		p.find(r.At, SeverityWarning, CodeUnusedPattern, "",
			"no line fits %q, which \"read:\" has under %s; correct it or remove it", u.Text, u.Key)
	}
}

// directiveFor says what to write instead of what a comment for backlogsync says.
func directiveFor(text string) string {
	const far = 3
	for _, word := range []string{"ignore", "stories", "epics"} {
		for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return !unicode.IsLetter(c) }) {
			if levenshtein.ComputeDistance(part, word) < far {
				return fmt.Sprintf("perhaps \"<!-- backlogsync: %s -->\" is meant: correct it", word)
			}
		}
	}
	return "write \"ignore\", \"stories\" or \"epics\""
}

// cutLong shortens what a message quotes.
func cutLong(text string) string {
	const most = 40
	if short := lexicon.CutRunes(text, most); short != text {
		return short + "…"
	}
	return text
}
