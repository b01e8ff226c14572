package tracker

import (
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// A desired is what the backlog wants of one item. Fields that the file does
// not mention are not managed: nil or "".
type desired struct {
	kind  Kind
	id    backlog.ID
	key   string // of the ID
	scope string
	file  *backlog.File
	line  int

	name       string // title without ID
	nameDigest string
	title      string
	text       *string // ready for the inside of a marker
	milestone  string  // key of the epic's ID
	state      State
	due        string
	points     string
	labels     []string // sorted
	assignees  []string
	stories    []string // of an epic's issue: the keys of its stories' IDs
	blockers   []string // keys of the IDs of issues that block this one

	derived  bool              // the ID comes from the title
	evidence *backlog.Evidence // the ledger row, nil if there is none
	ticked   *bool             // what the milestone table or the checklist says of registration; nil if nothing
}

// desiredItems returns what a scope wants: milestones, then issues, both in
// the order of the files.
func desiredItems(s *backlog.Scope, p *Project, opts *Options) []desired {
	n := 0
	for _, f := range s.Files {
		n += len(f.Epics()) + len(f.Stories())
	}
	w := &wishes{
		s: s, p: p, opts: opts, labels: opts.allLabels(), items: make([]desired, 0, n),
		rows: map[Kind]map[string]*backlog.Evidence{KindMilestone: {}, KindIssue: make(map[string]*backlog.Evidence, n)},
	}
	for _, f := range s.Files {
		for _, e := range f.Evidence() {
			if byKey := w.rows[e.Kind]; byKey[e.Key()] == nil {
				byKey[e.Key()] = e
			}
		}
	}
	if opts.Epics.milestones() {
		w.milestones()
	}
	if opts.Epics.issues() {
		w.trackingIssues()
	}
	w.stories()
	return w.items
}

// wishes collects what a scope wants.
type wishes struct {
	s      *backlog.Scope
	p      *Project
	opts   *Options
	labels []string // of every issue
	rows   map[Kind]map[string]*backlog.Evidence
	items  []desired
}

func (w *wishes) add(d desired) {
	d.scope = w.s.Name
	d.nameDigest = digest(d.name)
	d.evidence = w.rows[d.kind][d.key]
	w.items = append(w.items, d)
}

func (w *wishes) milestones() {
	for _, f := range w.s.Files {
		rules := textRules(f, w.p, w.opts)
		for _, e := range f.Epics() {
			d := desired{
				kind: KindMilestone, id: e.ID, key: e.Key(), file: f, line: e.Pos.Line,
				name: e.Title, title: e.Milestone, text: managedText(f, e.Text, rules), due: e.Due,
			}
			if registers := f.Checkbox() == backlog.CheckboxRegistered; registers && (e.Status == backlog.StatusCreated || e.Status == backlog.StatusPending) {
				d.ticked = new(e.Status == backlog.StatusCreated)
			}
			w.add(d)
		}
	}
}

func (w *wishes) stories() {
	var issues map[string]bool // of the scope, worked out once a story depends on one
	for _, f := range w.s.Files {
		rules := textRules(f, w.p, w.opts)
		for _, st := range f.Stories() {
			d := desired{
				kind: KindIssue, id: st.ID, key: st.Key(), file: f, line: st.Pos.Line,
				name: st.Title, title: issueTitle(st), text: managedText(f, st.Text, rules),
				labels: sortedSet(st.Labels, w.labels), assignees: sortedSet(st.Assignees, nil),
			}
			if w.p.DueDates {
				d.due = st.Due
			}
			if w.p.Points {
				d.points = wholePoints(st.Points)
			}
			d.derived = st.DerivedID
			if len(st.DependsOn) > 0 {
				if issues == nil {
					issues = w.issueKeys()
				}
				d.blockers = blockersOf(st, issues)
			}
			if st.Epic != "" && w.opts.Epics.milestones() {
				d.milestone = st.Epic.Key()
			}
			if st.Checked != nil {
				switch f.Checkbox() {
				case backlog.CheckboxRegistered:
					d.ticked = st.Checked
				case backlog.CheckboxDone:
					d.state = Open
					if *st.Checked {
						d.state = Closed
					}
				}
			}
			w.add(d)
		}
	}
}

// wholePoints returns story points as trackers hold them, "" for none and for
// fractions, which stay text.
func wholePoints(points *float64) string {
	if points == nil || *points < 0 || *points > math.MaxInt32 || *points != math.Trunc(*points) {
		return ""
	}
	return strconv.FormatInt(int64(*points), 10)
}

// issueTitle is "US-1.1 Title". A derived ID is no name that people use.
func issueTitle(s *backlog.Story) string {
	if s.DerivedID || s.Anchored {
		return s.Title
	}
	return strings.TrimSpace(string(s.ID) + " " + s.Title)
}

// managedText is nil where the text cannot be known in this run.
func managedText(f *backlog.File, text string, rules backlog.TextRules) *string {
	if f.SourceMissing() {
		return nil
	}
	if text != "" {
		text = managed(rules.Rewrite(normalise(text)))
	}
	return &text
}

// textRules returns what has to change in the texts of f for a project.
func textRules(f *backlog.File, p *Project, opts *Options) backlog.TextRules {
	rules := p.Text
	if opts.KeepMentions {
		rules.Mentions, rules.References = false, false
	}
	if name := f.TextPath(); name != "" && opts.SourceURL != "" && p.AbsoluteLinks {
		rules.Link = func(destination string) string {
			return strings.TrimSuffix(opts.SourceURL, "/") + "/" + strings.TrimPrefix(path.Join("/", path.Dir(name), destination), "/")
		}
	}
	return rules
}

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
