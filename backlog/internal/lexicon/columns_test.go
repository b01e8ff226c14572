package lexicon

import "testing"

func TestColumnOf(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]ColumnRole{
		"Type": RoleKind, "Tipo": RoleKind, "Identifier": RoleID, " Kennung ": RoleID, "URL": RoleURL, "Datum": RoleDate, "Fecha": RoleDate,
		"Responsável": RoleOwner, "Registriert": RoleStatus, "État": RoleStatus, "Épica": RoleEpic, "Pietra miliare": RoleMilestone,
		// One word of a heading says it, if that can mean nothing else.
		"GitHub URL": RoleURL, "UTC-date": RoleDate, "Verantwortlich (Team)": RoleOwner,
		"Issue type": roleNone, "Epic status": roleNone, "Notes": roleNone, "": roleNone,
	} {
		if got := ColumnOf(heading); got != want {
			t.Errorf("%q is column %d, want %d", heading, got, want)
		}
	}
}

// What is written as the heading of a ledger is read as what it is, in each language.
func TestLedgerHeadersAreRead(t *testing.T) {
	t.Parallel()
	for language, w := range Wordings {
		for i, want := range []ColumnRole{RoleKind, RoleID, RoleURL, RoleDate, RoleOwner, RoleStatus} {
			if got := ColumnOf(w.LedgerHeader[i]); got != want {
				t.Errorf("%s: %q is column %d, want %d", language, w.LedgerHeader[i], got, want)
			}
		}
		for word, want := range map[string]Kind{w.Milestone: KindMilestone, w.Issue: KindIssue} {
			if got := KindWords[Fold(word)]; got != want {
				t.Errorf("%s: %q is of kind %q, want %q", language, word, got, want)
			}
		}
	}
}

func TestStoryColumnOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		heading string
		want    StoryColumn
		whole   bool
	}{
		{"ID", ColumnID, true},
		{"**Nº**", ColumnID, true},
		{"Título", ColumnTitle, true},
		{"User Story", ColumnStory, true},
		{"As a…", ColumnPersona, true},
		{"I want to", ColumnWant, true},
		{"Para que", ColumnBenefit, true},
		{"状态", ColumnStatus, true},
		{"Prio.", ColumnPriority, true},
		{"Estimate (SP)", ColumnPoints, true},
		{"Epic", ColumnEpic, true},
		{"Sprint", ColumnSprint, true},
		{"Abhängigkeiten", ColumnDepends, true},
		{"Zuständig", ColumnAssignee, true},
		{"Tags", ColumnLabels, true},
		{"✅", ColumnDone, true},

		// One word of up to three says it; an ID is the surest.
		{"Current status", ColumnStatus, false},
		{"Story points total", ColumnStory, false},
		{"Story/ID", ColumnID, false},
		{"epic_owner", ColumnEpic, false},
		{"Owner name", ColumnAssignee, false},
		{"Sprint number", ColumnID, false},
		{"Target sprint", ColumnSprint, false},
		{"Sprint 6 goals", ColumnNone, false}, // "sprint" before others makes no column
		{"The current story status", ColumnNone, false},
		{"(SP)", ColumnNone, false},
		{"Coverage status", ColumnNone, false}, // of something else
		{"Test Status", ColumnNone, false},
		{"Estado de prueba", ColumnNone, false},
		{"Test story", ColumnStory, false},
		{"Remarks", ColumnNone, false},
		{"", ColumnNone, false},
	} {
		if c, whole := StoryColumnOf(test.heading); c != test.want || whole != test.whole {
			t.Errorf("%q is column %d, whole: %t, want %d, %t", test.heading, c, whole, test.want, test.whole)
		}
	}
}

func TestIsDecision(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsDecision, []string{"Decision", "**Entscheidung**"}, []string{"Status", "Decided by", ""})
}
