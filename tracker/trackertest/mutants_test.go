package trackertest_test

import (
	"bytes"
	"errors"
	"flag"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A mutant is an adapter with one mistake that adapters have been seen to make.
// The suite says which it is: one of its cases is about it.
type mutant struct {
	caught string // by this case
	server func(*fakegithub.Server)
	http   func(http.RoundTripper) http.RoundTripper

	// wrap makes the mutant of an adapter. What is known of the project is the
	// same for all processes.
	wrap func(a adapter, known *sync.Map) tracker.Tracker
}

var mutants = map[string]mutant{
	"trusts everybody": {
		caught: "contract/people",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return trusting{a} },
	},
	"lists pull requests": {
		caught: "service/pull_request",
		http:   func(next http.RoundTripper) http.RoundTripper { return blind{next} },
	},
	"stops at the first short page": {
		caught: "contract/listing",
		server: func(s *fakegithub.Server) { s.Short = true },
		http:   func(next http.RoundTripper) http.RoundTripper { return shortIsLast{next} },
	},
	"takes an incomplete listing": {
		caught: "contract/partial",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return content{a} },
	},
	"finds a milestone by its title": {
		caught: "contract/errors",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return titled{a} },
	},
	"reads a due date in UTC": {
		caught: "contract/round_trip",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return early{a} },
	},
	"leaves a second label of one name": {
		caught: "contract/one_label",
		wrap:   func(a adapter, known *sync.Map) tracker.Tracker { return twice{a, known} },
	},
	"takes the token along to another host": {
		caught: "contract/redirected",
		http:   func(next http.RoundTripper) http.RoundTripper { return following{next} },
	},
	"does not say that a project is archived": {
		caught: "service/archived",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return hopeful{a} },
	},
	"fails where an issue is blocked already": {
		caught: "contract/blockers",
		wrap:   func(a adapter, known *sync.Map) tracker.Tracker { return blocking{a, known} },
	},
	"lists everything for a label": {
		caught: "contract/narrow",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return broad{a} },
	},
	"takes an issue of another project for its own": {
		caught: "service/foreign",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return greedy{a} },
	},
	"takes a missing permission for a wrong value": {
		caught: "contract/refusals",
		wrap: func(a adapter, _ *sync.Map) tracker.Tracker {
			return mistaken{a, func(e *tracker.Error) {
				if errors.Is(e.Kind, tracker.ErrUnauthorized) {
					e.Kind = tracker.ErrRejected
				}
			}}
		},
	},
	"says of a lost write that nothing was done": {
		caught: "contract/lost_create",
		wrap: func(a adapter, _ *sync.Map) tracker.Tracker {
			return mistaken{a, func(e *tracker.Error) {
				if errors.Is(e.Kind, tracker.ErrUnknown) {
					e.Kind = tracker.ErrUnavailable
				}
			}}
		},
	},
	"does not compare the answer to a create": {
		caught: "contract/lost_create",
		wrap:   func(a adapter, _ *sync.Map) tracker.Tracker { return credulous{a} },
	},
}

// name is the mutant that TestMutant runs the suite on.
var name = flag.String("mutant", "", "the mutant that the suite is to run on")

// TestMutant runs the suite on one mutant, or on the adapter that all of them are
// made of.
func TestMutant(t *testing.T) {
	t.Parallel()
	trackertest.Run(t, mutants[*name].open)
}

// TestMutants makes sure that the suite catches each mutant by the case that is
// about its mistake. A process runs the suite, which fails.
func TestMutants(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range mutants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cases := "^TestMutant$/^(contract|service)$"
			out, err := exec.CommandContext(t.Context(), exe, "-test.v", "-test.run", cases, "-mutant", name).CombinedOutput()
			if _, failed := errors.AsType[*exec.ExitError](err); !failed {
				t.Fatalf("the suite ends with %v:\n%s", err, out)
			}
			if !bytes.Contains(out, []byte("--- FAIL: TestMutant/"+m.caught+" ")) {
				t.Errorf("%s does not fail:\n%s", m.caught, failures(out))
			}
		})
	}
}

// failures are the names of the cases that failed.
func failures(out []byte) string {
	var names []string
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "--- FAIL: ") {
			names = append(names, line)
		}
	}
	return strings.Join(names, "")
}

// open makes empty repositories for the mutant.
func (m mutant) open(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
	s := fakegithub.New(t, e.Now)
	if m.server != nil {
		m.server(s)
	}
	transport := e.Transport(s.Client().Transport)
	if m.http != nil {
		transport = m.http(transport)
	}
	e.Sample = 31 // the package of the adapter takes all disturbances
	e.Assignees, e.Hooks = []string{"ana", "bo"}, s.Hooks()
	known := &sync.Map{}
	open := func(api, cache string) tracker.Tracker {
		tr, err := github.New(&http.Client{Transport: transport}, "https://github.example/acme/shop", &github.Options{
			APIURL: api, Token: fakegithub.Token, CacheDir: cache, Now: e.Now, Sleep: e.Sleep,
		})
		if err != nil {
			t.Fatal(err)
		}
		if m.wrap != nil {
			return m.wrap(adapter{tr}, known)
		}
		return tr
	}
	e.OpenIn = func(dir string) tracker.Tracker { return open(s.URL, filepath.Join(dir, "answers")) }
	e.Hooks.OtherKind = func() tracker.Tracker { return open(fakegithub.NewGitea(t, e.Now).URL+"/api/v1", "") }
	return func() tracker.Tracker { return open(s.URL, "") }
}
