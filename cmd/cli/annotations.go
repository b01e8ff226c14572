package cli

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog"
)

// remarksOfFindings turns findings into what other tools read, with columns
// counted in characters.
func remarksOfFindings(b *backlog.Backlog, findings backlog.Findings) []remark {
	sources := make(map[string][]byte)
	for _, f := range b.Files() {
		sources[f.Name()] = f.Source()
		if l := f.SharedLedger(); l != nil {
			sources[l.Name()] = l.Source()
		}
	}
	remarks := make([]remark, len(findings))
	for i, f := range findings {
		remarks[i] = remark{f.Pos, f.Severity, f.Code, f.Message}
		if src, start := sources[f.Pos.File], f.Span.Start-f.Pos.Column+1; f.Pos.Column > 0 && start >= 0 && f.Span.Start <= len(src) {
			remarks[i].pos.Column = utf8.RuneCount(src[start:f.Span.Start]) + 1
		}
	}
	return remarks
}

// writeGitHub writes remarks as workflow commands, which GitHub Actions shows
// beside the lines of a pull request: docs.github.com, "Workflow commands for
// GitHub Actions".
func writeGitHub(w io.Writer, remarks []remark) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	out := bufio.NewWriter(w)
	for i := range remarks {
		r := &remarks[i]
		fmt.Fprintf(out, "::%s file=%s", r.severity, property.Replace(printable(cleanName(r.pos.File))))
		if r.pos.Line > 0 {
			fmt.Fprintf(out, ",line=%d,col=%d", r.pos.Line, r.pos.Column)
		}
		fmt.Fprintf(out, ",title=%s::%s\n", property.Replace(string(r.code)), data.Replace(printable(r.message)))
	}
	return out.Flush()
}

// cleanName is the name of a file relative to where the command runs, as
// services want it.
func cleanName(name string) string {
	if name == "" {
		return "."
	}
	return path.Clean(name)
}

// The parts of GitLab's Code Quality report that are used: docs.gitlab.com,
// "Code Quality report format".
type (
	qualityIssue struct {
		Description string          `json:"description"`
		CheckName   string          `json:"check_name"`
		Fingerprint string          `json:"fingerprint"`
		Severity    string          `json:"severity"`
		Location    qualityLocation `json:"location"`
	}
	qualityLocation struct {
		Path  string       `json:"path"`
		Lines qualityLines `json:"lines"`
	}
	qualityLines struct {
		Begin int `json:"begin"`
	}
)

// writeGitLab writes remarks as a Code Quality report, which GitLab shows in a
// merge request. The fingerprint of a remark stays when lines move.
func writeGitLab(w io.Writer, remarks []remark) error {
	issues := make([]qualityIssue, len(remarks))
	seen := make(map[string]int)
	for i := range remarks {
		r := &remarks[i]
		severity := "minor"
		if r.severity == backlog.SeverityError {
			severity = "major"
		}
		name := cleanName(r.pos.File)
		key := name + "\n" + string(r.code) + "\n" + r.message
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d", key, seen[key]))
		seen[key]++
		issues[i] = qualityIssue{
			Description: printable(r.message), CheckName: string(r.code), Fingerprint: hex.EncodeToString(sum[:16]), Severity: severity,
			Location: qualityLocation{name, qualityLines{max(1, r.pos.Line)}},
		}
	}
	return writeJSON(w, issues)
}

// The parts of JUnit's XML that consumers agree on.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitFailure `xml:"failure"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes remarks as results of tests: each file is a suite, each
// error a test that fails, each warning one that passes and says why. A file
// without remarks has one test, which passes.
func writeJUnit(w io.Writer, files []string, remarks []remark) error {
	var doc junitSuites
	for i := range remarks {
		if file := remarks[i].pos.File; !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	for _, file := range files {
		s := junitSuite{Name: printable(file)}
		for i := range remarks {
			r := &remarks[i]
			if r.pos.File != file {
				continue
			}
			text := printable(fmt.Sprintf("%s: %s", r.pos, r.message))
			c := junitCase{Name: fmt.Sprintf("%s, line %d", r.code, r.pos.Line), Class: printable(file), File: printable(cleanName(file)), Line: r.pos.Line}
			if r.severity == backlog.SeverityError {
				c.Failure = &junitFailure{printable(r.message), string(r.code), text}
				s.Failures++
			} else {
				c.Output = text
			}
			s.Cases = append(s.Cases, c)
		}
		if len(s.Cases) == 0 {
			s.Cases = []junitCase{{Name: "no findings", Class: printable(file), File: printable(cleanName(file))}}
		}
		s.Tests = len(s.Cases)
		doc.Tests += s.Tests
		doc.Failures += s.Failures
		doc.Suites = append(doc.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
