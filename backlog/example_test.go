package backlog_test

import (
	"fmt"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
)

func ExampleParse() {
	f := backlog.Parse("plan.md", []byte("# Plan\n\n## EPIC-1 Access\n\n- [ ] US-1.1 Login\n- [x] US-1.1 Logout\n"), nil)
	for _, s := range f.Stories() {
		fmt.Println(s.ID, s.Title, "of", s.Epic)
	}
	for _, finding := range f.Check() {
		fmt.Println(finding)
	}
	// Output:
	// US-1.1 Login of EPIC-1
	// US-1.1 Logout of EPIC-1
	// plan.md:6:1: error: US-1.1 is defined a second time; the first is at line 5: give one of them another ID [duplicate-id]
}

func ExampleFile_Record() {
	f := backlog.Parse("plan.md", []byte(`# Plan

## EPIC-1 Access

## Evidence

| Type      | Identifier | URL |
| --------- | ---------- | --- |
| Milestone | EPIC-1     | TBD |
`), nil)
	edits, _ := f.Record(backlog.Record{
		Evidence: []backlog.Evidence{{Kind: backlog.KindMilestone, ID: "EPIC-1", URL: "https://tracker.example/1"}},
		Date:     time.Now(),
	})
	out, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(string(out))
	// Output:
	// # Plan
	//
	// ## EPIC-1 Access
	//
	// ## Evidence
	//
	// | Type      | Identifier | URL                       |
	// | --------- | ---------- | ------------------------- |
	// | Milestone | EPIC-1     | https://tracker.example/1 |
}

func ExampleDerive() {
	source := backlog.Parse("plan.md", []byte("# Shop\n\n## Epic 1: Access\n\n### US-1.1: Login\n"), nil)
	out, err := backlog.Derive(source, &backlog.DeriveOptions{Date: time.Date(2026, 2, 21, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	f := backlog.Parse("execution.md", out, nil)
	fmt.Println(f.Title())
	for _, e := range f.Evidence() {
		fmt.Println(e.Kind, e.ID, e.Status)
	}
	// Output:
	// Shop — Execution in GitHub (Milestones + Issues + Evidence)
	// milestone EPIC-1 pending
	// issue US-1.1 pending
}

func ExampleFile_Pull() {
	f := backlog.Parse("plan.md", []byte("# Plan\n\n## EPIC-1 Access\n\n- [ ] US-1.1 Login\n"), nil)
	edits, left := f.Pull([]backlog.Pull{{
		ItemRef: backlog.ItemRef{Kind: backlog.KindIssue, ID: "US-1.1"}, Field: backlog.PullState, Value: string(backlog.StatusDone),
	}})
	out, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s%d left\n", out, len(left))
	// Output:
	// # Plan
	//
	// ## EPIC-1 Access
	//
	// - [x] US-1.1 Login
	// 0 left
}
