package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// A redirect says one of two things: that the repository has another name by now,
// or that an issue was transferred and is another repository's. Both look alike,
// and the number may be the same there. So what was read is compared with what
// was asked for, and a write is sent on only to where it is the same request.

// checkRedirect is for [http.Client].
func (a addresses) checkRedirect(req *http.Request, via []*http.Request) error {
	if err := rest.CheckRedirect(req, via); err != nil {
		return err
	}
	if req.Method == http.MethodGet || a.isSame(via[0].URL, req.URL) {
		return nil
	}
	return http.ErrUseLastResponse
}

// isSame reports whether an address is that of the same thing as the one that was
// asked for, of the repository under any of its names.
func (a addresses) isSame(asked, to *url.URL) bool {
	here := a.known.place()
	for _, base := range []*url.URL{a.client.Base(), here.server} {
		if base == nil {
			continue
		}
		path, ok := strings.CutPrefix(to.EscapedPath(), base.EscapedPath())
		if !ok {
			continue
		}
		below, ok := strings.CutPrefix(path, fmt.Sprintf("repositories/%d/", here.id))
		if !ok {
			var name string
			name, below = splitRepo("/" + path)
			ok = strings.EqualFold(name, here.fullName)
		}
		_, want := splitRepo(asked.EscapedPath())
		return ok && below == want && here.id != 0
	}
	return false
}

// splitRepo takes the address of something in a repository apart into
// "owner/repo" and what follows. Both are "" if it is not such an address.
func splitRepo(address string) (name, rest string) {
	_, path, ok := strings.Cut(address, "/repos/")
	parts := strings.SplitN(path, "/", 3)
	if !ok || len(parts) < 3 {
		return "", ""
	}
	return parts[0] + "/" + parts[1], parts[2]
}

// wanted returns an error that wraps [tracker.ErrNotFound] unless what was read is what was asked for.
// number and the addresses, of the API and for people, are those that were read.
func (a addresses) wanted(ctx context.Context, ref tracker.Ref, number int, api, address string) error {
	name, _ := splitRepo(api)
	if name == "" {
		_, name, _ = a.parse(address)
	}
	same := rest.Key(number) == ref.Key
	if same && (name == "" || strings.EqualFold(name, a.fullName())) {
		return nil
	}
	if same {
		here, err := a.id(ctx)
		if err != nil {
			return err
		}
		id, err := a.lookUp(ctx, name)
		if err != nil {
			return err
		}
		if id == here {
			return nil // it was renamed
		}
	}
	moved := rest.Refuse(tracker.ErrNotFound, "it was moved to %s", address)
	moved.MovedTo = address
	if rest.CheckWeb(address) != nil {
		moved = rest.Refuse(tracker.ErrNotFound, "it was moved")
	}
	return moved
}

// id returns the number of the repository.
func (a addresses) id(ctx context.Context) (int64, error) {
	if id := a.known.place().id; id != 0 {
		return id, nil
	}
	return a.lookUp(ctx, a.fullName())
}

// refresh learns the name that the repository has by now, and reports whether it
// is another one. A repository that only has its name is not learned of.
func (a addresses) refresh(ctx context.Context) (bool, error) {
	var r repository
	if _, err := a.get(ctx, a.path(""), &r); err != nil {
		return false, err
	}
	here := a.known.place()
	web, err := url.Parse(r.HTMLURL)
	if err != nil || r.ID != here.id || strings.EqualFold(r.FullName, here.fullName) {
		return false, nil
	}
	a.known.learn(placeOf(&r, web))
	return true, nil
}
