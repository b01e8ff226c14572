package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/gowebpki/jcs"
)

// ErrTampered says that a bundle was changed after [Bundle.Seal].
var ErrTampered = errors.New("the bundle was changed after it was made")

// A Bundle is evidence that can be stored and checked without the tracker: the
// facts that the ledgers of a backlog record, and the facts that a server
// reported at one time.
//
// Its digests are SHA-256 over the canonical form of RFC 8785. They reveal
// damage. They reveal a deliberate change only to those who know the digest of
// the whole from elsewhere; they are not a signature.
type Bundle struct {
	FormatVersion int           `json:"formatVersion"`
	Target        string        `json:"target"`
	Project       BundleProject `json:"project"`
	RequestedAt   string        `json:"requestedAt"` // by the clock of this machine: RFC 3339, UTC
	ServerDate    string        `json:"serverDate"`  // by the clock of the server after the last answer; "" if it has none
	Responsible   string        `json:"responsible"` // the policy, as in [reconcile.Options]
	Files         []BundleFile  `json:"files"`
	Items         []BundleItem  `json:"items"`
	Findings      []Difference  `json:"findings"`         // what [Bundle.Differences] returns
	SHA256        string        `json:"sha256,omitempty"` // of the bundle without this field
}

// A BundleProject is the project that the facts were read from.
type BundleProject struct {
	ID  string `json:"id"`
	URL string `json:"url"`
	API string `json:"api"` // the address that the facts were read from
}

// A BundleFile describes a backlog file at the time of the bundle.
type BundleFile struct {
	Name   string `json:"name"`
	Scope  string `json:"scope"`
	SHA256 string `json:"sha256"`
	Ledger int    `json:"ledger"` // line of the first row of the ledger, 0 if there is none
	Lacks  []Fact `json:"lacks"`  // facts that the ledger has no column for, or no relation list
}

// A BundleItem is one row of a ledger, or an item without a row.
type BundleItem struct {
	Kind         tracker.Kind `json:"kind"`
	ID           backlog.ID   `json:"id"`
	File         string       `json:"file"`
	Scope        string       `json:"scope"`
	Line         int          `json:"line"`         // of the row, or of the item if it has no row
	Column       int          `json:"column"`       // likewise
	Listed       bool         `json:"listed"`       // the scope has a relation list
	RelationLine int          `json:"relationLine"` // of the milestone in the relation list, 0 if the issue is not listed
	Recorded     *Facts       `json:"recorded"`     // null if the ledger has no row for the item
	Presence     Presence     `json:"presence"`
	MovedTo      string       `json:"movedTo,omitempty"` // with presence "moved": the address
	Observed     *Observation `json:"observed"`          // null unless there is an item
	Unverifiable []Fact       `json:"unverifiable"`
	SHA256       string       `json:"sha256,omitempty"` // of the item without this field
}

// Facts are what a file records about an item. A fact that is not recorded is
// "".
type Facts struct {
	URL         string `json:"url"`
	CreatedAt   string `json:"createdAt"`
	Responsible string `json:"responsible"`
	Milestone   string `json:"milestone"` // ID of the epic that the relation list puts an issue under; several are joined by ", "
}

// An Observation is what the server said about an item.
type Observation struct {
	URL         string        `json:"url"`
	Marker      backlog.ID    `json:"marker"` // the ID in the marker of the item, or ""
	Title       string        `json:"title"`
	State       tracker.State `json:"state"` // progress, not evidence
	CreatedAt   string        `json:"createdAt"`
	Creator     string        `json:"creator"`
	Responsible string        `json:"responsible"` // the responsible person by the policy

	// Milestone is the ID of the epic whose milestone the issue has, or "" if
	// that is not a milestone of the backlog. MilestoneTitle is the title of
	// its milestone in any case.
	Milestone      backlog.ID `json:"milestone"`
	MilestoneTitle string     `json:"milestoneTitle"`
}

// Presence says what the address in a row leads to.
type Presence string

// What an address may lead to.
const (
	Present    Presence = "present"    // an item
	Gone       Presence = "gone"       // an item that no longer exists
	Moved      Presence = "moved"      // an item that was moved to another project
	Foreign    Presence = "foreign"    // something else than an item of this kind in this project
	Unrecorded Presence = "unrecorded" // there is no address
)

// Seal computes the findings and the digests.
func (b *Bundle) Seal() error {
	b.Findings = b.Differences()
	for i := range b.Items {
		sum, err := b.Items[i].digest()
		if err != nil {
			return err
		}
		b.Items[i].SHA256 = sum
	}
	sum, err := b.digest()
	b.SHA256 = sum
	return err
}

func (b *Bundle) digest() (string, error) {
	c := *b
	c.SHA256 = ""
	return canonicalDigest(&c)
}

func (x *BundleItem) digest() (string, error) {
	c := *x
	c.SHA256 = ""
	return canonicalDigest(&c)
}

func canonicalDigest(v any) (string, error) {
	data, err := canonical(v)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

func canonical(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(data)
}

// ReadBundle decodes a bundle and checks its digests. If only the digests are
// wrong, it returns the bundle with an error that wraps [ErrTampered] and names
// what was changed.
func ReadBundle(data []byte) (*Bundle, error) {
	var b Bundle
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, fmt.Errorf("not a bundle of evidence: %w", err)
	}
	if b.FormatVersion != 1 {
		return nil, fmt.Errorf("not a bundle of evidence of format 1, but of %d", b.FormatVersion)
	}
	return &b, b.check(data)
}

// check compares the digests, and makes sure that data holds nothing that they
// do not cover: no other fields, none twice.
func (b *Bundle) check(data []byte) error {
	var changed []string
	for i := range b.Items {
		sum, err := b.Items[i].digest()
		if err != nil {
			return err
		}
		if sum != b.Items[i].SHA256 {
			changed = append(changed, fmt.Sprintf("%s %s", b.Items[i].Kind, b.Items[i].ID))
		}
	}
	sum, err := b.digest()
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		return fmt.Errorf("%w: %s", ErrTampered, strings.Join(changed, ", "))
	}
	if sum != b.SHA256 {
		return fmt.Errorf("%w: its digest is %s, it says %s", ErrTampered, sum, b.SHA256)
	}
	ours, err := canonical(b)
	if err != nil {
		return err
	}
	theirs, err := jcs.Transform(data)
	if err != nil || !bytes.Equal(ours, theirs) {
		return fmt.Errorf("%w: it holds what no digest covers", ErrTampered)
	}
	return nil
}

// Check compares the bundle with a backlog, without the tracker: recorded with
// observed facts of the bundle, as when it was made, and the ledgers with what
// they recorded then. A file whose bytes differ from those of the bundle is a
// difference, too.
func (b *Bundle) Check(now *backlog.Backlog) []Difference {
	diffs := b.Differences()
	fresh := newLedgerReader(now, "").bundle() // only its rows are compared
	for _, was := range b.Files {
		is := fresh.file(&was, len(b.Files))
		switch {
		case is == nil:
			diffs = append(diffs, Difference{
				File: was.Name, Code: CodeBundleDiffers, Fact: FactFile, Recorded: "", Observed: was.SHA256,
				Message: fmt.Sprintf("the bundle is about %s, which was not given", was.Name),
			})
		case is.SHA256 != was.SHA256:
			diffs = append(diffs, Difference{
				File: is.Name, Code: CodeBundleDiffers, Fact: FactFile, Recorded: is.SHA256, Observed: was.SHA256,
				Message: fmt.Sprintf("the file was changed after the bundle was made: its SHA-256 is %s, in the bundle %s", is.SHA256, was.SHA256),
			})
			diffs = append(diffs, b.compareFile(&was, fresh, is)...)
		}
	}
	sortDifferences(diffs)
	return diffs
}

// file finds the file that was is about, under whatever name it goes now.
func (b *Bundle) file(was *BundleFile, files int) *BundleFile {
	for i := range b.Files {
		if is := &b.Files[i]; is.Name == was.Name && is.Scope == was.Scope || is.SHA256 == was.SHA256 {
			return is
		}
	}
	for i := range b.Files {
		if is := &b.Files[i]; is.Scope == was.Scope || files == 1 && len(b.Files) == 1 {
			return is
		}
	}
	return nil
}

// compareFile compares what a file records with what the bundle says it did.
func (b *Bundle) compareFile(was *BundleFile, fresh *Bundle, is *BundleFile) []Difference {
	type name struct {
		factKey
		n int
	}
	rows := func(x *Bundle, file string) (map[name]*BundleItem, []name) {
		byName, order, seen := make(map[name]*BundleItem), []name(nil), make(map[factKey]int)
		for i := range x.Items {
			item := &x.Items[i]
			if item.File != file || item.Recorded == nil {
				continue
			}
			k := factKey{item.Kind, item.ID.Key()}
			at := name{k, seen[k]}
			seen[k]++
			byName[at], order = item, append(order, at)
		}
		return byName, order
	}
	before, names := rows(b, was.Name)
	after, added := rows(fresh, is.Name)
	var diffs []Difference
	for _, n := range names {
		old, item := before[n], after[n]
		if item == nil {
			d := old.differs(FactRow, "", old.Recorded.URL, CodeBundleDiffers)
			d.File, d.Line, d.Column = is.Name, 0, 0
			d.Message = fmt.Sprintf("the ledger has no row for %s %s any more; the bundle has one, of %s", old.Kind, old.ID, quoted(old.Recorded.URL))
			diffs = append(diffs, d)
			continue
		}
		for _, f := range [...]Fact{FactURL, FactCreated, FactResponsible, FactMilestone} {
			if now, then := item.Recorded.value(f), old.Recorded.value(f); now != then {
				d := item.differs(f, now, then, CodeBundleDiffers)
				d.Message = fmt.Sprintf("the %s of %s is recorded as %s now, in the bundle as %s", f.words(), item.ID, quoted(now), quoted(then))
				diffs = append(diffs, d)
			}
		}
	}
	for _, n := range added {
		if before[n] == nil {
			item := after[n]
			d := item.differs(FactRow, item.Recorded.URL, "", CodeBundleDiffers)
			d.Message = fmt.Sprintf("the ledger has a row for %s %s, the bundle has none", item.Kind, item.ID)
			diffs = append(diffs, d)
		}
	}
	return diffs
}
