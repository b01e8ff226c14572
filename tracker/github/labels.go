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
func (lb labeler) Labels(ctx context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for l, err := range pages(ctx, lb.items.addresses, tracker.KindLabel, lb.items.path("labels?per_page=100"), (*gh.Label).GetID) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(labelOf(l), nil) {
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
func (lb labeler) CreateLabel(ctx context.Context, l tracker.Label) (*tracker.Label, error) {
	fields := labelFields(l)
	fields["name"] = l.Name
	return lb.sendLabel("create", l, func(into any) error { return lb.items.create(ctx, "labels", fields, into) })
}

// UpdateLabel implements [tracker.Labeler].
func (lb labeler) UpdateLabel(ctx context.Context, name string, l tracker.Label) (*tracker.Label, error) {
	l.Name = name
	// Dots would be taken for a way up.
	below := "labels/" + strings.ReplaceAll(url.PathEscape(name), ".", "%2E")
	return lb.sendLabel("update", l, func(into any) error {
		return lb.items.redirected(ctx, "update", tracker.Ref{}, func() error {
			return lb.items.client.Write(ctx, http.MethodPatch, lb.items.path(below), labelFields(l), into)
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

func (lb labeler) sendLabel(op string, l tracker.Label, send func(into any) error) (*tracker.Label, error) {
	ref := tracker.Ref{Kind: tracker.KindLabel, Key: l.Name}
	err := checkLabels([]string{l.Name})
	if n := utf8.RuneCountInString(l.Description); err == nil && n > maxLabelDescription {
		err = rest.Refuse(tracker.ErrRejected, "the description has %d characters; %d are allowed", n, maxLabelDescription)
	}
	var stored gh.Label
	if err == nil {
		err = send(&stored)
	}
	if err != nil {
		return nil, lb.items.failed(op, ref, err)
	}
	return labelOf(&stored), nil
}
