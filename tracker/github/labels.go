package github

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// How many characters a label may have (github/docs#32156), and what colour the
// service gives one that an issue brings along.
const (
	maxLabel            = 50
	maxLabelDescription = 100
	defaultColor        = "ededed"
)

// checkLabels catches names that the service refuses: with an issue it would
// only say that the name is invalid.
func checkLabels(names []string) error {
	for _, name := range names {
		if n := utf8.RuneCountInString(name); n > maxLabel {
			return rest.Refuse(tracker.ErrRejected, "the label %q has %d characters; %d are allowed", name, n, maxLabel)
		}
	}
	return nil
}

// A labeler knows the labels of a repository.
type labeler struct{ items items }

// Labels implements [tracker.Labeler].
func (l labeler) Labels(ctx context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for row, err := range pages(ctx, l.items.addresses, tracker.KindLabel, l.items.path("labels?per_page=100"), (*gh.Label).GetID) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(labelOf(row), nil) {
				return
			}
		}
	}
}

func labelOf(l *gh.Label) *tracker.Label {
	color := strings.ToLower(l.GetColor())
	return &tracker.Label{Name: l.GetName(), Color: color, Description: l.GetDescription(), Default: color == defaultColor}
}

// CreateLabel implements [tracker.Labeler]. Names that differ in case only are
// the same to the service.
func (l labeler) CreateLabel(ctx context.Context, want tracker.Label) (*tracker.Label, error) {
	fields := labelFields(want)
	fields["name"] = want.Name
	return l.sendLabel("create", want, func(into any) error { return l.items.create(ctx, "labels", fields, into) })
}

// UpdateLabel implements [tracker.Labeler].
func (l labeler) UpdateLabel(ctx context.Context, name string, want tracker.Label) (*tracker.Label, error) {
	want.Name = name
	// Dots would be taken for a way up.
	below := "labels/" + strings.ReplaceAll(url.PathEscape(name), ".", "%2E")
	return l.sendLabel("update", want, func(into any) error {
		return l.items.redirected(ctx, "update", tracker.Ref{}, func() error {
			return l.items.client.Write(ctx, http.MethodPatch, l.items.path(below), labelFields(want), into)
		})
	})
}

func labelFields(l tracker.Label) map[string]any {
	fields := make(map[string]any)
	if l.Color != "" {
		fields["color"] = l.Color
	}
	if l.Description != "" {
		fields["description"] = l.Description
	}
	return fields
}

func (l labeler) sendLabel(op string, want tracker.Label, send func(into any) error) (*tracker.Label, error) {
	ref := tracker.Ref{Kind: tracker.KindLabel, Key: want.Name}
	err := checkLabels([]string{want.Name})
	if n := utf8.RuneCountInString(want.Description); err == nil && n > maxLabelDescription {
		err = rest.Refuse(tracker.ErrRejected, "the description has %d characters; %d are allowed", n, maxLabelDescription)
	}
	var stored gh.Label
	if err == nil {
		err = send(&stored)
	}
	if err != nil {
		return nil, l.items.failed(op, ref, err)
	}
	return labelOf(&stored), nil
}
