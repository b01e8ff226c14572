package main

import (
	"slices"
	"testing"
)

func TestKeyOf(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"US-1.1": "1.1", "User Story 3": "3", "Épica 01": "1", "Historia de usuario 2": "2", "E1-S02": "e1s2", "#12": "#12", "usability": "usability",
		"故事1": "1", "故事": "故事", "1.10": "1.10", "": "",
	} {
		if got := keyOf(id); got != want {
			t.Errorf("the key of %q is %q, want %q", id, got, want)
		}
	}
}

func TestSimilar(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"Log in", "log IN!", true},
		{"Log in", "Log in with a card", true},
		{"in", "Log in", false},
		{"One two three four five six seven eight nine ten", "ten nine eight seven six five four 3 2 1", true},
		{"One two three four five six seven eight nine ten", "ten nine eight seven six five 4 3 2 1", false},
		{"", "", true},
		{"", "Log in", false},
	} {
		if similar(test.a, test.b) != test.want || similar(test.b, test.a) != test.want {
			t.Errorf("%q and %q: %t", test.a, test.b, !test.want)
		}
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what string
		a    answer
		l    label
		want bool
	}{
		{"a line", answer{"US-1", "a", 3}, label{ID: "US-2", Title: "b", Line: 3}, true},
		{"an ID, written otherwise", answer{"US-01", "Log in", 3}, label{ID: "Story 1", Title: "Log in", Line: 4}, true},
		{"an ID with another title", answer{"US-1", "Pay", 3}, label{ID: "US-1", Title: "Log in", Line: 4}, false},
		{"an ID without a title", answer{"US-1", "Pay", 3}, label{ID: "US-1", Line: 4}, true},
		{"another ID", answer{"US-2", "Log in", 3}, label{ID: "US-1", Title: "Log in", Line: 4}, false},
		{"a title", answer{"", "Log in", 3}, label{ID: "US-1", Title: "Log in", Line: 4}, true},
		{"nothing", answer{"", "Pay", 0}, label{Title: "Log in"}, false},
	} {
		if got := same(test.a, test.l); got != test.want {
			t.Errorf("%s: %t", test.what, got)
		}
	}
}

// An item counts once; what is optional, and soft groups, are neither right nor
// wrong.
func TestMatch(t *testing.T) {
	t.Parallel()
	l := &labels{Optional: []string{"US-9"}, OptionalLines: []int{20}}
	wanted := []label{{ID: "US-1", Title: "Log in", Line: 3}, {ID: "US-2", Title: "Pay", Line: 4}, {ID: "US-9", Title: "Perhaps", Line: 9}}
	groups := []label{{Title: "Access", Line: 2}}
	for _, test := range []struct {
		what    string
		answers []answer
		want    counts
	}{
		{"nothing", nil, counts{0, 0, 2}},
		{"all", []answer{{"US-1", "Log in", 3}, {"US-2", "Pay", 4}, {"US-9", "Perhaps", 9}}, counts{3, 0, 0}},
		{"one twice", []answer{{"US-1", "Log in", 3}, {"US-1", "Log in", 3}}, counts{1, 1, 1}},
		{"one that is not", []answer{{"US-7", "Away", 7}}, counts{0, 1, 2}},
		{"what may be", []answer{{"", "Away", 20}, {"US-9", "More", 30}}, counts{0, 0, 2}},
		{"a group", []answer{{"", "Access", 30}, {"", "x", 2}}, counts{0, 0, 2}},
	} {
		if got := match(test.answers, wanted, l, groups); got != test.want {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
		}
	}
	if c := (counts{right: 3, wrong: 1, missed: 1}); c.f1() != 0.75 || (counts{}).f1() != 1 {
		t.Errorf("F1 is %v, and of nothing %v", c.f1(), (counts{}).f1())
	}
}

// A label is that of the site on its line, of the one with its ID if there are
// several; what may be either is neither.
func TestGold(t *testing.T) {
	t.Parallel()
	at := func(id, title string, line int) place { return place{answer: answer{id, title, line}} }
	places := []place{
		at("EPIC-1", "Access", 1), at("US-1", "Log in", 3), at("US-2", "Pay", 3), at("US-3", "Ship", 8), at("US-4", "Twice", 9), at("US-4", "Twice", 10),
		at("US-9", "May be", 11), at("", "Also", 20), at("1.a", "Again", 21), at("", "Loose Group!", 22), at("", "Away", 23),
		at("1.a", "Label", 24), at("US-1", "No", 25),
	}
	l := &labels{
		Epics:    []label{{ID: "EPIC-1", Line: 1}, {Title: "Loose group"}},
		Stories:  []label{{ID: "US-2", Line: 3}, {ID: "US-3", Line: 7}, {ID: "US-4", Line: 12}, {ID: "1.a", Line: 24}, {ID: "US-1", Line: 99}},
		Optional: []string{"US-9"}, OptionalLines: []int{20},
	}
	want := []role{epic, none, story, story, none, none, either, either, either, either, none, story, none}
	if got := gold(places, l); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
