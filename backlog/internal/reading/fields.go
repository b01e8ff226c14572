package reading

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// readBody reads what stands below a story: its text, and the fields in it.
// Fields stay in the text, too.
func (a *assembly) readBody(c *candidate, s *Story) {
	b := body{r: a, s: s, at: c.line.Start}
	if c.isSentence() {
		s.Sentence = cmp.Or(c.extraSentence(), c.Title)
	}
	switch {
	case c.front:
		b.frontMatter()
		for i := range a.d.Blocks {
			b.block(i)
		}
		s.Text = markdown.TrimText(a.textIn(c.body))
	case c.level > 0, c.flows():
		if c.flows() {
			b.rest(a.d.Blocks[c.block].Node, c.body)
		}
		for i := c.block + 1; i < len(a.d.Blocks) && a.d.Blocks[i].Start < c.body.End; i++ {
			b.block(i)
		}
		s.Text = markdown.TrimText(a.textIn(c.body))
	case c.holds:
		b.rest(c.text, c.body)
		for n := c.text.NextSibling(); n != nil; n = n.NextSibling() {
			b.read(n)
		}
		s.Text = dedent(a.textIn(c.body))
	}
	if c.row != nil && !c.board {
		b.row(c)
	}
}

// epicDue returns the date that a field below an epic gives. Items in a list
// below one are none of its fields.
func (a *assembly) epicDue(c *candidate, id lexicon.ID) string {
	b := body{r: a, s: &Story{ID: id, StoryFields: &noFields}, only: lexicon.FieldDue, at: c.line.Start}
	switch {
	case c.heading >= 0, c.flows():
		if c.flows() {
			b.rest(a.d.Blocks[c.block].Node, c.body)
		}
		for i := c.block + 1; i < len(a.d.Blocks) && a.d.Blocks[i].Start < c.body.End; i++ {
			b.block(i)
		}
	case c.holds:
		b.rest(c.text, c.body)
		for n := c.text.NextSibling(); n != nil; n = n.NextSibling() {
			if isParagraph(n) {
				b.read(n)
			}
		}
	}
	return b.s.Due
}

// extraSentence returns what follows the title on its line, if that is the
// sentence of the story.
func (c *candidate) extraSentence() string {
	if lexicon.IsSentence(c.extra) {
		return c.extra
	}
	return ""
}

// A body is the reading of the fields of one story.
type body struct {
	r       *assembly
	s       *Story
	only    lexicon.FieldRole // the field that is read; FieldUnknown: all
	pending lexicon.FieldRole // named by a line or heading above
	right   bool              // which stands right above
	at      int               // where the field stands
	label   string            // what it is called there
}

// block reads a block of the document.
func (b *body) block(i int) {
	if n := b.r.d.Blocks[i].Node; isParagraph(n) {
		b.paragraph(b.r.d.paragraph(i))
	} else {
		b.read(n)
	}
}

func (b *body) paragraph(p *paragraph) {
	role := b.pending
	if !b.right {
		role = lexicon.FieldUnknown
	}
	b.pending, b.right = lexicon.FieldUnknown, false
	b.sentence(p.plain())
	if role != lexicon.FieldUnknown && len(p.lines) == 1 && isValue(p.lines[0]) {
		b.at = p.lines[0].Start
		b.set(role, p.lines[0].Value)
		return
	}
	for _, line := range p.lines {
		b.line(line)
	}
}

// heading reads a heading that is a field, "### Status: Done", or the label of what
// stands below it.
func (b *body) heading(n markdown.Node) {
	title := b.r.d.Plain(n)
	b.line(markdown.InlineLine{Value: title, Start: n.Pos()})
	if role := lexicon.FieldOf(title); role != lexicon.FieldUnknown {
		b.pending, b.right, b.label = role, true, title
	}
}

func (b *body) read(n markdown.Node) {
	if n.Kind() != markdown.KindParagraph && n.Kind() != markdown.KindTextBlock {
		b.right = false
	}
	switch n.Kind() {
	case markdown.KindHeading:
		b.heading(n)
	case markdown.KindParagraph, markdown.KindTextBlock:
		b.paragraph(b.r.d.paragraphOf(n))
	case markdown.KindBlockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if isParagraph(c) {
				b.sentence(b.r.d.Plain(c))
			}
		}
	case markdown.KindList:
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			b.listItem(item)
		}
		b.pending = lexicon.FieldUnknown
	case markdown.KindTable:
		b.table(n)
	case markdown.KindFencedCodeBlock:
		b.data(n.(*markdown.FencedCodeBlock))
	}
}

// longestFenced is how many lines a block of code may have that is the sentence of a
// story.
const longestFenced = 8

// data reads a block of YAML: its keys at the beginning of a line are fields. Another
// block may be the sentence.
func (b *body) data(n *markdown.FencedCodeBlock) {
	switch string(n.Language(b.r.d.Src)) {
	case "yaml", "yml":
	default:
		if n.Lines().Len() <= longestFenced {
			b.sentence(strings.Join(strings.Fields(string(n.Lines().Value(b.r.d.Src))), " "))
		}
		return
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		key, value, ok := strings.Cut(string(line.Value(b.r.d.Src)), ":")
		if !ok || key == "" || key[0] == ' ' || key[0] == '#' {
			continue
		}
		value, _, _ = strings.Cut(value, " #")
		if value = strings.Trim(strings.TrimSpace(value), `"'[]`); value != "" {
			b.line(markdown.InlineLine{Label: key, Value: value, Start: line.Start})
		}
	}
}

func isParagraph(n markdown.Node) bool {
	return n.Kind() == markdown.KindParagraph || n.Kind() == markdown.KindTextBlock
}

// rest reads the lines of a paragraph that are in a range.
func (b *body) rest(p markdown.Node, in markdown.Span) {
	for _, line := range b.r.d.InlineLines(p) {
		if line.Start >= in.Start && line.Start < in.End {
			b.sentence(line.Label + " " + line.Value)
			b.line(line)
		}
	}
}

// sentence takes over the sentence of the user story.
func (b *body) sentence(text string) {
	if b.s.Sentence == "" && lexicon.IsSentence(strings.ReplaceAll(strings.TrimSpace(text), ":", "")) {
		b.s.Sentence = strings.TrimSpace(text)
	}
}

func (b *body) line(line markdown.InlineLine) {
	role, value := fieldOf(line)
	if value == "" {
		b.pending, b.right, b.label = role, true, line.Label
		return
	}
	b.pending = lexicon.FieldUnknown
	if lexicon.IsTextLabel(line.Label) {
		b.sentence(value) // "**Description:** As a cook, I want ..."
	}
	if role != lexicon.FieldUnknown {
		label, _, _ := strings.Cut(line.Value, ":")
		b.at, b.label = line.Start, cmp.Or(line.Label, label)
		b.set(role, value)
	}
}

// table reads a table of fields: two columns, the label in the first.
func (b *body) table(n markdown.Node) {
	row := markdown.RowReader{D: b.r.d.Document}
	for i, line := range b.r.d.Rows(n) {
		row.Read(line)
		if len(row.Cells) != 2 {
			return
		}
		if i != 1 {
			b.line(markdown.InlineLine{Label: row.Text(0), Value: row.Text(1), Start: line.Start})
		}
	}
}

func (b *body) listItem(item markdown.Node) {
	text := item.FirstChild()
	if text == nil || text.Kind() != markdown.KindTextBlock && text.Kind() != markdown.KindParagraph {
		return
	}
	switch b.pending {
	case lexicon.FieldCriteria:
		c := Criterion{Text: b.r.d.Plain(text)}
		if _, checked, ok := markdown.Box(text); ok {
			c.Done = &checked
		}
		b.s.fields().Criteria = append(b.s.Criteria, c)
	case lexicon.FieldUnknown:
		p := b.r.d.paragraphOf(text)
		b.sentence(p.plain())
		below := body{r: b.r, s: b.s, only: b.only, at: b.at}
		for _, line := range p.lines {
			below.line(line)
		}
		// "- **Acceptance criteria:**" with a list below it.
		if below.pending != lexicon.FieldUnknown && text.NextSibling() != nil {
			below.read(text.NextSibling())
		}
	default:
		b.set(b.pending, b.r.d.Plain(text))
	}
}

// set takes over a field. The first value of a field counts, lists grow.
func (b *body) set(role lexicon.FieldRole, value string) {
	if b.only != lexicon.FieldUnknown && role != b.only {
		return
	}
	s := b.s
	switch role {
	case lexicon.FieldStatus:
		if status, _ := lexicon.ReadStatus(value); status != "" && s.Checked == nil {
			s.setState(status)
		}
	case lexicon.FieldDone:
		if s.Checked == nil {
			s.Checked = lexicon.ReadYes(value)
		}
	case lexicon.FieldPriority:
		if s.Priority == "" {
			s.Priority = value
		}
	case lexicon.FieldPoints:
		switch n, ok := leadingNumber(value); {
		case s.Points != nil:
		case ok:
			s.fields().Points = &n
		case lexicon.IsPointsLabel(b.label):
			b.r.noteValue(role, value, b.at, s.ID)
		}
	case lexicon.FieldLabels:
		for label := range listed(value) {
			if !lexicon.IsPlaceholder([]byte(label)) {
				s.fields().Labels = append(s.Labels, label)
			}
		}
	case lexicon.FieldAssignee:
		for _, login := range b.r.f.opts.logins(value) {
			if !slices.ContainsFunc(s.Assignees, func(a string) bool { return strings.EqualFold(a, login) }) { // it may stand behind the title, too
				s.fields().Assignees = append(s.Assignees, login)
			}
		}
	case lexicon.FieldDue:
		if s.Due == "" {
			if date := b.r.dueOf(value, b.at, s.ID); date != "" {
				s.fields().Due = date
			}
		}
	case lexicon.FieldDepends:
		for word := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ',' || c == ';' || c == '+' || c == '&' }) {
			if m, ok := lexicon.ScanID(strings.TrimLeft(word, " [`*")); ok {
				s.fields().DependsOn = append(s.DependsOn, m.Id)
			}
		}
	case lexicon.FieldEpic:
		b.assignEpic(value)
	case lexicon.FieldStory:
		b.sentence(value)
	case lexicon.FieldTitle:
		if s.isUntitled() {
			s.Title = value
		}
	default: // no field, or a list of its own
	}
}

func leadingNumber(s string) (float64, bool) {
	end := strings.IndexFunc(s, func(c rune) bool { return (c < '0' || c > '9') && c != '.' })
	if end < 0 {
		end = len(s)
	}
	n, err := strconv.ParseFloat(strings.TrimRight(s[:end], "."), 64)
	return n, err == nil
}

// MatchesForm compares a text with a form in which d stands for a digit.
func MatchesForm(s, form string) bool {
	if len(s) != len(form) {
		return false
	}
	for i := range len(s) {
		if form[i] == 'd' && (s[i] < '0' || s[i] > '9') || form[i] != 'd' && s[i] != form[i] {
			return false
		}
	}
	return true
}

// dedent takes the indent of a list item off the text below it.
func dedent(s string) string {
	s = markdown.TrimText(strings.ReplaceAll(s, "\t", "    "))
	indent := -1
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		n := len(line) - len(strings.TrimLeft(line, " "))
		if indent < 0 || n < indent {
			indent = n
		}
	}
	if indent <= 0 {
		return s
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(line[min(indent, len(line)-len(strings.TrimLeft(line, " "))):])
	}
	return b.String()
}

// isUntitled reports whether a story has no title but its number: "## 2.1 User Story 1".
func (s *Story) isUntitled() bool { return lexicon.ScanLead(s.Title).Title == "" }

// setState takes over what the file says of the story, unless it says that it is
// dropped already.
func (s *Story) setState(status lexicon.Status) {
	switch {
	case s.Dropped:
	case status == lexicon.StatusDropped:
		s.Dropped = true
	default:
		s.Checked = new(status == lexicon.StatusDone || status == lexicon.StatusCreated)
	}
}
