package backlog

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// readBody reads what stands below a story: its text, and the fields in it.
// Fields stay in the text, too.
func (r *recognition) readBody(c *candidate, s *Story) {
	b := body{r: r, s: s}
	switch {
	case c.level > 0:
		for i := c.block + 1; i < len(r.d.blocks) && r.d.blocks[i].start < c.body.End; i++ {
			b.read(r.d.blocks[i].node)
		}
		s.Text = trimText(string(r.d.src[c.body.Start:c.body.End]))
	case c.item != nil:
		for n := c.item.FirstChild().NextSibling(); n != nil; n = n.NextSibling() {
			b.read(n)
		}
		s.Text = dedent(string(r.d.src[c.body.Start:c.body.End]))
	}
}

// epicText returns the text between an epic's heading and its first item or
// heading.
func (r *recognition) epicText(c *candidate) string {
	if c.level == 0 {
		return ""
	}
	end := c.body.End
	for i := c.block + 1; i < len(r.d.blocks) && r.d.blocks[i].start < end; i++ {
		if r.items[i] {
			end = r.d.blocks[i].start
		}
	}
	return trimText(string(r.d.src[c.body.Start:end]))
}

// A body is the reading of the fields of one story.
type body struct {
	r       *recognition
	s       *Story
	pending fieldRole // named by a line or heading above
}

func (b *body) read(n ast.Node) {
	switch n.Kind() {
	case ast.KindHeading:
		b.pending = fieldOf(b.r.d.plain(n))
	case ast.KindParagraph, ast.KindTextBlock:
		b.pending = fieldUnknown
		for _, line := range b.r.d.inlineLines(n) {
			b.line(line)
		}
	case ast.KindList:
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			b.listItem(item)
		}
		b.pending = fieldUnknown
	}
}

func (b *body) line(line inlineLine) {
	role := fieldOf(line.label)
	if line.value == "" {
		b.pending = role
		return
	}
	b.pending = fieldUnknown
	if role != fieldUnknown {
		b.set(role, line.value)
	}
}

func (b *body) listItem(item ast.Node) {
	text := item.FirstChild()
	if text == nil || text.Kind() != ast.KindTextBlock && text.Kind() != ast.KindParagraph {
		return
	}
	switch b.pending {
	case fieldCriteria:
		c := Criterion{Text: b.r.d.plain(text)}
		if box, ok := text.FirstChild().(*extast.TaskCheckBox); ok {
			c.Done = new(box.IsChecked)
		}
		b.s.Criteria = append(b.s.Criteria, c)
	case fieldUnknown:
		for _, line := range b.r.d.inlineLines(text) {
			if role := fieldOf(line.label); role != fieldUnknown && line.value != "" {
				b.set(role, line.value)
			}
		}
		// "- **Acceptance criteria:**" with a list below it.
		if lines := b.r.d.inlineLines(text); len(lines) == 1 && lines[0].value == "" && text.NextSibling() != nil {
			below := body{r: b.r, s: b.s, pending: fieldOf(lines[0].label)}
			below.read(text.NextSibling())
		}
	default:
		b.set(b.pending, b.r.d.plain(text))
	}
}

// set takes over a field. The first value of a field counts, lists grow.
func (b *body) set(role fieldRole, value string) {
	s := b.s
	switch role {
	case fieldStatus:
		if status, _ := readStatus(value); status != "" && s.Checked == nil {
			s.Checked = new(status == StatusDone || status == StatusCreated)
		}
	case fieldPriority:
		if s.Priority == "" {
			s.Priority = value
		}
	case fieldPoints:
		if n, ok := leadingNumber(value); ok && s.Points == nil {
			s.Points = &n
		}
	case fieldLabels:
		for word := range strings.SplitSeq(value, ",") {
			if word = strings.TrimSpace(word); word != "" && !isPlaceholder([]byte(word)) {
				s.Labels = append(s.Labels, word)
			}
		}
	case fieldAssignee:
		for word := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ',' || c == ' ' || c == ';' }) {
			if login, ok := strings.CutPrefix(word, "@"); ok && login != "" {
				s.Assignees = append(s.Assignees, login)
			}
		}
	case fieldDue:
		if s.Due == "" {
			s.Due = findDate(value)
		}
	case fieldDepends:
		for word := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ',' || c == ';' }) {
			if m, ok := scanID(word); ok {
				s.DependsOn = append(s.DependsOn, m.id)
			}
		}
	case fieldEpic:
		b.r.assignEpic(s, value)
	default: // no field, or a list of its own
	}
}

// assignEpic follows a field that names the story's epic.
func (r *recognition) assignEpic(s *Story, value string) {
	m, ok := scanID(value)
	if !ok || !m.epic {
		return
	}
	for _, e := range r.f.epics {
		if e.key == m.id.Key() {
			s.Epic = e.ID
			return
		}
	}
	r.f.find(s.syntax.line, SeverityError, CodeUnknownEpic, s.ID,
		"%s names the epic %s, which the file does not have; correct the name or add the epic", s.ID, m.id)
}

func leadingNumber(s string) (float64, bool) {
	end := strings.IndexFunc(s, func(c rune) bool { return (c < '0' || c > '9') && c != '.' })
	if end < 0 {
		end = len(s)
	}
	n, err := strconv.ParseFloat(strings.TrimRight(s[:end], "."), 64)
	return n, err == nil
}

// findDate returns the first date "YYYY-MM-DD" in a text, or "".
func findDate(s string) string {
	const form = "dddd-dd-dd"
	for i := 0; i+len(form) <= len(s); i++ {
		if matchesForm(s[i:i+len(form)], form) {
			return s[i : i+len(form)]
		}
	}
	return ""
}

// matchesForm compares a text with a form in which d stands for a digit.
func matchesForm(s, form string) bool {
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

// trimText takes blank lines off the beginning and blanks off the end. The
// indent of the first line stays, since it may be code.
func trimText(s string) string {
	s = strings.TrimRight(s, " \t\r\n")
	for {
		i := strings.IndexByte(s, '\n')
		if i < 0 || strings.TrimSpace(s[:i]) != "" {
			return s
		}
		s = s[i+1:]
	}
}

// dedent takes the indent of a list item off the text below it.
func dedent(s string) string {
	s = trimText(strings.ReplaceAll(s, "\t", "    "))
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
