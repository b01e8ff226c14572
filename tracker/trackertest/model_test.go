package trackertest_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
	"pgregory.net/rapid"
)

// TestMain makes rapid run as often as goes well with every other test; the
// flag -rapid.checks asks for more.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.checks": "30", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// TestModel lets people edit the file and the tracker, in the middle of a run
// too, while runs are killed, answers are lost and listings lag. Whatever
// happened, afterwards one undisturbed run brings everything into line.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newModel(rt, t)
		defer func() { _ = os.RemoveAll(m.base) }() // as the test's own directory does at its end
		rt.Repeat(map[string]func(*rapid.T){
			"edit the file":    m.editFile,
			"edit the tracker": func(rt *rapid.T) { m.editTracker(rt, m.pick(rt)) },
			"apply":            m.applyDisturbed,
			"time passes":      m.passTime,
			"another machine":  m.moveToAnotherMachine,
		})
		m.finish(rt)
	})
}

// A model is a backlog, the project it is registered in, and what is known of
// both.
type model struct {
	base    string // directory of the states of all machines
	dir     string // of this machine
	service *service
	clock   *manual

	src      string
	names    int      // counts the names given so far
	epics    []*story // titles only
	stories  []*story
	machines int

	theirs map[tracker.Ref]*human
}

// A story is what the file says of one item.
type story struct {
	id, title, text string
	labels          []string
	gone            bool
}

// A human is what people did to one item.
type human struct {
	words     []string // in its text
	labels    []string
	title     string // "" if nobody changed it
	closed    bool
	milestone bool // somebody moved it
	text      bool // somebody changed the managed text
}

func newModel(rt *rapid.T, t *testing.T) *model {
	base, err := os.MkdirTemp("", "model")
	if err != nil {
		t.Fatal(err)
	}
	c := &manual{time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC)}
	o := &trackertest.MemoryOptions{
		Now: c.Now, UniqueMilestones: rapid.Bool().Draw(rt, "unique milestones"),
		Lag:    time.Duration(rapid.SampledFrom([]int{0, 20}).Draw(rt, "lag")) * time.Second,
		Limits: tracker.Limits{TitleRunes: 255, Settle: time.Minute, Fresh: 10 * time.Second, PageRows: pageRows},
	}
	m := &model{
		base: base, clock: c, theirs: make(map[tracker.Ref]*human),
		epics: []*story{{id: "EPIC-1", title: "Access"}, {id: "EPIC-2", title: "Data"}},
		stories: []*story{
			{id: "US-1.1", title: "Login", text: "People get in.", labels: []string{"auth"}}, {id: "US-1.2", title: "Logout"},
			{id: "US-2.1", title: "Import", labels: []string{"data", "slow"}}, {id: "US-2.2", title: "Export", text: "All of it."},
		},
	}
	m.service = &service{Memory: trackertest.NewMemory(o), model: m, lag: o.Lag}
	m.dir = m.machine()
	m.src = m.render("")
	return m
}

func (m *model) machine() string {
	m.machines++
	return fmt.Sprintf("%s/%d", m.base, m.machines)
}

const ledger = `## Evidence

| Type | Identifier | URL | UTC date | Responsible | Status |
| ---- | ---------- | --- | -------- | ----------- | ------ |
`

// render writes the file as people edited it. What runs recorded in old stays.
func (m *model) render(old string) string {
	var b strings.Builder
	b.WriteString("# Plan\n\n<!-- checkbox: registered -->\n")
	for n, e := range m.epics {
		fmt.Fprintf(&b, "\n## Epic %d: %s\n\n", n+1, e.title)
		for _, s := range m.stories {
			if s.gone || !strings.HasPrefix(s.id, fmt.Sprintf("US-%d.", n+1)) {
				continue
			}
			box := " "
			if strings.Contains(old, "- [x] "+s.id+" ") {
				box = "x"
			}
			fmt.Fprintf(&b, "- [%s] %s %s\n", box, s.id, s.title)
			if len(s.labels) > 0 {
				fmt.Fprintf(&b, "\n  - **Labels:** %s\n", strings.Join(s.labels, ", "))
			}
			if s.text != "" {
				fmt.Fprintf(&b, "\n  %s\n", s.text)
			}
		}
	}
	b.WriteString("\n")
	if _, tail, ok := strings.Cut(old, "## Evidence\n"); ok {
		return b.String() + "## Evidence\n" + tail
	}
	return b.String() + ledger
}

func (m *model) name(kind string) string {
	m.names++
	return fmt.Sprintf("%s%d", kind, m.names)
}

// editFile is one edit of the backlog.
func (m *model) editFile(rt *rapid.T) {
	s := rapid.SampledFrom(m.stories).Draw(rt, "story")
	switch rapid.SampledFrom([]string{"title", "text", "labels", "remove or put back", "new", "epic"}).Draw(rt, "edit") {
	case "title":
		s.title = m.name("Title ")
	case "text":
		s.text = m.name("Text ") + "."
	case "labels":
		s.labels = rapid.SampledFrom([][]string{nil, {"auth"}, {"data"}, {"data", "auth"}}).Draw(rt, "labels")
	case "remove or put back":
		s.gone = !s.gone
	case "new":
		if len(m.stories) < 8 {
			m.stories = append(m.stories, &story{id: fmt.Sprintf("US-2.%d", len(m.stories)), title: m.name("New ")})
		}
	case "epic":
		rapid.SampledFrom(m.epics).Draw(rt, "epic").title = m.name("Epic title ")
	}
	m.src = m.render(m.src)
}

// pick returns an item, nil if there is none yet.
func (m *model) pick(rt *rapid.T) *tracker.Item {
	items := m.service.Items()
	if len(items) == 0 {
		return nil
	}
	return rapid.SampledFrom(items).Draw(rt, "item")
}

// editTracker is one edit of an item in the tracker.
func (m *model) editTracker(rt *rapid.T, x *tracker.Item) {
	if x == nil {
		return
	}
	h := m.theirs[x.Ref]
	if h == nil {
		h = &human{}
		m.theirs[x.Ref] = h
	}
	edits := []string{"title", "above", "below", "close"}
	if x.Kind == tracker.KindIssue {
		edits = append(edits, "label", "milestone", "managed text")
	}
	edit := rapid.SampledFrom(edits).Draw(rt, "edit in the tracker")
	m.service.Edit(x.Ref, func(x *tracker.Item) {
		switch edit {
		case "title":
			h.title = m.name("Theirs ")
			x.Title = h.title
		case "above":
			h.words = append(h.words, m.name("Above "))
			x.Body = h.words[len(h.words)-1] + ".\n\n" + x.Body
		case "below":
			h.words = append(h.words, m.name("Below "))
			x.Body += "\n\n" + h.words[len(h.words)-1] + "."
		case "close":
			h.closed = true
			x.State = tracker.Closed
		case "label":
			h.labels = append(h.labels, m.name("theirs-"))
			x.Labels = append(slices.Clone(x.Labels), h.labels[len(h.labels)-1])
		case "milestone":
			h.milestone = true
			x.Milestone = ""
		case "managed text":
			h.text = true
			h.words = append(h.words, m.name("Inside "))
			x.Body = strings.Replace(x.Body, "\n<!-- backlogsync:end", "\n"+h.words[len(h.words)-1]+"\n<!-- backlogsync:end", 1)
		}
	})
}

// moveToAnotherMachine goes on with a new clone, whose ledger may be an old
// one. A run that died just now without a trace in the listings cannot be known
// of there.
func (m *model) moveToAnotherMachine(rt *rapid.T) {
	m.clock.pass(m.service.lag)
	m.dir = m.machine()
	if rapid.Bool().Draw(rt, "the ledger was not pushed") {
		m.src = m.render("")
	}
}

func (m *model) passTime(rt *rapid.T) {
	m.clock.pass(time.Duration(rapid.IntRange(1, 90).Draw(rt, "seconds")) * time.Second)
}

// applyDisturbed runs the engine while anything may happen. It may fail.
func (m *model) applyDisturbed(rt *rapid.T) {
	_, r, err := m.apply(rt, true)
	rt.Logf("apply: %v %v", r, err)
}

// apply runs the engine once.
func (m *model) apply(rt *rapid.T, disturbed bool) (plan *tracker.Plan, result *tracker.Result, err error) {
	m.service.rt = nil
	if disturbed {
		m.service.rt = rt
	}
	ctx := rt.Context()
	p, err := m.service.Project(ctx)
	if err != nil {
		return nil, nil, err
	}
	store, err := tracker.OpenStore(ctx, m.dir, p, &tracker.StoreOptions{Now: m.clock.Now})
	if err != nil {
		rt.Fatal(err)
	}
	defer func() {
		_ = store.Close() // as the system does for a process that is killed
		if x := recover(); x != nil {
			if x != any(errKilled) {
				panic(x)
			}
			err = errKilled
		}
	}()
	b := backlog.New(backlog.Parse("b.md", []byte(m.src), nil))
	o, err := tracker.Observe(ctx, m.service, p, b, store, nil)
	if err != nil {
		return nil, nil, err
	}
	if plan, err = tracker.NewPlan(b, o, nil); err != nil {
		return nil, nil, err
	}
	result, err = tracker.Apply(ctx, m.service, plan, &tracker.ApplyOptions{Store: store, Save: m.save, Now: m.clock.Now, Sleep: m.clock.Sleep})
	return plan, result, err
}

var errKilled = errors.New("killed")

// save writes the file, which people may have changed meanwhile.
func (m *model) save(r *tracker.Result) error {
	if m.service.draw("save") == "fails" {
		return errors.New("the disk is full")
	}
	f := backlog.Parse("b.md", []byte(m.src), nil)
	edits, _ := f.Record(r.Record(f))
	out, err := backlog.Apply(f.Source(), edits...)
	m.src = string(out)
	return err
}

// finish runs twice undisturbed and compares what there is with the model.
func (m *model) finish(rt *rapid.T) {
	m.clock.pass(2 * time.Minute)
	if _, r, err := m.apply(rt, false); err != nil || len(r.Unknown)+len(r.Skipped) > 0 {
		rt.Fatalf("an undisturbed run: %v %v", err, r)
	}
	before, writes := m.src, m.service.writes
	plan, _, err := m.apply(rt, false)
	if err != nil || plan.Summary.Pending() || m.src != before || m.service.writes != writes {
		rt.Fatalf("another undisturbed run: %v, %d writes; %+v\n%s", err, m.service.writes-writes, plan.Changes, m.src)
	}
	items := make(map[string]*tracker.Item)
	byRef := make(map[tracker.Ref]*tracker.Item)
	for _, x := range m.service.Items() {
		id := wordAfter(x.Body, " id=")
		if id == "" {
			rt.Fatalf("%s is not marked: %+v", x.Ref, x)
		}
		if items[id] != nil {
			rt.Fatalf("%s exists twice: %s and %s\n%s\n%s", id, items[id].Ref, x.Ref, items[id].Body, x.Body)
		}
		items[id], byRef[x.Ref] = x, x
	}
	for _, e := range m.epics {
		m.checkItem(rt, e, items[e.id], e.id+" "+e.title, byRef)
	}
	for _, s := range m.stories {
		if s.gone {
			continue
		}
		m.checkItem(rt, s, items[s.id], s.id+" "+s.title, byRef)
	}
	m.checkHumans(rt, byRef)
	m.checkLedger(rt, items)
}

// checkItem makes sure that an item is what the file says, except where people
// have changed it.
func (m *model) checkItem(rt *rapid.T, s *story, x *tracker.Item, title string, byRef map[tracker.Ref]*tracker.Item) {
	if x == nil {
		rt.Fatalf("%s does not exist", s.id)
	}
	h := m.theirs[x.Ref]
	if h == nil {
		h = &human{}
	}
	if h.title == "" && x.Title != title {
		rt.Errorf("%s is called %q, want %q", s.id, x.Title, title)
	}
	if !h.closed && x.State != tracker.Open {
		rt.Errorf("%s is %s", s.id, x.State)
	}
	if x.Kind == tracker.KindMilestone {
		return
	}
	for _, l := range s.labels {
		if !slices.Contains(x.Labels, l) {
			rt.Errorf("%s has the labels %q and lacks %s", s.id, x.Labels, l)
		}
	}
	if want := len(s.labels) + len(h.labels); len(x.Labels) != want {
		rt.Errorf("%s has the labels %q, want %q and %q", s.id, x.Labels, s.labels, h.labels)
	}
	if !h.text && s.text != "" && !strings.Contains(x.Body, s.text) {
		rt.Errorf("%s lacks the text %q:\n%s", s.id, s.text, x.Body)
	}
	if in := byRef[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}]; !h.milestone && (in == nil || wordAfter(in.Body, " id=") != "EPIC-"+s.id[3:4]) {
		rt.Errorf("%s is in %+v", s.id, in)
	}
}

// checkHumans makes sure that nothing is lost that people did.
func (m *model) checkHumans(rt *rapid.T, byRef map[tracker.Ref]*tracker.Item) {
	for ref, h := range m.theirs {
		x := byRef[ref]
		for _, w := range h.words {
			if !strings.Contains(x.Body, w) {
				rt.Errorf("%s lost %q:\n%s", ref, w, x.Body)
			}
		}
		for _, l := range h.labels {
			if !slices.Contains(x.Labels, l) {
				rt.Errorf("%s lost the label %s: %q", ref, l, x.Labels)
			}
		}
		if h.title != "" && x.Title != h.title {
			rt.Errorf("%s was called %q, and is called %q", ref, h.title, x.Title)
		}
		if h.closed && x.State != tracker.Closed {
			rt.Errorf("%s was closed, and is %s", ref, x.State)
		}
		if h.milestone && x.Milestone != "" {
			rt.Errorf("%s was taken out of its milestone, and is in %s", ref, x.Milestone)
		}
	}
}

// checkLedger makes sure that the ledger names each item of the file, and says
// what the tracker holds.
func (m *model) checkLedger(rt *rapid.T, items map[string]*tracker.Item) {
	rows := make(map[string]int)
	for _, e := range backlog.Parse("b.md", []byte(m.src), nil).Evidence() {
		rows[string(e.ID)]++
		if x := items[string(e.ID)]; x == nil || x.URL != e.URL || x.CreatedAt.Format(time.RFC3339) != e.CreatedAt || x.Creator != e.Responsible {
			rt.Errorf("the ledger has %+v; the tracker holds %+v", e, x)
		}
	}
	for _, s := range slices.Concat(m.epics, m.stories) {
		if rows[s.id] != 1 && !s.gone || rows[s.id] > 1 {
			rt.Errorf("the ledger has %d rows of %s:\n%s", rows[s.id], s.id, m.src)
		}
	}
}

// wordAfter returns the word that follows a text.
func wordAfter(s, text string) string {
	_, rest, _ := strings.Cut(s, text)
	word, _, _ := strings.Cut(rest, " ")
	return word
}
