package backlog

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// readBody reads what stands below a story: its text, and the fields in it.
// Fields stay in the text, too.
func (r *recognition) readBody(c *candidate, s *Story) {
	b := body{r: r, s: s}
	if c.isSentence() {
		s.Sentence = cmp.Or(c.extraSentence(), c.title)
	}
	switch {
	case c.front:
		b.frontMatter()
		for i := range r.d.blocks {
			b.read(r.d.blocks[i].node)
		}
		s.Text = trimText(string(r.f.src[c.body.Start:]))
	case c.level > 0, c.flows():
		if c.flows() {
			b.rest(r.d.blocks[c.block].node, c.body)
		}
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
	if c.row != nil && !c.board {
		b.row(c)
	}
}

// extraSentence returns what follows the title on its line, if that is the
// sentence of the story.
func (c *candidate) extraSentence() string {
	if isSentence(c.extra) {
		return c.extra
	}
	return ""
}

// A body is the reading of the fields of one story.
type body struct {
	r       *recognition
	s       *Story
	pending fieldRole // named by a line or heading above
	at      int       // where the field stands
}

func (b *body) read(n ast.Node) {
	switch n.Kind() {
	case ast.KindHeading:
		b.pending = fieldOf(b.r.d.plain(n))
	case ast.KindParagraph, ast.KindTextBlock:
		b.pending = fieldUnknown
		b.sentence(b.r.d.plain(n))
		for _, line := range b.r.d.inlineLines(n) {
			b.line(line)
		}
	case ast.KindBlockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if isParagraph(c) {
				b.sentence(b.r.d.plain(c))
			}
		}
	case ast.KindList:
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			b.listItem(item)
		}
		b.pending = fieldUnknown
	case extast.KindTable:
		b.table(n)
	case ast.KindFencedCodeBlock:
		b.data(n.(*ast.FencedCodeBlock))
	}
}

// data reads a block of YAML: its keys at the beginning of a line are fields.
func (b *body) data(n *ast.FencedCodeBlock) {
	switch string(n.Language(b.r.d.src)) {
	case "yaml", "yml":
	default:
		return
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		key, value, ok := strings.Cut(string(line.Value(b.r.d.src)), ":")
		if !ok || key == "" || key[0] == ' ' || key[0] == '#' {
			continue
		}
		value, _, _ = strings.Cut(value, " #")
		if value = strings.Trim(strings.TrimSpace(value), `"'[]`); value != "" {
			b.line(inlineLine{label: key, value: value, start: line.Start})
		}
	}
}

func isParagraph(n ast.Node) bool {
	return n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock
}

// rest reads the lines of a paragraph that are in a range.
func (b *body) rest(p ast.Node, in Span) {
	for _, line := range b.r.d.inlineLines(p) {
		if line.start >= in.Start && line.start < in.End {
			b.sentence(line.label + " " + line.value)
			b.line(line)
		}
	}
}

// sentence takes over the sentence of the user story.
func (b *body) sentence(text string) {
	if b.s.Sentence == "" && isSentence(strings.ReplaceAll(strings.TrimSpace(text), ":", "")) {
		b.s.Sentence = strings.TrimSpace(text)
	}
}

func (b *body) line(line inlineLine) {
	if line.label == "" { // "Priority: P0", without bold
		if label, value, ok := strings.Cut(line.value, ":"); ok && len(label) < 32 && fieldOf(label) != fieldUnknown {
			line.label, line.value = label, strings.TrimSpace(value)
		}
	}
	role := fieldOf(line.label)
	if line.value == "" {
		b.pending = role
		return
	}
	b.pending = fieldUnknown
	if role != fieldUnknown {
		b.at = line.start
		b.set(role, line.value)
	}
}

// table reads a table of fields: two columns, the label in the first.
func (b *body) table(n ast.Node) {
	row := rowReader{d: b.r.d}
	for i, line := range b.r.d.rowsOf(n) {
		row.read(line)
		if len(row.cells) != 2 {
			return
		}
		if i != 1 {
			b.line(inlineLine{label: row.text(0), value: row.text(1), start: line.Start})
		}
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
		b.sentence(b.r.d.plain(text))
		below := body{r: b.r, s: b.s}
		for _, line := range b.r.d.inlineLines(text) {
			below.line(line)
		}
		// "- **Acceptance criteria:**" with a list below it.
		if below.pending != fieldUnknown && text.NextSibling() != nil {
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
	case fieldDone:
		if s.Checked == nil {
			s.Checked = readYes(value)
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
		for word := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ',' || c == ';' || c == '+' || c == '&' }) {
			if m, ok := scanID(strings.TrimLeft(word, " [`*")); ok {
				s.DependsOn = append(s.DependsOn, m.id)
			}
		}
	case fieldEpic:
		b.assignEpic(value)
	case fieldStory:
		b.sentence(value)
	default: // no field, or a list of its own
	}
}

// readYes reads the value of a field that asks whether something is done.
func readYes(value string) *bool {
	words := strings.FieldsFunc(fold(value), func(r rune) bool { return !isWordRune(r) })
	switch status, _ := readStatus(value); {
	case len(words) > 0 && yesWords[words[0]]:
		return new(true)
	case len(words) > 0 && noWords[words[0]]:
		return new(false)
	case status != "":
		return new(status == StatusDone || status == StatusCreated)
	}
	return nil
}

var (
	yesWords = set("yes|si|sim|oui|ja|da|да|是|はい|예|ya|igen|tak|evet")
	noWords  = set("no|not|nao|non|nein|nee|nem|nie|нет|否|いいえ|아니오|tidak|hayir")
)

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
