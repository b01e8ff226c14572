package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// A context is what the title of a file says of its content.
type context struct {
	backlog bool // it speaks of epics, stories, tasks
	work    bool // it speaks of stories or tasks, rather than of epics or features
	other   bool // it speaks of something else: a changelog, a guide
	teaches bool // headings say how to write stories
	top     int  // index of the heading that it is, -1 if there is none
}

// readContext reads the title: the first heading of the highest level, and that
// of the front matter.
func (r *recognition) readContext() {
	title := r.f.metadata["title"]
	top := -1
	for i := range r.headings {
		if top < 0 || r.headings[i].level < r.headings[top].level {
			top = i
		}
	}
	second := ""
	if top >= 0 {
		title += "\n" + r.headings[top].title
		if top > 0 {
			title += "\n" + r.headings[0].title
		}
		// "# Project" and "## Backlog": the second line of a title.
		if next := top + 1; next < len(r.headings) && r.headings[next].block == r.headings[top].block+1 {
			second = fold(r.headings[next].title)
		}
	}
	title = fold(title)
	r.context = context{
		backlog: hasWord(title, backlogWords) || hasWord(second, workWords) || hasWord(second, epicWords),
		work:    hasWord(title, workWords) || hasWord(second, workWords), top: top,
	}
	r.context.teaches = r.teaches()
	for line := range strings.Lines(title) {
		r.context.other = r.context.other || isOtherTitle(line)
	}
	m := r.f.metadata // of an issue form, or of a skill
	if m["name"] != "" && (m["about"] != "" || m["description"] != "" && m["status"] == "") {
		r.context.other = true
	}
	if strings.Contains(title, "{{") {
		r.context = context{other: true, top: top} // a template
	}
}

// teaches reports whether headings say that the file teaches how to write
// stories; those in it are examples.
func (r *recognition) teaches() bool {
	n := 0
	for i := range r.headings {
		title := fold(r.headings[i].title)
		if title == "invest" || slices.ContainsFunc(teachingPhrases, func(p string) bool { return strings.Contains(title, p) }) {
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
	if m, ok := scanID(title); ok && (m.epic || m.story) {
		words := strings.Fields(m.title) // "Epic 2 Validation Report"
		return !m.sep && (reportWords[strings.Join(words[max(0, len(words)-2):], " ")] || reportWords[strings.Join(words[max(0, len(words)-1):], " ")])
	}
	if !hasWord(title, otherTitleWords) {
		return false
	}
	first := true
	for part := range strings.FieldsFuncSeq(title, func(r rune) bool { return strings.ContainsRune(":—–|(", r) }) {
		if first && exampleWords[strings.TrimSpace(part)] {
			return true // "Template: user stories"
		}
		first = false
		if hasWord(part, backlogWords) {
			return isOtherPhrase(part)
		}
	}
	return true
}

// isOther reports whether the file is no backlog, though it speaks of epics and
// stories. What has a ledger or enough stories under headings is one.
func (r *recognition) isOther() bool {
	if r.f.syntax.ledger >= 0 {
		return false
	}
	const enough = 5
	if !r.context.other {
		return r.context.teaches && r.coded() < enough
	}
	stories, sentences := 0, 0
	for _, c := range r.found {
		if c.form != formHeading || !c.story && !c.epic || !c.found || !c.open() {
			continue
		}
		stories++
		if c.story && r.proofOf(c.heading).sentence {
			sentences++
		}
	}
	if !r.context.backlog { // the words may be of the product's name
		return sentences < enough || sentences*2 < stories
	}
	return stories < enough
}

// coded counts the candidates with a word or code for story and a number.
func (r *recognition) coded() int {
	n := 0
	for _, c := range r.found {
		if c.story && c.found {
			n++
		}
	}
	return n
}

// isOtherPhrase reports whether the head of a phrase is a word for something
// else than a backlog.
func isOtherPhrase(phrase string) bool {
	if unspaced(phrase) {
		return hasWord(phrase, otherTitleWords)
	}
	other, last, joined := -1, false, false
	words := strings.Fields(phrase)
	for i := range words {
		for n := 1; n <= 3 && i+n <= len(words); n++ {
			switch span := strings.Join(words[i:i+n], " "); {
			case otherTitleWords[span]:
				other, last = i, true
			case backlogWords[span] && n == 1:
				last = false
			}
		}
		if other >= 0 && headWords[words[i]] {
			joined = true
		}
		if backlogWords[words[i]] && joined {
			return true
		}
	}
	return other >= 0 && last
}

// headWords join a noun to what stands behind it, so that the first one is the
// head of the phrase.
var headWords = set("de|del|da|do|das|dos|du|des|of|for|to|para|pour|fur|von|van|voor|with|about|on|con|mit|avec|com|sobre|di|della|delle|per")

// sectionOf returns the index of the heading that an offset stands under, -1
// if there is none.
func (r *recognition) sectionOf(offset int) int {
	i, exact := slices.BinarySearchFunc(r.headings, offset, func(h heading, offset int) int { return cmp.Compare(h.line.Start, offset) })
	if exact {
		return i
	}
	return i - 1
}

// above returns the index of the heading that c stands under.
func (r *recognition) above(c *candidate) int {
	if c.section == -2 {
		c.section = r.sectionOf(c.line.Start)
	}
	return c.section
}

// A headingNote is what a heading and those above it say of what stands below.
type headingNote struct {
	known  bool
	listed bool // items of a backlog follow
	work   bool // stories or tasks follow
	aside  bool // criteria, legends, notes
	epic   bool // it is that of an epic
}

// noteOf returns what a heading says, which is worked out once.
func (r *recognition) noteOf(i int) headingNote {
	if i < 0 {
		return headingNote{}
	}
	h := &r.headings[i]
	if h.note.known {
		return h.note
	}
	n := r.noteOf(h.parent)
	n.known = true
	title := fold(h.title)
	if h.level > 1 && hasWord(title, backlogWords) {
		n.listed = true
		n.work = n.work || hasWord(title, workWords)
	}
	n.epic = n.epic || scanLead(h.title).epic
	if i != r.context.top || h.level > 1 {
		n.aside = n.aside || asideWords[strings.Trim(title, " :0123456789.*")] || hasWord(title, criteriaWords)
	}
	h.note = n
	return n
}

// listed reports whether a heading that c stands under says that items of a
// backlog follow.
func (r *recognition) listed(c *candidate) bool { return r.noteOf(r.above(c)).listed }

// aside reports whether c stands under a heading of criteria, legends, or notes.
func (r *recognition) aside(c *candidate) bool { return r.noteOf(r.above(c)).aside }

// underEpic reports whether c stands under the heading of an epic.
func (r *recognition) underEpic(c *candidate) bool { return r.noteOf(r.above(c)).epic }
