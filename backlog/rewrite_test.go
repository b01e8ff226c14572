package backlog_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

func TestRewrite(t *testing.T) {
	t.Parallel()
	rules := backlog.TextRules{Mentions: true, References: true, Link: func(d string) string { return "https://x.example/" + d }}
	for in, want := range map[string]string{
		"Ask @ana or @org/team.":                                        "Ask @|ana or @|org/team.",
		"Mail ana@example.org":                                          "Mail ana@example.org",
		"See #12, acme/shop#3 and GH-4.":                                "See #|12, acme/shop#|3 and GH-|4.",
		"# Heading 1\n\n- **@ana**: see #2":                             "# Heading 1\n\n- **@|ana**: see #|2",
		"Code `@ana #1` stays":                                          "Code `@ana #1` stays",
		"```\n@ana #1\n```\n\n    @bo #2":                               "```\n@ana #1\n```\n\n    @bo #2",
		"https://x.example/@ana#12 stays":                               "https://x.example/@ana#12 stays",
		"<https://x.example/#12> and &#39;":                             "<https://x.example/#12> and &#39;",
		"| a | b |\n| - | - |\n| @ana | `#1` |":                         "| a | b |\n| - | - |\n| @|ana | `#1` |",
		"[text](docs/a.md) ![i](img/x.png)":                             "[text](https://x.example/docs/a.md) ![i](https://x.example/img/x.png)",
		"[t](https://y.example/a) [u](#x) [v](/root) [w](mailto:a@b.c)": "[t](https://y.example/a) [u](#x) [v](/root) [w](mailto:a@b.c)",
		"[a](<b c.md>) [`code`](d.md \"title\")":                        "[a](<https://x.example/b c.md>) [`code`](https://x.example/d.md \"title\")",
		"<!-- @ana --> <b>@bo</b>":                                      "<!-- @ana --> <b>@bo</b>",
		"plain":                                                         "plain",
	} {
		want = strings.ReplaceAll(want, "|ana", "\u200bana")
		want = strings.NewReplacer("@|", "@\u200b", "#|", "#\u200b", "GH-|", "GH-\u200b").Replace(want)
		got := rules.Rewrite(in)
		if got != want {
			t.Errorf("Rewrite(%q) = %q, want %q", in, got, want)
		}
		if again := rules.Rewrite(got); again != got && !strings.Contains(got, "x.example/") {
			t.Errorf("Rewrite again: %q becomes %q", got, again)
		}
		if same := (backlog.TextRules{}).Rewrite(in); same != in {
			t.Errorf("no rules change %q to %q", in, same)
		}
	}
}

// Where more signs than "#" link numbers they are met in the same way.
func TestRewriteMoreSigns(t *testing.T) {
	t.Parallel()
	rules := backlog.TextRules{References: true, MoreSigns: true}
	for in, want := range map[string]string{
		"See !12, acme/shop!3, &4, %5 and #6":     "See !|12, acme/shop!|3, &|4, %|5 and #|6",
		"![1](x.png) 100%1 a && b !! 5 % 3":       "![1](x.png) 100%1 a && b !! 5 % 3",
		"Done!\n\n* !1":                           "Done!\n\n* !|1",
		"`!1` &#39; &amp; https://x.example/?a&1": "`!1` &#39; &amp; https://x.example/?a&1",
	} {
		want = strings.ReplaceAll(want, "|", "\u200b")
		got := rules.Rewrite(in)
		if got != want {
			t.Errorf("Rewrite(%q) = %q, want %q", in, got, want)
		}
		if again := rules.Rewrite(got); again != got {
			t.Errorf("Rewrite again: %q becomes %q", got, again)
		}
		if same := (backlog.TextRules{References: true}).Rewrite("See !1"); same != "See !1" {
			t.Errorf("only \"#\" is a sign, but it becomes %q", same)
		}
	}
}

// FuzzRewrite makes sure that only invisible signs are added, and only once.
func FuzzRewrite(f *testing.F) {
	for _, s := range []string{"@ana #1", "`@a` @b", "[x](y)", "<@a>", "\\@a \\#1", "| @a |\n| - |\n| #1 |", "GH-1", "!1 &1 %1 ![1](a)"} {
		f.Add(s)
	}
	rules := backlog.TextRules{Mentions: true, References: true, MoreSigns: true}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "\u200b") {
			return
		}
		got := rules.Rewrite(s)
		if strings.ReplaceAll(got, "\u200b", "") != s {
			t.Errorf("Rewrite(%q) = %q", s, got)
		}
		if again := rules.Rewrite(got); again != got {
			t.Errorf("Rewrite(%q) = %q, and again %q", s, got, again)
		}
	})
}
