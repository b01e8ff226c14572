package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A subject is what the title of a file says of its content.
type subject struct {
	backlog bool // it speaks of epics, stories, tasks
	work    bool // it speaks of stories or tasks, rather than of epics or features
	plan    bool // it speaks of a plan
	only    bool // it says nothing but that it is a backlog or plan
	other   bool // it speaks of something else: a changelog, a guide
	example bool // it calls itself an example or a template
	teaches bool // headings say how to write stories
	demands bool // it speaks of requirements
	top     int  // index of the heading that it is, -1 if there is none
}

// readSubject reads the title: the first heading of the highest level, and that
// of the front matter.
func (d *document) readSubject(metadata map[string]string, name string) {
	title := metadata["title"]
	top, first := -1, d.firstHeading()
	if title == "" && d.isUntitled() {
		title = titleOfName(name)
	}
	for i := first; i < len(d.headings); i++ {
		if h := &d.headings[i]; !h.lists && (top < 0 || h.level < d.headings[top].level) {
			top = i
		}
	}
	second := ""
	if top >= 0 {
		title += "\n" + d.headings[top].title
		if top > first {
			title += "\n" + d.headings[first].title
		}
		// "# Project" and "## Backlog": the second line of a title.
		if next := top + 1; next < len(d.headings) && d.headings[next].block == d.headings[top].block+1 {
			second = lexicon.Fold(d.headings[next].title)
		}
	}
	title = lexicon.Fold(title)
	d.subject = subject{
		backlog: lexicon.TopicsOf(title).Has(lexicon.OfBacklog) || lexicon.TopicsOf(second).Has(lexicon.OfWork) || lexicon.TopicsOf(second).Has(lexicon.OfEpics),
		work:    lexicon.TopicsOf(title).Has(lexicon.OfWork) || lexicon.TopicsOf(second).Has(lexicon.OfWork), top: top,
	}
	d.subject.plan = lexicon.IsPlanOfFile(strings.TrimSpace(title))
	d.subject.only = lexicon.IsBacklogTitle(strings.TrimSpace(title))
	d.subject.demands = lexicon.IsRequirementsFile(title)
	d.subject.teaches = d.teaches()
	for line := range strings.Lines(title) {
		d.subject.other = d.subject.other || isOtherTitle(line)
		head, _, _ := strings.Cut(line, ":")
		d.subject.example = d.subject.example || lexicon.ExampleWords[strings.TrimSpace(head)]
	}
	m := metadata // of an issue form, or of a skill
	if m["name"] != "" && (m["about"] != "" || m["description"] != "" && m["status"] == "") {
		d.subject.other = true
	}
	if strings.Contains(title, "{{") || lexicon.IsTemplateTitle(title) {
		d.subject = subject{other: true, top: top} // a template
	}
}

// isUntitled reports whether a file has no heading that may be its title: none at all,
// or sections alone.
func (d *document) isUntitled() bool {
	return !slices.ContainsFunc(d.headings, func(h heading) bool { return !h.lists && h.level == 1 })
}

// titleOfName returns what the name of a file says that it is a list of: "TODO.md",
// "product-backlog.md"; "" if that is nothing.
func titleOfName(name string) string {
	name, _, _ = strings.Cut(name, ".")
	title := lexicon.Fold(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	if !lexicon.IsWorkTitle(title) && !lexicon.IsBacklogTitle(title) {
		return ""
	}
	return title
}

// firstHeading returns the index of the first heading that is not that of a
// relation list.
func (d *document) firstHeading() int {
	if i := slices.IndexFunc(d.headings, func(h heading) bool { return !h.lists }); i >= 0 {
		return i
	}
	return len(d.headings)
}

// teaches reports whether headings say that the file teaches how to write
// stories; those in it are examples.
func (d *document) teaches() bool {
	n := 0
	for i := range d.headings {
		title := lexicon.Fold(d.headings[i].title)
		if title == "invest" || slices.ContainsFunc(lexicon.TeachingPhrases, func(p string) bool { return strings.Contains(title, p) }) {
			n++
		}
	}
	return n > 1
}

// isOtherTitle reports whether a folded title is that of something else than a
// backlog. Where words for both stand in it, the head of the phrase counts: the
// last word ("Report Builder Backlog", "Epic Readiness Report"), or the first
// where a preposition joins them ("Plantilla de backlog"). A title that begins
// with the ID of an epic or story is one of theirs, unless it goes on as that of
// a report.
func isOtherTitle(title string) bool {
	if m, ok := lexicon.ScanID(title); ok && (m.Epic || m.Story) {
		words := strings.Fields(m.Title) // "Epic 2 Validation Report"
		return !m.Sep && (lexicon.ReportWords[strings.Join(words[max(0, len(words)-2):], " ")] ||
			lexicon.ReportWords[strings.Join(words[max(0, len(words)-1):], " ")])
	}
	if slices.ContainsFunc(lexicon.TeachingStarts, func(p string) bool { return strings.HasPrefix(title, p) }) {
		return true
	}
	if !lexicon.TopicsOf(title).Has(lexicon.OfOther) {
		return false
	}
	first := true
	for part := range strings.FieldsFuncSeq(title, opensPart) {
		if first && lexicon.ExampleWords[strings.TrimSpace(part)] {
			return true // "Template: user stories"
		}
		first = false
		if topics := lexicon.TopicsOf(part); topics.Has(lexicon.OfBacklog) || topics.Has(lexicon.OfPlan) || lexicon.IsWorkFile(part) {
			return isOtherPhrase(part)
		}
	}
	return true
}

// opensPart reports whether what follows a rune in a title is another part of it.
func opensPart(r rune) bool { return r == ':' || r == '—' || r == '–' || r == '|' || r == '(' }

// isOther reports whether the file is not a backlog, though it speaks of epics and
// stories. What came with a ledger is one, a task file, whose title is that of the task,
// and what has headings of stories most of which hold their sentence, unless it is
// called an example.
func (g *guess) isOther() bool {
	if g.f.hasOthersLedger() || g.lines.isTaskFile() {
		return false
	}
	if !g.d.subject.other {
		return g.d.subject.teaches
	}
	stories, sentences := 0, 0
	for _, c := range g.lines.found {
		if c.form != formHeading || !c.Story && !c.Epic || !c.found || !c.open() {
			continue
		}
		stories++
		if c.Story && g.d.proofOf(c.heading).sentence {
			sentences++
		}
	}
	return g.d.subject.example || sentences == 0 || sentences*2 < stories
}

// isOtherPhrase reports whether the head of a phrase is a word for something
// else than a backlog.
func isOtherPhrase(phrase string) bool {
	if lexicon.Unspaced(phrase) {
		return lexicon.TopicsOf(phrase).Has(lexicon.OfOther)
	}
	other, last, joined := -1, false, false
	words := strings.Fields(phrase)
	work := false
	for i := range words {
		for n := 1; n <= 3 && i+n <= len(words); n++ {
			span := strings.Join(words[i:i+n], " ")
			work = work || lexicon.BacklogWords[span] || lexicon.PlanWords[span]
		}
		if work && other < 0 && headWords[words[i]] {
			return false // "Priorities for the city guide", "Work left before the audit"
		}
		for n := 1; n <= 3 && i+n <= len(words); n++ {
			switch span := strings.Join(words[i:i+n], " "); {
			case lexicon.OtherTitleWords[span]:
				other, last = i, true
			case lexicon.BacklogWords[span] && n == 1, other >= 0 && lexicon.IsWorkFile(span): // "Audit follow-up"
				last = false
			}
		}
		if other >= 0 && headWords[words[i]] {
			joined = true
		}
		if lexicon.BacklogWords[words[i]] && joined {
			return true
		}
	}
	return other >= 0 && last
}

// headWords join a noun to what stands behind it, so that the first one is the
// head of the phrase.
var headWords = lexicon.Set("before|after|until|bis|vor|nach|antes|avant|prima|" +
	"de|del|da|do|das|dos|du|des|of|for|to|para|pour|fur|von|van|voor|with|about|on|con|mit|avec|com|sobre|di|della|delle|per")
