package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// A Fact is one statement of the evidence of an item.
type Fact string

// The facts that are verified.
const (
	FactFile        Fact = "file"        // the content of the whole file; against a bundle only
	FactRow         Fact = "row"         // that the ledger has a row for the item
	FactExistence   Fact = "existence"   // that the item exists
	FactURL         Fact = "url"         // that its address leads to such an item
	FactIdentifier  Fact = "identifier"  // that the item there is the one of the row
	FactCreated     Fact = "created"     // when it was created
	FactResponsible Fact = "responsible" // by whom
	FactMilestone   Fact = "milestone"   // the milestone of an issue
)

// words names a fact in a sentence.
func (f Fact) words() string {
	switch f {
	case FactURL:
		return "address"
	case FactCreated:
		return "time of creation"
	case FactResponsible:
		return "responsible person"
	case FactMilestone:
		return "milestone"
	default:
		return string(f)
	}
}

// The codes of differences.
const (
	CodeMissingEvidence = backlog.CodeMissingEvidence // a fact is not recorded
	CodeEvidenceDiffers = backlog.CodeEvidenceDiffers // the tracker says something else

	CodeEvidenceGone  backlog.Code = "evidence-gone"  // the item no longer exists, or not in this project
	CodeBundleDiffers backlog.Code = "bundle-differs" // the file is not the one of the bundle
)

// A Difference is one fact that does not hold.
type Difference struct {
	File     string       `json:"file"`
	Line     int          `json:"line"`   // 0 if it is about the whole file
	Column   int          `json:"column"` // in bytes, from 1
	Code     backlog.Code `json:"code"`
	Kind     tracker.Kind `json:"kind"` // "" if it is about no item
	ID       backlog.ID   `json:"id"`   // likewise
	Fact     Fact         `json:"fact"`
	Recorded string       `json:"recorded"` // the value in the file, or ""
	Observed string       `json:"observed"` // the value of the server, or else of the bundle; "gone", "foreign" or "also ID" for an address
	Message  string       `json:"message"`  // text with the item and both values
}

// Position returns the place of the difference.
func (d *Difference) Position() backlog.Position {
	return backlog.Position{File: d.File, Line: d.Line, Column: d.Column}
}

// String returns "file:line:col: error: message [code]".
func (d *Difference) String() string {
	return fmt.Sprintf("%s: error: %s [%s]", d.Position(), d.Message, d.Code)
}

func sortDifferences(diffs []Difference) {
	slices.SortStableFunc(diffs, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Differences returns the facts of the bundle that do not hold, ordered by
// position. Whether an item is open or closed is not a fact.
func (b *Bundle) Differences() []Difference {
	diffs := []Difference{}
	lacks := make(map[string][]Fact)
	for i := range b.Files {
		f := &b.Files[i]
		lacks[f.Name] = f.Lacks
		for _, fact := range f.Lacks {
			diffs = append(diffs, f.lacks(fact))
		}
	}
	first := make(map[string]*BundleItem) // by kind, file and address
	for i := range b.Items {
		x := &b.Items[i]
		diffs = append(diffs, x.differences(lacks[x.File])...)
		if x.Recorded == nil || x.Presence != Present || x.Observed == nil || x.Observed.Marker != "" {
			continue
		}
		key := string(x.Kind) + x.File + x.Observed.URL
		if other := first[key]; other != nil {
			d := x.differs(FactURL, x.Recorded.URL, "also "+string(other.ID), CodeEvidenceDiffers)
			d.Message = fmt.Sprintf("the address of %s, %s, is also that of %s", x.ID, quoted(x.Recorded.URL), other.ID)
			diffs = append(diffs, d)
			continue
		}
		first[key] = x
	}
	sortDifferences(diffs)
	return diffs
}

// Holding returns how many facts were compared with the tracker and hold. For
// each item that its row names correctly, these are its existence, identifier,
// time of creation, responsible person and, for an issue, its milestone. Facts
// that are not recorded, or that the tracker does not know, are not counted.
func (b *Bundle) Holding() int {
	lacks := make(map[string][]Fact)
	for i := range b.Files {
		lacks[b.Files[i].Name] = b.Files[i].Lacks
	}
	n := 0
	for i := range b.Items {
		n += b.Items[i].holding(lacks[b.Items[i].File])
	}
	return n
}

func (x *BundleItem) holding(lacks []Fact) int {
	if x.Recorded == nil || x.Presence != Present || x.Observed == nil {
		return 0
	}
	differ := make(map[Fact]bool)
	for _, d := range x.differences(lacks) {
		differ[d.Fact] = true
	}
	if differ[FactIdentifier] {
		return 1 // something exists there; nothing else was compared
	}
	facts := []Fact{FactExistence, FactIdentifier, FactCreated, FactResponsible}
	if x.Kind == tracker.KindIssue {
		facts = append(facts, FactMilestone)
	}
	n := 0
	for _, f := range facts {
		if !differ[f] && !slices.Contains(lacks, f) && !slices.Contains(x.Unverifiable, f) {
			n++
		}
	}
	return n
}

// lacks is the difference of a file that has no place for a fact.
func (f *BundleFile) lacks(fact Fact) Difference {
	d := Difference{File: f.Name, Line: f.Ledger, Column: min(1, f.Ledger), Code: CodeMissingEvidence, Fact: fact}
	switch fact {
	case FactMilestone:
		d.Message = "the relation list is missing: which issues each milestone holds is not recorded; apply adds it"
	default:
		d.Message = fmt.Sprintf("the ledger has no column for the %s; add one, and apply fills it", fact.words())
	}
	return d
}

// differs starts a difference.
func (x *BundleItem) differs(f Fact, recorded, observed string, code backlog.Code) Difference {
	d := Difference{
		File: x.File, Line: x.Line, Column: x.Column, Code: code, Kind: x.Kind, ID: x.ID,
		Fact: f, Recorded: recorded, Observed: observed,
	}
	what := fmt.Sprintf("the %s of %s", f.words(), x.ID)
	switch code {
	case CodeMissingEvidence:
		d.Message = what + " is not recorded"
		if observed != "" {
			d.Message += fmt.Sprintf("; in the tracker it is %s", quoted(observed))
		}
	default:
		d.Message = fmt.Sprintf("%s is recorded as %s, in the tracker it is %s", what, quoted(recorded), quoted(observed))
	}
	return d
}

// differences compares the facts of one item.
func (x *BundleItem) differences(lacks []Fact) []Difference {
	var known Observation
	if x.Observed != nil {
		known = *x.Observed
	}
	switch {
	case x.Recorded == nil:
		d := x.differs(FactRow, "", known.URL, CodeMissingEvidence)
		d.Message = fmt.Sprintf("%s %s has no row in the ledger; apply adds it", x.Kind, x.ID)
		if known.URL != "" {
			d.Message = fmt.Sprintf("%s %s has no row in the ledger, and is %s in the tracker; apply adds it", x.Kind, x.ID, quoted(known.URL))
		}
		return []Difference{d}
	case x.Recorded.URL == "":
		return []Difference{x.differs(FactURL, "", known.URL, CodeMissingEvidence)}
	case x.Presence == Gone:
		d := x.differs(FactExistence, x.Recorded.URL, "gone", CodeEvidenceGone)
		d.Message = fmt.Sprintf("%s %s is recorded as %s, which no longer exists in the tracker", x.Kind, x.ID, quoted(x.Recorded.URL))
		return []Difference{d}
	case x.Presence == Moved:
		d := x.differs(FactExistence, x.Recorded.URL, x.MovedTo, CodeEvidenceGone)
		d.Message = fmt.Sprintf("%s %s is recorded as %s, which was moved to %s", x.Kind, x.ID, quoted(x.Recorded.URL), reason.NewPlace(x.Recorded.URL, x.MovedTo))
		return []Difference{d}
	case x.Presence != Present || x.Observed == nil:
		d := x.differs(FactURL, x.Recorded.URL, "foreign", CodeEvidenceDiffers)
		d.Message = fmt.Sprintf("%s %s is recorded as %s, which is no %s of this project", x.Kind, x.ID, quoted(x.Recorded.URL), x.Kind)
		return []Difference{d}
	}
	if known.Marker != "" && known.Marker.Key() != x.ID.Key() {
		d := x.differs(FactIdentifier, string(x.ID), string(known.Marker), CodeEvidenceDiffers)
		d.Message = fmt.Sprintf("the address of %s, %s, is that of %s in the tracker", x.ID, quoted(x.Recorded.URL), known.Marker)
		return []Difference{d}
	}
	return x.compare(lacks)
}

// compare compares the facts of an item that is the one of its row.
func (x *BundleItem) compare(lacks []Fact) []Difference {
	var diffs []Difference
	add := func(f Fact, recorded, observed string, same bool) {
		switch {
		case same, recorded == "" && slices.Contains(lacks, f):
		case recorded == "":
			diffs = append(diffs, x.differs(f, recorded, observed, CodeMissingEvidence))
		case !slices.Contains(x.Unverifiable, f):
			diffs = append(diffs, x.differs(f, recorded, observed, CodeEvidenceDiffers))
		}
	}
	r, o := x.Recorded, x.Observed
	add(FactCreated, r.CreatedAt, o.CreatedAt, r.CreatedAt != "" && sameSecond(r.CreatedAt, o.CreatedAt))
	add(FactResponsible, r.Responsible, o.Responsible, r.Responsible != "" && samePeople(r.Responsible, o.Responsible))
	if !sameMilestone(r.Milestone, string(o.Milestone)) {
		// Without a relation list nothing is recorded of a story without an epic.
		before := len(diffs)
		add(FactMilestone, r.Milestone, cmp.Or(string(o.Milestone), o.MilestoneTitle), r.Milestone == "" && !x.Listed)
		if n := len(diffs) - 1; n >= before && x.RelationLine > 0 {
			diffs[n].Message += " (relation list, line " + strconv.Itoa(x.RelationLine) + ")"
		}
	}
	return diffs
}

// value returns a fact by its name.
func (f *Facts) value(fact Fact) string {
	switch fact {
	case FactURL:
		return f.URL
	case FactCreated:
		return f.CreatedAt
	case FactResponsible:
		return f.Responsible
	case FactMilestone:
		return f.Milestone
	default:
		panic("unreachable fact " + string(fact))
	}
}

func sameMilestone(a, b string) bool {
	return backlog.ID(a).Key() == backlog.ID(b).Key()
}

// sameSecond compares a time of the ledger with one of the tracker, which has
// whole seconds.
func sameSecond(recorded, observed string) bool {
	if recorded == observed {
		return true
	}
	x, errX := time.Parse(time.RFC3339, recorded)
	y, errY := time.Parse(time.RFC3339, observed)
	return errX == nil && errY == nil && x.Truncate(time.Second).Equal(y)
}

// samePeople compares two names or lists of names, in the form in which a
// ledger can hold them.
func samePeople(a, b string) bool {
	a, b = backlog.CellText(a), backlog.CellText(b)
	if strings.EqualFold(strings.TrimPrefix(a, "@"), strings.TrimPrefix(b, "@")) {
		return true
	}
	names := func(s string) []string {
		var list []string
		for name := range strings.SplitSeq(s, ",") {
			list = append(list, strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "@")))
		}
		slices.Sort(list)
		return list
	}
	return slices.Equal(names(a), names(b))
}

func quoted(s string) string {
	if s == "" {
		return "nothing"
	}
	return strconv.Quote(s)
}
