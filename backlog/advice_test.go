package backlog_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// TestAdvice follows what `left-out` and `no-items` advise in all cases, to the letter:
// the lines are read then, or the finding is gone, and all else stays what it is.
func TestAdvice(t *testing.T) {
	t.Parallel()
	followed := make(map[string]int)
	for _, c := range slices.Concat(readCases(t, "testdata/check/*.txtar"), readCases(t, "testdata/parse/*.txtar")) {
		for _, file := range c.archive.Files {
			if !strings.HasSuffix(file.Name, ".md") {
				continue
			}
			f := backlog.Parse("backlog.md", file.Data, nil)
			for _, x := range f.Check() {
				for _, a := range adviceOf(x) {
					followed[a.kind()]++
					if fault := a.follow(f, file.Data); fault != "" {
						t.Errorf("%s, %s: %s\n%s", c.name, file.Name, fault, x)
					}
				}
			}
		}
	}
	for _, kind := range []string{"stories", "ignore", "read", "table"} {
		if followed[kind] == 0 {
			t.Errorf("no case advises %q: %v", kind, followed)
		}
	}
}

// An advice is one of the things that a finding says to do.
type advice struct {
	code  backlog.Code
	lines []int
	word  string // of a comment
	cell  bool   // that stands in a cell
	read  string // what to declare
}

var (
	advisedComment = regexp.MustCompile(`put <!-- backlogsync: (\w+) --> (at the end of|in)`)
	advisedIgnore  = regexp.MustCompile(`put <!-- backlogsync: ignore --> there`)
	advisedRead    = regexp.MustCompile(`read: (\{.*\})(?:, or write|$)`)
)

func adviceOf(x backlog.Finding) (all []advice) {
	if x.Code != backlog.CodeLeftOut && x.Code != backlog.CodeNoItems {
		return nil
	}
	a := advice{code: x.Code, lines: []int{x.Pos.Line}}
	for _, r := range x.Related {
		a.lines = append(a.lines, r.Pos.Line)
	}
	if m := advisedRead.FindStringSubmatch(x.Message); m != nil {
		declared := a
		declared.read = m[1]
		all = append(all, declared)
	}
	if strings.Contains(x.Message, " more; ") {
		return all // lines that the finding does not name
	}
	if m := advisedComment.FindStringSubmatch(x.Message); m != nil {
		a.word, a.cell = m[1], m[2] == "in"
		all = append(all, a)
	}
	if advisedIgnore.MatchString(x.Message) {
		a.word = "ignore"
		all = append(all, a)
	}
	if strings.Contains(x.Message, "take the blank line out") {
		a.word = "table"
		all = append(all, a)
	}
	return all
}

func (a *advice) kind() string { return cmp.Or(a.word, "read") }

// follow does what is advised, and says what is wrong then.
func (a *advice) follow(f *backlog.File, src []byte) string {
	opts := &backlog.Options{}
	moved := 0
	if a.read != "" {
		d, err := backlog.ParseDeclaration([]byte(a.read))
		if err != nil {
			return err.Error()
		}
		opts.Read = d
	}
	lines := strings.SplitAfter(string(src), "\n")
	for _, n := range a.lines {
		at := len(strings.TrimRight(lines[n-1], " \t\r\n"))
		comment := " <!-- backlogsync: " + a.word + " -->"
		switch {
		case a.word == "" || a.word == "table":
			continue
		case a.cell:
			at = strings.LastIndex(lines[n-1][:at], " |")
		}
		lines[n-1] = lines[n-1][:at] + comment + lines[n-1][at:]
	}
	if a.word == "table" {
		a.lines = slices.Clone(a.lines)
		at := a.lines[0] - 1
		for strings.HasPrefix(lines[at], "|") {
			at--
		}
		if comment := strings.TrimSpace(lines[at]); comment != "" {
			end := strings.LastIndex(lines[at+1], "|")
			lines[at+1] = lines[at+1][:end] + comment + lines[at+1][end:]
		}
		lines = slices.Delete(lines, at, at+1)
		for i := range a.lines {
			a.lines[i]--
		}
		moved--
	}
	out := strings.Join(lines, "")
	g := backlog.Parse("backlog.md", []byte(out), opts)
	before, after := itemsByLine(f, a.lines[0], moved), itemsByLine(g, 0, 0)
	for line, item := range before {
		if after[line] != item {
			return fmt.Sprintf("%s is %q, not %q", a.kind(), after[line], item)
		}
	}
	if a.code == backlog.CodeNoItems {
		if len(after) == 0 {
			return "nothing is read"
		}
		return ""
	}
	for line, item := range after {
		if before[line] == "" && (a.word == "ignore" || !slices.Contains(a.lines, line)) && a.read == "" {
			return fmt.Sprintf("%s makes %q an item", a.kind(), item)
		}
	}
	for _, line := range a.lines {
		named := slices.ContainsFunc(g.Check(), func(x backlog.Finding) bool {
			return x.Code == backlog.CodeLeftOut && (x.Pos.Line == line || slices.ContainsFunc(x.Related, func(r backlog.Related) bool { return r.Pos.Line == line }))
		})
		switch {
		case a.word == "ignore" && named:
			return "what is ignored is named again"
		case a.word != "ignore" && after[line] == "" && named:
			return fmt.Sprintf("%s does not make an item of line %d", a.kind(), line)
		}
	}
	return ""
}

// itemsByLine returns the items of a file by their lines, those from a line on as moved.
func itemsByLine(f *backlog.File, from, moved int) map[int]string {
	items := make(map[int]string)
	add := func(pos backlog.Position, text string) {
		if from > 0 && pos.Line >= from {
			pos.Line += moved
		}
		items[pos.Line] += text + "; "
	}
	for _, e := range f.Epics() {
		add(e.Pos, fmt.Sprintf("epic %s %s", e.ID, e.Title))
	}
	for _, s := range f.Stories() {
		id := s.ID
		if s.DerivedID || strings.Trim(string(id), "0123456789") == "" {
			id = "" // what is declared without a place for IDs has those of titles, until others are recorded
		}
		add(s.Pos, fmt.Sprintf("%s %s", id, s.Title))
	}
	return items
}
