package local_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var now = time.Date(2026, 2, 15, 19, 53, 36, 789e6, time.UTC)

func open(t *testing.T) (*local.Tracker, string) {
	t.Helper()
	dir := t.TempDir()
	return local.Open(filepath.Join(dir, "t"), &local.Options{User: "Ana Pérez", Base: dir, Now: func() time.Time { return now }}), dir
}

func create(t *testing.T, tr *local.Tracker, kind tracker.Kind, c tracker.Content) *tracker.Item {
	t.Helper()
	item, err := tr.Create(t.Context(), kind, c)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

func list(t *testing.T, tr *local.Tracker) ([]*tracker.Item, error) {
	t.Helper()
	var items []*tracker.Item
	for item, err := range tr.List(t.Context(), tracker.KindIssue) {
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
	return items, nil
}

// texts are bodies that must come back byte for byte.
var texts = []string{
	"", "text", "text\n", "\ntext", "\n\n\ntext\n\n", "a\r\nb\r\n", "---\nnot: matter\n---\n", "no end", "日本語 ✅ é\n", "\ttab\n", " ", "\r\n",
	strings.Repeat("long ", 50_000),
}

// titles are words that YAML could take for something else.
var titles = []string{
	"plain", "US-1.1: Login", "yes", "no", "null", "~", "1.0", "2026-02-15", "0x1F", "- item", "# comment", "a # b", `"quoted"`, "it's", "{a: b}",
	"[x]", "@login", "*star*", "&anchor", "!tag", "%", "|", ">", "back`tick", "日本語", "é" + strings.Repeat("x", 254), " spaces ", "tab\tinside", "a: b: c",
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	tr, _ := open(t)
	m := create(t, tr, tracker.KindMilestone, tracker.Content{Title: "EPIC-1", Due: "2026-05-01"})
	for _, text := range texts {
		for _, title := range []string{titles[0], titles[len(texts)%len(titles)]} {
			d := tracker.Content{
				Title: title, Body: text, Labels: []string{"a", "b, c", "d: e", "yes"}, Assignees: []string{"bo", "1"},
				Milestone: m.Key, Due: "2026-06-01",
			}
			created := create(t, tr, tracker.KindIssue, d)
			want := &tracker.Item{
				Ref: created.Ref, URL: "t/issues/" + created.Key + ".md", Content: d, State: tracker.Open,
				CreatedAt: now.Truncate(time.Second), Creator: "Ana Pérez", Trusted: true,
			}
			if diff := cmp.Diff(want, created, cmpopts.IgnoreFields(tracker.Item{}, "Version")); diff != "" {
				t.Errorf("Create with %.20q (-want +got):\n%s", text, diff)
			}
			got, err := tr.Get(t.Context(), created.Ref)
			if diff := cmp.Diff(created, got); diff != "" || err != nil {
				t.Errorf("Get: %v (-created +got):\n%s", err, diff)
			}
			if _, err := tr.Update(t.Context(), created.Ref, tracker.Patch{Body: new("other"), Version: created.Version}); err != nil {
				t.Fatal(err)
			}
			back, err := tr.Update(t.Context(), created.Ref, tracker.Patch{Body: &text})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(created, back); diff != "" {
				t.Errorf("after changing the text and changing it back (-before +after):\n%s", diff)
			}
		}
	}
}

func TestTitles(t *testing.T) {
	t.Parallel()
	tr, _ := open(t)
	for _, title := range titles {
		if got := create(t, tr, tracker.KindIssue, tracker.Content{Title: title}).Title; got != title {
			t.Errorf("created %q, got %q", title, got)
		}
		got, err := tr.Update(t.Context(), tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, tracker.Patch{Title: &title})
		if err != nil || got.Title != title {
			t.Errorf("updated to %q, got %+v, %v", title, got, err)
		}
	}
	items, err := list(t, tr)
	if err != nil || len(items) != len(titles) {
		t.Fatalf("%d items are listed, %v; want %d", len(items), err, len(titles))
	}
}

// What a patch does not set stays as it is, whoever wrote it.
func TestUpdateKeeps(t *testing.T) {
	t.Parallel()
	const hand = `---
# Written by hand.
title:   'US-1.1 Login' # short
estimate: 3
labels:
  - a
  - "b"   # important
milestone: 1
nested: {x: [1, 2]}
state: open
---
No blank line above, and no line ending below`
	for name, test := range map[string]struct {
		patch tracker.Patch
		edit  func(string) string
	}{
		"title": {tracker.Patch{Title: new("US-1.1 Sign in")}, func(s string) string {
			return strings.Replace(s, "title:   'US-1.1 Login' # short", "title: US-1.1 Sign in # short", 1)
		}},
		"state":     {tracker.Patch{State: new(tracker.Closed)}, func(s string) string { return strings.Replace(s, "state: open", "state: closed", 1) }},
		"milestone": {tracker.Patch{Milestone: new("")}, func(s string) string { return strings.Replace(s, "milestone: 1\n", "", 1) }},
		"labels": {tracker.Patch{Labels: &[]string{"c"}}, func(s string) string {
			return strings.Replace(s, "labels:\n  - a\n  - \"b\"   # important\n", "labels: [c]\n", 1)
		}},
		"no labels": {tracker.Patch{Labels: &[]string{}, Assignees: &[]string{}}, func(s string) string {
			return strings.Replace(s, "labels:\n  - a\n  - \"b\"   # important\n", "", 1)
		}},
		"new key": {tracker.Patch{Due: new("2026-06-01")}, func(s string) string {
			return strings.Replace(s, "state: open\n", "state: open\ndue: 2026-06-01\n", 1)
		}},
		"body": {tracker.Patch{Body: new("New.\n")}, func(s string) string {
			return s[:strings.Index(s, "No blank")] + "\nNew.\n"
		}},
		"nothing": {tracker.Patch{Title: new("US-1.1 Login"), Body: new("No blank line above, and no line ending below")}, func(s string) string {
			return strings.Replace(s, "title:   'US-1.1 Login' # short", "title: US-1.1 Login # short", 1)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr, dir := open(t)
			create(t, tr, tracker.KindMilestone, tracker.Content{Title: "EPIC-1"})
			file := put(t, dir, "t/issues/1.md", hand)
			if _, err := tr.Update(t.Context(), tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, test.patch); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.edit(hand), read(t, file)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func put(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return file
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A file made by hand needs no more than a title; other files are not items.
func TestHandMade(t *testing.T) {
	t.Parallel()
	tr, dir := open(t)
	put(t, dir, "t/issues/7.md", "---\r\ntitle: Made by hand\r\n---\r\n\r\nText.\r\n")
	for _, name := range []string{"README.md", "007.md", "0.md", "-1.md", ".tmp-7.md123", "7.md~", "7.txt"} {
		put(t, dir, "t/issues/"+name, "no item")
	}
	items, err := list(t, tr)
	if err != nil || len(items) != 1 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	if x := items[0]; x.Title != "Made by hand" || x.Body != "Text.\r\n" || x.State != tracker.Open || !x.CreatedAt.IsZero() {
		t.Errorf("got %+v", x)
	}
	if next := create(t, tr, tracker.KindIssue, tracker.Content{Title: "x"}); next.Key != "8" {
		t.Errorf("the next item is %s, want 8", next.Key)
	}
}

// A broken file is never taken for a complete listing.
func TestBroken(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                     "t/issues/2.md:1: the front matter is missing",
		"# Title\n":                            "t/issues/2.md:1: the front matter is missing",
		"---\ntitle: x\n":                      "t/issues/2.md:1: the front matter is not closed",
		"---\ntitle: [\n---\n":                 "t/issues/2.md:2:",
		"---\nstate: open\n---\n":              "t/issues/2.md:2: there is no title",
		"---\ntitle: x\nstate: maybe\n---\n":   `the state is "maybe"`,
		"---\ntitle: x\ncreated: today\n---\n": `created is "today"`,
		"---\ntitle: x\ndue: [1]\n---\n":       "one value is expected",
	} {
		tr, dir := open(t)
		put(t, dir, "t/issues/1.md", "---\ntitle: fine\n---\n")
		put(t, dir, "t/issues/2.md", text)
		items, err := list(t, tr)
		if len(items) != 1 || err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, tracker.ErrRejected) {
			t.Errorf("%q: %d items, %v; want an error with %q", text, len(items), err, want)
		}
		if e, ok := errors.AsType[*tracker.Error](err); !ok || !strings.Contains(e.Hint, "t/issues/2.md") {
			t.Errorf("%q: the hint does not name the file: %+v", text, e)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	tr, dir := open(t)
	item := create(t, tr, tracker.KindIssue, tracker.Content{Title: "x"})
	file := filepath.Join(dir, "t", "issues", "1.md")
	before := read(t, file)
	ctx := t.Context()
	for name, test := range map[string]struct {
		do   func() error
		want error
	}{
		"long title": {func() error {
			_, err := tr.Create(ctx, tracker.KindIssue, tracker.Content{Title: strings.Repeat("é", 256)})
			return err
		}, tracker.ErrRejected},
		"empty title": {func() error { _, err := tr.Update(ctx, item.Ref, tracker.Patch{Title: new(" ")}); return err }, tracker.ErrRejected},
		"milestone":   {func() error { _, err := tr.Update(ctx, item.Ref, tracker.Patch{Milestone: new("9")}); return err }, tracker.ErrRejected},
		"missing":     {func() error { _, err := tr.Get(ctx, tracker.Ref{Kind: tracker.KindIssue, Key: "9"}); return err }, tracker.ErrNotFound},
		"outside":     {func() error { _, err := tr.Get(ctx, tracker.Ref{Kind: tracker.KindIssue, Key: "../x"}); return err }, tracker.ErrNotFound},
		"update missing": {func() error {
			_, err := tr.Update(ctx, tracker.Ref{Kind: tracker.KindIssue, Key: "9"}, tracker.Patch{})
			return err
		}, tracker.ErrNotFound},
		"changed": {func() error {
			_, err := tr.Update(ctx, item.Ref, tracker.Patch{Title: new("y"), Version: "old"})
			return err
		}, tracker.ErrChanged},
	} {
		err := test.do()
		if _, ok := errors.AsType[*tracker.Error](err); !ok || !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	if after := read(t, file); after != before {
		t.Errorf("a refused write changed the file to\n%s", after)
	}
	if _, err := local.Open(file, nil).Project(ctx); !errors.Is(err, tracker.ErrNotFound) || !strings.Contains(err.Error(), "is not a directory") {
		t.Errorf("a file as directory: %v", err)
	}
	info, err := os.Stat(put(t, dir, "t/issues/5.md", "---\ntitle: mode\n---\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.Update(ctx, tracker.Ref{Kind: tracker.KindIssue, Key: "5"}, tracker.Patch{Title: new("kept")}); err != nil {
		t.Fatal(err)
	}
	if now, err := os.Stat(filepath.Join(dir, "t", "issues", "5.md")); err != nil || now.Mode() != info.Mode() {
		t.Errorf("the mode changes from %v to %v, %v", info.Mode(), now.Mode(), err)
	}
}

// A version is that of the content: what was changed since is not written over.
func TestChangedSince(t *testing.T) {
	t.Parallel()
	tr := local.Open("tracker", &local.Options{Base: t.TempDir(), User: "ana"})
	item, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x", Body: "a"})
	if err != nil {
		t.Fatal(err)
	}
	changed, err := tr.Update(t.Context(), item.Ref, tracker.Patch{Body: new("b"), Version: item.Version})
	if err != nil || changed.Version == item.Version {
		t.Fatalf("%v; the versions are %q and %q", err, item.Version, changed.Version)
	}
	if _, err := tr.Update(t.Context(), item.Ref, tracker.Patch{Body: new("c"), Version: item.Version}); !errors.Is(err, tracker.ErrChanged) {
		t.Errorf("an update of what was changed since: %v", err)
	}
	if now, err := tr.Get(t.Context(), item.Ref); err != nil || now.Body != "b" || now.Version != changed.Version {
		t.Errorf("%v: it is %+v", err, now)
	}
}

// A number that has no next one is refused, not wrapped.
func TestHighestNumber(t *testing.T) {
	t.Parallel()
	tr, dir := open(t)
	create(t, tr, tracker.KindIssue, tracker.Content{Title: "one"})
	issues := filepath.Join(dir, "t", "issues")
	if err := os.Rename(filepath.Join(issues, "1.md"), filepath.Join(issues, strconv.Itoa(math.MaxInt)+".md")); err != nil {
		t.Fatal(err)
	}
	_, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "two"})
	if !errors.Is(err, tracker.ErrRejected) || !strings.Contains(err.Error(), "highest number") {
		t.Errorf("create: %v", err)
	}
	if left, err := os.ReadDir(issues); err != nil || len(left) != 1 {
		t.Errorf("%d files, %v", len(left), err)
	}
}

// The number of an item that was deleted is not given again, whatever became of the
// note of it that does not say so.
func TestNumberOfDeleted(t *testing.T) {
	t.Parallel()
	for note, want := range map[string]string{"": "3", "7\n": "8", "<<<<<<< a\n2\n": "2", strconv.Itoa(math.MaxInt): "2", "-9": "2"} {
		tr, dir := open(t)
		for _, title := range []string{"one", "two"} {
			create(t, tr, tracker.KindIssue, tracker.Content{Title: title})
		}
		issues := filepath.Join(dir, "t", "issues")
		if err := os.Remove(filepath.Join(issues, "2.md")); err != nil {
			t.Fatal(err)
		}
		if note != "" {
			if err := os.WriteFile(filepath.Join(dir, "t", ".last-issues"), []byte(note), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if x := create(t, tr, tracker.KindIssue, tracker.Content{Title: "three"}); x.Key != want {
			t.Errorf("%q: the new one is %s, not %s", note, x.Key, want)
		}
		if x := create(t, tr, tracker.KindMilestone, tracker.Content{Title: "M"}); x.Key != "1" {
			t.Errorf("%q: a milestone is %s", note, x.Key)
		}
	}
}
