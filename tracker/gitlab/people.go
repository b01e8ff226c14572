package gitlab

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// Anybody can open an issue in a public project and copy a marker into it. So
// the authors of issues are looked up among the members of the project, each
// once and many with one request.

// people are those who have to do with a project.
type people struct {
	*remote
	users   rest.Memo[string, int64] // ids by login in lower case
	writers rest.Memo[int64, bool]   // whether they may write to the project, by id

	mu   sync.Mutex
	self string // login of who the credentials belong to, "" if not known yet
}

// trusted reports whether the author of an issue may write to the project.
func (p *people) trusted(i *issue) bool {
	if i.Author == nil {
		return false
	}
	writes, _ := p.writers.Get(i.Author.ID) // not, as long as nothing is known
	return writes
}

// judge finds out which authors of issues may write to the project. A single
// one is most likely who runs this, so that is asked first.
func (p *people) judge(ctx context.Context, issues []*issue) error {
	unknown := p.unknownAuthors(issues)
	if len(unknown) > 0 {
		p.recallSelf()
		unknown = p.unknownAuthors(issues)
	}
	if len(unknown) == 1 {
		if err := p.askSelf(ctx); err != nil {
			return err
		}
		unknown = p.unknownAuthors(issues)
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(unknown)), pageRows) {
		members, err := p.members(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			p.writers.Learn(id, members[id])
		}
	}
	return p.recogniseSelf(ctx, issues)
}

// unknownAuthors returns the authors of whom it is not known whether they may
// write.
func (p *people) unknownAuthors(issues []*issue) map[int64]bool {
	unknown := make(map[int64]bool)
	for _, i := range issues {
		if i.Author == nil {
			continue
		}
		if _, ok := p.writers.Get(i.Author.ID); !ok {
			unknown[i.Author.ID] = true
		}
	}
	return unknown
}

// recogniseSelf looks whether the marker of somebody who is not known to write
// is ours: an administrator writes without being a member.
func (p *people) recogniseSelf(ctx context.Context, issues []*issue) error {
	for _, i := range issues {
		if i.Author != nil && !p.trusted(i) && tracker.Marked(i.Description) {
			return p.askSelf(ctx)
		}
	}
	return nil
}

// askSelf asks who the credentials belong to. A token that may not even ask is
// no administrator's.
func (p *people) askSelf(ctx context.Context) error {
	if p.opts.Token == "" {
		return nil
	}
	_, err := p.login(ctx)
	if errors.Is(err, tracker.ErrUnauthorized) || errors.Is(err, tracker.ErrNotFound) {
		return nil
	}
	return err
}

// members returns which of some people may write to the project, directly or by
// inheritance. A project that does not show its members has none.
func (p *people) members(ctx context.Context, ids []int64) (map[int64]bool, error) {
	query := url.Values{"per_page": {strconv.Itoa(pageRows)}}
	for _, id := range ids {
		query.Add("user_ids[]", rest.Key(id))
	}
	path, err := p.path(ctx, "members/all?"+query.Encode())
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID    int64 `json:"id"`
		Level int   `json:"access_level"`
	}
	_, err = p.client.Get(ctx, path, &rows)
	if err != nil {
		if e := p.failed("list", tracker.Ref{}, err); !errors.Is(e, tracker.ErrUnauthorized) && !errors.Is(e, tracker.ErrNotFound) {
			return nil, err
		}
	}
	writes := make(map[int64]bool)
	for _, m := range rows {
		writes[m.ID] = writes[m.ID] || m.Level >= planner
	}
	return writes, nil
}

// login returns who the credentials belong to: who made an issue with these
// credentials, else what the server says of them.
func (p *people) login(ctx context.Context) (string, error) {
	p.mu.Lock()
	self := p.self
	p.mu.Unlock()
	if self != "" {
		return self, nil
	}
	var u user
	if _, err := p.client.Get(ctx, "user", &u); err != nil {
		return "", p.failed("read", tracker.Ref{}, err)
	}
	p.noteSelf(&u)
	p.keepSelf(u.ID)
	return u.Username, nil
}

// noteSelf remembers who the credentials belong to.
func (p *people) noteSelf(u *user) {
	if u == nil || u.ID <= 0 {
		return
	}
	p.writers.Learn(u.ID, true)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.self = u.Username
}

func (p *people) noteUser(u *user) { p.users.Learn(strings.ToLower(u.Username), u.ID) }

// userIDs returns the ids of people, each looked up at most once. If the server
// knows some of them not, the error names all of these.
func (p *people) userIDs(ctx context.Context, logins []string) ([]int64, error) {
	ids := make([]int64, 0, len(logins))
	var unknown []string
	for _, login := range logins {
		id, ok := p.users.Get(strings.ToLower(login))
		if !ok {
			var rows []*user
			if _, err := p.client.Get(ctx, "users?username="+url.QueryEscape(login), &rows); err != nil {
				return nil, err
			}
			for _, u := range rows {
				if u != nil && strings.EqualFold(u.Username, login) {
					id = u.ID
				}
			}
			p.noteUser(&user{ID: id, Username: login})
		}
		if id == 0 {
			unknown = append(unknown, login)
		}
		ids = append(ids, id)
	}
	if len(unknown) > 0 {
		e := rest.Refuse(tracker.ErrRejected, "there is no user %s", strings.Join(unknown, ", "))
		e.Hint, e.Assignees = "correct the assignee in the backlog", unknown
		return nil, p.failed("read", tracker.Ref{}, e)
	}
	return ids, nil
}
