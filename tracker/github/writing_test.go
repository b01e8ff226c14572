package github_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// The budgets of requests on the founding document are those of the engine;
// each item is one request with everything in it.
func TestOneRequestEach(t *testing.T) {
	t.Parallel()
	w := newShop(t, strings.Replace(small, "  People get in.\n", "  - **Labels:** Access, bug\n  - **Assignee:** @bo\n", 1))
	w.s.AddLabel("Bug", "d73a4a", "Something is broken")
	w.MustApply(t)
	if n := len(w.s.Requests); n != 10 { // project, 2 lists, 6 writes, a look
		t.Errorf("%d requests: %+v", n, w.s.Requests)
	}
	i := w.s.Issue(1)
	if len(i.Labels) != 2 || i.Milestone == nil || i.Milestone.Number != 1 || len(i.Assignees) != 1 || !strings.Contains(*i.Body, "nonce=") {
		t.Errorf("created %+v", i)
	}
	w.WantSettled(t)

	w.Src = strings.Replace(w.Src, "US-1.1 Login", "US-1.1 Sign in", 1)
	w.s.Forget()
	w.MustApply(t)
	for _, r := range w.s.Requests {
		if r.Write() && (strings.Contains(r.Body, `"labels":`) || strings.Contains(r.Body, `"milestone":`) || !strings.Contains(r.Body, "Sign in")) {
			t.Errorf("the update sends more than what changed: %s", r.Body)
		}
	}
	w.WantSettled(t)
}

// Milestones that exist already are used: closed ones, ones that differ in case,
// ones made by somebody after the plan.
func TestMilestoneExists(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"EPIC-1 Access", "Epic-1 ACCESS"} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
				if !r.Write() || len(w.s.Milestones) > 0 {
					return nil
				}
				w.s.Milestones = append(w.s.Milestones, &fakegithub.Milestone{
					Number: 1, ID: 1, Title: title, State: "closed", HTMLURL: "https://github.example/acme/shop/milestone/1",
					CreatedAt: long, UpdatedAt: long, Creator: fakegithub.User{Login: "bo"},
				})
				return &fakegithub.Fault{Status: 422, Body: `{"message":"Validation Failed","errors":[{"resource":"Milestone","code":"already_exists","field":"title"}]}`}
			}
			w.MustApply(t)
			if len(w.s.Milestones) != 2 || w.s.Milestones[0].State != "closed" || w.s.Milestones[0].Title != title || w.s.Issues[0].Milestone.Number != 1 {
				t.Errorf("%+v", w.s.Milestones)
			}
			w.s.Fault = nil
			w.s.Forget()
			if plan, _, err := w.Apply(t, nil); err != nil || plan.Summary.Pending() || w.s.Writes() > 0 {
				t.Errorf("another run: %v, %+v", err, plan.Changes)
			}
		})
	}
}

// Due dates come back as midnight in Los Angeles.
func TestDue(t *testing.T) {
	t.Parallel()
	w := newShop(t, "# Plan\n")
	tr := w.tracker(t)
	for _, due := range []string{"2026-03-31", "2026-01-31", "2026-07-01", "2026-12-31"} {
		m, err := tr.Create(t.Context(), tracker.KindMilestone, tracker.Content{Title: due, Due: due})
		if err != nil || m.Due != due {
			t.Errorf("due %s comes back as %+v, %v", due, m, err)
		}
		if m, err = tr.Update(t.Context(), m.Ref, tracker.Patch{Due: new("")}); err != nil || m.Due != "" {
			t.Errorf("due %s taken off: %+v, %v", due, m, err)
		}
	}
}

// What people and the web editor do to the text is not a change of ours.
func TestRewrittenText(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.MustApply(t)
	for n, rewrite := range []func(string) string{
		func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		strings.TrimSpace,
		func(s string) string { return "Above.\n\n" + s + "\n\nBelow.\n" },
	} {
		body := rewrite(*w.s.Issues[n].Body)
		w.s.Issues[n].Body = &body
	}
	w.WantSettled(t)
}

// Somebody who cannot be assigned keeps no story from being made or changed,
// whether the service says whom it means or not.
func TestUnassignable(t *testing.T) {
	t.Parallel()
	for _, silent := range []bool{false, true} {
		w := newShop(t, strings.Replace(small, "  People get in.\n", "  **Assignees:** @bo, @ghost1, @ghost2\n", 1))
		w.s.Strangers, w.s.NoValues = []string{"ghost1", "ghost2", "ghost3"}, silent
		want := func(logins string) {
			t.Helper()
			_, r, err := w.Apply(t, nil)
			if err != nil || r.Err() != nil || len(r.Dropped) != 1 || strings.Join(r.Dropped[0].Assignees, " ") != logins {
				t.Fatalf("%v, %v, %+v", err, r.Err(), r.Dropped)
			}
			if got := w.s.Issues[0].Assignees; len(got) != 1 || got[0].Login != "bo" {
				t.Errorf("assigned: %+v", got)
			}
		}
		want("ghost1 ghost2")
		asked := slices.ContainsFunc(w.s.Requests, func(r fakegithub.Request) bool { return strings.Contains(r.Path, "/assignees/") })
		if asked != silent {
			t.Errorf("the answer names nobody %t: people are asked for %t", silent, asked)
		}
		w.Accepted = 1
		w.WantSettled(t)
		w.Src = strings.Replace(w.Src, "@bo, @ghost1, @ghost2", "@bo, @ghost3", 1)
		want("ghost3")
		w.WantSettled(t)
	}
}

// Stories that mention people or issues tell nobody.
func TestMentions(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{false, true} {
		w := newShop(t, strings.Replace(small, "People get in.", "Ask @stranger, see #1 and `@code`.", 1))
		if _, r, err := w.Apply(t, &reconcile.Options{KeepMentions: keep}); err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		body := *w.s.Issues[0].Body
		if strings.Contains(body, "Ask @stranger, see #1") != keep || !strings.Contains(body, "`@code`") {
			t.Errorf("keep %t: %q", keep, body)
		}
		if !keep {
			w.WantSettled(t)
		}
	}
}

// Texts are measured in characters, as an Enterprise Server does, before
// anything is sent.
func TestLongText(t *testing.T) {
	t.Parallel()
	w := newShop(t, strings.Replace(small, "People get in.", strings.Repeat("日", 40_000), 1))
	if _, r, err := w.Apply(t, nil); err != nil || r.Created != 6 {
		t.Errorf("%v, %+v", err, r)
	}
	w = newShop(t, strings.Replace(small, "People get in.", strings.Repeat("日", 66_000), 1))
	_, _, err := w.Apply(t, nil)
	if invalid, ok := errors.AsType[*backlog.InvalidError](err); !ok || w.s.Writes() > 0 || invalid.Findings[0].Code != "text-too-long" {
		t.Errorf("%v after %d writes", err, w.s.Writes())
	}
}

// Without the right to push, the service drops labels, milestones and assignees
// and answers as if nothing were amiss: that is an error, said once.
func TestSilentDrop(t *testing.T) {
	t.Parallel()
	w := newShop(t, strings.Replace(small, "  People get in.\n", "  - **Labels:** bug\n  - **Assignee:** @bo\n", 1))
	w.s.Drops = true
	_, r, err := w.Apply(t, nil)
	if err != nil || r.Created != 6 || len(r.Dropped) != 4 || r.Err() == nil {
		t.Fatalf("%v, %+v", err, r)
	}
	if text := r.Err().Error(); !strings.Contains(text,
		`issue US-1.1: the service left out a part of what was sent: milestone is "", not "EPIC-1 Access", labels is "", not "bug", assignees is "", not "bo"`) {
		t.Error(text)
	}
	w.Accepted = 4
	w.WantSettled(t)
	w.Src = strings.Replace(w.Src, "**Labels:** bug", "**Labels:** bug, urgent", 1)
	if _, r, err = w.Apply(t, nil); err != nil || len(r.Dropped) != 1 {
		t.Errorf("an update: %v, %+v", err, r)
	}
	w.WantSettled(t)
	w.s.Drops, w.Accepted = false, 0
	if _, r, err = w.Apply(t, &reconcile.Options{Prefer: reconcile.SideBacklog}); err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	if i := w.s.Issues[0]; len(i.Labels) != 2 || len(i.Assignees) != 1 {
		t.Errorf("with --prefer backlog: %+v", i)
	}
}

// The service keeps ten assignees: the eleventh is warned of, once.
func TestElevenAssignees(t *testing.T) {
	t.Parallel()
	people := "@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11"
	w := newShop(t, strings.Replace(small, "  People get in.\n", "  **Assignees:** "+people+"\n", 1))
	_, r, err := w.Apply(t, nil)
	if err != nil || r.Err() != nil || len(r.Dropped) != 1 || len(w.s.Issues[0].Assignees) != 10 {
		t.Fatalf("%v, %v, %+v", err, r.Err(), r.Dropped)
	}
	w.Accepted = 1
	w.WantSettled(t)
}
