package body_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/body"
	"golang.org/x/tools/txtar"
)

// rulesOf are the rules of the services, as the adapters and the command give
// them.
var rulesOf = map[string]body.Rules{
	"github": {
		Mentions: true, References: true, Repository: repositoryOf("https://github.com/acme/shop/blob/HEAD/", "https://github.com/acme/shop/raw/HEAD/"),
		Address: func(s string) (string, bool) {
			rest, ok := strings.CutPrefix(s, "https://github.com/")
			return "https://redirect.github.com/" + rest, ok && itemPath.MatchString(rest)
		},
	},
	"gitlab": {
		Mentions: true, References: true, MoreSigns: true, QuickActions: true, Titles: true,
		Repository: repositoryOf("https://gitlab.com/acme/shop/-/blob/HEAD/", "https://gitlab.com/acme/shop/-/raw/HEAD/"),
		Address: func(s string) (string, bool) {
			rest, ok := strings.CutPrefix(s, "https://gitlab.com/")
			return "", ok && itemPath.MatchString(rest)
		},
	},
	"elsewhere": {Mentions: true, References: true},
	"none":      {},
}

var itemPath = regexp.MustCompile(`^acme/shop/(-/)?(issues|pull|merge_requests)/[0-9]+$`)

func repositoryOf(page, raw string) body.Repository {
	return body.Repository{Path: "docs/b.md", Page: page, Raw: raw}
}

// joiner is how the cases show the sign that nobody sees.
var joiner = strings.NewReplacer("‸", "\u200b")

// TestRewriteCases runs the cases in testdata/rewrite: pairs of a text and, if it
// changes, what it becomes. The name of a case begins with that of its rules.
func TestRewriteCases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/rewrite/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range archive.Files {
				service, title, _ := strings.Cut(f.Name, " ")
				rules, ok := rulesOf[service]
				switch {
				case f.Name == "becomes":
					continue
				case !ok:
					t.Fatalf("%s: no rules of that name", f.Name)
				}
				in := strings.TrimSuffix(string(f.Data), "\n")
				want := in
				if next := i + 1; next < len(archive.Files) && archive.Files[next].Name == "becomes" {
					want = joiner.Replace(strings.TrimSuffix(string(archive.Files[next].Data), "\n"))
				}
				rewrite := rules.Rewrite
				if strings.HasPrefix(title, "title") {
					rewrite = rules.Title
				}
				got := rewrite(in)
				if got != want {
					t.Errorf("%s:\n%q becomes\n%q, want\n%q", f.Name, in, got, want)
				}
				if again := rewrite(got); again != got {
					t.Errorf("%s: again, %q becomes %q", f.Name, got, again)
				}
			}
		})
	}
}
