package cli

import (
	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/evidence"
)

// pageWords are the words of a page in one language.
type pageWords struct {
	Progress, ClosedOf, RegisteredOf                 string
	Closed, Open, Missing, Drifted, Conflict         string
	OpenOne, ClosedOne, MissingOne                   string // of one story or milestone
	Evidence, Findings, Holds, Differs, NotVerified  string
	Verified, DiffersShort, Gone, Recorded, Observed string
	InFile, InTracker                                string
	Milestone, NoEpic                                string
	Search, State, All, Remarks, NoMatch             string
	Asked, ServerDate                                string

	Facts  map[evidence.Fact]string
	Fields map[string]string // of drift
}

// wordsOf returns the words of a language, those of English for one that it does
// not know.
func wordsOf(l backlog.Language) *pageWords {
	if w, ok := pageLanguages[l]; ok {
		return w
	}
	return pageLanguages["en"]
}

func factWords(row, existence, url, identifier, created, responsible, milestone string) map[evidence.Fact]string {
	return map[evidence.Fact]string{
		evidence.FactRow: row, evidence.FactExistence: existence, evidence.FactURL: url, evidence.FactIdentifier: identifier,
		evidence.FactCreated: created, evidence.FactResponsible: responsible, evidence.FactMilestone: milestone,
	}
}

func fieldWords(title, text, milestone, state, due, labels, assignees string) map[string]string {
	return map[string]string{
		"title": title, "text": text, "milestone": milestone, "state": state, "due": due, "labels": labels, "assignees": assignees,
	}
}

var pageLanguages = map[backlog.Language]*pageWords{
	"en": {
		Progress: "Progress", ClosedOf: "%d of %d stories closed", RegisteredOf: "%d of %d stories registered",
		Closed: "Closed", Open: "Open", Missing: "Not in the tracker", Drifted: "Changed in the tracker", Conflict: "In conflict",
		OpenOne: "Open", ClosedOne: "Closed", MissingOne: "Missing",
		Evidence: "Evidence", Findings: "Findings", Holds: "Every recorded fact holds: %d rows were checked.",
		Differs: "Recorded facts that do not hold", NotVerified: "Made from the files alone. No fact was checked.",
		Verified: "Verified", DiffersShort: "Differs", Gone: "No longer exists", Recorded: "Recorded", Observed: "In the tracker",
		InFile: "In the file", InTracker: "In the tracker", Milestone: "Milestone", NoEpic: "Without an epic",
		Search: "Filter by text", State: "State", All: "All", Remarks: "With remarks", NoMatch: "Nothing matches the filter.",
		Asked: "Read from", ServerDate: "date of the server:",
		Facts:  factWords("row in the ledger", "existence", "address", "identifier", "time of creation", "responsible", "milestone"),
		Fields: fieldWords("title", "text", "milestone", "state", "due date", "labels", "assignees"),
	},
	"es": {
		Progress: "Progreso", ClosedOf: "%d de %d historias cerradas", RegisteredOf: "%d de %d historias registradas",
		Closed: "Cerradas", Open: "Abiertas", Missing: "No registradas", Drifted: "Cambiadas en el tracker", Conflict: "En conflicto",
		OpenOne: "Abierta", ClosedOne: "Cerrada", MissingOne: "Falta",
		Evidence: "Evidencia", Findings: "Hallazgos", Holds: "Todos los hechos registrados se cumplen: %d filas comprobadas.",
		Differs: "Hechos registrados que no se cumplen", NotVerified: "Hecho solo a partir de los archivos. No se comprobó ningún hecho.",
		Verified: "Verificado", DiffersShort: "Difiere", Gone: "Ya no existe", Recorded: "Registrado", Observed: "En el tracker",
		InFile: "En el archivo", InTracker: "En el tracker", Milestone: "Milestone", NoEpic: "Sin épica",
		Search: "Filtrar por texto", State: "Estado", All: "Todas", Remarks: "Con observaciones", NoMatch: "Nada coincide con el filtro.",
		Asked: "Leído de", ServerDate: "fecha del servidor:",
		Facts:  factWords("fila en el registro", "existencia", "dirección", "identificador", "fecha de creación", "responsable", "milestone"),
		Fields: fieldWords("título", "texto", "milestone", "estado", "fecha límite", "etiquetas", "asignados"),
	},
	"pt": {
		Progress: "Progresso", ClosedOf: "%d de %d histórias fechadas", RegisteredOf: "%d de %d histórias registradas",
		Closed: "Fechadas", Open: "Abertas", Missing: "Não registradas", Drifted: "Alteradas no tracker", Conflict: "Em conflito",
		OpenOne: "Aberta", ClosedOne: "Fechada", MissingOne: "Falta",
		Evidence: "Evidência", Findings: "Divergências", Holds: "Todos os fatos registrados conferem: %d linhas verificadas.",
		Differs: "Fatos registrados que não conferem", NotVerified: "Feito apenas a partir dos arquivos. Nenhum fato foi verificado.",
		Verified: "Verificado", DiffersShort: "Difere", Gone: "Não existe mais", Recorded: "Registrado", Observed: "No tracker",
		InFile: "No arquivo", InTracker: "No tracker", Milestone: "Milestone", NoEpic: "Sem épico",
		Search: "Filtrar por texto", State: "Estado", All: "Todas", Remarks: "Com observações", NoMatch: "Nada corresponde ao filtro.",
		Asked: "Lido de", ServerDate: "data do servidor:",
		Facts:  factWords("linha no registro", "existência", "endereço", "identificador", "data de criação", "responsável", "milestone"),
		Fields: fieldWords("título", "texto", "milestone", "estado", "prazo", "etiquetas", "atribuídos"),
	},
	"fr": {
		Progress: "Avancement", ClosedOf: "%d récits fermés sur %d", RegisteredOf: "%d récits enregistrés sur %d",
		Closed: "Fermés", Open: "Ouverts", Missing: "Non enregistrés", Drifted: "Modifiés dans le tracker", Conflict: "En conflit",
		OpenOne: "Ouvert", ClosedOne: "Fermé", MissingOne: "Absent",
		Evidence: "Preuves", Findings: "Écarts", Holds: "Tous les faits enregistrés sont exacts : %d lignes vérifiées.",
		Differs: "Faits enregistrés qui ne sont pas exacts", NotVerified: "Établi à partir des fichiers seuls. Aucun fait n’a été vérifié.",
		Verified: "Vérifié", DiffersShort: "Diffère", Gone: "N’existe plus", Recorded: "Enregistré", Observed: "Dans le tracker",
		InFile: "Dans le fichier", InTracker: "Dans le tracker", Milestone: "Milestone", NoEpic: "Sans épopée",
		Search: "Filtrer par texte", State: "État", All: "Tous", Remarks: "Avec remarques", NoMatch: "Rien ne correspond au filtre.",
		Asked: "Lu depuis", ServerDate: "date du serveur :",
		Facts:  factWords("ligne du registre", "existence", "adresse", "identifiant", "date de création", "responsable", "milestone"),
		Fields: fieldWords("titre", "texte", "milestone", "état", "échéance", "étiquettes", "assignés"),
	},
	"de": {
		Progress: "Fortschritt", ClosedOf: "%d von %d Storys geschlossen", RegisteredOf: "%d von %d Storys angelegt",
		Closed: "Geschlossen", Open: "Offen", Missing: "Nicht angelegt", Drifted: "Im Tracker geändert", Conflict: "Im Konflikt",
		OpenOne: "Offen", ClosedOne: "Geschlossen", MissingOne: "Fehlt",
		Evidence: "Nachweise", Findings: "Abweichungen", Holds: "Alle eingetragenen Angaben stimmen: %d Zeilen geprüft.",
		Differs: "Eingetragene Angaben, die nicht stimmen", NotVerified: "Nur aus den Dateien erstellt. Keine Angabe wurde geprüft.",
		Verified: "Geprüft", DiffersShort: "Weicht ab", Gone: "Gibt es nicht mehr", Recorded: "Eingetragen", Observed: "Im Tracker",
		InFile: "In der Datei", InTracker: "Im Tracker", Milestone: "Meilenstein", NoEpic: "Ohne Epic",
		Search: "Nach Text filtern", State: "Zustand", All: "Alle", Remarks: "Mit Anmerkungen", NoMatch: "Nichts passt zum Filter.",
		Asked: "Gelesen von", ServerDate: "Datum des Servers:",
		Facts:  factWords("Zeile im Nachweis", "Bestehen", "Adresse", "Kennung", "Zeitpunkt der Anlage", "verantwortlich", "Meilenstein"),
		Fields: fieldWords("Titel", "Text", "Meilenstein", "Zustand", "Fälligkeit", "Labels", "Zugewiesene"),
	},
	"it": {
		Progress: "Avanzamento", ClosedOf: "%d storie chiuse su %d", RegisteredOf: "%d storie registrate su %d",
		Closed: "Chiuse", Open: "Aperte", Missing: "Non registrate", Drifted: "Modificate nel tracker", Conflict: "In conflitto",
		OpenOne: "Aperta", ClosedOne: "Chiusa", MissingOne: "Manca",
		Evidence: "Evidenze", Findings: "Differenze", Holds: "Tutti i fatti registrati sono confermati: %d righe verificate.",
		Differs: "Fatti registrati che non sono confermati", NotVerified: "Fatto solo a partire dai file. Nessun fatto è stato verificato.",
		Verified: "Verificato", DiffersShort: "Differisce", Gone: "Non esiste più", Recorded: "Registrato", Observed: "Nel tracker",
		InFile: "Nel file", InTracker: "Nel tracker", Milestone: "Milestone", NoEpic: "Senza epica",
		Search: "Filtra per testo", State: "Stato", All: "Tutte", Remarks: "Con osservazioni", NoMatch: "Nulla corrisponde al filtro.",
		Asked: "Letto da", ServerDate: "data del server:",
		Facts:  factWords("riga nel registro", "esistenza", "indirizzo", "identificatore", "data di creazione", "responsabile", "milestone"),
		Fields: fieldWords("titolo", "testo", "milestone", "stato", "scadenza", "etichette", "assegnatari"),
	},
}
