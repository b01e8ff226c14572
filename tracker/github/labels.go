package github

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/internal/rest"
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
			return fmt.Errorf("the label %q has %d characters; %d are allowed", name, n, maxLabel)
		}
	}
	return nil
}

// Labels implements [tracker.Labeler].
func (t *Tracker) Labels(ctx context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for l, err := range pages[gh.Label](ctx, t, tracker.KindLabel, t.path("labels?per_page=100")) {
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
func (t *Tracker) CreateLabel(ctx context.Context, l tracker.Label) (*tracker.Label, error) {
	fields := labelFields(l)
	fields["name"] = l.Name
	return t.sendLabel(ctx, "create", http.MethodPost, t.path("labels"), l, fields)
}

// UpdateLabel implements [tracker.Labeler].
func (t *Tracker) UpdateLabel(ctx context.Context, name string, l tracker.Label) (*tracker.Label, error) {
	l.Name = name
	// go-github does not escape names; dots would be taken for a way up.
	path := t.path("labels/" + strings.ReplaceAll(url.PathEscape(name), ".", "%2E"))
	return t.sendLabel(ctx, "update", http.MethodPatch, path, l, labelFields(l))
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

func (t *Tracker) sendLabel(ctx context.Context, op, method, path string, l tracker.Label, fields map[string]any) (*tracker.Label, error) {
	ref := tracker.Ref{Kind: tracker.KindLabel, Key: l.Name}
	err := checkLabels([]string{l.Name})
	if n := utf8.RuneCountInString(l.Description); err == nil && n > maxLabelDescription {
		err = fmt.Errorf("the description has %d characters; %d are allowed", n, maxLabelDescription)
	}
	if err != nil {
		return nil, &tracker.Error{Target: t.name(), Op: op, Ref: ref, Kind: tracker.ErrRejected, Err: err}
	}
	var stored gh.Label
	err = rest.Resend(ctx, t.opts.Sleep, func() error { return t.write(ctx, method, path, fields, &stored) })
	if err != nil {
		return nil, t.failed(op, ref, err)
	}
	return labelOf(&stored), nil
}
