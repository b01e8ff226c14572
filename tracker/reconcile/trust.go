package reconcile

import (
	"context"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// vouch makes the markers of items count whose authors may write to the project
// although the service does not say so of its own accord: those of the
// credentials' own login, and of whoever a [tracker.Permitter] says it. It asks only
// about authors on whom something depends, and each of them once.
func (o observer) vouch(ctx context.Context, scopes []*backlog.Scope, opts *Options) error {
	doubted := o.doubted(scopes, opts)
	if len(doubted) == 0 {
		return nil
	}
	if o.project.Login != nil && o.identify(ctx) == nil {
		for _, x := range doubted {
			x.Trusted = strings.EqualFold(x.Creator, o.identity.login)
		}
	}
	p, ok := o.r.(tracker.Permitter)
	if !ok {
		return ctx.Err()
	}
	named := o.known()
	for _, x := range doubted {
		if x.Trusted || named[x] {
			continue
		}
		x.Trusted = o.trust.mayWrite(ctx, p, x.Creator)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	o.trust.save()
	return nil
}

// doubted returns the items whose marker does not count yet and would matter: it
// is of one of the scopes, or its item has the title of something that is not
// registered.
func (o *Observed) doubted(scopes []*backlog.Scope, opts *Options) []*observed {
	var list, strangers []*observed
	for _, x := range o.order {
		mk := x.body.marker
		switch {
		case mk == nil || x.Trusted || x.Creator == "":
		case hasScope(scopes, mk.scope) || opts.MovedFrom != "" && mk.scope == opts.MovedFrom:
			list = append(list, x)
		default:
			strangers = append(strangers, x)
		}
	}
	if len(strangers) == 0 {
		return list
	}
	titles := make(map[string]bool)
	for _, scope := range scopes {
		for _, f := range scope.Files {
			for _, s := range f.Stories() {
				for _, title := range []string{issueTitle(s), s.Title} {
					titles[foldTitle(stored(&o.project, tracker.KindIssue, title))] = true
				}
			}
		}
	}
	strangers = slices.DeleteFunc(strangers, func(x *observed) bool { return x.Kind != tracker.KindIssue || !titles[foldTitle(x.Title)] })
	return append(list, strangers...)
}

// known returns the items that the ledgers or the journal name: who wrote them
// does not matter.
func (o *Observed) known() map[*observed]bool {
	named := make(map[*observed]bool)
	for _, to := range o.destinations {
		named[to.item] = true
	}
	for i := range o.journal {
		named[o.journal[i].item] = true
	}
	return named
}

func hasScope(scopes []*backlog.Scope, name string) bool {
	return slices.ContainsFunc(scopes, func(s *backlog.Scope) bool { return s.Name == name })
}
