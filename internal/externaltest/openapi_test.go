package externaltest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// description is where GitHub's own description of its API is.
const description = "@octokit/openapi@23.0.2"

// A recorder keeps what goes over the wire.
type recorder struct {
	mu        sync.Mutex
	exchanges []exchange
}

type exchange struct {
	req      *http.Request
	sent     []byte
	status   int
	header   http.Header
	received []byte
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	var e exchange
	if req.Body != nil {
		var err error
		if e.sent, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		req.Body = io.NopCloser(bytes.NewReader(e.sent))
	}
	e.req = req.Clone(req.Context())
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if e.received, err = io.ReadAll(resp.Body); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(e.received))
	e.status, e.header = resp.StatusCode, resp.Header
	r.mu.Lock()
	defer r.mu.Unlock()
	r.exchanges = append(r.exchanges, e)
	return resp, nil
}

// TestOpenAPI checks what the adapter sends, and what the fake server answers,
// against GitHub's description of both.
func TestOpenAPI(t *testing.T) {
	doc := loadDescription(t)
	rec := &recorder{}
	exercise(t, rec)
	seen := make(map[string]int)
	for _, e := range rec.exchanges {
		name, err := compare(doc, &e)
		if err != nil {
			t.Errorf("%s %s answered with %d: %v\nsent: %s\nreceived: %.2000s", e.req.Method, e.req.URL, e.status, err, e.sent, e.received)
		}
		seen[fmt.Sprint(name, " ", e.status)]++
	}
	for _, want := range []string{
		"GET /repos/{owner}/{repo} 200", "GET /repos/{owner}/{repo} 404",
		"GET /repos/{owner}/{repo}/milestones 200", "POST /repos/{owner}/{repo}/milestones 201", "POST /repos/{owner}/{repo}/milestones 422",
		"PATCH /repos/{owner}/{repo}/milestones/{milestone_number} 200",
		"GET /repos/{owner}/{repo}/issues 200", "POST /repos/{owner}/{repo}/issues 201", "POST /repos/{owner}/{repo}/issues 422",
		"GET /repos/{owner}/{repo}/issues/{issue_number} 200", "PATCH /repos/{owner}/{repo}/issues/{issue_number} 200",
		"GET /repos/{owner}/{repo}/assignees/{assignee} 404",
		"GET /repos/{owner}/{repo}/labels 200", "POST /repos/{owner}/{repo}/labels 201", "PATCH /repos/{owner}/{repo}/labels/{name} 200",
		"POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues 201", "DELETE /repos/{owner}/{repo}/issues/{issue_number}/sub_issue 200",
		"POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by 201",
		"DELETE /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by/{issue_id} 200",
		"GET /repos/{owner}/{repo}/collaborators/{username}/permission 200",
	} {
		if seen[want] == 0 {
			t.Errorf("nothing was checked of %s; seen: %v", want, seen)
		}
	}
	t.Logf("%d requests and answers agree with %s", len(rec.exchanges), description)
}

// exercise sends everything that the adapter can send.
func exercise(t *testing.T, rec *recorder) {
	t.Helper()
	src := strings.NewReplacer(
		"- [ ] US-1.2 Logout\n", "- [ ] US-1.2 Logout\n\n  **Depends on:** US-1.1, US-2.1\n",
		"## Epic 2: Data\n", "## Epic 2: Data\n\n**Due:** 2026-03-31\n",
		"  People get in.\n", "  - **Labels:** bug\n  - **Assignee:** @bo\n",
	).Replace(world.Small)
	w := world.New(t, src)
	s := fakegithub.New(t, w.Clock.Now)
	open := func(project string) *github.Tracker {
		tr, err := github.New(&http.Client{Transport: rec}, "https://github.example/acme/"+project, &github.Options{
			APIURL: s.URL, Token: fakegithub.Token, Now: w.Clock.Now, Sleep: w.Clock.Sleep,
		})
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	w.Server, w.Open = s.Server, func(*testing.T) tracker.Tracker { return open("shop") }
	apply := func(opts *reconcile.Options) {
		t.Helper()
		if _, r, err := w.Apply(t, opts); err != nil || r.Err() != nil {
			t.Fatal(err, r)
		}
	}
	s.Request(s.Actor, "Sign in", "")
	for n := range 150 {
		s.Open(fakegithub.Stranger, fmt.Sprintf("It does not work (%d)", n), "")
	}
	s.AddLabel("what?", "ededed", "")
	apply(&reconcile.Options{Epics: reconcile.EpicsBoth, ManagedLabel: "backlogsync", LabelStyles: []tracker.Label{
		{Name: "kind/bug", Color: "d73a4a", Description: "Something is broken"}, {Name: "what?", Color: "0e8a16"}, {Name: "50% done", Color: "abcdef"},
	}})
	w.Src = strings.NewReplacer(
		"US-1.1 Login", "US-1.1 Sign in", "US-1.1, US-2.1", "US-2.1", "Epic 1: Access", "Epic 1: Entry",
		"2026-03-31", "2026-04-30", "- [x] US-2.2 Export\n", "",
	).Replace(w.Src)
	apply(&reconcile.Options{Epics: reconcile.EpicsBoth, Prune: true})

	tr := open("shop")
	s.Strangers, s.NoValues = []string{"ghost1"}, true
	if _, err := tr.Create(t.Context(), tracker.KindMilestone, tracker.Content{Title: "EPIC-2 Data"}); !errors.Is(err, tracker.ErrExists) {
		t.Error(err)
	}
	for login, want := range map[string]bool{"ana": true, "stranger": false} {
		if may, err := tr.MayWrite(t.Context(), login); err != nil || may != want {
			t.Errorf("MayWrite(%q) = %t, %v", login, may, err)
		}
	}
	if _, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x", Assignees: []string{"ghost1"}}); !errors.Is(err, tracker.ErrRejected) {
		t.Error(err)
	}
	if _, err := open("missing").Project(t.Context()); !errors.Is(err, tracker.ErrNotFound) {
		t.Error(err)
	}
	if _, err := tr.Get(t.Context(), tracker.Ref{Kind: tracker.KindIssue, Key: "9999"}); !errors.Is(err, tracker.ErrNotFound) {
		t.Error(err)
	}
}

// loadDescription reads what is used of the description of the API.
func loadDescription(t *testing.T) *openapi3.T {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "npm", "pack", "--silent", description)
	cmd.Dir = dir
	if out, err := cmd.Output(); err != nil {
		t.Fatalf("npm pack %s: %v %s", description, err, out)
	}
	packs, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(packs) != 1 {
		t.Fatal(err, packs)
	}
	doc, err := openapi3.NewLoader().LoadFromData(prune(t, unpack(t, packs[0], "package/generated/api.github.com.json")))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// unpack returns one file of an archive.
func unpack(t *testing.T, pack, name string) []byte {
	t.Helper()
	f, err := os.Open(pack)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for files := tar.NewReader(z); ; {
		h, err := files.Next()
		if err != nil {
			t.Fatalf("%s: %s: %v", pack, name, err)
		}
		if h.Name != name {
			continue
		}
		data, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
}

// used are the paths that the adapter knows, as the description names them.
var used = regexp.MustCompile(`^/repos/\{owner\}/\{repo\}(/(milestones|issues|labels|assignees|collaborators)(/\{\w+\})?` +
	`(/(permission|sub_issues?|dependencies/blocked_by(/\{issue_id\})?))?)?$`)

// prune takes what is not used out of a description: all of it is too much.
func prune(t *testing.T, data []byte) []byte {
	t.Helper()
	var doc struct {
		OpenAPI    string                                `json:"openapi"`
		Info       json.RawMessage                       `json:"info"`
		Paths      map[string]json.RawMessage            `json:"paths"`
		Components map[string]map[string]json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(doc.Paths, func(path string, _ json.RawMessage) bool { return !used.MatchString(path) })
	refs := regexp.MustCompile(`"#/components/(\w+)/([^"]+)"`)
	kept := make(map[string]map[string]json.RawMessage)
	var keep func(text []byte)
	keep = func(text []byte) {
		for _, m := range refs.FindAllSubmatch(text, -1) {
			kind, name := string(m[1]), string(m[2])
			if _, ok := kept[kind][name]; ok {
				continue
			}
			if kept[kind] == nil {
				kept[kind] = make(map[string]json.RawMessage)
			}
			kept[kind][name] = doc.Components[kind][name]
			keep(doc.Components[kind][name])
		}
	}
	for _, p := range doc.Paths {
		keep(p)
	}
	delete(kept, "examples")
	doc.Components = kept
	pruned, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`\{"\$ref":"#/components/examples/[^"]+"\}`).ReplaceAll(pruned, []byte("{}"))
}

// compare checks one request and its answer, and names the operation.
func compare(doc *openapi3.T, e *exchange) (string, error) {
	route, params := find(doc, e.req)
	if route == nil {
		return "", errors.New("there is no such operation")
	}
	name := e.req.Method + " " + route.Path
	if err := known(route, e); err != nil {
		return name, err
	}
	e.req.Body = io.NopCloser(bytes.NewReader(e.sent))
	in := &openapi3filter.RequestValidationInput{
		Request: e.req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true},
	}
	if err := openapi3filter.ValidateRequest(e.req.Context(), in); err != nil {
		return name, fmt.Errorf("the request: %w", err)
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: e.status, Header: e.header, Options: &openapi3filter.Options{MultiError: true},
	}
	out.SetBodyBytes(e.received)
	if err := openapi3filter.ValidateResponse(e.req.Context(), out); err != nil {
		return name, fmt.Errorf("the answer: %w", err)
	}
	return name, nil
}

// find returns the operation of a request.
func find(doc *openapi3.T, req *http.Request) (*routers.Route, map[string]string) {
	segments := strings.Split(req.URL.EscapedPath(), "/")
	for path, item := range doc.Paths.Map() {
		operation := item.GetOperation(req.Method)
		pattern := strings.Split(path, "/")
		if operation == nil || len(pattern) != len(segments) {
			continue
		}
		params, ok := make(map[string]string), true
		for i, p := range pattern {
			if strings.HasPrefix(p, "{") {
				params[strings.Trim(p, "{}")], _ = url.PathUnescape(segments[i])
			} else if p != segments[i] {
				ok = false
			}
		}
		if ok {
			return &routers.Route{Spec: doc, Path: path, PathItem: item, Method: req.Method, Operation: operation}, params
		}
	}
	return nil, nil
}

// known makes sure that nothing is sent of which the description says nothing.
func known(route *routers.Route, e *exchange) error {
	for name := range e.req.URL.Query() {
		cursor := name == "after" // in the addresses of next pages, which are opaque
		if route.Operation.Parameters.GetByInAndName("query", name) == nil && !cursor {
			return fmt.Errorf("the parameter %s is unknown", name)
		}
	}
	if len(e.sent) == 0 {
		return nil
	}
	var fields map[string]any
	if err := json.Unmarshal(e.sent, &fields); err != nil {
		return err
	}
	schema := route.Operation.RequestBody.Value.Content.Get("application/json").Schema.Value
	for name := range fields {
		if schema.Properties[name] == nil {
			return fmt.Errorf("the field %s is unknown", name)
		}
	}
	return nil
}
