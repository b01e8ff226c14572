package trackertest_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A test of an adapter for a service without HTTP. The function that opens the
// project is called once for each process that the suite plays.
func Example() {
	_ = func(t *testing.T) { // func TestConformance(t *testing.T) in your package
		trackertest.Run(t, func(_ *testing.T, e *trackertest.Env) func() tracker.Tracker {
			e.Assignees = []string{"ana", "bo"}
			server := trackertest.NewMemory(&trackertest.MemoryOptions{Now: e.Now})
			return func() tracker.Tracker { return server }
		})
	}
}

// An adapter over HTTP sends its requests through the transport of the suite,
// to a server that the factory starts for each project.
func ExampleEnv_Transport() {
	open := func(client *http.Client) tracker.Tracker { // stands for yours
		_ = client
		return trackertest.NewMemory(nil)
	}
	_ = func(t *testing.T) {
		trackertest.Run(t, func(_ *testing.T, e *trackertest.Env) func() tracker.Tracker {
			client := &http.Client{Transport: e.Transport(nil)}
			return func() tracker.Tracker { return open(client) }
		})
	}
}

func ExampleNewMemory() {
	ctx := context.Background()
	m := trackertest.NewMemory(nil)
	item, err := m.Create(ctx, tracker.KindIssue, tracker.Content{Title: "US-1.1 Login"})
	fmt.Println(item.Ref, item.State, err)
	for item, err := range m.List(ctx, tracker.KindIssue) {
		fmt.Println(item.Title, err)
	}
	// Output:
	// issue 1 open <nil>
	// US-1.1 Login <nil>
}
