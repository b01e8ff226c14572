package lexicon

// Composed are the words of a file that is composed anew.
type Composed struct {
	Milestones, Milestone, Epic, Status, Open, Closed string
	Stories, Labels, Assignees, Points, Due           string
}

// ComposedOf returns the words of a language, those of English for one that it does
// not know.
func ComposedOf(l Language) *Composed {
	switch l {
	case "es":
		return &Composed{"Milestones", "Milestone", "Épica", "Estado", "Abierto", "Cerrado", "Historias", "Etiquetas", "Asignado", "Puntos", "Vencimiento"}
	case "pt":
		return &Composed{"Milestones", "Milestone", "Épico", "Estado", "Aberto", "Fechado", "Histórias", "Etiquetas", "Responsável", "Pontos", "Prazo"}
	case "fr":
		return &Composed{"Milestones", "Milestone", "Épopée", "Statut", "Ouvert", "Terminé", "Histoires", "Étiquettes", "Responsable", "Points", "Échéance"}
	case "de":
		return &Composed{"Milestones", "Milestone", "Epic", "Status", "Offen", "Geschlossen", "User Stories", "Labels", "Zuständig", "Punkte", "Fällig"}
	case "it":
		return &Composed{"Milestone", "Milestone", "Epica", "Stato", "Aperto", "Chiuso", "Storie", "Etichette", "Responsabile", "Punti", "Scadenza"}
	default:
		return &Composed{"Milestones", "Milestone", "Epic", "Status", "Open", "Closed", "Stories", "Labels", "Assignee", "Points", "Due"}
	}
}

// EpicWord returns the word for an epic.
func EpicWord(l Language) string {
	switch l {
	case "es":
		return "Épica"
	case "it":
		return "Epica"
	case "pt":
		return "Épico"
	case "fr":
		return "Épopée"
	default:
		return "Epic"
	}
}

// StatusWord returns the word for a status of work.
func StatusWord(l Language, s Status) string {
	words := map[Language][3]string{
		"en": {"Done", "To do", "Cancelled"}, "es": {"Hecho", "Por hacer", "Cancelado"}, "pt": {"Feito", "A fazer", "Cancelado"},
		"fr": {"Terminé", "À faire", "Annulé"}, "de": {"Erledigt", "Offen", "Verworfen"}, "it": {"Completato", "Da fare", "Annullato"},
	}
	w, ok := words[l]
	if !ok {
		w = words["en"]
	}
	switch s {
	case StatusDone:
		return w[0]
	case StatusDropped:
		return w[2]
	default:
		return w[1]
	}
}
