package reconcile

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// Numbers are compared as numbers: issue 9 is older than issue 10.
func TestCompareAge(t *testing.T) {
	t.Parallel()
	refs := []tracker.Ref{{Key: "10"}, {Key: "9"}, {Key: "b2"}, {Key: "b10"}}
	slices.SortFunc(refs, compareAge)
	var keys []string
	for _, r := range refs {
		keys = append(keys, r.Key)
	}
	if got := strings.Join(keys, " "); got != "9 10 b10 b2" {
		t.Errorf("the order is %s", got)
	}
	nine, ten := &Seen{Item: &tracker.Item{Ref: refs[0]}}, &Seen{Item: &tracker.Item{Ref: refs[1]}}
	if !nine.Before(ten) || ten.Before(nine) || nine.Before(nine) {
		t.Error("issue 9 is before issue 10, and not the other way round")
	}
}
