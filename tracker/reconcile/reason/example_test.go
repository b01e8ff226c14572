package reason_test

import (
	"fmt"

	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// A program says what was found and adds what it offers to do about it.
func Example() {
	for _, r := range []reason.Reason{
		reason.Gone{URL: "https://tracker.example/issues/17"},
		reason.Drifted{},
	} {
		switch r := r.(type) {
		case reason.Gone:
			fmt.Println(r, "- press R to create it again")
		default:
			fmt.Println(r)
		}
	}
	// Output:
	// https://tracker.example/issues/17 no longer exists - press R to create it again
	// changed in the tracker only; left alone
}
