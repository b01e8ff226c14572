package body

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Both services look for references in the text that comes out of Markdown, one
// piece between tags at a time, but not in code and not in the text of links
// (gjtorikian/html-pipeline, @mention_filter.rb; gitlabhq,
// lib/banzai/filter/references/reference_filter.rb). So entities and backslashes
// count as what they stand for.

// A glyph is a character that people see, and where it stands in the source.
type glyph struct {
	r          rune
	start, end int
}

// A markup is what a text is written in.
type markup uint8

const (
	inMarkdown markup = iota
	inLinkText        // in Markdown; nothing in it is a link of its own
	inHTML
	inTitle // nothing is markup
)

// readRaw adds the characters of a piece of text in which nothing stands for
// anything else to a run.
func (w *rewriter) readRaw(run []glyph, start, stop int) []glyph {
	for at := start; at < stop; {
		r, size := utf8.DecodeRune(w.src[at:stop])
		run = append(run, glyph{r, at, at + size})
		at += size
	}
	return run
}

// read adds the characters of a piece of Markdown or HTML to a run.
func (w *rewriter) read(run []glyph, start, stop int, m markup) []glyph {
	for at := start; at < stop; {
		r, size := rune(w.src[at]), 1
		switch {
		case r == '\\' && m != inHTML && at+1 < stop && markdown.IsPunctuation(w.src[at+1]):
			r, size = rune(w.src[at+1]), 2
		case r == '&':
			r, size = entity(w.src[at:stop], m == inHTML)
		case r >= utf8.RuneSelf:
			r, size = utf8.DecodeRune(w.src[at:stop])
		}
		run = append(run, glyph{r, at, at + size})
		at += size
	}
	return run
}

// entity returns the character that an entity at the beginning of s stands for,
// and its length: the ampersand itself if there is none. HTML knows numbers without
// a semicolon, too.
func entity(s []byte, lenient bool) (rune, int) {
	const longest = 40 // "&CounterClockwiseContourIntegral;" has 33
	end := 1
	for end < min(len(s), longest) && (s[end] == '#' || markdown.IsASCIILetter(s[end]) || markdown.IsDigit(s[end])) {
		end++
	}
	number := end > 2 && s[1] == '#'
	switch {
	case end < len(s) && s[end] == ';':
		end++
	case !number || !lenient:
		return '&', 1
	}
	if s[end-1] != ';' { // the number ends before the first other letter
		isDigitHere, at := markdown.IsDigit, 2
		if s[2] == 'x' || s[2] == 'X' {
			isDigitHere, at = isHex, 3
		}
		for end = at; end < len(s) && isDigitHere(s[end]); end++ {
		}
	}
	text := html.UnescapeString(string(s[:end]))
	if r, size := utf8.DecodeRuneInString(text); size == len(text) {
		return r, end
	}
	return '&', 1
}

// scan looks for what a service would take for a mention or a reference in a run
// of text. An address in it ends one text and begins another.
func (w *rewriter) scan(run []glyph, m markup) {
	if !w.rules.Mentions && !w.rules.References {
		return
	}
	for len(run) > 0 && run[0].start < w.opaque {
		run = run[1:]
	}
	for i := 0; i < len(run); i++ {
		scheme := ""
		switch c := run[i].r; {
		case c == 'w' && startsWWW(run, i):
			scheme = "http://"
		case c == 'h' && (hasText(run[i:], "http://") || hasText(run[i:], "https://")), c == 'f' && hasText(run[i:], "ftp://"):
			host := at(run, i+slices.IndexFunc(run[i:], func(g glyph) bool { return g.r == '/' })+2)
			if isASCIILetterRune(at(run, i-1)) || !isWord(host) && host < utf8.RuneSelf {
				continue
			}
		default:
			continue
		}
		w.signs(run[:i], m)
		run = run[w.address(run[i:], scheme, m)+i:]
		i = -1
	}
	w.signs(run, m)
}

// signs looks for mentions and references in a text without addresses.
func (w *rewriter) signs(run []glyph, m markup) {
	for i := 0; i < len(run); i++ {
		before, next := at(run, i-1), at(run, i+1)
		apart := !isWord(before)
		c := run[i].r
		if c == '@' && w.rules.Mentions && apart && (startsName(next) || next == '.' && startsName(at(run, i+2))) {
			w.joinName(run, i)
		}
		if !w.rules.References {
			continue
		}
		switch {
		case c == '[' && next == '^':
			i = w.footnoteLabel(run, i)
		case c == '#' && isDigitRune(next),
			w.rules.MoreSigns && startsReference(c, next) && (c != '%' && c != '~' || apart || hasPath(run[:i])),
			c == '-' && i > 1 && !isWord(at(run, i-3)) && w.rules.prefix(string([]rune{run[i-2].r, run[i-1].r})) && isDigitRune(next),
			c == ':' && w.rules.MoreSigns && (isDigitRune(next) || next == '"') && namesKind(run[:i]):
			if before == '~' {
				w.escape(run[:i+1])
			}
			w.join(run[i])
		case isHexRune(c) && apart && m != inLinkText:
			last, changed := w.commit(run, i, m)
			if i = last; changed { // what follows code is another text
				run, i = run[i+1:], -1
			}
		}
	}
}

// at returns a character of a run, 0 if there is none.
func at(run []glyph, i int) rune {
	if i < 0 || i >= len(run) {
		return 0
	}
	return run[i].r
}

// prefix reports whether two letters make a reference of the number behind the
// hyphen that follows.
func (r Rules) prefix(letters string) bool {
	return strings.EqualFold(letters, "GH") || r.MoreSigns && letters == "GL"
}

// startsReference reports whether a sign makes a reference of what follows, on
// GitLab (gitlabhq, reference_pattern of merge requests, epics, snippets,
// milestones and labels).
func startsReference(sign, next rune) bool {
	switch sign {
	case '!', '&', '$':
		return isDigitRune(next)
	case '%', '~':
		return isASCIILetterRune(next) || isDigitRune(next) || next == '"'
	}
	return false
}

// startsName reports whether a name of a user or group may begin with c.
func startsName(c rune) bool { return isWord(c) }

// hasPath reports whether a text ends in the path of a project: "acme/shop".
func hasPath(run []glyph) bool {
	for i := len(run) - 1; i >= 0 && (isWord(run[i].r) || strings.ContainsRune("-./", run[i].r)); i-- {
		if run[i].r == '/' {
			return true
		}
	}
	return false
}

// namesKind reports whether a text ends in the name of a kind of item:
// "[issue", "[work_item", "*iteration".
func namesKind(run []glyph) bool {
	i := len(run) - 1
	for i >= 0 && (run[i].r == '_' || run[i].r >= 'a' && run[i].r <= 'z') {
		i--
	}
	return i >= 0 && i < len(run)-1 && (run[i].r == '[' || run[i].r == '*')
}

// footnoteLabel returns the index of the end of a reference to a footnote, so
// that its label stays the label of the footnote.
func (w *rewriter) footnoteLabel(run []glyph, i int) int {
	for end := i + 2; end < len(run) && run[end].r != '['; end++ {
		if run[end].r != ']' {
			continue
		}
		if w.labels[markdown.LabelKey(bytes.Clone(w.src[run[i+1].end:run[end].start]))] {
			return end
		}
		break
	}
	return i
}

// shortCommit is the number of digits from which on the name of a commit may
// be cut short, longCommit how many SHA-256 has.
const shortCommit, longCommit = 7, 64

// commit makes plain text of what may be the name of a commit, and returns the
// index of its end: seven digits and more, some of them letters and some not,
// or a whole name. A number of seven digits is a number.
func (w *rewriter) commit(run []glyph, i int, m markup) (last int, changed bool) {
	end, letters, digits := i, 0, 0
	for ; end < len(run) && isHexRune(run[end].r); end++ {
		if isDigitRune(run[end].r) {
			digits++
		} else {
			letters++
		}
	}
	n := end - i
	if isWord(at(run, end)) || n < shortCommit || n > longCommit || n != 40 && n != longCommit && (letters == 0 || digits == 0) {
		return max(i, end-1), false
	}
	for i > 0 && isNamePart(run[i-1].r) && run[i-1].start >= w.opaque {
		i--
	}
	for end < len(run) && isNamePart(run[end].r) {
		end++
	}
	for run[i].r == '-' {
		i++
	}
	for run[end-1].r == '-' {
		end--
	}
	return end - 1, w.code(run[i:end], m)
}

// code makes code of a run, which says the same and is not a reference.
func (w *rewriter) code(run []glyph, m markup) (changed bool) {
	if m == inTitle {
		for i := shortCommit - 2; i < len(run)-1; i += shortCommit - 1 {
			w.join(run[i]) // pieces that are too short
		}
		return false
	}
	var b strings.Builder
	for _, g := range run {
		b.WriteRune(g.r)
	}
	w.codeSpan(run[0].start, run[len(run)-1].end, b.String(), m)
	return true
}

func (w *rewriter) codeSpan(start, end int, text string, m markup) {
	if m == inHTML {
		w.replace(start, end, "<code>"+text+"</code>")
		return
	}
	if w.ticks == "" { // such that no other code in the text begins or ends with it
		w.ticks = "`"
		for hasRun(w.src, w.ticks) {
			w.ticks += "`"
		}
	}
	w.markUp(start, end, w.ticks+text+w.ticks)
}

// markUp puts markup in the place of a word. What the signs beside it mean may
// depend on a letter standing there, so it gets one that nobody sees.
func (w *rewriter) markUp(start, end int, s string) {
	beside := func(inner, outer int) bool {
		switch {
		case outer < 0 || outer >= len(w.src):
			return false
		case w.src[outer] == '`':
			return true
		}
		return isWord(rune(w.src[inner])) && strings.IndexByte("*_~\\!", w.src[outer]) >= 0
	}
	if beside(start, start-1) || start > 0 && start == w.marked {
		s = zeroWidth + s
	}
	if beside(end-1, end) {
		s += zeroWidth
	}
	w.replace(start, end, s)
	w.marked = end
}

// hasRun reports whether s has a run of backticks of that length; a backslash may
// take the first one out.
func hasRun(s []byte, ticks string) bool {
	for at := 0; at < len(s); at++ {
		start := at
		for at < len(s) && s[at] == '`' {
			at++
		}
		if n := at - start; n == len(ticks) || n == len(ticks)+1 && start > 0 && s[start-1] == '\\' {
			return true
		}
	}
	return false
}

// Title returns the title s changed according to the rules, if they apply to
// titles.
func (r Rules) Title(s string) string {
	if !r.Titles || !r.concern(s) {
		return s
	}
	w := rewriter{rules: r, src: []byte(s)}
	w.scan(w.read(nil, 0, len(s), inTitle), inTitle)
	return w.edited()
}

// PlainTitle undoes [Rules.Title].
func (r Rules) PlainTitle(s string) string {
	if !r.Titles {
		return s
	}
	return strings.ReplaceAll(s, zeroWidth, "")
}

func isHex(c byte) bool { return markdown.IsDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func isDigitRune(r rune) bool { return r >= '0' && r <= '9' }

func isASCIILetterRune(r rune) bool { return r < utf8.RuneSelf && markdown.IsASCIILetter(byte(r)) }

func isHexRune(r rune) bool { return r < utf8.RuneSelf && isHex(byte(r)) }

// isWord reports whether a character is one of a word to the services, which
// know ASCII only: what stands before "@" in "請@ana" is none.
func isWord(r rune) bool { return r == '_' || isASCIILetterRune(r) || isDigitRune(r) }

// isNamePart reports whether a character may belong to one name with the digits
// beside it, as in "550e8400-e29b-41d4".
func isNamePart(r rune) bool { return isWord(r) || r == '-' }

// hexRun returns the number of hexadecimal digits that s begins with.
func hexRun(s string) int {
	n := 0
	for n < len(s) && isHex(s[n]) {
		n++
	}
	return n
}

func hasText(run []glyph, s string) bool {
	if len(run) < len(s) {
		return false
	}
	for i := range len(s) {
		if run[i].r != rune(s[i]) {
			return false
		}
	}
	return true
}
