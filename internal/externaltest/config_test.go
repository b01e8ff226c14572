package externaltest

import "testing"

// What the command takes as its configuration is valid by the published schema,
// and what it refuses is not. JSON is YAML, too.
func TestConfigSchema(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	schema := m.run(t, 0, "schema", "config")
	for text, valid := range map[string]bool{
		`null`: false,
		`{"to": "github:acme/shop", "checkbox": "done", "prefer": "backlog", "strict": true, "epics": "both", "milestones": "group"}`: true,
		`{"fail-on": ["drift", "gone"]}`:                                   true,
		`{"fail-on": "drift, pending"}`:                                    true,
		`{"fail-on": "outage"}`:                                            false,
		`{"fail-on": ["outage"]}`:                                          false,
		`{"labels": ["backlog", {"name": "bug", "color": "d73a4a"}]}`:      true,
		`{"labels": [{"color": "d73a4a"}]}`:                                false,
		`{"labels": [{"name": "bug", "color": "red"}]}`:                    false,
		`{"labels": "backlog"}`:                                            false,
		`{"assignees": {"Ana Pérez": "ana", "bob": "@bob"}}`:               true,
		`{"assignees": ["ana"]}`:                                           false,
		`{"assignees": {"Ana": "ana perez"}}`:                              false,
		`{"responsible": "Ops", "managed-label": "b", "mentions": "keep"}`: true,
		`{"mentions": "loud"}`:                                             false,
		`{"write-interval": 0, "settle": "1m30s"}`:                         true,
		`{"settle": "fast"}`:                                               false,
		`{"strict": "maybe"}`:                                              false,
		`{"prefer": "nobody"}`:                                             false,
		`{"checkbox": "ticked"}`:                                           false,
		`{"epics": "label"}`:                                               false,
		`{"milestones": "other"}`:                                          false,
		`{"read": {"epics": [], "stories": ["- [ ] {title}"], "ids": ["REQ-*"], "ignore": ["## Ideas"]}}`: true,
		`{"read": {"chapters": ["## {title}"]}}`:                                                          false,
		`{"read": ["## {title}"]}`:                                                                        false,
		`{"files": {"docs/*.md": {"read": {"stories": ["### {title}"]}}}}`:                                true,
		`{"files": {"docs/*.md": {"to": "local:t"}}}`:                                                     false,
		`{"colour": "red"}`: false,
		`["to"]`:            false,
	} {
		m.write(t, ".backlogsync.yaml", []byte(text))
		want := 1
		if valid {
			want = 0
		}
		m.run(t, want, "config")
		if err := validate(t, schema, []byte(text)); (err == nil) != valid {
			t.Errorf("%s: the schema says %v", text, err)
		}
	}
}
