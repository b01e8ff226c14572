package lexicon

import (
	"strings"
	"testing"
)

// sentences are what a file in each language may say.
var sentences = map[Language]string{
	"en": "As a user I want to export the report so that it can be sent with the invoice.",
	"es": "Como usuario quiero exportar el informe para que se pueda enviar con la factura.",
	"pt": "Como usuário quero exportar o relatório para que não tenha de ser enviado em papel.",
	"fr": "En tant que comptable je veux exporter le rapport pour l’envoyer avec la facture.",
	"de": "Als Nutzer möchte ich den Bericht ausgeben, damit er mit der Rechnung nicht verloren geht.",
	"it": "Come utente voglio esportare il rapporto per inviarlo con ogni fattura.",
}

func TestDetectLanguage(t *testing.T) {
	t.Parallel()
	for want, text := range sentences {
		for _, text := range []string{text, strings.ToUpper(text), "# US-1\n\n- [ ] “" + text + "”\n"} {
			if got := DetectLanguage(text); got != want {
				t.Errorf("%q is in %q", text, got)
			}
		}
	}
	for text, want := range map[string]Language{
		"# Te doen\n- kaart van de haven\n- mail bij vertraging":                             "nl",
		"# Offene Punkte\n- Liste der Boote im Hafen\n- Karte zum Ausdrucken":                "de",
		"# Por hacer\n- Lista de barcos y capitanes\n- Aviso en el muelle":                   "es",
		"# Att göra\n- Visa kartan på telefonen\n- Skicka ett mejl när båten är sen":         "sv",
		"# Do zrobienia\n- Mapa portu dla gości\n- Jako żeglarz chcę zapłacić przez telefon": "pl",
		"# Lista\n- Nagrania do ćwiczeń\n- Dojazdy do portu":                                 "pl",
		"# Бэклог\n- [ ] Печать билетов\n- [x] Поиск по API":                                 "ru",
		"# Завдання\n- [ ] Друк квитків і їхня відправка":                                    "uk",
		"# 待办\n- [ ] 导出报表 PDF\n- [ ] US-2 登录":                                                "zh",
		"# やること\n- [ ] 予約の変更\n- [ ] 支払い":                                                     "ja",
		"# タスク一覧\n- [ ] 領収書印刷機能\n- [ ] 検索":                                                   "ja",
		"# 할 일\n- [ ] 영수증 인쇄":                                                                "ko",
		"# Εργασίες\n- Εκτύπωση":                                                             "el",
		"# Order of the 待办 list\n- print the receipt":                                        "en",
		"# Те: notes on the history of the harbour and its boats":                            "en",
		"# Shop\n- [ ] Log in\n- [ ] Log on":                                                 "en",
		"# Shop\n- [ ] Look at pages":                                                        "en",
		"# Ferry\n## License\nMIT":                                                           "en",
		"":                                                                                   "en",
		"US-1 · EPIC-2":                                                                      "en",
		"con para":                                                                           "es", // of Spanish and Italian: the first
		"the para":                                                                           "en", // none leads
		strings.Repeat("der ", LanguageSample/4) + strings.Repeat("the ", LanguageSample):    "de", // the beginning counts
	} {
		if got := DetectLanguage(text); got != want {
			t.Errorf("%.20q is in %q, want %q", text, got, want)
		}
	}
}

// A language that nobody knows is written in English.
func TestUnknownLanguage(t *testing.T) {
	t.Parallel()
	if WordingOf("xx") != Wordings["en"] || *ComposedOf("xx") != *ComposedOf("en") || EpicWord("xx") != "Epic" || StatusWord("xx", StatusDone) != "Done" {
		t.Error("the words of an unknown language are not English")
	}
}

// What is written in a language is read as what it means, and in that language.
func TestWordsAreRead(t *testing.T) {
	t.Parallel()
	for l, w := range Wordings {
		for word, want := range map[string]Status{
			w.Created: StatusCreated, w.Pending: StatusPending,
			StatusWord(l, StatusDone): StatusDone, StatusWord(l, StatusTodo): StatusTodo, StatusWord(l, StatusDropped): StatusDropped,
		} {
			if got, is := ReadStatus(word); got != want || !is {
				t.Errorf("%s: %q is read as %q, a word: %t, want %q", l, word, got, is, want)
			}
		}
		if !IsPlaceholder([]byte("_" + w.Pending + "_")) {
			t.Errorf("%s: %q is no placeholder", l, w.Pending)
		}
		if !RelationHeadings[Fold(w.RelationTitle)] {
			t.Errorf("%s: %q heads no relations", l, w.RelationTitle)
		}
		if lead := ScanLead(EpicWord(l) + " 1: A"); !lead.Epic || lead.Id.Key() != "epic-1" {
			t.Errorf("%s: %q is read as %+v", l, EpicWord(l), lead)
		}

		// The words of a composed file head columns.
		c := ComposedOf(l)
		for heading, want := range map[string]ColumnRole{c.Milestone: RoleMilestone, c.Epic: RoleEpic, c.Status: RoleStatus} {
			if got := ColumnOf(heading); got != want {
				t.Errorf("%s: %q is column %d, want %d", l, heading, got, want)
			}
		}
		for heading, want := range map[string]StoryColumn{c.Labels: ColumnLabels, c.Assignees: ColumnAssignee, c.Points: ColumnPoints, c.Status: ColumnStatus} {
			if got, whole := StoryColumnOf(heading); got != want || !whole {
				t.Errorf("%s: %q is column %d of stories, want %d", l, heading, got, want)
			}
		}
		for label, want := range map[string]FieldRole{c.Labels: FieldLabels, c.Assignees: FieldAssignee, c.Points: FieldPoints, c.Due: FieldDue} {
			if got := FieldOf(label); got != want {
				t.Errorf("%s: %q is field %d, want %d", l, label, got, want)
			}
		}
		for word, want := range map[string]Status{c.Open: StatusTodo, c.Closed: StatusDone} {
			if got, _ := ReadStatus(word); got != want {
				t.Errorf("%s: %q is read as %q, want %q", l, word, got, want)
			}
		}
		if !TopicsOf(Fold(c.Stories)).Has(OfBacklog) {
			t.Errorf("%s: %q heads no stories", l, c.Stories)
		}
	}
}
