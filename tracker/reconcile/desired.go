package reconcile

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
	"github.com/backlogsync/backlogsync/tracker"
)

// A desired is what the backlog wants of one item. Fields that the file does
// not mention are not managed: nil or "".
type desired struct {
	kind  tracker.Kind
	id    backlog.ID
	key   idKey
	scope string
	file  *backlog.File
	at    backlog.Position

	name        string // title without ID
	words       string // name as the service has it
	nameDigest  string
	title       string
	text        *string // ready for the inside of a marker
	source      string  // text as the file has it
	rules       *body.Rules
	milestone   idKey // of the epic
	state       tracker.State
	due         string
	points      string
	keepsDue    bool // without a due date here, that of the tracker stays all the same; keepsPoints likewise
	keepsPoints bool
	labels      []string // sorted
	assignees   []string
	stories     []idKey // of an epic's issue
	blockers    []idKey // issues that block this one

	unsourced bool              // what the file lacks may stand in its source, so it is not taken away
	unwanted  bool              // the story is dropped: closed where it exists, and never made
	derived   bool              // the ID comes from the title
	evidence  *backlog.Evidence // the ledger row, nil if there is none
	ticked    *bool             // what the milestone table or the checklist says of registration; nil if nothing
}

// desiredItems returns what a scope wants: milestones, then issues, both in
// the order of the files.
func desiredItems(s *backlog.Scope, p *tracker.Project, opts *Options) []desired {
	n := 0
	for _, f := range s.Files {
		n += len(f.Epics()) + len(f.Stories())
	}
	w := &wishes{
		s: s, p: p, opts: opts, labels: opts.allLabels(), items: make([]desired, 0, n),
		rows: make(map[itemKey]*backlog.Evidence, n),
	}
	for _, f := range s.Files {
		for _, e := range f.Evidence() {
			if k := (itemKey{e.Kind, idKey(e.Key())}); w.rows[k] == nil {
				w.rows[k] = e
			}
		}
	}
	if opts.Epics.Milestones() {
		w.milestones()
	}
	if opts.Epics.Issues() {
		w.trackingIssues()
	}
	w.stories()
	return w.items
}

// wishes collects what a scope wants.
type wishes struct {
	s      *backlog.Scope
	p      *tracker.Project
	opts   *Options
	labels []string // of every issue
	rows   map[itemKey]*backlog.Evidence
	items  []desired
}

func (w *wishes) add(d desired) {
	d.scope = w.s.Name
	d.title, d.words = stored(w.p, d.kind, d.title), stored(w.p, d.kind, d.name)
	for i, label := range d.labels {
		d.labels[i] = stored(w.p, tracker.KindLabel, label)
	}
	d.nameDigest = digest(d.name)
	d.evidence = w.rows[itemKey{d.kind, d.key}]
	w.items = append(w.items, d)
}

func (w *wishes) milestones() {
	for _, f := range w.s.Files {
		rules := textRules(f, w.p, w.opts)
		for _, e := range f.Epics() {
			d := desired{
				kind: tracker.KindMilestone, id: e.ID, key: idKey(e.Key()), file: f, at: e.Pos,
				name: e.Title, title: e.Milestone, due: e.Due, derived: e.DerivedID, unsourced: e.Unsourced,
				keepsDue: e.Unsourced || f.UnreadDue(e.ID),
			}
			d.setText(f, e.Text, &rules)
			if registers := f.Checkbox() == backlog.CheckboxRegistered; registers && (e.Status == backlog.StatusCreated || e.Status == backlog.StatusPending) {
				d.ticked = new(e.Status == backlog.StatusCreated)
			}
			w.add(d)
		}
	}
}

func (w *wishes) stories() {
	var issues map[idKey]bool // of the scope, worked out once a story depends on one
	for _, f := range w.s.Files {
		rules := textRules(f, w.p, w.opts)
		for _, st := range f.Stories() {
			d := desired{
				kind: tracker.KindIssue, id: st.ID, key: idKey(st.Key()), file: f, at: st.Pos,
				name: st.Title, title: issueTitle(st),
				labels: sortedSet(st.Labels, w.labels), assignees: sortedSet(st.Assignees, nil), unsourced: st.Unsourced,
			}
			if w.p.DueDates {
				d.due = st.Due
			}
			d.keepsDue = st.Unsourced || !w.p.DueDates || f.UnreadDue(st.ID)
			d.keepsPoints = st.Unsourced || !w.p.Points || f.UnreadPoints(st.ID)
			if w.p.Points {
				d.points = wholePoints(st.Points)
			}
			text := st.Text
			if line := st.PointsLine(); line != "" && d.points == "" && (text != "" || !st.Unsourced) {
				text = strings.TrimSpace(text + "\n\n" + line)
			}
			d.setText(f, text, &rules)
			d.derived = st.DerivedID
			if len(st.DependsOn) > 0 {
				if issues == nil {
					issues = w.issueKeys()
				}
				d.blockers = blockersOf(st, issues)
			}
			if st.Epic != "" && w.opts.Epics.Milestones() {
				d.milestone = idKey(st.Epic.Key())
			}
			switch {
			case st.Dropped:
				d.unwanted, d.state = true, tracker.Closed
			case st.Checked != nil:
				switch f.Checkbox() {
				case backlog.CheckboxRegistered:
					d.ticked = st.Checked
				case backlog.CheckboxDone:
					d.state = tracker.Open
					if *st.Checked {
						d.state = tracker.Closed
					}
				}
			}
			w.add(d)
		}
	}
}

// stored returns a title, or the name of a label, as the service has it. One of
// which nothing would be left is for the service to refuse.
func stored(p *tracker.Project, kind tracker.Kind, title string) string {
	if p.StoredTitle == nil {
		return title
	}
	return cmp.Or(p.StoredTitle(kind, title), title)
}

// wholePoints returns story points as trackers hold them, "" for none and for
// fractions, which stay text.
func wholePoints(points *float64) string {
	if points == nil || *points < 0 || *points > math.MaxInt32 || *points != math.Trunc(*points) {
		return ""
	}
	return strconv.FormatInt(int64(*points), 10)
}

// issueTitle is "US-1.1 Title". A derived ID is not a name that people use.
func issueTitle(s *backlog.Story) string {
	if s.DerivedID || s.Anchored {
		return s.Title
	}
	return strings.TrimSpace(string(s.ID) + " " + s.Title)
}

// textRules returns what has to change in the texts of f for a project.
func textRules(f *backlog.File, p *tracker.Project, opts *Options) body.Rules {
	rules := p.Text
	if opts.KeepMentions {
		rules.Mentions, rules.References = false, false
	}
	if name := f.TextPath(); name != "" && opts.SourceURL != "" && onPages(p) {
		rules.Repository = body.Repository{Path: name, Page: opts.SourceURL, Raw: opts.RawURL}
	}
	return rules
}

// onPages reports whether text is shown on pages of the web, where a link relative
// to the backlog file leads nowhere.
func onPages(p *tracker.Project) bool { return strings.HasPrefix(p.URL, "http") }

// sortedSet joins two lists into a sorted one without duplicates; services
// compare labels and logins without regard to case.
func sortedSet(a, b []string) []string {
	if len(a)+len(b) == 0 {
		return nil
	}
	s := slices.Concat(a, b)
	slices.SortFunc(s, compareFold)
	return slices.CompactFunc(s, strings.EqualFold)
}

func compareFold(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
