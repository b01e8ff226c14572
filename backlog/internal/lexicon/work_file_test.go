package lexicon

import "testing"

func TestTitlesOfFilesAndSections(t *testing.T) {
	for name, test := range map[string]struct {
		is      func(string) bool
		yes, no []string
	}{
		"work": {IsWorkFile, []string{"known bugs", "tech debt register", "Mängelliste Neubau", "Dette technique – tarifs", "what's next", "追加したい機能", "roadmap"},
			[]string{"bugle", "how it works", "Playwright with Next.js", "glossary"}},
		"requirements": {IsRequirementsFile, []string{"PRD: parking", "Lastenheft Parkuhr", "Cahier des charges – vestiaire", "要件定義書"},
			[]string{"design of the dock"}},
		"demands": {IsRequirementsTitle, []string{"4. Functional requirements", "3 Produktfunktionen", "Features", "Fonctionnalités attendues", "we need"},
			[]string{"Non-functional requirements", "Nichtfunktionale Anforderungen", "Feature: audit", "Overview"}},
		"begins as demands": {BeginsAsRequirements,
			[]string{"4. Functional requirements of the MVP", "Funktionale Anforderungen an die erste Fassung", "Musskriterien"},
			[]string{"Non-functional requirements of the MVP", "Features of the old desk", "Functional tests"}},
		"refusals": {IsRefusalTitle, []string{"Won't have (this year)", "Not in 2026", "Deliberately left out",
			"Abgelehnt", "Machen wir nicht", "Descartado", "不做", "やらないこと",
			"We don't need", "Rejected", "Hors périmètre"},
			[]string{"Not started", "Not yet", "Wichtig, nicht dringend", "Nicht begonnen", "Now", "Notes", "No.", "Done", "no epic", "Todo"}},
		"groups":  {IsGroupTitle, []string{"theme: trust", "feature: audit", "modul 2: konto"}, []string{"theme", "print: twice", "feature:"}},
		"asides":  {IsAsideTitle, []string{"How we choose", "1. Notes", "Cómo calculamos"}, []string{"Como cliente quiero pagar", "However", "Now"}},
		"columns": {IsColumnTitle, []string{"inbox", "this week"}, []string{"inbox rules"}},
		"epics":   {IsEpicsTitle, []string{"Epics", "2. Épicas"}, []string{"Epic", "Epics and stories"}},
		"errors":  {IsErrorTitle, []string{"API error codes", "Fehlercodes"}, []string{"terror", "codes"}},
		"texts":   {IsTextLabel, []string{"Description:", "Beschreibung"}, []string{"Title"}},
	} {
		for _, s := range test.yes {
			if !test.is(Fold(s)) {
				t.Errorf("%s: not %q", name, s)
			}
		}
		for _, s := range test.no {
			if test.is(Fold(s)) {
				t.Errorf("%s: %q", name, s)
			}
		}
	}
}

// A number before a unit is a quantity.
func TestQuantities(t *testing.T) {
	for text, want := range map[string]bool{"2.5 kg potatoes": false, "1.5 l water": false, "2.5 Login": true, "1.1 In-app purchases": true, "2.1": false} {
		if got := ScanLead(text).Found; got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

// Sentences of user stories in the north.
func TestNordicSentences(t *testing.T) {
	for _, s := range []string{"Som gäst vill jag boka bastun", "Som gæst vil jeg bestille en sauna", "Som gjest ønsker jeg å bestille"} {
		if role, wants := ScanSentence(s); !role || !wants {
			t.Errorf("%q: %t, %t", s, role, wants)
		}
	}
}
