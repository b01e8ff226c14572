package lexicon

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// IDs of one group are one ID, those of two groups are not.
func TestKey(t *testing.T) {
	t.Parallel()
	same := [][]ID{
		{"ÉPICA 1", "EPICA-1", "Epic 1", "epic-01", "Épico 1", "Épopée_1"},
		{"US-1.1", "us-1.1", "US 1.1", "US-01.1"},
		{"Story 1.2", "Historia 1.2", "Histoire-1.2", "User Story 1.2", "Historia de usuario 1.2"},
		{"T014", "t-14"},
		{"US-1.2", "US\u20111.2", "US\u20121.2", "US\u20131.2", "US\u22121.2", "\uff35\uff33-1.2", "US-\uff11.\uff12", "US-\u200b1.2", "\ufeffUS-1.2"},
		{"Story E-001-S01", "E-001-S01", "Historia E-001-S01", "User Story E-001-S01", "Task E-001-S01"},
		{"Epic E-001", "EPIC-E-001", "E-001", "Épica E-001"},
		{"Task 3", "Tarea 3", "Aufgabe 3"},
		{"STORY-PAY-1"},
		{"TASK-PAY-1"}, // no word, but the beginning of a code
		{"Story A"},
		{"A"},
		{"Story 1b"},
		{"US-0"},
		{"US-00.10", "us-0.10"},
		{"Бю-1", "бю 1"},
		{"Notes E-001"}, // no word for an item
	}
	for i, group := range same {
		for _, id := range group {
			if id.Key() != group[0].Key() {
				t.Errorf("%q has the key %q, %q has %q", id, id.Key(), group[0], group[0].Key())
			}
		}
		for _, other := range same[i+1:] {
			if other[0].Key() == group[0].Key() {
				t.Errorf("%q and %q have one key", group[0], other[0])
			}
		}
	}
}

// IDs are in the order in which people count.
func TestCompare(t *testing.T) {
	t.Parallel()
	for _, ordered := range [][]ID{
		{"US-1", "US-1.1", "US-1.2", "US-1.9", "US-1.10", "US-2.1", "US-10.1", "US-11"},
		{"EPIC-9", "EPIC-10"},
		{"A-1", "B-1"},
		{"A-1", "A-B"},
	} {
		for i, a := range ordered {
			for j, b := range ordered {
				got := a.Compare(b)
				if want := min(max(i-j, -1), 1); got != want {
					t.Errorf("%q compared with %q is %d, want %d", a, b, got, want)
				}
			}
		}
	}
	if c := ID("ÉPICA 01").Compare("epic-1"); c != 0 {
		t.Errorf("two ways to write one ID compare as %d", c)
	}
}

// A key is that of itself, and an order is one: whatever is written as an ID.
func TestNewID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]ID{" US-1 ": "US-1", "✅": "✅", "": "", "...": "", "\x00": "", "\u202e": "", "—": ""} {
		if id, ok := NewID(text); ok != (want != "") || ok && id != want {
			t.Errorf("%q: %q, %v", text, id, ok)
		}
	}
}

func TestKeyProperties(t *testing.T) {
	t.Parallel()
	ids := rapid.Custom(func(t *rapid.T) ID {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{
			"US", "us", "Épica", "EPIC", "Story", "E", "T", "a", "1", "01", "10", "2", "-", ".", " ", "_", "\u2011", "\u200b", "用户故事", "Ж", "１",
		}), 0, 6).Draw(t, "parts")
		return ID(strings.Join(parts, ""))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := ids.Draw(t, "a"), ids.Draw(t, "b"), ids.Draw(t, "c")
		key := a.Key()
		if again := ID(key).Key(); again != key {
			t.Fatalf("%q has the key %q, which has %q", a, key, again)
		}
		if a.Compare(b) != -b.Compare(a) || (a.Compare(b) == 0) != (a.Key() == b.Key()) {
			t.Fatalf("%q and %q compare as %d and %d, their keys are %q and %q", a, b, a.Compare(b), b.Compare(a), a.Key(), b.Key())
		}
		all := []ID{a, b, c}
		slices.SortFunc(all, ID.Compare)
		if all[0].Compare(all[2]) > 0 {
			t.Fatalf("%q are in no order", all)
		}
	})
}

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Épica ÑANDÚ": "epica nandu", "Łódź": "lodz", "Ørsted": "orsted", "Đà": "da", "ISıK": "isik", "ﬁn": "fin", "TODO": "todo",
		"ИСТОРИЯ": "история", "\u24d0": "a", "": "",
	} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}

// Latin letters lose their accents, those of other scripts are other letters
// without them.
func TestWithoutAccents(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"Épica": "Epica", "Über": "Uber", "Й": "Й", "ガ": "ガ", "plain": "plain", "Éй": "Eй"} {
		if got := WithoutAccents(text); got != want {
			t.Errorf("WithoutAccents(%q) = %q, want %q", text, got, want)
		}
	}
}
