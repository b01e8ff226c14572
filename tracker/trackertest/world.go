package trackertest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	gocmp "github.com/google/go-cmp/cmp"
)

// A world is a backlog file and the project that it is registered in.
type world struct {
	e    *Env
	open func() tracker.Tracker
	name string // of the file
	src  string
	dir  string // of the store
	opts reconcile.Options

	others *crowd
	saving func() error // if set, asked before the file is written

	store *reconcile.Store // of the run that is going on
	guest *guest           // which that run is at a meeting, nil at none
}

func newWorld(t *testing.T, f Factory, src string) *world {
	t.Helper()
	e := newEnv()
	w := &world{e: e, open: f(t, e), name: "b.md", src: src, dir: t.TempDir(), others: newCrowd(e)}
	if src == before {
		w.opts.LabelStyles = []tracker.Label{{Name: "kind/story", Color: "0e8a16", Description: "What people get"}, {Name: "auth", Color: "d4c5f9"}}
	}
	return w
}

// clone is another working copy of the same backlog: it shares the project and
// nothing else.
func (w *world) clone(t *testing.T) *world {
	t.Helper()
	c := *w
	c.dir = t.TempDir()
	return &c
}

// A run is what came of one run of the engine.
type run struct {
	plan   *reconcile.Plan
	result *reconcile.Result
	err    error
	killed bool
}

// failed returns what went wrong.
func (r *run) failed() error {
	if r.result == nil {
		return r.err
	}
	return errors.Join(r.err, r.result.Err())
}

// run runs the engine once, from reading to writing the file, in a goroutine
// that stands for the process.
func (w *world) run(t *testing.T) *run {
	t.Helper()
	return w.runIn(t, t.Context(), w.apply)
}

// mustPlan runs the engine up to the plan.
func (w *world) mustPlan(t *testing.T) *reconcile.Plan {
	t.Helper()
	r := w.runIn(t, t.Context(), func(ctx context.Context, r *run) error { return w.do(ctx, r, false) })
	if r.err != nil || r.killed {
		t.Fatalf("plan: %v", r.err)
	}
	return r.plan
}

// runIn runs what of the engine apply does, with ctx.
func (w *world) runIn(t *testing.T, ctx context.Context, apply func(context.Context, *run) error) *run {
	t.Helper()
	r := &run{killed: true}
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.err = apply(ctx, r)
		r.killed = false
	}()
	<-done
	if w.store != nil {
		if err := w.store.Close(); err != nil { // the system does so with a process that ends
			t.Error(err)
		}
		w.store = nil
	}
	if r.killed && !w.e.in.killed() && (w.guest == nil || !w.guest.ended) {
		t.Fatal("the run ended by itself")
	}
	return r
}

// tracker opens the project as a process of the world's machine does.
func (w *world) tracker() tracker.Tracker {
	if w.e.OpenIn != nil {
		return w.e.disturbed(w.e.OpenIn(w.dir))
	}
	return w.e.disturbed(w.open())
}

func (w *world) apply(ctx context.Context, r *run) error {
	return w.do(ctx, r, true)
}

// do runs the engine, up to the plan or to the end.
func (w *world) do(ctx context.Context, r *run, toTheEnd bool) error {
	tr := w.tracker()
	p, err := tr.Project(ctx)
	if err != nil {
		return err
	}
	if w.store, err = reconcile.OpenStore(ctx, w.dir, p, &reconcile.StoreOptions{Now: w.e.Now}); err != nil {
		return err
	}
	b := backlog.New(backlog.Parse(w.name, []byte(w.src), nil))
	o, err := reconcile.Observe(ctx, tr, p, b, w.store, &w.opts)
	if err != nil {
		return err
	}
	if r.plan, err = reconcile.NewPlan(b, o, &w.opts); err != nil || !toTheEnd {
		return err
	}
	r.result, err = reconcile.Apply(ctx, tr, r.plan, &reconcile.ApplyOptions{
		Store: w.store, Save: w.save, Now: w.e.Now, Sleep: w.e.Sleep,
	})
	return err
}

// save writes the file.
func (w *world) save(r *reconcile.Result) error {
	if w.saving != nil {
		if err := w.saving(); err != nil {
			return err
		}
	}
	f := backlog.Parse(w.name, []byte(w.src), nil)
	rec := r.Record(f)
	rec.Date = w.e.Now()
	edits, _ := f.Record(rec)
	out, err := backlog.Apply(f.Source(), edits...)
	w.src = string(out)
	return err
}

// mustRun wants a run without any failure.
func (w *world) mustRun(t *testing.T) *run {
	t.Helper()
	r := w.run(t)
	if err := r.failed(); err != nil || r.killed {
		t.Fatalf("apply: %v", err)
	}
	return r
}

// recover runs until nothing fails any more: what a person does after a run
// that failed.
func (w *world) recover(t *testing.T) {
	t.Helper()
	const tries = 3
	var err error
	for range tries {
		if err = w.run(t).failed(); err == nil {
			return
		}
	}
	t.Fatalf("run %d after the disturbance still fails: %v", tries, err)
}

// items returns what the project holds but for the items of strangers, read by an
// undisturbed tracker.
func (w *world) items(t *testing.T) []*tracker.Item {
	t.Helper()
	tr := w.open()
	p, err := tr.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.e.Sleep(t.Context(), p.Limits.Settle); err != nil { // listings may lag
		t.Fatal(err)
	}
	var items []*tracker.Item
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		of, err := list(t.Context(), tr, kind)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, of...)
	}
	return w.others.without(t, items)
}

// state describes the items without what differs from run to run: numbers,
// addresses, times and nonces.
func (w *world) state(t *testing.T) []string {
	t.Helper()
	items := w.items(t)
	titles := make(map[tracker.Ref]string)
	for _, x := range items {
		titles[x.Ref] = x.Title
		if strings.Contains(x.Body, " of=") {
			titles[x.Ref] = "duplicate " + x.Title
		}
	}
	var lines []string
	for _, x := range items {
		lines = append(lines, fmt.Sprintf("%s %q %s in %q under %q due %q labels %q assignees %q\n%s",
			x.Kind, x.Title, x.State, titles[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}],
			titles[tracker.Ref{Kind: tracker.KindIssue, Key: x.Parent}], x.Due, sorted(x.Labels), sorted(x.Assignees), textOf(x.Body, items)))
	}
	lines = append(lines, w.labels(t)...)
	slices.Sort(lines)
	return lines
}

// labels describes the labels, where the tracker has more than names.
func (w *world) labels(t *testing.T) []string {
	t.Helper()
	l, ok := w.open().(tracker.Labeler)
	if !ok {
		return nil
	}
	var lines []string
	for label, err := range l.Labels(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("label %q %s %q", label.Name, label.Color, label.Description))
	}
	return lines
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// related are the issues that a base names by their nonces.
var related = regexp.MustCompile(`(stories|blockedBy):[0-9a-f+!?]+`)

// textOf returns a text with LF as its line ending, without nonces, and with
// titles for the addresses of items, which the digest of the text then says
// nothing about.
func textOf(body string, items []*tracker.Item) string {
	body = strings.ReplaceAll(body, "\r\n", "\n")
	for _, x := range items {
		address := "](" + x.URL + ")"
		if !strings.Contains(body, address) {
			continue
		}
		body = strings.ReplaceAll(body, address, "]("+x.Title+")")
		if head, tail, ok := strings.Cut(body, ",text:"); ok {
			body = head + strings.TrimLeft(tail, "0123456789abcdef")
		}
	}
	body = related.ReplaceAllStringFunc(body, func(set string) string {
		name, members, _ := strings.Cut(set, ":")
		return fmt.Sprintf("%s: %d, %d absent", name, 1+strings.Count(members, "+"), strings.Count(members, "!")+strings.Count(members, "?"))
	})
	if _, rest, ok := strings.Cut(body, " nonce="); ok {
		nonce, _, _ := strings.Cut(rest, " ")
		body = strings.ReplaceAll(body, nonce, "N")
	}
	return body
}

// An outcome is the end of an undisturbed run.
type outcome struct {
	state []string
	rows  []string
}

func (w *world) outcome(t *testing.T) outcome {
	t.Helper()
	return outcome{w.state(t), w.rows(t)}
}

// rows describes the ledger, and makes sure that each row says what the server
// holds.
func (w *world) rows(t *testing.T) []string {
	t.Helper()
	tr := w.open()
	p, err := tr.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	login := ""
	if p.Login != nil {
		// Some credentials are nobody's, and the row then stays without a name.
		if login, err = p.Login(t.Context()); err != nil && !errors.Is(err, tracker.ErrUnauthorized) {
			t.Fatal(err)
		}
	}
	var rows []string
	f := backlog.Parse(w.name, []byte(w.src), nil)
	for _, e := range f.Evidence() {
		rows = append(rows, fmt.Sprintf("%s %s %s", e.Kind, e.ID, e.Status))
		if e.URL == "" {
			t.Errorf("the ledger has no address for %s %s", e.Kind, e.ID)
			continue
		}
		ref, err := tr.Resolve(t.Context(), e.URL, w.name)
		if err != nil {
			t.Errorf("the ledger says %s is %s: %v", e.ID, e.URL, err)
			continue
		}
		x, err := tr.Get(t.Context(), ref)
		if err != nil {
			t.Errorf("the ledger says %s is %s: %v", e.ID, e.URL, err)
			continue
		}
		created := x.CreatedAt.UTC().Format("2006-01-02T15:04:05Z")
		if creator := cmp.Or(x.Creator, login); ref.Kind != e.Kind || created != e.CreatedAt || creator != e.Responsible {
			t.Errorf("the ledger says that %s was created at %s by %s; the server says %s by %s", e.ID, e.CreatedAt, e.Responsible, created, creator)
		}
	}
	return rows
}

// wantOwnRows makes sure that each row of the ledger that has an address names an
// item with the marker of its ID: an answer may speak of another item.
func (w *world) wantOwnRows(t *testing.T) {
	t.Helper()
	tr := w.open()
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, e := range backlog.Parse(w.name, []byte(w.src), nil).Evidence() {
		if e.URL == "" {
			continue
		}
		ref, err := tr.Resolve(t.Context(), e.URL, w.name)
		if err != nil {
			t.Fatal(err)
		}
		if x, err := tr.Get(t.Context(), ref); err != nil || !strings.Contains(x.Body, " id="+string(e.ID)+" ") {
			t.Errorf("the ledger says that %s is %s, which it is not: %+v; %v", e.ID, e.URL, x, err)
		}
	}
}

// wantSettled makes sure that project and file are as an undisturbed run leaves
// them, and that another run has nothing to do and writes nothing.
func (w *world) wantSettled(t *testing.T, want outcome) {
	t.Helper()
	if diff := gocmp.Diff(want.state, w.state(t)); diff != "" {
		t.Errorf("the project (-undisturbed +disturbed):\n%s", diff)
	}
	if diff := gocmp.Diff(want.rows, w.rows(t)); diff != "" {
		t.Errorf("the ledger (-undisturbed +disturbed):\n%s", diff)
	}
	w.wantSilent(t)
}

func (w *world) wantSilent(t *testing.T) {
	t.Helper()
	before := w.src
	w.e.in.reset(0, nil, false)
	r := w.mustRun(t)
	if s := r.plan.Summary.String(); !strings.HasPrefix(s, "No changes.") || w.e.in.writes() > 0 {
		t.Errorf("another run: %s %d writes; %+v", s, w.e.in.writes(), r.plan.Changes)
	}
	if w.src != before {
		t.Errorf("another run changes the file:\n%s", gocmp.Diff(before, w.src))
	}
}
