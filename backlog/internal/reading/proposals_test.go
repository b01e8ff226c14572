package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"golang.org/x/tools/txtar"
)

// One of the first three proposals reads what people mean by files without IDs.
func TestProposalsOfPlainFiles(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/proposals.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(archive.Files); i += 2 {
		src, want := archive.Files[i].Data, strings.Split(strings.TrimSpace(string(archive.Files[i+1].Data)), "\n")
		proposals := reading.Propose(src, reading.Options{})
		var all [][]string
		for _, p := range proposals[:min(3, len(proposals))] {
			var got []string
			if strings.HasPrefix(want[0], "epic ") {
				for _, e := range p.Result.Epics {
					got = append(got, "epic "+e.Title)
				}
			}
			for _, s := range p.Result.Stories {
				got = append(got, "story "+s.Title)
			}
			all = append(all, got)
		}
		if !slices.ContainsFunc(all, func(got []string) bool { return slices.Equal(got, want) }) {
			t.Errorf("%s: none of the first three proposals is %q:\n%q", archive.Files[i].Name, want, all)
		}
	}
}

// What patterns make of the epics that are read without help takes no place beside
// these, if the stories are the same; what they make of more stories has one.
func TestProposalsBesideWhatIsRead(t *testing.T) {
	phases := "# Tareas\n\n## Fase 1: Preparación\n\n- [x] T001 Crear la estructura\n- [x] T002 [P] Configurar ESLint\n\n" +
		"## Fase 2: Fundamentos\n\n- [ ] T003 Esquema de base de datos\n- [ ] T004 [P] Middleware\n\n" +
		"## Fase 3: Historia de usuario 1 - Reservar una pista (Prioridad: P1)\n\n- [ ] T005 [US1] Modelo Reserva\n- [ ] T006 [US1] Pantalla\n\n" +
		"## Fase 4: Historia de usuario 2 - Cancelar (Prioridad: P2)\n\n- [ ] T007 [US2] Endpoint\n- [ ] T008 [US2] Aviso por correo\n\n" +
		"## Dependencies\n\n- La fase 2 bloquea todas las historias\n"
	two := reading.Propose([]byte(phases), reading.Options{})[:2]
	if a, b := two[0].Result, two[1].Result; len(a.Epics) != 2 || len(a.Stories) != 8 || len(b.Stories) == 8 {
		t.Errorf("%d epics and %d stories, then %d and %d with %v", len(a.Epics), len(a.Stories), len(b.Epics), len(b.Stories), two[1].Read)
	}
	lists := "# Produktanforderungen\n\n## Anforderungen\n\n**Termine**\n\n1. Trainer können ein Training mit Grund absagen\n" +
		"2. Eltern bekommen bei Absage eine Push-Nachricht\n3. Spieler können zu- und absagen\n\n**Mitglieder**\n\n" +
		"1. Neue Mitglieder können den Antrag digital unterschreiben\n2. Die Kasse kann SEPA-Lastschriften als XML erzeugen\n\n" +
		"**Ehrenamt**\n\n1. Dienste am Grill können ausgeschrieben werden\n2. Geleistete Stunden werden dem Mitglied gutgeschrieben\n"
	two = reading.Propose([]byte(lists), reading.Options{})[:2]
	if a, b := two[0].Result, two[1].Result; len(a.Stories) != 3 || len(b.Stories) != 7 {
		t.Errorf("%d stories, then %d with %v", len(a.Stories), len(b.Stories), two[1].Read)
	}
}

// Fields that hold nothing but the ID of an epic are proposed as nothing.
func TestFieldsThatNameEpicsAreNotProposed(t *testing.T) {
	board := "# Board\n\n## To do\n\n- [ ] LOAN-PICKUP-001 Print a slip for the shelf\n  - Summary: So that the courier finds the box.\n  - Epic: EPIC-004\n" +
		"- [ ] LOAN-PICKUP-002 Send a code to the reader\n  - Summary: Valid for one day.\n  - Epic: EPIC-004\n"
	for _, p := range reading.Propose([]byte(board), reading.Options{}) {
		if slices.Contains(append(p.Read.Epics, p.Read.Stories...), "  - Epic: {title}") {
			t.Errorf("%v is proposed", p.Read)
		}
	}
}

// Labels that are alike hide no phases above them: these are proposed as epics, too.
func TestProposalsOfPhasesAboveLabels(t *testing.T) {
	src := "# Roadmap\n\n## v1.2 (next)\n\n" +
		"### Phase 1: Hives\n\n**Goal:** A hive has a page.\n\n" +
		"**Plans:** 2/2 done\n\n- [x] Hive list\n- [x] Visit form\n\n" +
		"### Phase 2: Field use\n\n**Goal:** No network.\n\n" +
		"**Plans:** 1/3 done\n\n- [x] Offline queue\n- [ ] Photo of a frame\n- [ ] Map\n\n" +
		"### Phase 3: Sharing\n\n**Goal:** Two people.\n\n- [ ] Invitations\n"
	if !slices.ContainsFunc(reading.Propose([]byte(src), reading.Options{}), func(p reading.Proposal) bool {
		return len(p.Result.Epics) == 3 && len(p.Result.Stories) == 6
	}) {
		t.Error("no proposal has the three phases as epics of the six stories")
	}
}
