package cli

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The published schema knows the keys that the command reads, and no others.
func TestConfigSchemaKeys(t *testing.T) {
	t.Parallel()
	var doc struct{ Properties map[string]any }
	if err := json.Unmarshal([]byte(configSchema), &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(configKeyNames())), slices.Sorted(maps.Keys(doc.Properties))); diff != "" {
		t.Error(diff)
	}
}
