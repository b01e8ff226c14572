package gitlab

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// A place is what an address names.
type place struct {
	kind   tracker.Kind
	owner  string // path of the project or the group
	group  bool
	number string // within the owner
}

// Resolve implements [tracker.Reader] for addresses such as
// "https://gitlab.com/acme/shop/-/issues/17", ".../-/work_items/17",
// ".../-/milestones/3" and "https://gitlab.com/groups/acme/-/milestones/3". One
// that names the project under another name, as after a move, is looked up once.
func (t *Tracker) Resolve(ctx context.Context, address, _ string) (tracker.Ref, error) {
	p, err := t.load(ctx)
	if err != nil {
		return tracker.Ref{}, err
	}
	pl, ok := parseAddress(p.root(), address)
	if !ok {
		return tracker.Ref{}, t.foreign(address)
	}
	ref := tracker.Ref{Kind: pl.kind, Key: pl.number}
	if pl.kind == tracker.KindMilestone {
		t.mu.Lock()
		known, ok := t.milestones[strings.ToLower(cleanAddress(address))]
		t.mu.Unlock()
		if ok {
			return tracker.Ref{Kind: pl.kind, Key: known}, nil
		}
	}
	if pl.group {
		if !strings.HasPrefix(strings.ToLower(p.Path), strings.ToLower(pl.owner)+"/") {
			return tracker.Ref{}, t.foreign(address)
		}
		return t.milestoneOf(ctx, ref, "groups/"+gl.PathEscape(pl.owner)+"/milestones", pl.number)
	}
	if !strings.EqualFold(pl.owner, p.Path) {
		id, err := t.lookUp(ctx, pl.owner)
		if err != nil {
			return tracker.Ref{}, t.failed("resolve", ref, err)
		}
		if id != p.ID {
			return tracker.Ref{}, t.foreign(address)
		}
	}
	if pl.kind == tracker.KindMilestone {
		return t.milestoneOf(ctx, ref, fmt.Sprintf("projects/%d/milestones", p.ID), pl.number)
	}
	return ref, nil
}

func (t *Tracker) foreign(address string) error {
	return &tracker.Error{Target: t.name(), Op: "resolve", Kind: tracker.ErrForeign, Err: fmt.Errorf("%s is no issue or milestone of it", address)}
}

// milestoneOf finds the milestone with a number within its project or group.
// One that does not exist gets a key that nothing has.
func (t *Tracker) milestoneOf(ctx context.Context, ref tracker.Ref, path, number string) (tracker.Ref, error) {
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return ref, t.failed("resolve", ref, err)
	}
	var rows []*milestone
	if _, err := t.get(ctx, path, &gl.ListMilestonesOptions{IIDs: &[]int64{n}}, &rows); err != nil {
		return ref, t.failed("resolve", ref, err)
	}
	if len(rows) == 0 || rows[0] == nil {
		return tracker.Ref{Kind: ref.Kind, Key: "number " + number}, nil
	}
	return t.milestoneItem(rows[0]).Ref, nil
}

// parseAddress takes an address apart, if it is below the server's own.
func parseAddress(root, address string) (place, bool) {
	var p place
	u, err := url.Parse(cleanAddress(address))
	base, baseErr := url.Parse(root)
	if err != nil || baseErr != nil || u.Host == "" || !strings.EqualFold(u.Host, base.Host) {
		return p, false
	}
	path, ok := cutPrefixFold(u.Path, base.Path+"/")
	if !ok {
		return p, false
	}
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	n := len(parts)
	if n < 4 || !isNumber(parts[n-1]) {
		return p, false
	}
	p.number = parts[n-1]
	switch parts[n-2] {
	case "issues", "work_items":
		p.kind = tracker.KindIssue
	case "milestones":
		p.kind = tracker.KindMilestone
	default:
		return p, false
	}
	parts = parts[:n-2]
	if parts[len(parts)-1] == "-" { // older addresses have none
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 1 && parts[0] == "groups" {
		p.group, parts = true, parts[1:]
	}
	p.owner = strings.Join(parts, "/")
	return p, p.owner != "" && (!p.group || p.kind == tracker.KindMilestone)
}

// cleanAddress leaves out what only leads to a place on the page.
func cleanAddress(address string) string {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		return address[:i]
	}
	return address
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// lookUp returns the number of another project, following its move.
func (t *Tracker) lookUp(ctx context.Context, path string) (int64, error) {
	name := strings.ToLower(path)
	t.mu.Lock()
	id, ok := t.others[name]
	t.mu.Unlock()
	if ok {
		return id, nil
	}
	var p project
	if _, err := t.get(ctx, "projects/"+gl.PathEscape(path), nil, &p); err != nil {
		if e := t.failed("resolve", tracker.Ref{}, err); !errors.Is(e, tracker.ErrNotFound) {
			return 0, err
		}
		p.ID = 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.others[name] = p.ID
	return p.ID, nil
}
