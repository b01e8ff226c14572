package lexicon

import (
	"strings"
)

// ReadYes reads the value of a field that asks whether something is done.
func ReadYes(value string) *bool {
	words := strings.FieldsFunc(Fold(value), func(r rune) bool { return !IsWordRune(r) })
	switch status, _ := ReadStatus(value); {
	case len(words) > 0 && yesWords[words[0]]:
		return new(true)
	case len(words) > 0 && noWords[words[0]]:
		return new(false)
	case status != "":
		return new(status == StatusDone || status == StatusCreated)
	}
	return nil
}

var (
	yesWords = Set("yes|si|sim|oui|ja|da|да|是|はい|예|ya|igen|tak|evet")
	noWords  = Set("no|not|nao|non|nein|nee|nem|nie|нет|否|いいえ|아니오|tidak|hayir")
)

// Kind says what an item becomes in a tracker.
type Kind string

// An epic becomes a milestone, a story an issue.
const (
	KindMilestone Kind = "milestone"
	KindIssue     Kind = "issue"
)

// Status is the state that a file gives for an item; "" if it gives none.
type Status string

// The first two are about registration in a tracker, the others about the work.
const (
	StatusPending Status = "pending" // to be created in the tracker
	StatusCreated Status = "created" // exists in the tracker

	StatusTodo  Status = "todo"
	StatusDoing Status = "doing"
	StatusDone  Status = "done"

	StatusDropped Status = "dropped" // not wanted any more

	// StatusClosed is that of a row of the ledger whose item was closed because
	// its story was gone from the file.
	StatusClosed Status = "closed"
)

// StatusWords are the words of status cells and fields. A word counts if the
// text begins with it, after a mark.
var StatusWords = meanings(map[Status]string{
	StatusPending: "pendiente|pending|pendente|en attente|ausstehend|in attesa|a creer|to create|anzulegen|da creare|por crear|a criar|not created",

	StatusCreated: "creado|creada|created|criado|criada|cree|creee|angelegt|erstellt|creato|creata|registrado|registered",

	StatusDone: "done|complete|completed|finished|closed|implemented|delivered|shipped|merged|released|resolved|fixed|" +
		"hecho|hecha|completado|completada|completo|completa|terminado|terminada|implementado|implementada|cerrado|cerrada|finalizado|finalizada|entregado|" +
		"entregada|listo|lista|" +
		"concluido|concluida|feito|feita|pronto|pronta|entregue|fechado|fechada|" +
		"termine|terminee|livre|livree|fait|faite|acheve|achevee|realise|realisee|" +
		"erledigt|fertig|abgeschlossen|umgesetzt|gelost|geschlossen|" +
		"fatto|fatta|completato|completata|chiuso|chiusa|conclusa|" +
		"afgerond|gereed|klaar|voltooid|kesz|lezart|befejezett|" +
		"завершено|завершен|завершена|реализовано|реализован|выполнено|готово|сделано|закрыто|" +
		"完成|已完成|完了|済み|実装済み|완료|완료됨|해결|selesai|sudah ada|hoan thanh|da xong|xong|tamamlandi|bitti|ukonczone|zrobione|gotowe|hotovo",

	StatusDropped: "cancelled|canceled|dropped|rejected|declined|abandoned|discarded|withdrawn|obsolete|superseded|replaced|duplicate|duplicated|" +
		"removed|won't have|wont have|won t have|won't have this time|won't have for now|will not have|" +
		"won t do|wont do|won t fix|wont fix|wontfix|will not do|not doing|not planned|not needed|no longer needed|no longer wanted|" +
		"cancelado|cancelada|descartado|descartada|rechazado|rechazada|desestimado|desestimada|anulado|anulada|abandonado|abandonada|obsoleto|obsoleta|" +
		"duplicado|duplicada|sustituido|sustituida|reemplazado|reemplazada|no se hara|eliminado|eliminada|no tendra|no tendremos|" +
		"rejeitado|rejeitada|recusado|recusada|substituido|substituida|nao sera feito|nao sera feita|nao fazer|removido|removida|nao tera|nao teremos|" +
		"annule|annulee|abandonne|abandonnee|rejete|rejetee|refuse|refusee|ecarte|ecartee|doublon|remplace|remplacee|supprime|supprimee|n'aura pas|" +
		"n aura pas|won t have this time|won t have for now|" +
		"abgebrochen|verworfen|abgelehnt|storniert|gestrichen|entfallt|entfallen|obsolet|duplikat|ersetzt|zuruckgezogen|wird nicht umgesetzt|wird nicht gemacht|" +
		"entfernt|wird es nicht geben|" +
		"annullato|annullata|scartato|scartata|rifiutato|rifiutata|respinto|respinta|abbandonato|abbandonata|duplicato|duplicata|sostituito|sostituita|" +
		"rimosso|rimossa|non avra|" +
		"geannuleerd|vervallen|afgewezen|отменено|отменен|отменена|отклонено|отклонен|отклонена|" +
		"anulowane|odrzucone|zruseno|torolve|elvetve|取消|已取消|拒绝|已拒绝|被拒绝|已否决|不做|不做了|不再做|不会做|不需要|不再需要|已放弃|放弃|已废弃|废弃|作废|已拒絕|已否決|" +
		"キャンセル|キャンセル済み|中止|却下|却下済み|見送り|見送ったもの|やらない|やらないこと|対応しない|不採用|취소|취소됨|거절|거절됨|거부|거부됨|기각|하지 않음|하지 않을 것|안 함|폐기|" +
		"не будем делать|не делаем|не нужно|" +
		"mach ich nicht|machen wir nicht|nicht mehr gewunscht|no lo haremos|no se hace|nao vamos fazer|on ne fait pas|ne sera pas fait|abandonnes|rejetes|" +
		"rifiutati|scartati|descartados|rechazados|rejeitados|non si fa|niet doen|doen we niet|gor vi inte|" +
		"dibatalkan|batal|iptal|iptal edildi|huy|da huy",

	StatusDoing: "in progress|in-progress|doing|wip|in review|in-review|ready-for-review|ready for review|review|testing|in development|started|ongoing|" +
		"blocked|active|" +
		"en progreso|en curso|en proceso|en desarrollo|em andamento|em progresso|em desenvolvimento|en cours|in arbeit|in bearbeitung|in corso|in lavorazione|" +
		"in behandeling|mee bezig|bezig|folyamatban|в работе|в процессе|进行中|進行中|対応中|진행중|진행 중|sedang dikerjakan|berjalan|dang lam|dang thuc hien|" +
		"devam ediyor|w toku|" +
		"partial|partially|mostly|parcial|parcialmente|partiel|partiellement|teilweise|großteils|großtenteils|weitgehend|parzialmente|bloqueado|bloqueada|" +
		"bloque|blockiert|bloccato",

	StatusTodo: "product backlog|in backlog|sprint backlog|todo|to do|to-do|open|reopened|re-opened|reabierto|reabierta|reaberto|reaberta|rouvert|" +
		"wieder offen|riaperto|planned|backlog|ready|ready-for-dev|ready-for-development|drafted|draft|new|not started|proposed|deferred|later|" +
		"por hacer|abierto|abierta|planificado|planificada|no iniciado|no iniciada|sin iniciar|nuevo|nueva|" +
		"a fazer|aberto|aberta|nao iniciado|nao iniciada|planejado|planejada|por fazer|" +
		"a faire|a demarrer|a planifier|ouvert|ouverte|planifie|planifiee|non commence|gele|gelee|" +
		"offen|geplant|zu erledigen|zuruckgestellt|zurueckgestellt|nicht begonnen|" +
		"da fare|aperto|aperta|pianificato|pianificata|da iniziare|" +
		"te doen|gepland|nyitott|tervezett|не начато|не готово|не готов|не готова|не сделано|не выполнено|запланировано|планирование|в планах|открыто|к выполнению|" +
		"待办|未开始|计划中|未着手|未完了|예정|대기|belum|belum mulai|rencana|chua lam|chua bat dau|yapilacak|planlandi|do zrobienia|zaplanowane|planovano",
})

// ReadStatus tells the status that a cell or field names, and whether it says
// so in a word rather than in a mark alone.
func ReadStatus(text string) (status Status, word bool) {
	text = strings.TrimSpace(text)
	if box, rest, ok := CutBox(text); ok { // "[x] completed"
		if rest = strings.TrimSpace(rest); rest == "" {
			return box, false
		}
		text = rest
	}
	mark, rest := CutMark(text)
	rest = Fold(rest)
	if s := StatusWords[rest]; s != "" { // as most cells say nothing else
		return s, true
	}
	words := strings.FieldsFunc(rest, func(r rune) bool { return !IsWordRune(r) })
	for n := min(3, len(words)); n > 0; n-- {
		s, ok := StatusWords[strings.Join(words[:n], " ")]
		switch {
		case !ok:
			continue
		case s == StatusDone && n < len(words) && partWords[words[n]]: // "Implementado parcialmente"
			s = StatusDoing
		}
		return s, true
	}
	if len(words) > 1 && noWords[words[0]] && StatusWords[words[1]] == StatusDone { // "Not done"
		return StatusTodo, true
	}
	return mark, false
}

// partWords say behind a word for done that a part is.
var partWords = Set("partially|partly|in part|parcial|parcialmente|partiel|partielle|partiellement|teilweise|parziale|parzialmente|gedeeltelijk|" +
	"reszben|частично|czesciowo|sebagian|kismen")

func IsWordRune(r rune) bool {
	return r == '-' || r >= 'a' && r <= 'z' || r > 0x7f && !IsMark(r) && !isPunctuation(r)
}

// isPunctuation reports whether a rune beyond ASCII is a sign rather than a
// letter.
func isPunctuation(r rune) bool {
	return r >= 0x2000 && r <= 0x206f || r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff0f ||
		r == 0xff1a || r == 0xff1b || r == 0xb7 || r == 0xab || r == 0xbb
}

// CutBox takes a box off the beginning of a text: "[x] ", also with a sign in
// it that CommonMark's task lists do not know.
func CutBox(s string) (status Status, rest string, ok bool) {
	inside, rest, ok := strings.Cut(s, "]")
	if !ok || inside == "" || inside[0] != '[' || len(inside) > 5 || rest != "" && rest[0] == '(' {
		return "", s, false
	}
	if rest == "" || rest[0] == ' ' || rest[0] == '\t' {
		switch strings.TrimSpace(inside[1:]) { // mistyped, or a sign of other tools: "[]", "[x ]", "[v]", "[?]"
		case "", "?":
			return StatusTodo, rest, true
		case "x", "X", "v", "V":
			return StatusDone, rest, true
		}
	}
	switch sign := inside[1:]; sign {
	case " ":
		return StatusTodo, rest, true
	case "x", "X", "✅", "✓", "✔", "☑":
		return StatusDone, rest, true
	case "-":
		return StatusDropped, rest, true
	case "~", "/", ">", "!":
		return StatusDoing, rest, true
	}
	return "", s, false
}

// Marks are signs for a state in front of a status or behind a title. Colours
// mean priority, state or coverage, as the file likes, so they say nothing.
var marks = map[rune]Status{
	'✅': StatusCreated, '☑': StatusCreated, '✔': StatusCreated, '✓': StatusCreated,
	'⬜': StatusPending, '☐': StatusPending, '⏳': StatusPending, '🔲': StatusPending, '◻': StatusPending,
	'🚧': StatusDoing, '🔄': StatusDoing, '🔨': StatusDoing, '⚪': StatusPending, '❌': StatusPending,
	'🟢': "", '🟡': "", '🔴': "", '🔵': "", '🟠': "", '🟣': "", '⚫': "", '📋': "", '⛔': "", '🔥': "", '⚠': "", '🎯': "", '📌': "", '⭐': "", '🏗': "", '🆕': "",
}

func IsMark(r rune) bool {
	if r < 0x2100 {
		return false
	}
	_, ok := marks[r]
	return ok || r == '\ufe0f'
}

// ClosedMark begins the status of a row of the ledger with [StatusClosed].
const ClosedMark = "✖"

// CutMark takes a mark off the beginning of a text.
func CutMark(s string) (Status, string) {
	var status Status
	for {
		i := strings.IndexFunc(s, func(r rune) bool { return !IsMark(r) && r != ' ' })
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

// CutTrailingMarks takes marks off the end of a title.
func CutTrailingMarks(s string) (title string, status Status) {
	for {
		t := strings.TrimRightFunc(s, func(r rune) bool { return IsMark(r) || r == ' ' })
		if len(t) == len(s) || t == "" {
			return s, status
		}
		status, _ = CutMark(s[len(t):])
		s = t
	}
}

// placeholders stand in ledger cells for what is not known yet.
var placeholders = Set("", "-|--|–|—|?|…|...|tbd|n/a|todo|pendiente|pending|pendente|en attente",
	"ausstehend|in attesa|por definir|a definir")

var placeholderSieve = newSieve(placeholders)

// IsPlaceholder reports whether a cell, as written, says that nothing is known
// yet.
func IsPlaceholder(raw []byte) bool {
	if len(raw) > 24 {
		return false
	}
	for len(raw) > 0 && (raw[0] == '_' || raw[0] == '*' || raw[0] == ' ') {
		raw = raw[1:]
	}
	for n := len(raw); n > 0 && (raw[n-1] == '_' || raw[n-1] == '*' || raw[n-1] == ' '); n-- {
		raw = raw[:n-1]
	}
	if !placeholderSieve.passes(string(raw)) {
		return false
	}
	if placeholders[string(raw)] {
		return true
	}
	if len(raw) > 0 && raw[0] >= '0' && raw[0] <= '9' || len(raw) > 8 && strings.Contains(string(raw[:8]), ":") {
		return false
	}
	return placeholders[Fold(string(raw))]
}
