package gitlab

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// What an address says, whatever project it is of.
func TestParseCopied(t *testing.T) {
	t.Parallel()
	shown := base64.StdEncoding.EncodeToString([]byte(`{"x":">>>>>","iid":"17","full_path":"acme/shop"}`))
	if !strings.Contains(shown, "+") {
		t.Fatal("there is no plus sign in", shown)
	}
	issue := func(owner string) place { return place{kind: tracker.KindIssue, owner: owner, number: "17"} }
	for address, want := range map[string]place{
		"https://git.example/lab/acme/shop/-/issues/17":                   issue("acme/shop"),
		"https://git.example/lab/acme/designs/-/issues/17":                issue("acme/designs"),
		"https://git.example/lab/acme/designs/-/issues/17/designs":        issue("acme/designs"),
		"https://git.example/lab/acme/issues/-/work_items/17":             issue("acme/issues"),
		"https://git.example/lab/acme/incident/-/issues/17":               issue("acme/incident"),
		"https://git.example/lab/acme/-/-/issues/17":                      issue("acme/-"),
		"https://www.git.example/lab/acme/shop/-/issues/17":               issue("acme/shop"),
		"https://git.example/lab/acme/shop/-/issues?show=" + shown:        issue("acme/shop"),
		"https://git.example/lab/groups/acme/-/milestones/17":             {kind: tracker.KindMilestone, owner: "acme", group: true, number: "17"},
		"https://git.example/lab/incident/17":                             {},
		"https://git.example/lab/a/b/incident/17":                         {},
		"https://git.example/lab/a/b/-/milestones/incident/17":            {},
		"https://git.example/lab/issues/incident/17":                      {},
		"https://git.example/lab/-/issues/incident/17":                    {},
		"https://git.example/acme/shop/-/issues/17":                       {},
		"https://www.evil.example/lab/acme/shop/-/issues/17":              {},
		"https://git.example.evil/lab/acme/shop/-/issues/17":              {},
		"https://evil.example/lab/acme/shop/-/issues?show=" + shown:       {},
		"https://git.example:8443/lab/acme/shop/-/issues/17":              {},
		"https://git.example/lab/acme/shop/-/issues/017":                  {},
		"https://git.example/lab/acme/shop/-/issues/99999999999999999999": {},
		"%":                       {},
		"https:///":               {},
		"/-/issues/17":            {},
		"acme/shop#17":            {},
		"https://git.example/lab": {},
	} {
		got, ok := parseCopied("https://git.example/lab", address)
		if ok != (want != place{}) || ok && got != want {
			t.Errorf("%s: %+v, %t", address, got, ok)
		}
	}
}
