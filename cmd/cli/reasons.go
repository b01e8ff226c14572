package cli

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// The engine gives reasons and knows no flag. What the flags offer is added here,
// and nowhere else.

// newPlan is [reconcile.NewPlan] with reasons and errors in the words of the
// command.
func newPlan(b *backlog.Backlog, o *reconcile.Observed, opts *reconcile.Options) (*reconcile.Plan, error) {
	p, err := reconcile.NewPlan(b, o, opts)
	if err != nil {
		return nil, inWords(err)
	}
	wordReasons(p)
	return p, nil
}

// wordReasons has the reasons of a plan name what the flags offer.
func wordReasons(p *reconcile.Plan) {
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Reason != nil {
			c.Reason = reason.Words(c.Code(), wordsOfReason(c.Reason, c.ID))
		}
	}
}

// wordsOfReason words the reason of something about the item of an ID.
func wordsOfReason(r reason.Reason, id backlog.ID) string {
	switch r := r.(type) {
	case reason.Removed:
		if !r.Closes {
			return r.String() + "; --prune closes it"
		}
	case reason.Gone:
		return fmt.Sprintf("%s; --recreate %s makes a new one", r, id)
	case reason.Retitled:
		return fmt.Sprintf("%s, or use --recreate %s to make a new one", r, id)
	case reason.Unproven:
		return fmt.Sprintf("%s; --create %s makes it all the same", r, id)
	case reason.Elsewhere:
		return fmt.Sprintf("%s; name that file, too, or use --moved-from %s if it is gone; --create %s makes a new one all the same",
			r, shellWord(r.Scope), shellWord(string(id)))
	case reason.MarkerOfAnother:
		if r.ID.Key() == id.Key() {
			return fmt.Sprintf("%s; if that is this one under its old name, use --moved-from %s", r, shellWord(r.Scope))
		}
	case reason.LooksRegistered:
		if r.Marked {
			return fmt.Sprintf("%s; --create %s makes a new one all the same", r, id)
		}
		return fmt.Sprintf("%s; --adopt takes it, --create %s makes a new one all the same", r, id)
	case reason.Untrusted:
		return r.String() + "; --adopt takes it"
	case reason.Unmanaged:
		return r.String() + "; --adopt takes it over"
	case reason.UnmanagedItems:
		return r.String() + "; --adopt takes them over"
	case reason.Renumbered:
		switch {
		case r.Doubtful:
			return r.String() + ", then use --renumbered follow-titles again"
		case r.Left != "":
			return r.String() + "; --renumbered follow-titles --prune closes it"
		}
		if len(r.Items) == 1 {
			return r.String() + "; --renumbered follow-titles gives it the old issue of that title, --renumbered follow-ids does not"
		}
		return r.String() + "; --renumbered follow-titles keeps each issue with its title, --renumbered follow-ids with its ID"
	case reason.BothChanged:
		return r.String() + "; --prefer backlog or --prefer tracker decides"
	case reason.NotAsked:
		return r.String() + "; --fields all takes it"
	case reason.OpenMarker:
		return r.String() + "; --prefer backlog writes the text anew above it, --prefer tracker leaves it to people"
	case reason.TextUnclear:
		return r.String() + "; --prefer backlog writes its text, --prefer tracker leaves the tracker's"
	case reason.Looks:
		return r.String() + "; --prefer backlog changes it"
	case reason.NewLedger:
		return r.String() + " (--no-write leaves the file alone)"
	case reason.Assigning:
		return r.String() + `; "assignees:" in the configuration maps names to logins`
	case reason.NoMilestone:
		return reason.NoMilestone{Epic: r.Epic, Why: reason.Words(r.Why.Code(), wordsOfReason(r.Why, r.Epic))}.String()
	}
	return r.String()
}

// wordsOfRefusal words why nothing is planned.
func wordsOfRefusal(r reason.Reason) string {
	switch r := r.(type) {
	case reason.ForeignLedger:
		if r.Scope != "" {
			return fmt.Sprintf("%s; if the file was moved, use --moved-from %s --retarget, else correct --to", r, shellWord(r.Scope))
		}
		return r.String() + "; correct --to, or, if the backlog is to be registered here or its file was moved, overwrite these rows with --retarget"
	case reason.NeedsMilestone:
		return fmt.Sprintf("%s; add it: --only %s,%s", r, r.Epic, r.ID)
	case reason.TakesStory:
		return fmt.Sprintf("%s; add it: --only %s,%s", r, r.From, r.ID)
	case reason.MovedScope:
		return fmt.Sprintf("%s; if it is this one under its old name, use --moved-from %s; if both are wanted, use --create %s",
			r, shellWord(r.Scope), shellWord(string(r.ID)))
	case reason.NotFormer:
		return fmt.Sprintf("--moved-from %s: %s; leave the flag out, or name the moved file alone", r.Former, r)
	case reason.UnknownScope:
		return fmt.Sprintf("--moved-from %s: nothing in %s belongs to that backlog; it holds %s", r.Scope, r.Target, strings.Join(r.Known, ", "))
	case reason.PrunePart:
		return "--prune looks at the whole backlog, so it cannot be used with --only"
	case reason.PruneCount:
		return fmt.Sprintf("--prune=%d: %s", r.Said, r)
	case reason.AllGone:
		them := "them"
		if r.Gone == 1 {
			them = "it"
		}
		return fmt.Sprintf("%s; see with show how the file is read, or use --prune=%d to close %s", r, r.Gone, them)
	case reason.PruneMany:
		return fmt.Sprintf("--prune would close %d of %d items, more than %d; if that is meant, use --prune=%d", r.Gone, r.All, r.Most, r.Gone)
	}
	return r.String()
}

// dropText says what a service left out of a write.
func dropText(d *reconcile.Drop) string {
	if len(d.Assignees) > 0 {
		return d.String()
	}
	return d.String() + " and use --prefer backlog"
}

// A wordedError is an error of the engine in the words of the command.
type wordedError struct {
	text string
	err  error
}

func (e *wordedError) Error() string { return e.text }
func (e *wordedError) Unwrap() error { return e.err }

// inWords words an error of the engine.
func inWords(err error) error {
	switch e := err.(type) { //nolint:errorlint // what wraps another error has words of its own
	case *reconcile.Refusal:
		return &wordedError{wordsOfRefusal(e.Reason), err}
	case *reconcile.UnknownIDError:
		return &wordedError{fmt.Sprintf("%v; correct --%s", e, strings.ToLower(e.Option)), err}
	case *reconcile.ReasonError:
		return &wordedError{wordsOfReason(e.Change.Reason, e.Change.ID), err}
	case *reconcile.DropError:
		return &wordedError{dropText(&e.Drop), err}
	}
	return err
}

// failedInWords is [reconcile.Result.Err] in the words of the command.
func failedInWords(r *reconcile.Result) error {
	for _, list := range [][]reconcile.Failure{r.Failed, r.Unknown, r.Skipped} {
		for i := range list {
			list[i].Err = inWords(list[i].Err)
		}
	}
	errs := r.Errors()
	for i, err := range errs {
		errs[i] = inWords(err)
	}
	return errors.Join(errs...)
}

// shellWord returns a word as a shell takes it.
func shellWord(word string) string {
	if strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+@%:,", r)
	}) {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}
