package cli

import (
	"strings"
	"testing"
)

// Nothing in other people's text is markup, a mention, a reference or a link; the
// bar stands for the word joiner.
func TestMarkdownText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain text, 100 %":                           "plain text, 100 %",
		"GH-1 gh-2 (GL-3)":                            "GH¦-1 gh¦-2 (GL¦-3)",
		"high-5 GH- GHX-1":                            "high-5 GH- GHX-1",
		"www.evil.example WWW.x xwww.x":               "www¦.evil.example WWW¦.x xwww¦.x",
		"https://x ftp://x a: //b":                    "https:¦//x ftp:¦//x a: //b",
		"0123456789abcdef0123456789abcdef01234567":    "012¦3456789abcdef0123456789abcdef01234567",
		"0123abc, a/b@0123ABC _0123abc":               "012¦3abc, a/b@¦012¦3ABC \\_012¦3abc",
		"012abc defaced effaceable":                   "012abc def¦aced effaceable",
		"@ana #1 !1 &1 %1 ~bug $1 ^alert*x [issue:1]": "@¦ana #¦1 !¦1 &amp;¦1 %¦1 \\~¦bug \\$¦1 ^¦alert\\*¦x \\[¦issue:1\\]",
		"<b> & `c` | \\ __":                           "&lt;b&gt; &amp; \\`c\\` \\| \\\\ \\_\\_",
		"one\ntwo\tthree\u202efour":                   "one two three\ufffdfour",
	} {
		if got := strings.ReplaceAll(markdownText(in), wordJoiner, "¦"); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	for address, want := range map[string]string{
		"":                              "x",
		"javascript:alert(1)":           "x",
		"t/issues/1.md":                 "[x](t/issues/1.md)",
		"https://h.x/a(b)|c d\u202e\n<": "[x](https://h.x/a%28b%29%7Cc%20d%E2%80%AE%0A%3C)",
		"https://u5er:s3cret@h.x/é":     "[x](https://h.x/é)",
	} {
		if got := markdownLink("x", address); got != want {
			t.Errorf("a link to %q is %q, want %q", address, got, want)
		}
	}
}
