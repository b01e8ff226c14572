package backlog

import "strings"

// The words that files are read with. All keys are folded: lower case without
// accents.

var epicWords = set("epic", "epica", "epico", "epique", "epopee", "epik", "epos")

var storyWords = set("story", "historia", "histoire", "recit", "storia", "stori")

// storyCodes are abbreviations for a story that begin an ID.
var storyCodes = set("us", "hu", "st", "story")

// A columnRole is what a column of a table is for.
type columnRole uint8

const (
	roleNone columnRole = iota
	roleMilestone
	roleEpic
	roleStatus
	roleKind
	roleID
	roleURL
	roleDate
	roleOwner
)

var columnWords = map[string]columnRole{
	"milestone": roleMilestone, "milestones": roleMilestone, "hito": roleMilestone, "marco": roleMilestone,
	"jalon": roleMilestone, "meilenstein": roleMilestone, "pietra miliare": roleMilestone, "traguardo": roleMilestone,

	"epic": roleEpic, "epics": roleEpic, "epica": roleEpic, "epicas": roleEpic, "epico": roleEpic, "epique": roleEpic, "epopee": roleEpic,

	"status": roleStatus, "estado": roleStatus, "statut": roleStatus, "stato": roleStatus, "etat": roleStatus,
	"state": roleStatus, "zustand": roleStatus, "situacao": roleStatus,

	"type": roleKind, "tipo": roleKind, "typ": roleKind, "art": roleKind, "kind": roleKind,

	"id": roleID, "identifier": roleID, "identificador": roleID, "identifiant": roleID, "identificatore": roleID,
	"kennung": roleID, "bezeichner": roleID, "identifikator": roleID,

	"url": roleURL, "link": roleURL, "enlace": roleURL, "lien": roleURL, "collegamento": roleURL, "address": roleURL, "adresse": roleURL,

	"date": roleDate, "fecha": roleDate, "data": roleDate, "datum": roleDate, "created": roleDate, "creado": roleDate,
	"time": roleDate, "zeit": roleDate, "zeitpunkt": roleDate, "heure": roleDate, "hora": roleDate, "ora": roleDate,

	"responsible": roleOwner, "responsable": roleOwner, "responsavel": roleOwner, "verantwortlich": roleOwner,
	"responsabile": roleOwner, "owner": roleOwner, "created by": roleOwner, "creado por": roleOwner, "verantwortliche": roleOwner,
}

// columnOf tells the role of a column by its heading. Where the whole heading
// says nothing, one word of it may: "URL GitHub", "UTC date".
func columnOf(heading string) columnRole {
	h := strings.TrimSpace(fold(heading))
	if r, ok := columnWords[h]; ok {
		return r
	}
	for word := range strings.FieldsFuncSeq(h, func(c rune) bool { return !isWordRune(c) || c == '-' }) {
		if r := columnWords[word]; r == roleURL || r == roleDate || r == roleOwner {
			return r
		}
	}
	return roleNone
}

// kindWords tell what a ledger row is about.
var kindWords = map[string]Kind{
	"milestone": KindMilestone, "hito": KindMilestone, "marco": KindMilestone, "jalon": KindMilestone, "meilenstein": KindMilestone,
	"traguardo": KindMilestone, "epic": KindMilestone, "epica": KindMilestone,
	"issue": KindIssue, "incidencia": KindIssue, "story": KindIssue, "historia": KindIssue, "ticket": KindIssue, "vorgang": KindIssue,
}

// statusWords are the words of status cells and fields. A word counts if the
// text begins with it, after a mark.
var statusWords = map[string]Status{
	"pendiente": StatusPending, "pending": StatusPending, "pendente": StatusPending, "en attente": StatusPending,
	"ausstehend": StatusPending, "in attesa": StatusPending, "a creer": StatusPending, "to create": StatusPending, "anzulegen": StatusPending,
	"da creare": StatusPending, "por crear": StatusPending, "a criar": StatusPending, "not created": StatusPending,

	"creado": StatusCreated, "creada": StatusCreated, "created": StatusCreated, "criado": StatusCreated, "criada": StatusCreated,
	"cree": StatusCreated, "creee": StatusCreated, "angelegt": StatusCreated, "erstellt": StatusCreated, "creato": StatusCreated, "creata": StatusCreated,
	"registrado": StatusCreated, "registered": StatusCreated,

	"done": StatusDone, "complete": StatusDone, "completed": StatusDone, "finished": StatusDone, "closed": StatusDone, "implemented": StatusDone,
	"hecho": StatusDone, "hecha": StatusDone, "completado": StatusDone, "completada": StatusDone, "terminado": StatusDone, "terminada": StatusDone,
	"implementado": StatusDone, "implementada": StatusDone, "cerrado": StatusDone, "finalizado": StatusDone, "finalizada": StatusDone,
	"concluido": StatusDone, "concluida": StatusDone, "feito": StatusDone, "feita": StatusDone, "pronto": StatusDone,
	"termine": StatusDone, "terminee": StatusDone, "livre": StatusDone, "livree": StatusDone, "fait": StatusDone, "faite": StatusDone,
	"erledigt": StatusDone, "fertig": StatusDone, "abgeschlossen": StatusDone,
	"fatto": StatusDone, "fatta": StatusDone, "completato": StatusDone, "completata": StatusDone, "chiuso": StatusDone,

	"in progress": StatusDoing, "doing": StatusDoing, "wip": StatusDoing, "en progreso": StatusDoing, "en curso": StatusDoing,
	"em andamento": StatusDoing, "em progresso": StatusDoing, "en cours": StatusDoing, "in arbeit": StatusDoing, "in corso": StatusDoing,
	"in lavorazione": StatusDoing,

	"todo": StatusTodo, "to do": StatusTodo, "open": StatusTodo, "planned": StatusTodo, "backlog": StatusTodo, "ready": StatusTodo,
	"not started": StatusTodo, "por hacer": StatusTodo, "abierto": StatusTodo, "planificado": StatusTodo, "no iniciado": StatusTodo,
	"a fazer": StatusTodo, "aberto": StatusTodo, "nao iniciado": StatusTodo, "planejado": StatusTodo,
	"a faire": StatusTodo, "a demarrer": StatusTodo, "a planifier": StatusTodo, "ouvert": StatusTodo, "planifie": StatusTodo,
	"offen": StatusTodo, "geplant": StatusTodo, "zu erledigen": StatusTodo,
	"da fare": StatusTodo, "aperto": StatusTodo, "pianificato": StatusTodo, "da iniziare": StatusTodo,
}

// readStatus tells the status that a cell or field names, and whether it says
// so in a word rather than in a mark alone.
func readStatus(text string) (status Status, word bool) {
	mark, rest := cutMark(strings.TrimSpace(text))
	words := strings.FieldsFunc(fold(rest), func(r rune) bool { return !isWordRune(r) })
	for n := min(2, len(words)); n > 0; n-- {
		if s, ok := statusWords[strings.Join(words[:n], " ")]; ok {
			return s, true
		}
	}
	return mark, false
}

func isWordRune(r rune) bool { return r == '-' || r >= 'a' && r <= 'z' || r > 0x7f && !isMark(r) }

// Marks are signs for a state in front of a status or behind a title.
var marks = map[rune]Status{
	'✅': StatusCreated, '☑': StatusCreated, '✔': StatusCreated, '🟢': StatusDoing,
	'⬜': StatusPending, '☐': StatusPending, '⏳': StatusPending, '🔲': StatusPending, '◻': StatusPending,
	'🚧': StatusDoing, '🔄': StatusDoing, '🟡': "", '🔴': "", '🔵': "", '⚪': StatusPending, '❌': StatusPending,
}

func isMark(r rune) bool {
	_, ok := marks[r]
	return ok || r == '\ufe0f'
}

// cutMark takes a mark off the beginning of a text.
func cutMark(s string) (Status, string) {
	var status Status
	for {
		i := strings.IndexFunc(s, func(r rune) bool { return !isMark(r) && r != ' ' })
		if i < 0 {
			i = len(s)
		}
		if i == 0 {
			return status, s
		}
		for _, r := range s[:i] {
			if m := marks[r]; m != "" {
				status = m
			}
		}
		s = s[i:]
	}
}

// cutTrailingMarks takes marks off the end of a title.
func cutTrailingMarks(s string) (title string, status Status) {
	for {
		t := strings.TrimRightFunc(s, func(r rune) bool { return isMark(r) || r == ' ' })
		if len(t) == len(s) || t == "" {
			return s, status
		}
		_, _ = cutMark("")
		status, _ = cutMark(s[len(t):])
		s = t
	}
}

// placeholders stand in ledger cells for what is not known yet.
var placeholders = set("", "-", "--", "–", "—", "?", "…", "...", "tbd", "n/a", "todo", "pendiente", "pending", "pendente", "en attente",
	"ausstehend", "in attesa", "por definir", "a definir")

// isPlaceholder reports whether a cell, as written, says that nothing is known
// yet.
func isPlaceholder(raw []byte) bool {
	if len(raw) > 24 {
		return false
	}
	for len(raw) > 0 && (raw[0] == '_' || raw[0] == '*' || raw[0] == ' ') {
		raw = raw[1:]
	}
	for n := len(raw); n > 0 && (raw[n-1] == '_' || raw[n-1] == '*' || raw[n-1] == ' '); n-- {
		raw = raw[:n-1]
	}
	if placeholders[string(raw)] {
		return true
	}
	if len(raw) > 0 && raw[0] >= '0' && raw[0] <= '9' || len(raw) > 8 && strings.Contains(string(raw[:8]), ":") {
		return false
	}
	return placeholders[fold(string(raw))]
}

// A fieldRole is what a field of a story is for.
type fieldRole uint8

const (
	fieldUnknown fieldRole = iota
	fieldStatus
	fieldPriority
	fieldPoints
	fieldLabels
	fieldAssignee
	fieldDue
	fieldDepends
	fieldEpic
	fieldCriteria
)

var fieldWords = map[string]fieldRole{
	"status": fieldStatus, "estado": fieldStatus, "statut": fieldStatus, "stato": fieldStatus, "etat": fieldStatus,

	"priority": fieldPriority, "prioridad": fieldPriority, "prioridade": fieldPriority, "priorite": fieldPriority, "prioritat": fieldPriority,
	"prio": fieldPriority, "priorita": fieldPriority,

	"story points": fieldPoints, "points": fieldPoints, "puntos": fieldPoints, "puntos de historia": fieldPoints, "pontos": fieldPoints,
	"punti": fieldPoints, "punkte": fieldPoints, "sp": fieldPoints, "estimate": fieldPoints, "estimacion": fieldPoints, "estimativa": fieldPoints,
	"estimation": fieldPoints, "stima": fieldPoints, "schatzung": fieldPoints,

	"labels": fieldLabels, "label": fieldLabels, "tags": fieldLabels, "etiquetas": fieldLabels, "etiquettes": fieldLabels, "etichette": fieldLabels,
	"rotulos": fieldLabels,

	"assignee": fieldAssignee, "assignees": fieldAssignee, "assigned to": fieldAssignee, "owner": fieldAssignee, "asignado a": fieldAssignee,
	"asignado": fieldAssignee, "responsable": fieldAssignee, "responsible": fieldAssignee, "atribuido a": fieldAssignee, "responsavel": fieldAssignee,
	"assigne a": fieldAssignee, "zugewiesen an": fieldAssignee, "verantwortlich": fieldAssignee, "assegnato a": fieldAssignee, "responsabile": fieldAssignee,

	"due": fieldDue, "due date": fieldDue, "deadline": fieldDue, "fecha limite": fieldDue, "vencimiento": fieldDue, "prazo": fieldDue,
	"echeance": fieldDue, "fallig": fieldDue, "falligkeit": fieldDue, "scadenza": fieldDue,

	"depends on": fieldDepends, "dependencies": fieldDepends, "prerequisites": fieldDepends, "blocked by": fieldDepends,
	"dependencias": fieldDepends, "depende de": fieldDepends, "prerrequisitos": fieldDepends, "dependances": fieldDepends, "depend de": fieldDepends, "prerequis": fieldDepends,
	"abhangigkeiten": fieldDepends, "hangt ab von": fieldDepends, "dipendenze": fieldDepends, "dipende da": fieldDepends,

	"epic": fieldEpic, "epica": fieldEpic, "epico": fieldEpic, "epique": fieldEpic,

	"acceptance criteria": fieldCriteria, "criterios de aceptacion": fieldCriteria, "criterios de aceitacao": fieldCriteria, "criterios de aceite": fieldCriteria,
	"criteres d'acceptation": fieldCriteria, "akzeptanzkriterien": fieldCriteria, "criteri di accettazione": fieldCriteria,
}

func fieldOf(label string) fieldRole {
	return fieldWords[strings.ReplaceAll(strings.TrimSpace(fold(label)), "’", "'")]
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
