package gitlab

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// Anybody can open an issue in a public project and copy a marker into it. So
// the authors of issues are looked up among the members of the project, each
// once and many with one request.

// trusted reports whether the author of an issue may write to the project.
func (t *Tracker) trusted(i *issue) bool {
	if i.Author == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.writers[i.Author.ID]
}

// judge finds out which authors of issues may write to the project. A single
// one is most likely who runs this, so that is asked first.
func (t *Tracker) judge(ctx context.Context, issues []*issue) error {
	unknown := t.unknownAuthors(issues)
	if len(unknown) == 1 {
		if err := t.askSelf(ctx); err != nil {
			return err
		}
		unknown = t.unknownAuthors(issues)
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(unknown)), pageRows) {
		members, err := t.members(ctx, ids)
		if err != nil {
			return err
		}
		t.mu.Lock()
		for _, id := range ids {
			t.writers[id] = members[id]
		}
		t.mu.Unlock()
	}
	return t.recogniseSelf(ctx, issues)
}

// unknownAuthors returns the authors of whom it is not known whether they may
// write.
func (t *Tracker) unknownAuthors(issues []*issue) map[int64]bool {
	unknown := make(map[int64]bool)
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, i := range issues {
		if i.Author == nil {
			continue
		}
		if _, ok := t.writers[i.Author.ID]; !ok {
			unknown[i.Author.ID] = true
		}
	}
	return unknown
}

// recogniseSelf looks whether the marker of somebody who is not known to write
// is ours: an administrator writes without being a member.
func (t *Tracker) recogniseSelf(ctx context.Context, issues []*issue) error {
	for _, i := range issues {
		if i.Author != nil && !t.trusted(i) && tracker.Marked(i.Description) {
			return t.askSelf(ctx)
		}
	}
	return nil
}

// askSelf asks who the credentials belong to. A token that may not even ask is
// no administrator's.
func (t *Tracker) askSelf(ctx context.Context) error {
	if t.opts.Token == "" {
		return nil
	}
	_, err := t.Login(ctx)
	if errors.Is(err, tracker.ErrUnauthorized) || errors.Is(err, tracker.ErrNotFound) {
		return nil
	}
	return err
}

// members returns which of some people may write to the project, be it by
// inheritance. A project that does not show its members has none.
func (t *Tracker) members(ctx context.Context, ids []int64) (map[int64]bool, error) {
	path, err := t.path(ctx, "members/all")
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID    int64 `json:"id"`
		Level int   `json:"access_level"`
	}
	_, err = t.get(ctx, path, &gl.ListProjectMembersOptions{ListOptions: gl.ListOptions{PerPage: pageRows}, UserIDs: &ids}, &rows)
	if err != nil {
		if e := t.failed("list", tracker.Ref{}, err); !errors.Is(e, tracker.ErrUnauthorized) && !errors.Is(e, tracker.ErrNotFound) {
			return nil, err
		}
	}
	writes := make(map[int64]bool)
	for _, m := range rows {
		writes[m.ID] = writes[m.ID] || m.Level >= planner
	}
	return writes, nil
}

// Login implements [tracker.Identifier]: who made an issue with these
// credentials, else what the server says of them.
func (t *Tracker) Login(ctx context.Context) (string, error) {
	t.mu.Lock()
	self := t.self
	t.mu.Unlock()
	if self != "" {
		return self, nil
	}
	var u user
	if _, err := t.get(ctx, "user", nil, &u); err != nil {
		return "", t.failed("read", tracker.Ref{}, err)
	}
	t.noteSelf(&u)
	return u.Username, nil
}

// noteSelf remembers who the credentials belong to.
func (t *Tracker) noteSelf(u *user) {
	if u == nil || u.ID <= 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.self, t.writers[u.ID] = u.Username, true
}

func (t *Tracker) noteUser(u *user) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.users[strings.ToLower(u.Username)] = u.ID
}

// userIDs returns the ids of people, each looked up at most once.
func (t *Tracker) userIDs(ctx context.Context, logins []string) ([]int64, error) {
	ids := make([]int64, 0, len(logins))
	for _, login := range logins {
		t.mu.Lock()
		id, ok := t.users[strings.ToLower(login)]
		t.mu.Unlock()
		if !ok {
			var rows []*user
			if _, err := t.get(ctx, "users", &gl.ListUsersOptions{Username: &login}, &rows); err != nil {
				return nil, err
			}
			for _, u := range rows {
				if u != nil && strings.EqualFold(u.Username, login) {
					t.noteUser(u)
					id, ok = u.ID, true
				}
			}
		}
		if !ok {
			return nil, &tracker.Error{
				Target: t.name(), Op: "read", Kind: tracker.ErrRejected, Err: fmt.Errorf("there is no user %s", login),
				Hint: "correct the assignee in the backlog",
			}
		}
		ids = append(ids, id)
	}
	return ids, nil
}
