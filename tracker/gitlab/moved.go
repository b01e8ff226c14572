package gitlab

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// An issue that is moved to another project stays where it was, closed, and only
// has the number on the server of the one that goes on (gitlab-org/gitlab,
// app/services/work_items/data_sync/move_service.rb), which only administrators
// can ask for by that number. A note says in words where it is.

// movedNote matches the note of a move (gitlab-org/gitlab,
// app/services/system_notes/issuables_service.rb). A project of
// the same group is named without it.
var movedNote = regexp.MustCompile(`^moved to ([\w.+/-]+)#([0-9]+)$`)

// movedTo returns the address of where an issue of the project was moved to. It
// is that of what is left, which leads there, where the notes do not tell.
func (a *addresses) movedTo(ctx context.Context, i *issue) (string, error) {
	p, err := a.load(ctx)
	if err != nil {
		return "", err
	}
	var notes []*struct {
		Body   string `json:"body"`
		System bool   `json:"system"`
	}
	notesPath := fmt.Sprintf("projects/%d/issues/%d/notes?order_by=created_at&per_page=100&sort=desc", p.ID, i.IID)
	if _, err := a.client.Get(ctx, notesPath, &notes); err != nil {
		return i.WebURL, ctx.Err()
	}
	for _, note := range notes {
		if note == nil || !note.System {
			continue
		}
		if m := movedNote.FindStringSubmatch(note.Body); m != nil {
			project := m[1]
			if !strings.Contains(project, "/") {
				project = path.Join(path.Dir(p.Path), project)
			}
			return p.root() + "/" + project + "/-/issues/" + m[2], nil
		}
	}
	return i.WebURL, nil
}

// findMoved finds out where those issues went whose text has a marker: for the
// others it does not matter.
func (a *addresses) findMoved(ctx context.Context, issues []*issue) error {
	for _, i := range issues {
		if i.MovedToID == 0 || !tracker.Marked(i.Description) {
			continue
		}
		address, err := a.movedTo(ctx, i)
		if err != nil {
			return err
		}
		i.movedTo = address
	}
	return nil
}

// checkRedirect is [rest.CheckRedirect], but that what is asked of the project
// is not asked of another one.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if err := rest.CheckRedirect(req, via); err != nil {
		return err
	}
	from, to := projectOf(via[0]), projectOf(req)
	if from != "" && from != to {
		return rest.Refuse(tracker.ErrNotFound, "redirected from project %s to %s", from, to) // nothing was done
	}
	return nil
}

// projectOf returns the number of the project that a request is about something
// in, "" for any other request.
func projectOf(req *http.Request) string {
	_, path, ok := strings.Cut(req.URL.Path, "/api/v4/projects/")
	number, _, below := strings.Cut(path, "/")
	if !ok || !below || !rest.IsKey(number) {
		return ""
	}
	return number
}
