package cli

import (
	"os"
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
