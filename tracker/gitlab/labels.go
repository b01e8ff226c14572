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
func (l *labeler) Labels(ctx context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for rows, err := range l.labelPages(ctx) {
			if err != nil {
				yield(nil, l.failed("list", tracker.Ref{Kind: tracker.KindLabel}, err))
				return
			}
			for _, row := range rows {
				if !yield(row.label(), nil) {
					return
				}
			}
		}
	}
}

// labelPages lists labels and remembers them.
func (l *labeler) labelPages(ctx context.Context) iter.Seq2[[]*label, error] {
	return func(yield func([]*label, error) bool) {
		query := url.Values{"include_ancestor_groups": {"true"}}
		for rows, err := range pages(ctx, l.remote, "labels", query, func(row *label) int64 { return row.ID }) {
			for _, row := range rows {
				l.seen.Learn(row.Name, row)
			}
			if !yield(rows, err) {
				return
			}
		}
	}
}

// CreateLabel implements [tracker.Labeler]. The service requires a colour.
func (l *labeler) CreateLabel(ctx context.Context, want tracker.Label) (*tracker.Label, error) {
	if _, err := labels([]string{want.Name}); err != nil {
		return nil, l.failed("create", labelRef(want.Name), err)
	}
	o := &gl.CreateLabelOptions{Name: &want.Name, Color: new("#" + cmp.Or(want.Color, defaultColor))}
	if want.Description != "" {
		o.Description = &want.Description
	}
	return l.sendLabel(ctx, "create", "labels", want.Name, func(path string, into any) error { return l.client.Create(ctx, path, o, into) })
}

// UpdateLabel implements [tracker.Labeler]. Labels are addressed by number,
// since a name of digits would be taken for one; that of a group can only be
// changed in the group (gitlab-org/gitlab, lib/api/helpers/label_helpers.rb).
func (l *labeler) UpdateLabel(ctx context.Context, name string, want tracker.Label) (*tracker.Label, error) {
	have, err := l.findLabel(ctx, name)
	if err != nil {
		return nil, l.failed("update", labelRef(name), err)
	}
	if have.OfProject != nil && !*have.OfProject {
		e := rest.Refuse(tracker.ErrUnsupported, "it belongs to a group above the project")
		e.Hint = "change it in the group"
		return nil, l.failed("update", labelRef(name), e)
	}
	o := &gl.UpdateLabelOptions{}
	if want.Color != "" {
		o.Color = new("#" + want.Color)
	}
	if want.Description != "" {
		o.Description = &want.Description
	}
	return l.sendLabel(ctx, "update", "labels/"+rest.Key(have.ID), name, func(path string, into any) error {
		return l.client.Write(ctx, http.MethodPut, path, o, into)
	})
}

func labelRef(name string) tracker.Ref { return tracker.Ref{Kind: tracker.KindLabel, Key: name} }

// findLabel returns a label that was listed, or lists them.
func (l *labeler) findLabel(ctx context.Context, name string) (*label, error) {
	if row, ok := l.seen.Get(name); ok {
		return row, nil
	}
	for _, err := range l.labelPages(ctx) {
		if err != nil {
			return nil, err
		}
	}
	if row, ok := l.seen.Get(name); ok {
		return row, nil
	}
	return nil, rest.Refuse(tracker.ErrNotFound, "there is no label with that name")
}

func (l *labeler) sendLabel(ctx context.Context, op, below, name string, send func(path string, into any) error) (*tracker.Label, error) {
	path, err := l.path(ctx, below)
	if err != nil {
		return nil, err
	}
	var stored label
	err = send(path, &stored)
	if err == nil && stored.Name == "" {
		err = errors.New("the answer lacks the name of the label")
	}
	if err != nil {
		return nil, l.failed(op, labelRef(name), err)
	}
	l.seen.Learn(stored.Name, &stored)
	return stored.label(), nil
}
