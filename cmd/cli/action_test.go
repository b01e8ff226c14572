package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The action gives its token to hosts of Enterprise Servers on such a server
// only: gh and backlogsync take GH_ENTERPRISE_TOKEN for every host but GitHub's.
func TestActionTokens(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Runs struct {
			Steps []struct {
				Name string
				Env  map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(data, &action); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, step := range action.Runs.Steps {
		if step.Env["GH_TOKEN"] == "" {
			continue
		}
		n++
		want := "${{ github.server_url != 'https://github.com' && inputs.token || '' }}"
		if got := step.Env["GH_ENTERPRISE_TOKEN"]; got != want {
			t.Errorf("%s: GH_ENTERPRISE_TOKEN is %s, want %s", step.Name, got, want)
		}
	}
	if n == 0 {
		t.Error("no step has a token")
	}
}

// Each output of the action is one that the step writes which it names.
func TestActionOutputs(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Outputs map[string]struct{ Value string }
		Runs    struct{ Steps []struct{ ID, Run string } }
	}
	if err := yaml.Unmarshal(data, &action); err != nil {
		t.Fatal(err)
	}
	scripts := make(map[string]string)
	for _, step := range action.Runs.Steps {
		scripts[step.ID] = step.Run
	}
	source := regexp.MustCompile(`steps\.([a-z]+)\.outputs\.([a-z-]+)`)
	for name, output := range action.Outputs {
		found := source.FindAllStringSubmatch(output.Value, -1)
		if len(found) == 0 {
			t.Errorf("%s is no output of a step: %s", name, output.Value)
		}
		for _, x := range found {
			if x[2] != name || !strings.Contains(scripts[x[1]], `"`+name+"=") {
				t.Errorf("%s is %s, which the step %s does not write", name, x[2], x[1])
			}
		}
	}
	if len(action.Outputs) == 0 {
		t.Error("the action has no outputs")
	}
}
