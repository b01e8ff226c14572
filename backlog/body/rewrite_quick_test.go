package body_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/body"
)

var quickActions = body.Rules{QuickActions: true}

func TestRewriteQuickActions(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/close the dialog":                      `\/close the dialog`,
		"Then\n/label ~x\nand /assign @a":        "Then\n\\/label ~x\nand /assign @a",
		"CRLF\r\n/close\r\n":                     "CRLF\r\n\\/close\r\n",
		"/CLOSE\n\n/etc/hosts":                   "\\/CLOSE\n\n\\/etc/hosts",
		"/ alone, /1 and //x":                    "/ alone, /1 and //x",
		" /close\n\n\\/close":                    " /close\n\n\\/close",
		"```\n/confidential\n```\n\n    /close":  "```\n/confidential\n```\n\n    /close",
		"~~~\n/close":                            "~~~\n/close",
		"`code\n/close` and\n/close":             "`code\n/close` and\n\\/close",
		"``a\n/b`c\n/d`` `\n/e":                  "``a\n/b`c\n/d`` `\n\\/e",
		"- item\n/close":                         "- item\n\\/close",
		"> quote\n/close\n\n> /close":            "> quote\n\\/close\n\n> /close",
		"<div>\n/close\n</div>\n\n<!--\n/a\n-->": "<div>\n&#47;close\n</div>\n\n<!--\n/a\n-->",
		"a <!--\n/close\n-->":                    "a <!--\n\\/close\n-->",
		"[a](\n/assign \"b\")":                   "[a](\n\\/assign \"b\")",
		"[a\n/close](b)":                         "[a\n\\/close](b)",
		"/title\n===":                            "\\/title\n===",
	} {
		got := quickActions.Rewrite(in)
		if got != want {
			t.Errorf("Rewrite(%q) = %q, want %q", in, got, want)
		}
		if again := quickActions.Rewrite(got); again != got {
			t.Errorf("Rewrite again: %q becomes %q", got, again)
		}
	}
}

// FuzzQuickActions makes sure that only backslashes at the beginning of lines
// are added, or the entity of the slash, and only once.
func FuzzQuickActions(f *testing.F) {
	for _, s := range []string{"/a", "a\n/b", "`\n/a`", "- a\n/b", "[a]:\n/b", "[a](\n/b)", "/a | b\n- | -", "<a\n/b>", "a\n/b\n==="} {
		f.Add(s)
	}
	plain := strings.NewReplacer("\n\\/", "\n/", "\n&#47;", "\n/")
	f.Fuzz(func(t *testing.T, s string) {
		got := quickActions.Rewrite(s)
		if plain.Replace("\n"+got) != plain.Replace("\n"+s) {
			t.Errorf("Rewrite(%q) = %q", s, got)
		}
		if again := quickActions.Rewrite(got); again != got {
			t.Errorf("Rewrite(%q) = %q, and again %q", s, got, again)
		}
	})
}
