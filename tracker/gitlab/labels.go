package gitlab

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// defaultColor is that of a label that an issue brings along
// (gitlab-org/gitlab, app/models/label.rb).
const defaultColor = "6699cc"

// A label is what is read of one.
type label struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Color       string `json:"color"`
	Description string `json:"description"`
	OfProject   *bool  `json:"is_project_label"`
}

func (l *label) label() *tracker.Label {
	color := strings.ToLower(strings.TrimPrefix(l.Color, "#"))
	return &tracker.Label{Name: l.Name, Color: color, Description: l.Description, Default: color == defaultColor}
}

// A labeler knows the labels of a project.
type labeler struct {
	*remote
	seen rest.Memo[string, *label] // by name
}

// Labels implements [tracker.Labeler], with those of the groups above.
func (lb *labeler) Labels(ctx context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for rows, err := range lb.labelPages(ctx) {
			if err != nil {
				yield(nil, lb.failed("list", tracker.Ref{Kind: tracker.KindLabel}, err))
				return
			}
			for _, l := range rows {
				if !yield(l.label(), nil) {
					return
				}
			}
		}
	}
}

// labelPages lists labels and remembers them.
func (lb *labeler) labelPages(ctx context.Context) iter.Seq2[[]*label, error] {
	return func(yield func([]*label, error) bool) {
		query := url.Values{"include_ancestor_groups": {"true"}}
		for rows, err := range pages(ctx, lb.remote, "labels", query, func(l *label) int64 { return l.ID }) {
			for _, l := range rows {
				lb.seen.Learn(l.Name, l)
			}
			if !yield(rows, err) {
				return
			}
		}
	}
}

// CreateLabel implements [tracker.Labeler]. The service insists on a colour.
func (lb *labeler) CreateLabel(ctx context.Context, l tracker.Label) (*tracker.Label, error) {
	if _, err := labels([]string{l.Name}); err != nil {
		return nil, lb.failed("create", labelRef(l.Name), err)
	}
	o := &gl.CreateLabelOptions{Name: &l.Name, Color: new("#" + cmp.Or(l.Color, defaultColor))}
	if l.Description != "" {
		o.Description = &l.Description
	}
	return lb.sendLabel(ctx, "create", "labels", l.Name, func(path string, into any) error { return lb.client.Create(ctx, path, o, into) })
}

// UpdateLabel implements [tracker.Labeler]. Labels are addressed by number,
// since a name of digits would be taken for one; that of a group can only be
// changed in the group (gitlab-org/gitlab, lib/api/helpers/label_helpers.rb).
func (lb *labeler) UpdateLabel(ctx context.Context, name string, l tracker.Label) (*tracker.Label, error) {
	have, err := lb.findLabel(ctx, name)
	if err != nil {
		return nil, lb.failed("update", labelRef(name), err)
	}
	if have.OfProject != nil && !*have.OfProject {
		e := rest.Refuse(tracker.ErrUnsupported, "it belongs to a group above the project")
		e.Hint = "change it in the group"
		return nil, lb.failed("update", labelRef(name), e)
	}
	o := &gl.UpdateLabelOptions{}
	if l.Color != "" {
		o.Color = new("#" + l.Color)
	}
	if l.Description != "" {
		o.Description = &l.Description
	}
	return lb.sendLabel(ctx, "update", "labels/"+rest.Key(have.ID), name, func(path string, into any) error {
		return lb.client.Write(ctx, http.MethodPut, path, o, into)
	})
}

func labelRef(name string) tracker.Ref { return tracker.Ref{Kind: tracker.KindLabel, Key: name} }

// findLabel returns a label that was listed, or lists them.
func (lb *labeler) findLabel(ctx context.Context, name string) (*label, error) {
	if l, ok := lb.seen.Get(name); ok {
		return l, nil
	}
	for _, err := range lb.labelPages(ctx) {
		if err != nil {
			return nil, err
		}
	}
	if l, ok := lb.seen.Get(name); ok {
		return l, nil
	}
	return nil, rest.Refuse(tracker.ErrNotFound, "there is no label with that name")
}

func (lb *labeler) sendLabel(ctx context.Context, op, below, name string, send func(path string, into any) error) (*tracker.Label, error) {
	path, err := lb.path(ctx, below)
	if err != nil {
		return nil, err
	}
	var stored label
	err = send(path, &stored)
	if err == nil && stored.Name == "" {
		err = errors.New("the answer lacks the name of the label")
	}
	if err != nil {
		return nil, lb.failed(op, labelRef(name), err)
	}
	lb.seen.Learn(stored.Name, &stored)
	return stored.label(), nil
}
