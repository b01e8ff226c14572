package lexicon_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A code may stand between slashes.
func TestSlashedCodes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"/LF10/ Anmelden": {"LF10", "Anmelden"}, "/F0020/: Suchen": {"F0020", "Suchen"}, "/US-3/ Print": {"US-3", "Print"},
		"/tmp/ is full": {}, "/api/v2/ answers": {}, "/LF10 Anmelden": {}, "/F10, F20/ Suchen": {}, "/LF10/x": {}, "/": {},
	} {
		l := lexicon.ScanLead(text)
		if l.Found != (want[0] != "") || l.Found && (string(l.Id) != want[0] || l.Title != want[1]) {
			t.Errorf("%q: %q %q", text, l.Id, l.Title)
		}
	}
}

// Only the four quarters are such.
func TestIsQuarter(t *testing.T) {
	t.Parallel()
	for id, want := range map[lexicon.ID]bool{"Q1": true, "q4": true, "Q0": false, "Q5": false, "Q-1": false, "Q12": false, "R1": false, "": false} {
		if got := lexicon.IsQuarter(id); got != want {
			t.Errorf("%s: %t", id, got)
		}
	}
}

// What is in brackets and says where something goes is nothing yet.
func TestHints(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"(Move tasks here once work starts)": true, "*(add ideas here)*": true, "(hier eintragen)": true,
		"(Later) move it here": false, "Move tasks here": false, "(optional) (put it here)": false, "(with photos)": false, "(": false,
		"(Cards go here)": true, "(Let users put a photo of themselves here)": false,
	} {
		if got := lexicon.IsNothing(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

// Checklists that are gone through each time hold no work.
func TestRoutines(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]bool{
		"before publishing checklist": true, "testing checklist": true, "checklist de validacion": true,
		"launch checklist": false, "premium features checklist": false, "testing": false, "contest checklist": false,
	} {
		if got := lexicon.IsAsideTitle(title); got != want {
			t.Errorf("%q: %t", title, got)
		}
	}
}

// A date in numbers is a time, and so is a tier.
func TestDates(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]bool{
		"2021-2-3": true, "03/05 - hand in 09/05": true, "3.5.2024": true, "[2024/01/31] start": true, "tier 1: blocking": true,
		"1.2 sensors": false, "1/2 cup of milk": false, "24/7 support": false, "a/b tests": false, "2021-02": false, "1.2.3": true, "3-4 boats": false,
		"99/99 points": false, "12/24 hours": true, "13/24 hours": false,
	} {
		if got := lexicon.IsTimeTitle(title); got != want {
			t.Errorf("%q: %t", title, got)
		}
	}
}

// What a product is to do may be ranked.
func TestRankedRequirements(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]bool{
		"must have features": true, "2.1 fonctionnalites principales": true, "main functions": true, "main menu": false, "must have": false,
		"won't have features": false, "main": false,
	} {
		if got := lexicon.IsRequirementsTitle(title); got != want {
			t.Errorf("%q: %t", title, got)
		}
	}
}
