//go:build external

package github_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker/github"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// emulator is a server of GitHub's API that nobody here wrote.
const emulator = "emulate@0.11.0"

const seed = `tokens:
  tok_octocat:
    login: octocat
    scopes: [repo, user]
github:
  users:
    - login: octocat
  repos:
    - {owner: octocat, name: cold, auto_init: true}
    - {owner: octocat, name: proxied, auto_init: true}
    - {owner: octocat, name: scripted, auto_init: true}
`

// startEmulator returns the address of an emulator that runs with the test.
func startEmulator(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(file, []byte(seed), 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, "npx", "--yes", emulator, "start", "--service", "github", "--port", port, "--seed", file)
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // npx starts others
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	if err := cmd.Start(); err != nil {
		t.Fatalf("npx %s: %v", emulator, err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	address := "http://localhost:" + port
	for range 300 {
		time.Sleep(100 * time.Millisecond)
		if resp, err := http.Get(address + "/repos/octocat/cold"); err == nil {
			_ = resp.Body.Close() // only that it answers counts
			return address
		}
	}
	t.Fatalf("%s does not answer", emulator)
	return ""
}

// A run is a backlog on the emulator, with its requests counted.
type emulated struct {
	api, repo string
	dir, src  string
	requests  atomic.Int32
}

// RoundTrip counts.
func (e *emulated) RoundTrip(r *http.Request) (*http.Response, error) {
	e.requests.Add(1)
	return http.DefaultTransport.RoundTrip(r)
}

func (e *emulated) apply(t *testing.T, opts *reconcile.Options) (*reconcile.Plan, *reconcile.Result) {
	t.Helper()
	e.requests.Store(0)
	tr, err := github.New(&http.Client{Transport: e}, "octocat/"+e.repo, &github.Options{APIURL: e.api, Token: "tok_octocat"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := tr.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	store, err := reconcile.OpenStore(t.Context(), e.dir, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }() // the journal is synced
	f := backlog.Parse("b.md", []byte(e.src), nil)
	b := backlog.New(f)
	o, err := reconcile.Observe(t.Context(), tr, p, b, store, opts)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := reconcile.NewPlan(b, o, opts)
	if err != nil {
		t.Fatal(err)
	}
	r, err := reconcile.Apply(t.Context(), tr, plan, &reconcile.ApplyOptions{Store: store})
	if err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	edits, _ := f.Record(r.Record(f))
	out, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		t.Fatal(err)
	}
	e.src = string(out)
	return plan, r
}

// wantFacts compares each row of the ledger with what the server says.
func (e *emulated) wantFacts(t *testing.T, base string) {
	t.Helper()
	f := backlog.Parse("b.md", []byte(e.src), nil)
	if len(f.Evidence()) != len(f.Epics())+len(f.Stories()) {
		t.Errorf("%d rows of evidence", len(f.Evidence()))
	}
	for _, ev := range f.Evidence() {
		u, err := url.Parse(ev.URL)
		if err != nil {
			t.Fatal(err)
		}
		path := strings.Replace(u.Path, "/milestone/", "/milestones/", 1)
		resp, err := http.Get(base + "/repos" + path)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close() // it was read
		var item struct {
			Title     string                 `json:"title"`
			HTMLURL   string                 `json:"html_url"`
			CreatedAt time.Time              `json:"created_at"`
			User      struct{ Login string } `json:"user"`
			Creator   struct{ Login string } `json:"creator"`
		}
		if err != nil || json.Unmarshal(data, &item) != nil {
			t.Fatalf("%s: %v %s", path, err, data)
		}
		if item.HTMLURL != ev.URL || item.CreatedAt.UTC().Truncate(time.Second).Format(time.RFC3339) != ev.CreatedAt ||
			item.User.Login+item.Creator.Login != ev.Responsible || !strings.HasPrefix(item.Title, string(ev.ID)) {
			t.Errorf("the ledger has %+v, the server %+v", ev, item)
		}
	}
}

func TestEmulator(t *testing.T) {
	address := startEmulator(t)
	e := &emulated{api: address, repo: "cold", dir: t.TempDir(), src: world.Founding(t)}
	_, r := e.apply(t, nil)
	t.Logf("cold: %d requests", e.requests.Load())
	if r.Created != 36 || e.requests.Load() > 40 {
		t.Errorf("%d created with %d requests", r.Created, e.requests.Load())
	}
	e.wantFacts(t, address)
	plan, _ := e.apply(t, nil)
	t.Logf("no-op: %d requests", e.requests.Load())
	if e.requests.Load() != 3 || !strings.HasPrefix(plan.Summary.String(), "No changes.") {
		t.Errorf("%s with %d requests: %+v", plan.Summary, e.requests.Load(), plan.Changes)
	}

	e.src = strings.Replace(e.src, "US-1.1 Definir contratos base de dominio", "US-1.1 Definir contratos", 1)
	if _, r := e.apply(t, nil); r.Updated != 1 || r.Created != 0 {
		t.Errorf("changed: %+v", r)
	}
	if plan, _ := e.apply(t, nil); plan.Summary.Pending() {
		t.Errorf("after the change: %+v", plan.Changes)
	}

	t.Run("proxy", func(t *testing.T) {
		target, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
		defer proxy.Close()
		e := &emulated{api: proxy.URL, repo: "proxied", dir: t.TempDir(), src: world.Founding(t)}
		if _, r := e.apply(t, nil); r.Created != 36 || e.requests.Load() > 40 {
			t.Errorf("%d created with %d requests", r.Created, e.requests.Load())
		}
		e.wantFacts(t, address)
		if plan, _ := e.apply(t, nil); plan.Summary.Pending() || e.requests.Load() != 3 {
			t.Errorf("%s with %d requests", plan.Summary, e.requests.Load())
		}
	})

	t.Run("adopted", func(t *testing.T) {
		e := &emulated{api: address, repo: "scripted", dir: t.TempDir(), src: small}
		post(t, address+"/repos/octocat/scripted/milestones", `{"title":"EPIC-1 Access"}`)
		post(t, address+"/repos/octocat/scripted/issues", `{"title":"US-1.1 Login","body":"By a script.","milestone":1}`)
		plan, _ := e.apply(t, nil)
		if plan.Summary.Conflicts != 1 {
			t.Errorf("%+v", plan.Changes)
		}
		if _, r := e.apply(t, &reconcile.Options{Adopt: true}); r.Created != 0 || r.Updated < 1 {
			t.Errorf("adopted: %+v", r)
		}
		if plan, _ := e.apply(t, nil); plan.Summary.Pending() || plan.Summary.Conflicts > 0 {
			t.Errorf("after adopting: %+v", plan.Changes)
		}
	})
}

func post(t *testing.T, address, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer tok_octocat")
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatal(err, resp)
	}
	_ = resp.Body.Close() // the status says it all
}
