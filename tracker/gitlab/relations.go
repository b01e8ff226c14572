package gitlab

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// A relater relates issues.
type relater struct{ items *items }

// AddBlocker implements [tracker.Blocker] with linked issues. If blocking
// issues are not available, which need Premium, the issues are linked as
// related.
func (r relater) AddBlocker(ctx context.Context, item, blocker tracker.Ref) error {
	p, err := r.items.load(ctx)
	if err != nil {
		return err
	}
	types := []string{"is_blocked_by", "relates_to"}
	if !p.premium() {
		types = types[1:]
	}
	for n, kind := range types {
		err = r.link(ctx, p, item, blocker, kind)
		if err == nil || n+1 == len(types) || !unlicensed(err) {
			break
		}
	}
	if err != nil {
		return r.items.failed(rest.OpRelate, item, err)
	}
	return nil
}

func (r relater) link(ctx context.Context, p *project, item, other tracker.Ref, kind string) error {
	path, err := r.linksPath(ctx, item)
	if err != nil {
		return err
	}
	o := &gl.CreateIssueLinkOptions{TargetProjectID: new(strconv.FormatInt(p.ID, 10)), TargetIssueIID: &other.Key, LinkType: &kind}
	err = r.items.client.Write(ctx, http.MethodPost, path, o, nil)
	if rest.Status(err) == http.StatusConflict {
		return nil // "Issue(s) already assigned": they are linked already
	}
	return err
}

// unlicensed reports whether the service knows no blocking issues: by its plan,
// or because it is the free edition (gitlab-org/gitlab,
// ee/app/services/ee/issue_links/create_service.rb).
func unlicensed(err error) bool {
	answer, ok := errors.AsType[*rest.AnswerError](err)
	if !ok {
		return false
	}
	text := strings.ToLower(answer.Text)
	return strings.Contains(text, "license") || strings.Contains(text, "link_type")
}

// RemoveBlocker implements [tracker.Blocker]. It is not an error if there is no
// such link.
func (r relater) RemoveBlocker(ctx context.Context, item, blocker tracker.Ref) error {
	path, err := r.linksPath(ctx, item)
	if err != nil {
		return r.items.failed(rest.OpRelate, item, err)
	}
	p, err := r.items.load(ctx)
	if err != nil {
		return err
	}
	var rows []*struct {
		IID       int64  `json:"iid"`
		ProjectID int64  `json:"project_id"`
		LinkID    int64  `json:"issue_link_id"`
		LinkType  string `json:"link_type"`
	}
	if _, err := r.items.client.Get(ctx, path, &rows); err != nil {
		return r.items.failed(rest.OpRelate, item, err)
	}
	for _, row := range rows {
		if row == nil || row.ProjectID != p.ID || rest.Key(row.IID) != blocker.Key || row.LinkType == "blocks" {
			continue
		}
		err := r.items.client.Write(ctx, http.MethodDelete, fmt.Sprintf("%s/%d", path, row.LinkID), nil, nil)
		if err != nil && !isMissing(err) {
			return r.items.failed(rest.OpRelate, item, err)
		}
	}
	return nil
}

func (r relater) linksPath(ctx context.Context, item tracker.Ref) (string, error) {
	path, err := r.items.itemPath(ctx, item)
	return path + "/links", err
}
