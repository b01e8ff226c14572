package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// styled reports whether the options say what a label looks like.
func (o *Options) styled() bool {
	for _, l := range o.LabelStyles {
		if l.Color+l.Description != "" {
			return true
		}
	}
	return false
}

// readLabels lists the labels, if the options say what one looks like and the
// tracker has that.
func (o observer) readLabels(ctx context.Context, opts *Options) error {
	lister, ok := o.r.(tracker.Labeler)
	if !ok || !opts.styled() {
		return nil
	}
	o.labels = make(map[string]*tracker.Label)
	for l, err := range lister.Labels(ctx) {
		if err != nil {
			return fmt.Errorf("labels could not be listed, so nothing can be planned: %w", err)
		}
		o.labels[strings.ToLower(l.Name)] = l
	}
	return nil
}

// planLabels adds the labels that are to be made before issues carry them. One
// that people made keeps its looks, since nothing tells who changed last.
func (p *Plan) planLabels() {
	if p.observed.labels == nil || len(p.Options.Only) > 0 {
		return
	}
	for _, want := range p.Options.LabelStyles {
		if want.Color+want.Description == "" {
			continue
		}
		c := Change{Action: ActionCreate, Kind: tracker.KindLabel, Title: want.Name}
		have := p.observed.labels[strings.ToLower(want.Name)]
		if have == nil {
			have = &tracker.Label{}
		} else {
			c.Action, c.Title = ActionUpdate, have.Name
		}
		result, update, drift := mergeLabel(want, have, p.Options.Prefer)
		if len(update) > 0 {
			c.Fields = update
			p.labels = append(p.labels, step{Change: c, label: result})
			p.Changes = append(p.Changes, c)
			if c.Action == ActionCreate {
				p.Summary.Create++
			} else {
				p.Summary.Update++
			}
		}
		if len(drift) > 0 {
			c.Action, c.Fields = ActionDrift, drift
			c.Reason = reason.Looks{}
			p.Changes = append(p.Changes, c)
			p.Summary.Drifted++
		}
	}
}

// mergeLabel compares what a label is to look like with what it does. What
// nobody chose is filled in.
func mergeLabel(want tracker.Label, have *tracker.Label, prefer Side) (result *tracker.Label, update, drift []Field) {
	result = &want
	merge := func(name string, wanted *string, has string, chosen bool) {
		f := Field{name, has, *wanted}
		switch {
		case *wanted == "" || strings.EqualFold(*wanted, has):
			*wanted = has
		case !chosen || prefer == SideBacklog:
			update = append(update, f)
		default:
			*wanted = has
			if prefer != SideTracker {
				drift = append(drift, f)
			}
		}
	}
	merge("color", &result.Color, have.Color, have.Color != "" && !have.Default)
	merge("description", &result.Description, have.Description, have.Description != "")
	return result, update, drift
}

// A labelMaker makes labels, and changes their looks.
type labelMaker struct{ *run }

// maxLabelTries is how often a label is sent whose answers are lost. Names are
// unique, so that sending it again does no harm.
const maxLabelTries = 3

// label makes a label, or changes its looks.
func (r labelMaker) make(ctx context.Context, s *step) error {
	t, ok := r.t.(tracker.Labeler)
	if !ok {
		return r.fail(ctx, s, tracker.ErrUnsupported)
	}
	for try := 1; ; try++ {
		_, err := r.write(ctx, s.Action, func(sending context.Context) (*tracker.Item, error) {
			var err error
			if s.Action == ActionCreate {
				_, err = t.CreateLabel(sending, *s.label)
			} else {
				_, err = t.UpdateLabel(sending, s.Title, *s.label)
			}
			return nil, err
		})
		if errors.Is(err, tracker.ErrUnknown) && try < maxLabelTries {
			r.log.Warn("label: outcome unknown", "name", s.Title, "error", err)
			if err := r.wait(ctx, 2*time.Second<<try, "looking for a label whose creation was not confirmed"); err != nil {
				return r.fail(ctx, s, err)
			}
			if r.has(ctx, t, s.label) {
				err = nil
			} else {
				continue
			}
		}
		if err != nil && !errors.Is(err, tracker.ErrExists) { // one that exists serves as well
			return r.fail(ctx, s, err)
		}
		break
	}
	r.refusals = 0
	r.done++
	if s.Action == ActionCreate {
		r.result.Created++
	} else {
		r.result.Updated++
	}
	r.report(Event{Kind: EventDone, Change: &s.Change})
	return nil
}

// hasLabel reports whether a label is there as wanted. A listing that fails
// tells nothing.
func (r labelMaker) has(ctx context.Context, t tracker.Labeler, want *tracker.Label) bool {
	for l, err := range t.Labels(context.WithoutCancel(ctx)) {
		if err != nil {
			return false
		}
		if strings.EqualFold(l.Name, want.Name) {
			return strings.EqualFold(cmp.Or(want.Color, l.Color), l.Color) && cmp.Or(want.Description, l.Description) == l.Description
		}
	}
	return false
}
