package trackertest

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// finish runs undisturbed and compares what there is with the model. Another run
// has nothing to do.
func (m *model) finish(t *testing.T) {
	t.Helper()
	m.w.items(t) // which waits until nothing is hidden any more
	r := m.w.mustRun(t)
	if len(r.result.Unknown)+len(r.result.Skipped) > 0 {
		t.Fatalf("an undisturbed run leaves something: %+v", r.result)
	}
	before := m.w.src
	m.w.e.in.reset(0, nil, false)
	if again := m.w.mustRun(t); again.plan.Summary.Pending() || m.w.src != before || m.w.e.in.writes() > 0 {
		t.Fatalf("another undisturbed run: %d writes; %+v\n%s", m.w.e.in.writes(), again.plan.Changes, m.w.src)
	}
	items := make(map[string]*tracker.Item)
	byRef := make(map[tracker.Ref]*tracker.Item)
	for _, x := range m.w.items(t) {
		id := wordAfter(x.Body, " id=")
		if id == "" {
			t.Fatalf("%s is not marked: %+v", x.Ref, x)
		}
		if items[id] != nil {
			t.Fatalf("%s exists twice: %s and %s\n%s\n%s", id, items[id].Ref, x.Ref, items[id].Body, x.Body)
		}
		items[id], byRef[x.Ref] = x, x
	}
	for _, e := range m.epics {
		m.checkItem(t, e, items[e.id], e.id+" "+e.title, byRef)
	}
	for _, s := range m.stories {
		if !s.gone {
			m.checkItem(t, s, items[s.id], s.id+" "+s.title, byRef)
		}
	}
	m.checkPeople(t, byRef)
	m.checkLedger(t)
}

// checkItem makes sure that an item is what the file says, except where people
// have changed it.
func (m *model) checkItem(t *testing.T, s *story, x *tracker.Item, title string, byRef map[tracker.Ref]*tracker.Item) {
	t.Helper()
	if x == nil {
		t.Fatalf("%s does not exist", s.id)
	}
	h := m.theirs[x.Ref]
	if h == nil {
		h = &human{}
	}
	if h.title == "" && x.Title != title {
		t.Errorf("%s is called %q, want %q", s.id, x.Title, title)
	}
	if !h.closed && x.State != tracker.Open {
		t.Errorf("%s is %s", s.id, x.State)
	}
	if x.Kind == tracker.KindMilestone {
		return
	}
	for _, l := range s.labels {
		if !slices.Contains(x.Labels, l) {
			t.Errorf("%s has the labels %q and lacks %s", s.id, x.Labels, l)
		}
	}
	if want := len(s.labels) + len(h.labels); len(x.Labels) != want {
		t.Errorf("%s has the labels %q, want %q and %q", s.id, x.Labels, s.labels, h.labels)
	}
	if !h.text && s.text != "" && !strings.Contains(x.Body, s.text) {
		t.Errorf("%s lacks the text %q:\n%s", s.id, s.text, x.Body)
	}
	if in := byRef[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}]; !h.milestone && (in == nil || wordAfter(in.Body, " id=") != "EPIC-"+s.id[3:4]) {
		t.Errorf("%s is in %+v", s.id, in)
	}
}

// checkPeople makes sure that nothing is lost that people did.
func (m *model) checkPeople(t *testing.T, byRef map[tracker.Ref]*tracker.Item) {
	for ref, h := range m.theirs {
		x := byRef[ref]
		for _, w := range h.words {
			if !strings.Contains(x.Body, w) {
				t.Errorf("%s lost %q:\n%s", ref, w, x.Body)
			}
		}
		for _, l := range h.labels {
			if !slices.Contains(x.Labels, l) {
				t.Errorf("%s lost the label %s: %q", ref, l, x.Labels)
			}
		}
		if h.title != "" && x.Title != h.title {
			t.Errorf("%s was called %q, and is called %q", ref, h.title, x.Title)
		}
		if h.closed && x.State != tracker.Closed {
			t.Errorf("%s was closed, and is %s", ref, x.State)
		}
		if h.milestone && x.Milestone != "" {
			t.Errorf("%s was taken out of its milestone, and is in %s", ref, x.Milestone)
		}
	}
}

// checkLedger makes sure that the ledger names each item of the file once, and
// says what the server holds.
func (m *model) checkLedger(t *testing.T) {
	t.Helper()
	m.w.rows(t)
	m.w.wantOwnRows(t)
	rows := make(map[string]int)
	for _, e := range backlog.Parse(m.w.name, []byte(m.w.src), nil).Evidence() {
		rows[string(e.ID)]++
	}
	for _, s := range slices.Concat(m.epics, m.stories) {
		if rows[s.id] != 1 && !s.gone || rows[s.id] > 1 {
			t.Errorf("the ledger has %d rows of %s:\n%s", rows[s.id], s.id, m.w.src)
		}
	}
}

// wordAfter returns the word that follows a text.
func wordAfter(s, text string) string {
	_, rest, _ := strings.Cut(s, text)
	word, _, _ := strings.Cut(rest, " ")
	return word
}
