package backlog_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// An execution file whose ledger is kept elsewhere links to it and has no rows that
// nobody would fill; where none is kept it does not speak of one.
func TestDeriveLedgerElsewhere(t *testing.T) {
	t.Parallel()
	for language, source := range map[string]string{
		"en": "# Backlog\n\n## Epic 1: Access\n\n### US-1.1 Login\n\nAs a user, I want to log in.\n",
		"es": "# Backlog\n\n## Épica 1: Acceso\n\n### HU-1.1 Entrar\n\nComo usuario, quiero entrar para ver mi cuenta.\n",
	} {
		f := backlog.Parse("SOURCE.md", []byte(source), nil)
		if string(f.Language()) != language {
			t.Fatalf("%s is read as %s", language, f.Language())
		}
		for place, link := range map[string]string{
			"": "", backlog.LedgerFile: "", backlog.LedgerNone: "",
			"../docs/my (1) E.md": "\n\n[../docs/my (1) E.md](../docs/my%20%281%29%20E.md)\n",
		} {
			out, err := backlog.Derive(f, &backlog.DeriveOptions{Path: "x/EXEC.md", Ledger: place})
			if err != nil {
				t.Fatal(err)
			}
			text := string(out)
			own := place == "" || place == backlog.LedgerFile
			derived := backlog.Parse("x/EXEC.md", out, nil)
			if derived.HasLedger() != own || !strings.Contains(text, link) || strings.Contains(text, "{ledger") || derived.Kind() != backlog.FileExecution {
				t.Errorf("%s, %q:\n%s", language, place, text)
			}
			if headings := strings.Count(text, "\n### "); headings != 2 && place != backlog.LedgerNone || headings != 1 && place == backlog.LedgerNone {
				t.Errorf("%s, %q: %d headings of level 3 in\n%s", language, place, headings, text)
			}
		}
	}
}
