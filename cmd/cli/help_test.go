package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// Every flag stands in one group of the help, and every command has examples.
func TestHelpIsComplete(t *testing.T) {
	t.Parallel()
	groups := make(map[string]int)
	for _, g := range flagGroups {
		for _, name := range g.flags {
			groups[name]++
		}
	}
	root := (&app{}).rootCommand()
	for _, cmd := range append(root.Commands(), root) {
		if !cmd.Runnable() || cmd.Name() == "help" || cmd.Name() == "completion" {
			continue
		}
		cmd.InitDefaultHelpFlag()
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if groups[f.Name] != 1 {
				t.Errorf("%s: --%s is in %d groups", cmd.Name(), f.Name, groups[f.Name])
			}
		})
		if n := len(strings.Split(cmd.Example, "\n")); n < 2 {
			t.Errorf("%s has %d examples", cmd.Name(), n)
		}
	}
}

// The help of the configuration names every key.
func TestConfigHelpNamesKeys(t *testing.T) {
	t.Parallel()
	for _, k := range configKeys() {
		if !strings.Contains(configHelp, "\n  "+k.name+": ") {
			t.Errorf("%s is missing", k.name)
		}
	}
}

// No line is longer than the terminal, whatever its width.
func TestHelpWraps(t *testing.T) {
	t.Parallel()
	text := wrapText(strings.Repeat("word ", 40)+"\n\n  "+strings.Repeat("x", 70)+"\n\nend\nof it", 30)
	lines := strings.Split(text, "\n")
	for _, line := range lines {
		if len(line) > 30 && !strings.HasPrefix(line, "  ") {
			t.Errorf("%q", line)
		}
	}
	if lines[len(lines)-1] != "end of it" {
		t.Errorf("%q", lines)
	}
	var out bytes.Buffer
	a := &app{targets: targets{console: console{stdout: &out}}}
	for _, cmd := range a.rootCommand().Commands() {
		out.Reset()
		a.printHelp(cmd, &out)
		for line := range strings.Lines(out.String()) {
			if len([]rune(strings.TrimSuffix(line, "\n"))) > 100 {
				t.Errorf("%s: %q", cmd.Name(), line)
			}
		}
	}
}

// The help of flags has no line that is wider than the terminal, but for a flag
// that is, and breaks no word: what has a hyphen may be a flag.
func TestFlagHelpWraps(t *testing.T) {
	t.Parallel()
	for _, cmd := range (&app{}).rootCommand().Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			wide := strings.Fields(flagHelp(f, 1000))
			for _, columns := range []int{40, 59, 60, 80, 100} {
				text := flagHelp(f, columns)
				if got := strings.Fields(text); !slices.Equal(got, wide) {
					t.Errorf("%d columns: %q, want %q", columns, got, wide)
				}
				for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
					if len(line) > columns && (i > 0 || strings.Count(strings.TrimSpace(line), " ") > 1) {
						t.Errorf("%s, %d columns: %q", cmd.Name(), columns, line)
					}
				}
			}
		})
	}
	var prune pflag.Flag
	prune.Name, prune.Usage, prune.NoOptDefVal, prune.Value = "prune", "at most `N`", "any", new(idsFlag)
	if got, want := flagHelp(&prune, 80), "      --prune[=N]         at most N\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What is nearly written like something is suggested, and nothing else.
func TestNearest(t *testing.T) {
	t.Parallel()
	words := []string{"plan", "apply", "report", "to"}
	for word, want := range map[string]string{
		"plna": "plan", "aply": "apply", "too": "to", "man": "",
		"import": "report", "rep": "report", "x": "", "verify": "",
	} {
		if got := strings.Join(nearest(word, words), " "); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

// Each topic is found where help looks for it.
func TestTopics(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"targets", "config", "forms", "exit-codes"} {
		var out bytes.Buffer
		a := &app{targets: targets{console: console{stdout: &out, stderr: &out}}}
		if code := a.main(t.Context(), []string{"help", name}); code != exitDone || out.Len() < 300 {
			t.Errorf("%s: exit %d: %s", name, code, &out)
		}
	}
}
