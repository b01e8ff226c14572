package externaltest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/joshdk/go-junit"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// hostile returns a backlog whose findings hold what formats have to escape: two
// errors and some warnings.
func hostile(t *testing.T) []byte {
	t.Helper()
	return read(t, filepath.Join("..", "..", "cmd", "cli", "testdata", "findings.md"))
}

const clean = "# Plan\n\n## Epic 1: A\n\n- [ ] US-1.1 B\n"

// The schema is what GitLab documents of its Code Quality report.
const codeQualitySchema = `{
  "type": "array",
  "items": {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
      "description": {"type": "string", "minLength": 1},
      "check_name": {"type": "string", "minLength": 1},
      "fingerprint": {"type": "string", "minLength": 1},
      "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
      "location": {
        "type": "object",
        "required": ["path", "lines"],
        "properties": {
          "path": {"type": "string", "pattern": "^[^.]"},
          "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
        }
      }
    }
  }
}`

// validate checks a document against a JSON Schema.
func validate(t *testing.T, schema, data []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return compiled.Validate(value)
}

// Findings and differences are SARIF by the schema that OASIS publishes.
func TestSARIF(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	schema := read(t, "sarif-schema-2.1.0.json")
	const invalid, differs = 3, 2
	for name, out := range map[string][]byte{
		"findings":    m.run(t, invalid, "validate", "--format", "sarif", m.write(t, "hostile.md", hostile(t))),
		"no findings": m.run(t, 0, "validate", "--format", "sarif", m.write(t, "clean.md", []byte(clean))),
		"differences": m.run(t, differs, "verify", "--format", "sarif", m.file),
	} {
		if err := validate(t, schema, out); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCodeQuality(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	out := m.run(t, 3, "validate", "--format", "gitlab", m.write(t, "hostile.md", hostile(t)))
	if err := validate(t, []byte(codeQualitySchema), out); err != nil {
		t.Error(err)
	}
}

// A report for test runners has a failure for each error and a test for each
// finding.
func TestJUnit(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file := m.write(t, "hostile.md", hostile(t))
	var findings struct{ Findings []struct{ Severity string } }
	if err := json.Unmarshal(m.run(t, 3, "validate", "--format", "json", file), &findings); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, f := range findings.Findings {
		if f.Severity == "error" {
			failed++
		}
	}
	suites, err := junit.Ingest(m.run(t, 3, "validate", "--format", "junit", file))
	if err != nil || len(suites) != 1 {
		t.Fatalf("%d suites, %v", len(suites), err)
	}
	if s := suites[0]; s.Name != file || failed == 0 || s.Totals.Tests != len(findings.Findings) || s.Totals.Failed != failed {
		t.Errorf("%s: %+v, want %d findings with %d errors", s.Name, s.Totals, len(findings.Findings), failed)
	}
	suites, err = junit.Ingest(m.run(t, 0, "validate", "--format", "junit", m.write(t, "clean.md", []byte(clean))))
	if err != nil || len(suites) != 1 || suites[0].Totals.Passed != 1 {
		t.Errorf("without findings: %+v, %v", suites, err)
	}
}

// Bundles of every kind are as the published schema has them.
func TestBundleSchema(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	schema := m.run(t, 0, "schema")
	name := filepath.Join(m.dir, "bundle.json")
	verify := func(want int) []byte {
		t.Helper()
		if err := validate(t, schema, m.run(t, want, "verify", "--format", "json", m.file)); err != nil {
			t.Error(err)
		}
		m.run(t, want, "verify", "--out", name, m.file)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, schema, data); err != nil {
			t.Error(err)
		}
		return data
	}
	const differs = 2
	verify(differs) // nothing is registered yet
	m.run(t, 0, "apply", "--yes", "--quiet", m.file)
	verify(0)
	m.server.Milestones[4].CreatedAt = "2020-01-01T00:00:00Z"
	m.server.Issues[1].User.Login = "eva"
	m.server.Issues = append(m.server.Issues[:2:2], m.server.Issues[3:]...)
	data := verify(differs)
	if err := validate(t, schema, bytes.Replace(data, []byte(`"presence": "gone"`), []byte(`"presence": "away"`), 1)); err == nil {
		t.Error("the schema takes anything")
	}
}
