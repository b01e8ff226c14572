package gitlab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
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

// Labels implements [tracker.Labeler], with those of the groups above.
func (t *Tracker) Labels(ctx context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for rows, err := range t.labelPages(ctx) {
			if err != nil {
				yield(nil, t.failed("list", tracker.Ref{Kind: tracker.KindLabel}, err))
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
func (t *Tracker) labelPages(ctx context.Context) iter.Seq2[[]*label, error] {
	return func(yield func([]*label, error) bool) {
		query := &gl.ListLabelsOptions{ListOptions: gl.ListOptions{PerPage: pageRows}, IncludeAncestorGroups: new(true)}
		for rows, err := range pages[label](ctx, t, "labels", query) {
			t.mu.Lock()
			for _, l := range rows {
				t.labels[l.Name] = l
			}
			t.mu.Unlock()
			if !yield(rows, err) {
				return
			}
		}
	}
}

// CreateLabel implements [tracker.Labeler]. The service insists on a colour.
func (t *Tracker) CreateLabel(ctx context.Context, l tracker.Label) (*tracker.Label, error) {
	if _, err := labels([]string{l.Name}); err != nil {
		return nil, t.rejected("create", labelRef(l.Name), err)
	}
	path, err := t.path(ctx, "labels")
	if err != nil {
		return nil, err
	}
	o := &gl.CreateLabelOptions{Name: &l.Name, Color: new("#" + cmp.Or(l.Color, defaultColor))}
	if l.Description != "" {
		o.Description = &l.Description
	}
	return t.sendLabel(ctx, "create", http.MethodPost, path, l.Name, o)
}

// UpdateLabel implements [tracker.Labeler]. Labels are addressed by number,
// since a name of digits would be taken for one; that of a group can only be
// changed in the group (gitlab-org/gitlab, lib/api/helpers/label_helpers.rb).
func (t *Tracker) UpdateLabel(ctx context.Context, name string, l tracker.Label) (*tracker.Label, error) {
	have, err := t.findLabel(ctx, name)
	if err != nil {
		return nil, t.failed("update", labelRef(name), err)
	}
	if have.OfProject != nil && !*have.OfProject {
		return nil, &tracker.Error{
			Target: t.name(), Op: "update", Ref: labelRef(name), Kind: tracker.ErrUnsupported,
			Err: errors.New("it belongs to a group above the project"), Hint: "change it in the group",
		}
	}
	path, err := t.path(ctx, fmt.Sprintf("labels/%d", have.ID))
	if err != nil {
		return nil, err
	}
	o := &gl.UpdateLabelOptions{}
	if l.Color != "" {
		o.Color = new("#" + l.Color)
	}
	if l.Description != "" {
		o.Description = &l.Description
	}
	return t.sendLabel(ctx, "update", http.MethodPut, path, name, o)
}

func labelRef(name string) tracker.Ref { return tracker.Ref{Kind: tracker.KindLabel, Key: name} }

// findLabel returns a label that was listed, or lists them.
func (t *Tracker) findLabel(ctx context.Context, name string) (*label, error) {
	look := func() *label {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.labels[name]
	}
	if l := look(); l != nil {
		return l, nil
	}
	for _, err := range t.labelPages(ctx) {
		if err != nil {
			return nil, err
		}
	}
	if l := look(); l != nil {
		return l, nil
	}
	return nil, gl.ErrNotFound
}

func (t *Tracker) sendLabel(ctx context.Context, op, method, path, name string, fields any) (*tracker.Label, error) {
	var stored label
	err := t.write(ctx, method, path, fields, &stored)
	if err == nil && stored.Name == "" {
		err = errors.New("the answer lacks the name of the label")
	}
	if err != nil {
		return nil, t.failed(op, labelRef(name), err)
	}
	t.mu.Lock()
	t.labels[stored.Name] = &stored
	t.mu.Unlock()
	return stored.label(), nil
}
