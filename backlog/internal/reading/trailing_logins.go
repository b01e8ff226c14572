package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// CutLogins takes the logins off the end of a title: "Search @ana @bob", "Search
// (@ana, @bob)", "Search — @ana". One that the title needs, as in "a cake for @ana",
// stays, and so does a title that would be nothing else.
func CutLogins(title string) (rest string, logins []string) {
	text := strings.TrimRight(title, " ")
	if inside, ok := strings.CutSuffix(text, ")"); ok {
		open := strings.LastIndexByte(inside, '(')
		if open < 0 {
			return title, nil
		}
		for word := range strings.FieldsFuncSeq(inside[open+1:], func(c rune) bool { return strings.ContainsRune(" ,;", c) }) {
			if !isLogin(word) {
				return title, nil
			}
			logins = append(logins, word)
		}
		text = inside[:open]
	} else {
		for {
			text = strings.TrimRight(text, " ,;")
			i := strings.LastIndexByte(text, ' ')
			if !isLogin(text[i+1:]) {
				break
			}
			logins = append(logins, text[i+1:])
			text = text[:i+1]
		}
		slices.Reverse(logins)
		if last := text[strings.LastIndexByte(text, ' ')+1:]; lexicon.JoiningWords[lexicon.Fold(last)] {
			return title, nil
		}
	}
	rest = strings.TrimRight(text, " ,;:—–-→")
	if len(logins) == 0 || rest == "" {
		return title, nil
	}
	return rest, logins
}

// isLogin reports whether a word is a sign and a login, as services have them.
func isLogin(word string) bool {
	const longest = 64
	name, ok := strings.CutPrefix(word, "@")
	if !ok || name == "" || len(name) > longest {
		return false
	}
	for i := range len(name) {
		letter := name[i]|0x20 >= 'a' && name[i]|0x20 <= 'z' || name[i] >= '0' && name[i] <= '9'
		if !letter && (i == 0 || i == len(name)-1 || strings.IndexByte("-_.", name[i]) < 0) {
			return false
		}
	}
	return true
}

// takeLogins takes the logins off the ends of items of lists: they say who is to do
// what the line says.
func (l *candidates) takeLogins() {
	for _, list := range [][]*candidate{l.found, l.plain} {
		for _, c := range list {
			if !c.Epic && (c.form == formChecklist || c.form == formOrdered || c.form == formList) {
				c.takeLogins(l.d)
			}
		}
	}
}

func (c *candidate) takeLogins(d *document) {
	from := &c.Title
	if c.extra != "" { // the title is in bold, and the line goes on
		from = &c.extra
	}
	if strings.IndexByte(*from, '@') < 0 {
		return
	}
	rest, logins := CutLogins(*from)
	if rest == *from && c.extra != "" && isLogin(rest) {
		rest, logins = "", []string{rest} // nothing else stands behind the bold text
	}
	at, ok := loginsIn(d.Src, c.ownText(d), logins)
	if !ok {
		return
	}
	details := c.detail()
	details.logins, details.loginsAt = logins, at
	if from == &c.extra {
		c.extra = rest
		return
	}
	marked := c.marked
	c.detail().signed, c.Title = c.Title, rest
	c.setTitle() // a mark may stand before the logins
	if c.box > 0 {
		c.marked = marked
	}
}

// ownText returns where the line of an item of a list stands, without what is below.
func (c *candidate) ownText(d *document) markdown.Span {
	end := c.end
	switch {
	case c.holds:
		end = c.body.Start
	case end == 0: // one of several in its line
		end = d.LineEnd(c.line.Start)
	}
	return markdown.Span{Start: c.line.Start, End: end}
}

// loginsIn returns where logins stand one after the other in Markdown. It is not ok if
// they are not written as plain words there, as in code.
func loginsIn(src []byte, in markdown.Span, logins []string) (at markdown.Span, ok bool) {
	if len(logins) == 0 {
		return markdown.Span{}, false
	}
	text := string(src[in.Start:in.End])
	end := len(text)
	for i, login := range slices.Backward(logins) {
		start := strings.LastIndex(text[:end], login)
		if start <= 0 || strings.IndexByte(" \t\n(,;", text[start-1]) < 0 {
			return markdown.Span{}, false
		}
		if after := text[start+len(login):]; after != "" && strings.IndexByte(" \t\r\n),;", after[0]) < 0 {
			return markdown.Span{}, false
		}
		if i == len(logins)-1 {
			at.End = in.Start + start + len(login)
		}
		at.Start, end = in.Start+start, start
	}
	return at, true
}
