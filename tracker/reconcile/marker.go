package reconcile

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
)

// A marker is hidden in the text of an item: a line that opens the managed
// text, and one that closes it.
//
//	<!-- backlogsync:v1 id=US-1.1 scope=docs/b.md nonce=4x… base=title:3f… -->
//
//	managed text
//
//	<!-- backlogsync:end 4x… -->
//
// The text above and below belongs to people.
type marker struct {
	id    backlog.ID
	key   idKey // of id, if the marker was parsed
	scope string
	nonce string
	base  base
	of    string // of a duplicate: the key of the item that it lost to; it stands for nothing any more
}

const (
	markerPrefix = "<!-- backlogsync:v1 " // as [tracker.Marked] looks for
	markerEnd    = "<!-- backlogsync:end "
	markerClose  = " -->"
	markerWord   = "backlogsync:"
)

// newNonce returns 80 random bits as 16 characters.
func newNonce() string {
	var b [10]byte
	rand.Read(b[:]) // never fails, see crypto/rand
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

func (m *marker) String() string {
	var b strings.Builder
	b.WriteString(markerPrefix)
	b.WriteString("id=" + escapeValue(string(m.id)))
	b.WriteString(" scope=" + escapeValue(m.scope))
	b.WriteString(" nonce=" + m.nonce)
	if s := m.base.String(); s != "" {
		b.WriteString(" base=" + s)
	}
	if m.of != "" {
		b.WriteString(" of=" + escapeValue(m.of))
	}
	b.WriteString(markerClose)
	return b.String()
}

// parseMarker parses a whole line, without its line ending.
func parseMarker(line string) (marker, bool) {
	var m marker
	line = strings.TrimRight(line, " \t\r")
	rest, ok := strings.CutPrefix(line, markerPrefix)
	if !ok {
		return m, false
	}
	rest, ok = strings.CutSuffix(rest, markerClose)
	if !ok {
		return m, false
	}
	for word := range strings.FieldsSeq(rest) {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "id":
			m.id = backlog.ID(unescapeValue(value))
		case "scope":
			m.scope = unescapeValue(value)
		case "nonce":
			m.nonce = value
		case "base":
			m.base = parseBase(value)
		case "of":
			m.of = unescapeValue(value)
		}
	}
	m.key = idKey(m.id.Key())
	return m, m.id != "" && m.nonce != ""
}

// An itemBody is the text of an item, taken apart at its marker. above+below is
// what people wrote.
type itemBody struct {
	above  string // up to and including the line break before the marker
	marker *marker
	former *marker // of a duplicate, else nil; marker is of a later adoption then
	text   string  // managed text, normalised
	below  string  // from the end of the closing line's last character
	broken bool    // the closing line is missing: what follows the marker is in below
	extra  bool    // there is a second marker, of another nonce
}

// splitBody finds the marker of an item. Without one everything is in above.
func splitBody(s string) itemBody {
	b := itemBody{above: s}
	at := 0
	for at < len(s) {
		i := strings.Index(s[at:], markerPrefix)
		if i < 0 {
			return b
		}
		start := at + i
		end := lineEnd(s, start)
		m, ok := parseMarker(s[start:end])
		if !ok || !startsLine(s, start) || inClosedFence(s, start) {
			at = start + len(markerPrefix)
			continue
		}
		if m.of != "" {
			b.former, at = &m, end
			continue
		}
		b.above, b.marker = s[:start], &m
		rest := s[end:]
		closing, ok := findEnd(rest, m.nonce)
		if !ok {
			b.broken, b.below = true, rest
		} else {
			b.text = normalise(rest[:closing.start])
			b.below = rest[closing.end:]
		}
		b.extra = hasOther(b.below, m.nonce)
		return b
	}
	return b
}

// hasOther reports whether s holds a marker of another nonce.
func hasOther(s, nonce string) bool {
	if !strings.Contains(s, markerPrefix) {
		return false
	}
	o := splitBody(s)
	return o.marker != nil && o.marker.nonce != nonce
}

// findEnd finds the closing line of a nonce. Nothing inside the managed text
// can be mistaken for it, since [wrap] neutralises what looks like a marker.
func findEnd(s, nonce string) (span struct{ start, end int }, ok bool) {
	line := markerEnd + nonce + markerClose
	for at := 0; ; {
		i := strings.Index(s[at:], line)
		if i < 0 {
			return span, false
		}
		start := at + i
		if startsLine(s, start) {
			span.start, span.end = start, start+len(line)
			return span, true
		}
		at = start + len(line)
	}
}

// join puts a body together again, with m and text as the managed part.
func (b *itemBody) join(m *marker, text string) string {
	var s strings.Builder
	s.WriteString(b.above)
	switch {
	case b.marker != nil:
	case strings.TrimSpace(b.above) != "":
		// The marker follows the text of people: end their last paragraph.
		s.WriteString(strings.Repeat("\n", 2-min(2, trailingBreaks(b.above))))
	case !startsLine(b.above, len(b.above)):
		s.WriteString("\n")
	}
	s.WriteString(m.String())
	s.WriteString("\n")
	if text != "" {
		s.WriteString("\n" + text + "\n\n")
	}
	s.WriteString(markerEnd + m.nonce + markerClose)
	s.WriteString(b.below)
	return s.String()
}

// managed prepares a text for the inside of a marker: nothing in it may look
// like a marker, or stay open and swallow what people write below.
func managed(text string) string {
	text = normalise(text)
	if strings.Contains(text, "<!--") && strings.Contains(text, markerWord) {
		text = strings.ReplaceAll(text, markerWord, "backlogsync :")
	}
	return normalise(body.Close(text))
}

// normalise undoes what services and web editors do to stored text: line
// endings become LF and blanks around the text go.
func normalise(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	s = strings.TrimRight(s, " \t\n")
	for { // only blank lines go: the first line may be indented code
		i := strings.IndexByte(s, '\n')
		if i < 0 || strings.Trim(s[:i], " \t") != "" {
			return s
		}
		s = s[i+1:]
	}
}

// inClosedFence reports whether at lies in a fenced code block that is closed
// below it: a marker there is quoted, not meant. One that is never closed is
// somebody's slip, and must not make the item look unregistered.
func inClosedFence(s string, at int) bool {
	if !strings.Contains(s[:at], "```") && !strings.Contains(s[:at], "~~~") {
		return false
	}
	fence := ""
	for line := range strings.Lines(s[:at]) {
		fence = nextFence(fence, line)
	}
	if fence == "" {
		return false
	}
	for line := range strings.Lines(s[at:]) {
		if fence = nextFence(fence, line); fence == "" {
			return true
		}
	}
	return false
}

// nextFence returns the fence that is open after line, "" if none is.
func nextFence(open, line string) string {
	text := strings.TrimRight(strings.TrimLeft(line, " "), " \t\r\n")
	if len(line)-len(strings.TrimLeft(line, " ")) > 3 || text == "" {
		return open
	}
	n := len(text) - len(strings.TrimLeft(text, text[:1]))
	if c := text[0]; n < 3 || c != '`' && c != '~' {
		return open
	}
	switch {
	case open == "":
		if text[0] == '`' && strings.Contains(text[n:], "`") {
			return open // an inline code span
		}
		return text[:n]
	case text[0] == open[0] && n >= len(open) && n == len(text):
		return ""
	}
	return open
}

func startsLine(s string, at int) bool { return at == 0 || s[at-1] == '\n' || s[at-1] == '\r' }

func lineEnd(s string, at int) int {
	if i := strings.IndexAny(s[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(s)
}

func trailingBreaks(s string) int {
	s = strings.ReplaceAll(s, "\r", "")
	return len(s) - len(strings.TrimRight(s, "\n"))
}

const hexDigits = "0123456789ABCDEF"

// escapeValue makes s fit for a word of a marker: no blanks, nothing that ends
// a comment, nothing that a service might take for a mention or a reference.
func escapeValue(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		plain := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' ||
			c == '.' || c == '/' || c == '_' || c == '-' && i > 0 && s[i-1] != '-'
		if plain {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		}
	}
	return b.String()
}

func unescapeValue(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, lo := strings.IndexByte(hexDigits, s[i+1]), strings.IndexByte(hexDigits, s[i+2])
			if hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
