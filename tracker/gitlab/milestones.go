package gitlab

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// milestones are those that issues of the project can have: its own and those of
// the groups above it.
type milestones struct {
	*addresses
	byAddress rest.Memo[string, string] // keys, by web address in lower case
	groups    rest.Memo[string, int64]  // ids of the groups that milestones belong to, by key; 0 for the project's
}

func (ms *milestones) listMilestones(ctx context.Context) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		// The newer name, include_ancestors, is not known before 16.7; both at
		// once are refused since (gitlab!138391; lib/api/milestone_responses.rb).
		query := url.Values{"include_parent_milestones": {"true"}}
		for rows, err := range pages(ctx, ms.remote, "milestones", query, func(m *milestone) int64 { return m.ID }) {
			for _, m := range rows {
				if err = ms.checkMilestone(ctx, m); err != nil {
					break
				}
			}
			if err != nil {
				yield(nil, ms.failed("list", tracker.Ref{Kind: tracker.KindMilestone}, err))
				return
			}
			for _, m := range rows {
				if !yield(ms.milestoneItem(m), nil) {
					return
				}
			}
		}
	}
}

func (ms *milestones) readMilestone(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	path, err := ms.itemPath(ctx, ref)
	if err != nil {
		return nil, err
	}
	var m milestone
	_, err = ms.client.Get(ctx, path, &m)
	if isMissing(err) && ms.groupOf(ref) == 0 {
		err = ms.readOfGroup(ctx, ref, &m)
	}
	if err == nil {
		err = ms.checkMilestone(ctx, &m)
	}
	if err != nil {
		return nil, err
	}
	return ms.milestoneItem(&m), nil
}

// known makes sure that a milestone has been seen, and so exists: the service
// drops one that does not without a word (gitlab-org/gitlab,
// app/services/issues/base_service.rb).
func (ms *milestones) known(ctx context.Context, ref tracker.Ref) error {
	if _, ok := ms.groups.Get(ref.Key); ok {
		return nil
	}
	_, err := ms.readMilestone(ctx, ref)
	return err
}

// readOfGroup reads a milestone that the project does not have, but maybe its
// group.
func (ms *milestones) readOfGroup(ctx context.Context, ref tracker.Ref, m *milestone) error {
	p, err := ms.load(ctx)
	if err != nil {
		return err
	}
	if p.Namespace.Kind != "group" {
		return notThere(ref)
	}
	_, err = ms.client.Get(ctx, fmt.Sprintf("groups/%d/milestones/%s", p.Namespace.ID, ref.Key), m)
	return err
}

// groupOf returns the number of the group that a milestone belongs to, 0 if it
// is the project's or not known.
func (ms *milestones) groupOf(ref tracker.Ref) int64 {
	group, _ := ms.groups.Get(ref.Key)
	return group
}

// itemPath returns the path of an item.
func (ms *milestones) itemPath(ctx context.Context, ref tracker.Ref) (string, error) {
	if !rest.IsKey(ref.Key) {
		return "", notThere(ref)
	}
	if ref.Kind == tracker.KindMilestone {
		if group := ms.groupOf(ref); group != 0 {
			return fmt.Sprintf("groups/%d/milestones/%s", group, ref.Key), nil
		}
	}
	return ms.path(ctx, string(ref.Kind)+"s/"+ref.Key)
}

func notThere(ref tracker.Ref) error { return rest.Refuse(tracker.ErrNotFound, "there is no %s", ref) }

func (ms *milestones) milestoneItem(m *milestone) *tracker.Item {
	ms.noteMilestone(m)
	return &tracker.Item{
		Ref:     tracker.Ref{Kind: tracker.KindMilestone, Key: rest.Key(m.ID)},
		Content: tracker.Content{Title: m.Title, Body: m.Description, Due: m.DueDate},
		URL:     m.WebURL, State: state(m.State), CreatedAt: m.CreatedAt,
		Trusted: true, // only those who may write can make one; the service does not say who did
	}
}

// noteMilestone remembers what addresses and requests need: an address has the
// number within the project or group, a request the number on the server.
func (ms *milestones) noteMilestone(m *milestone) {
	ms.byAddress.Learn(strings.ToLower(m.WebURL), rest.Key(m.ID))
	ms.groups.Learn(rest.Key(m.ID), m.GroupID)
}

// milestoneOf finds the milestone with a number within its project or group.
// One that does not exist gets a key that nothing has.
func (ms *milestones) milestoneOf(ctx context.Context, ref tracker.Ref, path, number string) (tracker.Ref, error) {
	var rows []*milestone
	if _, err := ms.client.Get(ctx, path+"?iids[]="+number, &rows); err != nil {
		return ref, ms.failed("resolve", ref, err)
	}
	if len(rows) == 0 || rows[0] == nil {
		return tracker.Ref{Kind: ref.Kind, Key: "number " + number}, nil
	}
	if err := ms.checkMilestone(ctx, rows[0]); err != nil {
		return ref, ms.failed("resolve", ref, err)
	}
	return ms.milestoneItem(rows[0]).Ref, nil
}

// milestoneID makes the number of a milestone that issues can have.
func (ms *milestones) milestoneID(ctx context.Context, key string) (*int64, error) {
	err := ms.known(ctx, tracker.Ref{Kind: tracker.KindMilestone, Key: key})
	if isMissing(err) {
		return nil, invalid("there is no milestone %s for issues of the project", key)
	}
	if err != nil {
		return nil, err
	}
	return number("milestone", key)
}
