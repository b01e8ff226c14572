package body_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/body"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	xhtml "golang.org/x/net/html"
	"pgregory.net/rapid"
)

// pieces are what texts are made of: whatever may mean something to a service or
// to Markdown.
var pieces = []string{
	"@ana", "@org/team", "#1", "acme/shop#2", "GH-3", "gh-4", "!5", "&6", "%7", "$8", "~bug", "GL-9", "[issue:1]",
	"a5c3785", "a5c3785ed8d6a35868bc169f07e40e889087fd2e",
	"&#64;", "&commat;", "&num;", "&amp;", "&#35", "\\@", "\\", "`", "``", "```", "~~~", "*", "**", "_", "~~",
	"[", "]", "](a.md)", "![", "[a]", "[a]: b.md", "[^1]", "[^1]: x",
	"<p>", "</p>", "<code>", "</code>", "<pre>", "</pre>", "<!--", "-->", "<b>", "</b>",
	"<a href=\"x.md\">", "</a>", "<br>", "<img src=y.png>", "<", ">",
	"https://github.com/acme/shop/issues/1", "https://gitlab.com/acme/shop/-/issues/1", "https://x.example/@ana",
	"www.x.example", "<https://github.com/acme/shop/pull/2>", "://",
	"/close", "/label ~bug", "- ", "1. ", "> ", "# ", "| ", "| - | - |", "    ", "\t", "é", "請",
	".", ",", "(", ")", "-", "word", "ana@example.org", "\n", "\n", "\n\n", " ", " ", " ",
}

// TestRewriteProperties makes sure of what holds of every text: rewriting it
// again changes nothing, and people see what they saw before.
func TestRewriteProperties(t *testing.T) {
	t.Parallel()
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 25).Draw(t, "pieces"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		for name, rules := range rulesOf {
			if err := checkRewrite(rules, s); err != "" {
				t.Fatalf("%s: %s", name, err)
			}
		}
	})
}

// FuzzRewrite is [TestRewriteProperties] on any text.
func FuzzRewrite(f *testing.F) {
	for _, s := range []string{
		"@ana #1", "`@a` @b", "[x](y)", "<@a>", "\\@a \\#1", "| @a |\n| - |\n| #1 |", "GH-1",
		"!1 &1 %1 ![1](a)", "<p>@a</p>", "[#1]\n\n[#1]: x", "/close\n<!--\n/x\n-->",
		"x[^1]\n\n[^1]: @a\n", "a5c3785ed8d6a35868bc169f07e40e889087fd2e", "&#64;a <a href='b'>c</a>", strings.Join(pieces, " "), strings.Join(pieces, "\n"),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.ContainsAny(s, "\u200b\x00") {
			return
		}
		for name, rules := range rulesOf {
			if err := checkRewrite(rules, s); err != "" {
				t.Fatalf("%s: %s", name, err)
			}
		}
	})
}

func checkRewrite(rules body.Rules, s string) string {
	got := rules.Rewrite(s)
	if again := rules.Rewrite(got); again != got {
		return "Rewrite(" + quote(s) + ") = " + quote(got) + ", and again " + quote(again)
	}
	if before, after := visible(s), visible(got); before != after {
		return "Rewrite(" + quote(s) + ") = " + quote(got) + ": " + quote(before) + " is now read as " + quote(after)
	}
	return ""
}

func quote(s string) string {
	return "\"" + strings.NewReplacer("\n", "\\n", "\t", "\\t", "\u200b", "‸").Replace(s) + "\""
}

// visible returns what people read of a text on a page.
func visible(s string) string {
	var page bytes.Buffer
	md := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Strikethrough, extension.Footnote),
		goldmark.WithRendererOptions(html.WithUnsafe()),
	)
	if err := md.Convert([]byte(s), &page); err != nil {
		return err.Error()
	}
	var b strings.Builder
	for z := xhtml.NewTokenizer(&page); ; {
		switch z.Next() {
		case xhtml.ErrorToken:
			return strings.ReplaceAll(b.String(), "\u200b", "")
		case xhtml.TextToken:
			b.Write(z.Text())
		default: // nobody sees it
		}
	}
}
