package backlog_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A plannedEpic is an epic of a generated source.
type plannedEpic struct {
	number  int
	title   string
	stories []plannedStory
}

type plannedStory struct {
	id, title string
}

// A sourceForm writes a source in one language and form.
type sourceForm struct {
	language backlog.Language
	title    string
	epic     string // with %d and %s
	story    string // with two %s
	body     string
}

var sourceForms = []sourceForm{
	{"en", "# Shop backlog — Epics and stories", "## Epic %d: %s", "### %s: %s", "As a user, I want this so that the work is done."},
	{"es", "# Plan — Épicas + Historias de Usuario", "## ÉPICA %d — %s", "### %s — %s", "Como usuario, quiero que esto se haga para cada historia."},
	{"pt", "# Plano — Épicos e histórias", "## Épico %d — %s", "### %s — %s", "Como usuário, quero que isto não falhe para os usuários do sistema."},
	{"fr", "# Plan — Épopées et histoires", "## Épopée %d — %s", "### %s — %s", "En tant que client, je veux que cette histoire est faite avec les autres."},
	{"de", "# Plan — Epics und Geschichten", "## Epic %d — %s", "### %s — %s", "Als Nutzer möchte ich, dass das und jede andere Sache mit der Zeit fertig ist."},
	{"it", "# Piano — Epiche e storie", "## Epica %d — %s", "### %s — %s", "Come utente voglio che ogni cosa di questa storia è pronta per il cliente."},
	{"en", "# Shop backlog", "## EPIC-%d %s", "- [ ] %s %s", ""},
	{"en", "# Shop backlog", "## EPIC-%d %s", "- **%s**: %s", ""},
}

func (f *sourceForm) write(epics []plannedEpic) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", f.title)
	for _, e := range epics {
		fmt.Fprintf(&b, "\n"+f.epic+"\n\n", e.number, e.title)
		for _, s := range e.stories {
			fmt.Fprintf(&b, f.story+"\n", s.id, s.title)
			if f.body != "" {
				fmt.Fprintf(&b, "\n%s\n\n", f.body)
			}
		}
	}
	return []byte(b.String())
}

var plannedTitles = rapid.SampledFrom([]string{
	"Sign in with a link", "Snapshot (CQRS)", "QUERY_TAG + Snowflake", "a < b & c", "`code` first", "Reports | exports", "50 % less *noise*",
	"Secrets + audit", "Zod ↔ JSON", "Logs, streaming", "The [draft] state", "Price in €", "Ünïcode", "C# bindings", "Ship it!", "from ~/home",
})

func drawEpics(t *rapid.T) []plannedEpic {
	var epics []plannedEpic
	for n := range rapid.IntRange(1, 4).Draw(t, "epics") {
		e := plannedEpic{number: n + 1, title: plannedTitles.Draw(t, "epic")}
		for k := range rapid.IntRange(1, 4).Draw(t, "stories") {
			e.stories = append(e.stories, plannedStory{fmt.Sprintf("US-%d.%d", n+1, k+1), plannedTitles.Draw(t, "story")})
		}
		epics = append(epics, e)
	}
	return epics
}

// changeEpics changes a backlog as people do.
func changeEpics(t *rapid.T, epics []plannedEpic) []plannedEpic {
	for range rapid.IntRange(1, 4).Draw(t, "changes") {
		i := rapid.IntRange(0, len(epics)-1).Draw(t, "which epic")
		e := &epics[i]
		switch rapid.IntRange(0, 5).Draw(t, "change") {
		case 0:
			e.title = plannedTitles.Draw(t, "new title")
		case 1:
			if n := len(e.stories); n > 0 {
				e.stories[rapid.IntRange(0, n-1).Draw(t, "which story")].title = plannedTitles.Draw(t, "new title")
			}
		case 2:
			at := rapid.IntRange(0, len(e.stories)).Draw(t, "place")
			id := fmt.Sprintf("US-%d.%d", e.number, 10+rapid.IntRange(0, 80).Draw(t, "number"))
			if !isPlanned(epics, id) {
				e.stories = slices.Insert(e.stories, at, plannedStory{id, plannedTitles.Draw(t, "title")})
			}
		case 3:
			n := 10 + len(epics)*10 + i
			at := rapid.IntRange(0, len(epics)).Draw(t, "place")
			if !slices.ContainsFunc(epics, func(x plannedEpic) bool { return x.number == n }) {
				stories := []plannedStory{{fmt.Sprintf("US-%d.1", n), plannedTitles.Draw(t, "title")}}
				epics = slices.Insert(epics, at, plannedEpic{n, plannedTitles.Draw(t, "title"), stories})
			}
		case 4:
			if len(e.stories) > 1 {
				e.stories = slices.Delete(e.stories, 0, 1)
			}
		case 5:
			to := &epics[rapid.IntRange(0, len(epics)-1).Draw(t, "to epic")]
			if n := len(e.stories); n > 0 && to != e {
				to.stories = append(to.stories, e.stories[n-1])
				e.stories = e.stories[:n-1]
			}
		}
	}
	return epics
}

// isPlanned reports whether a story has an ID, also one that was moved to another epic.
func isPlanned(epics []plannedEpic, id string) bool {
	return slices.ContainsFunc(epics, func(e plannedEpic) bool {
		return slices.ContainsFunc(e.stories, func(s plannedStory) bool { return s.id == id })
	})
}

// outline returns what a file says its items are.
func outline(f *backlog.File) []string {
	var lines []string
	for _, e := range f.Epics() {
		lines = append(lines, fmt.Sprintf("%s %q", e.ID, e.Title))
	}
	for _, s := range f.Stories() {
		lines = append(lines, fmt.Sprintf("%s %q of %s", s.ID, s.Title, s.Epic))
	}
	return lines
}

func TestDeriveProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom(sourceForms).Draw(t, "form")
		epics := drawEpics(t)
		source := form.write(epics)
		s, _ := pairOf(source, nil)
		execution := derive(t, source)
		f := parseExecution(source, execution)
		if diff := cmp.Diff(outline(s), outline(f)); diff != "" {
			t.Fatalf("(-source +execution):\n%s%s", diff, execution)
		}
		if f.Kind() != backlog.FileExecution || f.Checkbox() != backlog.CheckboxRegistered || f.Language() != form.language || s.Language() != form.language {
			t.Fatalf("kind %s, checkbox %s, language %s of %s", f.Kind(), f.Checkbox(), f.Language(), s.Language())
		}
		if len(f.Evidence()) != len(f.Epics())+len(f.Stories()) || len(f.Check()) > 0 {
			t.Fatalf("%d rows, findings %v", len(f.Evidence()), f.Check())
		}
		if out, _ := bringUp(t, source, execution); !bytes.Equal(out, execution) {
			t.Fatalf("an update without a change of the source changes:\n%s", cmp.Diff(string(execution), string(out)))
		}
		followSource(t, form, epics, s, f)
	})
}

// followSource changes the source of a registered execution file in which people
// wrote, and brings it up to date.
func followSource(t *rapid.T, form sourceForm, epics []plannedEpic, s, f *backlog.File) {
	edits, _ := f.Record(recordOf(f))
	execution, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		t.Fatal(err)
	}
	const note = "\nA paragraph of ours.\n"
	execution = bytes.Replace(execution, []byte("\n- [x] US-1.1"), []byte(note+"\n- [x] US-1.1"), 1)
	if out, _ := bringUp(t, s.Source(), execution); !bytes.Equal(out, execution) {
		t.Fatalf("an update after apply changes:\n%s", cmp.Diff(string(execution), string(out)))
	}
	if rapid.Bool().Draw(t, "CRLF") {
		execution = bytes.ReplaceAll(execution, []byte("\n"), []byte("\r\n"))
	}
	before := parseExecution(s.Source(), execution)
	epics = changeEpics(t, epics)
	source := form.write(epics)
	want, _ := pairOf(source, nil)
	out, gone := bringUp(t, source, execution)
	after := parseExecution(source, out)
	have := outline(after)
	for _, line := range outline(want) {
		if !slices.Contains(have, line) {
			t.Fatalf("%s is missing from\n%s", line, out)
		}
	}
	for _, x := range after.Check() {
		if x.Code == backlog.CodeCountMismatch {
			t.Fatalf("%s\n%s", x, out)
		}
	}
	if bytes.Contains(bytes.ReplaceAll(out, []byte{'\r'}, nil), []byte("\n\n\n")) {
		t.Fatalf("two blank lines in\n%s", out)
	}
	if len(have) != len(outline(want))+len(gone) {
		t.Fatalf("%d items, %d in the source, gone: %v\n%s", len(have), len(outline(want)), gone, out)
	}
	for _, row := range before.Evidence() {
		line := execution[bytes.LastIndexByte(execution[:offsetOf(execution, row.Pos)], '\n')+1:]
		line, _, _ = bytes.Cut(line, []byte{'\n'})
		if !strings.Contains(strings.Join(strings.Fields(string(out)), " "), strings.Join(strings.Fields(string(line)), " ")) {
			t.Fatalf("the row %q is gone from\n%s", line, out)
		}
	}
	if bytes.Contains(execution, []byte("A paragraph of ours.")) && !bytes.Contains(out, []byte("A paragraph of ours.")) {
		t.Fatalf("the paragraph of people is gone from\n%s", out)
	}
	if n := bytes.Count(out, []byte{'\n'}) - bytes.Count(out, []byte("\r\n")); n > 0 && bytes.Contains(execution, []byte{'\r'}) {
		t.Fatalf("%d lines end differently:\n%q", n, out)
	}
}

func offsetOf(src []byte, pos backlog.Position) int {
	at := 0
	for range pos.Line - 1 {
		at += bytes.IndexByte(src[at:], '\n') + 1
	}
	return at + pos.Column - 1
}
