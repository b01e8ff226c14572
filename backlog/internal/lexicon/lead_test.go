package lexicon

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// said is a lead in words: the ID, its class and rank, what else is known, and the
// title.
func said(l Lead) string {
	var s []string
	if l.Found {
		s = append(s, string(l.Id),
			[...]string{"none", "word", "story code", "key", "dotted", "ordinal", "hash", "area"}[l.Class],
			[...]string{"item", "initiative", "epic", "feature", "story", "task", "never"}[l.Rank])
	}
	for _, f := range []struct {
		is   bool
		word string
	}{
		{l.Named && l.Epic, "named epic"}, {l.Named && l.Story, "named story"},
		{l.Sep && l.Title != "", "separated"}, {l.Many, "many"}, {l.Phased, "phased"},
		{l.marked && l.Status == "", "marked"}, {l.Status != "", string(l.Status)},
	} {
		if f.is {
			s = append(s, f.word)
		}
	}
	return strings.Join(append(s, fmt.Sprintf("%q", l.Title)), ", ")
}

func TestScanLead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		// A word and a number.
		{"EPIC-1 Access", `EPIC-1, word, epic, "Access"`},
		{"Épica 1: Acceso", `EPICA-1, word, epic, separated, "Acceso"`},
		{"ÉPICA 1 - Acceso", `EPICA-1, word, epic, separated, "Acceso"`},
		{"Epic A: Access", `EPIC-A, word, epic, separated, "Access"`},
		{"Epic IV. Access", `EPIC-IV, word, epic, separated, "Access"`},
		{"Epic a: Access", `"Epic a: Access"`},
		{"Epic A access", `"Epic A access"`},
		{"Epic P1: now", `"Epic P1: now"`}, // a priority
		{"Epics 1: Access", `"Epics 1: Access"`},
		{"Story 1.2 Login", `Story 1.2, word, story, "Login"`},
		{"Story 1b Login", `Story 1b, word, story, "Login"`},
		{"Story 2nd Login", `"Story 2nd Login"`},
		{"Story 1, Login", `Story 1, word, story, separated, "Login"`},
		{"Story 1, see below", `"Story 1, see below"`},
		{"Task 1, Login", `"Task 1, Login"`},
		{"User Story 3 — Login", `User Story 3, word, story, separated, "Login"`},
		{"user-story 3: Login", `user-story 3, word, story, separated, "Login"`},
		{"User Manual 3: Login", `"User Manual 3: Login"`},
		{"Historia de usuario 2. Título", `Historia de usuario 2, word, story, separated, "Título"`},
		{"История 3. Вход", `История 3, word, story, separated, "Вход"`},
		{"故事一：登录", `故事一, word, story, separated, "登录"`},
		{"用户故事1 登录", `用户故事1, word, story, "登录"`},
		{"大故事1 登录", `"大故事1 登录"`}, // no word for a user before it
		{"ユーザーストーリー2：ログイン", `ユーザーストーリー2, word, story, separated, "ログイン"`},
		{"Feature 2: Search", `Feature 2, word, feature, separated, "Search"`},
		{"Task 4. Write tests", `Task 4, word, task, separated, "Write tests"`},
		{"Requirement 7: Speed", `Requirement 7, word, item, separated, "Speed"`},
		{"Iniciativa 2: Todo", `Iniciativa 2, word, initiative, separated, "Todo"`},
		{"step 1", `"step 1"`},

		// A word without a number.
		{"Story: Login", `named story, "Login"`},
		{"Story – Login", `named story, "Login"`},
		{"Epic: Access", `named epic, "Access"`},
		{"Story - Login", `"Story - Login"`},
		{"Story:", `"Story:"`},
		{"Stories: Login", `"Stories: Login"`},
		{"Task: Login", `"Task: Login"`},

		// A code.
		{"US-1.1: Login", `US-1.1, story code, story, separated, "Login"`},
		{"US-1.1 Login", `US-1.1, story code, story, "Login"`},
		{"us-12 Login", `us-12, story code, story, "Login"`},
		{"US 1.1 Login", `US 1.1, story code, story, "Login"`},
		{"HU. 3 Título", `HU. 3, story code, story, "Título"`},
		{"US   1 Login", `"US   1 Login"`},
		{"US1Login", `"US1Login"`},
		{"US-1", `US-1, story code, story, ""`},
		{"HU01, Realizar login", `HU01, story code, story, separated, "Realizar login"`},
		{"US-1, see below", `"US-1, see below"`},
		{"HU-01: HU-01: Título", `HU-01, story code, story, separated, "Título"`},
		{"ST-4 Login", `ST-4, story code, story, "Login"`},
		{"STM-AI-001b Login", `STM-AI-001b, key, item, "Login"`},
		{"T014 Write", `T014, key, task, "Write"`},
		{"T005a Write", `T005a, key, task, "Write"`},
		{"E1 Access", `E1, key, epic, "Access"`},
		{"EP-T1 Login", `EP-T1, key, epic, "Login"`},
		{"E1.2 Login", `E1.2, key, story, "Login"`},
		{"E1-S1 Login", `E1-S1, key, story, "Login"`},
		{"E1-US1 Login", `E1-US1, key, story, "Login"`},
		{"A1-S1 Login", `A1-S1, key, story, "Login"`},
		{"E1-F1 Login", `E1-F1, key, feature, "Login"`},
		{"FEAT-1 Login", `FEAT-1, key, feature, "Login"`},
		{"F1 Login", `F1, key, item, "Login"`},
		{"E1-FT2 Login", `E1-FT2, key, feature, "Login"`},
		{"E1-F1-T1 Login", `E1-F1-T1, key, task, "Login"`},
		{"E1-S2-AC1 Login", `E1-S2-AC1, key, never, "Login"`},
		{"FR-1 The system must", `FR-1, key, never, "The system must"`},
		{"UTF-8 names", `UTF-8, key, never, "names"`},
		{"M1: Prototype", `M1, key, item, separated, "Prototype"`},
		{"Mp3 player", `"Mp3 player"`},
		{"abc-1 Login", `"abc-1 Login"`},
		{"Us and them", `"Us and them"`},
		{"ABCDEFGHIJKL-1 Login", `ABCDEFGHIJKL-1, key, item, "Login"`},
		{"ABCDEFGHIJKLM-1 Login", `"ABCDEFGHIJKLM-1 Login"`},
		{"A-" + strings.Repeat("1", 30) + " Login", "A-" + strings.Repeat("1", 30) + `, key, item, "Login"`},
		{"A-" + strings.Repeat("1", 31) + " Login", `"A-` + strings.Repeat("1", 31) + ` Login"`},

		// A number.
		{"1.2 Title", `1.2, dotted, item, "Title"`},
		{"1.1a Title", `1.1a, dotted, item, "Title"`},
		{"1.1i Title", `"1.1i Title"`},
		{"07 Title", `07, dotted, item, "Title"`},
		{"07a Title", `07a, dotted, item, "Title"`},
		{"7a Title", `"7a Title"`},
		{"1.1.1.1 Title", `1.1.1.1, dotted, item, "Title"`},
		{"1.1.1.1.1 Title", `"1.1.1.1.1 Title"`},
		{"1. Title", `1, ordinal, item, separated, "Title"`},
		{"3) Title", `3, ordinal, item, separated, "Title"`},
		{"12 Title", `"12 Title"`},
		{"1.", `"1."`},
		{"#252 Title", `#252, hash, item, "Title"`},
		{"#252", `#252, hash, item, ""`},
		{"4-step wizard", `"4-step wizard"`},
		{"2026-01-02 Title", `"2026-01-02 Title"`},
		{"123456789012. Title", `123456789012, ordinal, item, separated, "Title"`},
		{"1234567890123. Title", `"1234567890123. Title"`},

		// Several IDs.
		{"US-1.1, US-1.2 Both", `US-1.1, story code, story, many, "Both"`},
		{"E1-F8 / E1-F9 / E1-F10 All", `E1-F8, key, feature, many, "All"`},
		{"US-1.1→1.4 All", `US-1.1, story code, story, many, "All"`},
		{"US-1 – US-4 All", `US-1, story code, story, many, "All"`},
		{"US-1 - 2 players", `US-1, story code, story, separated, "2 players"`},
		{"1 – 2 players", `1, ordinal, item, separated, "2 players"`},

		// Brackets, boxes and marks.
		{"[US-1] Login", `US-1, story code, story, separated, "Login"`},
		{"[US-1]: Login", `US-1, story code, story, separated, "Login"`},
		{"[US-1 Login] now", `"[US-1 Login] now"`},
		{"[BIZ-7] US-1.1 Title", `US-1.1, story code, story, "Title"`}, // the key of another tracker
		{"[P0] Results are empty", `"[P0] Results are empty"`},         // how urgent it is, as others are
		{"[P0] US-1 Login", `US-1, story code, story, "Login"`},
		{"[P7] Login", `P7, key, item, separated, "Login"`},
		{"[EPIC-7] US-1.1 Title", `EPIC-7, word, epic, separated, "US-1.1 Title"`},
		{"[ ] US-1 Login", `US-1, story code, story, todo, "Login"`},
		{"[x] US-1 Login", `US-1, story code, story, done, "Login"`},
		{"[-] US-1 Login", `US-1, story code, story, dropped, "Login"`},
		{"[~] Login", `doing, "Login"`},
		{"[✅] Login", `done, "Login"`},
		{"✅ US-1 Login", `US-1, story code, story, created, "Login"`},
		{"🚧 [x] US-1 Login", `US-1, story code, story, done, "Login"`},
		{"⏳ Login", `pending, "Login"`},
		{"📋 🟢 Login", `marked, "Login"`},
		{"👩🏽‍💻 ✅ Login", `created, "Login"`},
		{"✅", `created, ""`},

		// A phase before the story.
		{"Phase 3: User Story 1 - Login", `User Story 1, word, story, separated, phased, "Login"`},
		{"Fase 2: Historia 4: Título", `Historia 4, word, story, separated, phased, "Título"`},
		{"Phase 3: US-1 Login", `"Phase 3: US-1 Login"`},
		{"Phase: User Story 1 - Login", `"Phase: User Story 1 - Login"`},
		{"Phase 3: Login", `"Phase 3: Login"`},

		// Kinds of hyphens, full width, and what has no width.
		{"US\u20111 Login", `US-1, story code, story, "Login"`},
		{"US\u20111", `US-1, story code, story, ""`},
		{strings.Repeat("✅", 20) + " US\u20111 – Login", `US-1, story code, story, separated, created, "Login"`},
		{strings.Repeat("✅", 25) + " US\u20111 – Login", `US-1, story code, story, separated, created, "Login"`},
		{"US–1 Login", `US-1, story code, story, "Login"`},
		{"1–3 users", `1, ordinal, item, separated, "3 users"`},
		{"１．２ Title", `1.2, dotted, item, "Title"`},
		{"ＵＳ-１ Ｌogin", `US-1, story code, story, "Ｌogin"`},
		{"U\u00adS-1 Lo\u00adgin", `US-1, story code, story, "Lo\u00adgin"`},

		{"Hello", `"Hello"`},
		{" ", `""`},
	} {
		if got := said(ScanLead(test.text)); got != test.want {
			t.Errorf("%q: %s\nwant %s", test.text, got, test.want)
		}
	}
}

// What is folded is the ID alone: a title stands as it is written, also where it
// begins behind the part that is looked at.
func TestScanLeadKeepsTheTitle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lead := rapid.SampledFrom([]string{"US\u20111", "ＵＳ-１", "\u200bUS-1", "US–1"}).Draw(t, "lead")
		gap := rapid.SampledFrom([]string{": ", " ", "  — ", strings.Repeat(" ", 70)}).Draw(t, "gap")
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", "\u2011", "ｂ", "\u200b", " ", "–", "漢", "é", "x1"})).Draw(t, "title")
		title := "L" + strings.Join(parts, "") + "z"
		l := ScanLead(lead + gap + title)
		if !l.Found || l.Id.Key() != "us-1" || l.Title != title {
			t.Fatalf("%q: ID %q, title %q, want %q", lead+gap+title, l.Id, l.Title, title)
		}
	})
}

// Where a text does not begin with an ID, none is found, whatever stands there.
func TestScanIDFindsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " ", "a", "Épicas", "漢", "Story", "Story one: Login", "Story abcdefg1: Login", "Épica É: Acceso"} {
		if m, ok := ScanID(text); ok {
			t.Errorf("%q: %+v", text, m)
		}
	}
}

// A requirement, a criterion or a risk has a code as well, and is no item.
func TestItem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"US-1 a": true, "FR-1 a": false, "AC-1 a": false, "RISK-1 a": false, "ABC-1 a": true, "FR\u20111 a": false} {
		m, ok := ScanID(text)
		if !ok || m.Item() != want || m.Title != "a" {
			t.Errorf("%q: found %t, an item: %t", text, ok, m.Item())
		}
	}
}
