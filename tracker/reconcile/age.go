package reconcile

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// compareAge orders items of one kind by age: keys that are numbers as numbers,
// others as text.
func compareAge(x, y tracker.Ref) int {
	a, errA := strconv.ParseInt(x.Key, 10, 64)
	b, errB := strconv.ParseInt(y.Key, 10, 64)
	if errA == nil && errB == nil {
		return cmp.Compare(a, b)
	}
	return strings.Compare(x.Key, y.Key)
}

// Before reports whether the item is older than another one of its kind, by its key.
func (s *Seen) Before(other *Seen) bool { return compareAge(s.Ref, other.Ref) < 0 }
