package cli

import (
	"cmp"
	"io"
	"strings"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

// plainSigns are the signs that text for people is drawn with, as ASCII has them:
// each as wide as the other.
var plainSigns = map[rune]rune{'█': '#', '░': '.', '·': '-', '→': '>', '…': '~', '×': 'x'}

// people returns w for text that people read, without signs that the environment
// says cannot be shown. It holds nothing back at the end of a line.
func (c *console) people(w io.Writer) io.Writer {
	if c.showsUnicode() {
		return w
	}
	return transform.NewWriter(w, runes.Map(func(r rune) rune { return cmp.Or(plainSigns[r], r) }))
}

// showsUnicode reports whether the locale is one of UTF-8. Where none is set, as in
// most pipelines, it is.
func (e environ) showsUnicode() bool {
	locale := strings.ToLower(cmp.Or(e("LC_ALL"), e("LC_CTYPE"), e("LANG")))
	return locale == "" || strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
}
