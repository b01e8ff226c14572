package lexicon

import (
	"slices"
	"strings"
)

// A ColumnRole is what a column of a table is for.
type ColumnRole uint8

const (
	roleNone ColumnRole = iota
	RoleMilestone
	RoleEpic
	RoleStatus
	RoleKind
	RoleID
	RoleURL
	RoleDate
	RoleOwner
)

var ColumnWords = map[string]ColumnRole{
	"milestone": RoleMilestone, "milestones": RoleMilestone, "hito": RoleMilestone, "marco": RoleMilestone,
	"jalon": RoleMilestone, "meilenstein": RoleMilestone, "pietra miliare": RoleMilestone, "traguardo": RoleMilestone,

	"epic": RoleEpic, "epics": RoleEpic, "epica": RoleEpic, "epicas": RoleEpic, "epico": RoleEpic, "epique": RoleEpic, "epopee": RoleEpic,

	"status": RoleStatus, "estado": RoleStatus, "statut": RoleStatus, "stato": RoleStatus, "etat": RoleStatus,
	"state": RoleStatus, "zustand": RoleStatus, "situacao": RoleStatus,
	"registered": RoleStatus, "registrado": RoleStatus, "enregistre": RoleStatus, "registriert": RoleStatus, "registrato": RoleStatus,

	"type": RoleKind, "tipo": RoleKind, "typ": RoleKind, "art": RoleKind, "kind": RoleKind,

	"id": RoleID, "identifier": RoleID, "identificador": RoleID, "identifiant": RoleID, "identificatore": RoleID,
	"kennung": RoleID, "bezeichner": RoleID, "identifikator": RoleID,

	"url": RoleURL, "link": RoleURL, "enlace": RoleURL, "lien": RoleURL, "collegamento": RoleURL, "address": RoleURL, "adresse": RoleURL,

	"date": RoleDate, "fecha": RoleDate, "data": RoleDate, "datum": RoleDate, "created": RoleDate, "creado": RoleDate,
	"time": RoleDate, "zeit": RoleDate, "zeitpunkt": RoleDate, "heure": RoleDate, "hora": RoleDate, "ora": RoleDate,

	"responsible": RoleOwner, "responsable": RoleOwner, "responsavel": RoleOwner, "verantwortlich": RoleOwner,
	"responsabile": RoleOwner, "owner": RoleOwner, "created by": RoleOwner, "creado por": RoleOwner, "verantwortliche": RoleOwner,
}

// ColumnOf tells the role of a column by its heading. Where the whole heading
// says nothing, one word of it may: "URL GitHub", "UTC date".
func ColumnOf(heading string) ColumnRole {
	h := strings.TrimSpace(Fold(heading))
	if r, ok := ColumnWords[h]; ok {
		return r
	}
	for word := range strings.FieldsFuncSeq(h, func(c rune) bool { return !IsWordRune(c) || c == '-' }) {
		if r := ColumnWords[word]; r == RoleURL || r == RoleDate || r == RoleOwner {
			return r
		}
	}
	return roleNone
}

// KindWords tell what a ledger row is about.
var KindWords = map[string]Kind{
	"milestone": KindMilestone, "hito": KindMilestone, "marco": KindMilestone, "jalon": KindMilestone, "meilenstein": KindMilestone,
	"traguardo": KindMilestone, "epic": KindMilestone, "epica": KindMilestone,
	"issue": KindIssue, "incidencia": KindIssue, "story": KindIssue, "historia": KindIssue, "ticket": KindIssue, "vorgang": KindIssue,
}

// A StoryColumn is what a column of a table of stories is for.
type StoryColumn uint8

const (
	ColumnNone StoryColumn = iota
	ColumnID
	ColumnTitle
	ColumnStory   // the heading says that the rows are stories
	ColumnPersona // as a
	ColumnWant    // I want
	ColumnBenefit
	ColumnStatus
	ColumnPriority
	ColumnPoints
	ColumnEpic
	ColumnSprint
	ColumnDepends
	ColumnAssignee
	ColumnLabels
	ColumnDone // a box or a mark
)

// ColumnCount is one more than the last column.
const ColumnCount = int(ColumnDone) + 1

var StoryColumns = meanings(map[StoryColumn]string{
	ColumnID: "id|#|n|no|nr|num|number|numero|nº|n°|№|key|code|codigo|cle|schlussel|kennung|us|hu|ref|story id|us id|id us|hu id|id hu|story number|" +
		"user story id|id historia|id de historia|identificador|identifiant|identifier|identificatore|编号|编码|序号|編號|番号|項番|コード|번호|코드|kode|ma|stt|" +
		"номер|no.|nr.|" +
		"lp|lp.|s.no|sr. no|sr no|azonosito|kod",
	ColumnTitle: "card|karte|tarjeta|carte|kaart|step|schritt|paso|passo|activity|actividad|atividade|tatigkeit|activite|activiteit|idea|idee|ideia|bug|" +
		"defect|symptom|problem|mangel|finding|improvement|mejora|melhoria|miglioramento|amelioration|verbesserung|was|que|o que|quoi|cosa|wat|change|" +
		"deliverable|job|to do|todo|action|action item|massnahme|maßnahme|azione|acao|actie|åtgärd|" +
		"request|wish|wens|eis|functie|onderdeel|wunsch|anforderung|funkcja|funkcjonalnosc|what|deseo|desejo|souhait|desiderio|" +
		"exigence|title|titulo|titre|titel|titolo|name|nombre|nome|nom|task|tarea|tarefa|tache|aufgabe|compito|taak|item|ticket|issue|description|" +
		"descripcion|descricao|beschreibung|descrizione|" +
		"beschrijving|omschrijving|leiras|summary|resumen|feature|funcionalidad|funcionalidade|fonctionnalite|funktion|funzionalita|fitur|thema|subject|" +
		"asunto|element|" +
		"задача|название|описание|функция|标题|名称|名稱|任务|任務|描述|功能|需求|用户需求|タイトル|タスク|内容|概要|機能|名前|項目名|機能名|件名|제목|작업|설명|기능|이름|항목|judul|deskripsi|nama|nama fitur|" +
		"ten|ten chuc nang|chuc nang|noi dung|mo ta|tieu de|baslik|gorev|aciklama|zadanie|tytul|nazwa|opis|cim|feladat|ukol|nazev|work item|backlog item|" +
		"pbi|product backlog item|oge|ozellik|tapsiriq|oppgave|opgave|uppgift|beskrivning|tehtava|requirement|requisito",
	ColumnStory: "user story|user stories|story|stories|historia|historias|historia de usuario|historia de utilizador|historia/tarea|histoire|recit|" +
		"storia|userstory|" +
		"пользовательская история|история|用户故事|用戶故事|使用者故事|故事|ユーザーストーリー|ユーザストーリー|ストーリー|사용자 스토리|유저 스토리|스토리|cerita pengguna|cerita|kullanici hikayesi|" +
		"felhasznaloi tortenet|historyjka|user-story|story title|titulo de la historia",
	ColumnPersona: "as a|as a/an|as an|role|actor|rol|como|como un|en tant que|als|persona|user|usuario|rolle|rol de usuario|sebagai|как|come|ruolo|" +
		"papel|作为|角色|vai tro|jako",
	ColumnWant: "i want|i want to|want|want to|quiero|quero|je veux|mochte ich|voglio|wil ik|i want to be able to|eu quero|yo quiero|" +
		"ich mochte|goal|objetivo|accion|saya ingin|я хочу|我想|我想要|toi muon|chce",
	ColumnBenefit: "so that|so i can|benefit|para|para que|afin de|damit|cosi che|zodat|beneficio|agar|чтобы|以便|de|aby",
	ColumnStatus: "lane|column|spalte|columna|coluna|colonna|stand|status|decision|entscheidung|besluit|estado|statut|stato|etat|state|zustand|" +
		"situacao|allapot|статус|готовность|состояние|状态|" +
		"状態|ステータス|상태|trang thai|tinh trang|" +
		"durum|stan|stav|progress|estatus|situacion|situatie|avancement|進捗|进度|進度|狀態",
	ColumnPriority: "severity|sev|schwere|schweregrad|gravite|severidad|gravedad|gravidade|gravita|ernst|rank|rang|priority|pri|prio.|" +
		"prioritet|prioritering|onem|öncelik derecesi|mức ưu tiên|важность|重要度|중요도|urgency|urgencia|importance|" +
		"importancia|prioridad|prioridade|priorite|prioritat|prio|priorita|moscow|prioriteit|prioritas|приоритет|优先级|優先度|우선순위|do uu tien|oncelik|" +
		"priorytet|" +
		"wichtigkeit|must/should/could",
	ColumnPoints: "ポイント|ストーリーポイント|포인트|스토리 포인트|故事点|" +
		"points|poin|votes|votos|stimmen|stemmen|voti|groesse|größe|umfang|est|est.|estim.|story points|sp|puntos|puntos de historia|" +
		"pontos|punti|punkte|estimate|estimation|estimacion|estimativa|stima|" +
		"schatzung|effort|esfuerzo|esforco|size|taille|tamano|" +
		"aufwand|pts|estimasi|оценка|估算|工数|見積|추정|boyut|complexity|complejidad|complexite|meret|estimat|t-shirt|hours|horas",
	ColumnEpic:   "epic|epica|epico|epique|epopee|epik|epics|эпик|史诗|エピック|에픽",
	ColumnSprint: "sprint|iteration|iteracion|release|version|phase|fase|pmv|milestone|hito|wave|meilenstein|jalon|спринт|迭代|スプリント|스프린트",
	ColumnDepends: "depends on|dependencies|dependencias|dependances|abhangigkeiten|dipendenze|dependency|deps|blocked by|dependensi|" +
		"зависимости|依赖|依存|" +
		"의존성|bagimlilik|prerequisites|prerequis",
	ColumnAssignee: "person|people|who is on it|qui|chi|kto|kdo|кто|谁|誰|担当者|담당자|assignee|owner|who|wer|quien|quem|asignado|responsable|" +
		"responsavel|zustandig|assegnato|dueno|duenyo|verantwortlich|responsabile|исполнитель|负责人|担当|담당",
	ColumnLabels: "labels|label|tags|etiquetas|etiquettes|etichette|area|type|tipo|typ",
	ColumnDone:   "done|hecho|feito|fait|erledigt|fatto|✅|✓|完成",
})

// IsDecision reports whether the heading of a column speaks of decisions, which may
// be whether something is wanted, or what.
func IsDecision(heading string) bool { return decisionWords[strings.Trim(Fold(heading), " *_:`")] }

var decisionWords = Set("decision|entscheidung|besluit")

// StoryColumnOf tells what a column of a table of stories is for, and whether
// the whole heading says so rather than one word of it.
func StoryColumnOf(heading string) (c StoryColumn, whole bool) {
	h := strings.Trim(strings.TrimSpace(Fold(heading)), "*_:`….")
	if c, ok := StoryColumns[h]; ok {
		return c, true
	}
	if i := strings.IndexByte(h, '('); i > 0 { // "Estimate (SP)"
		if c, ok := StoryColumns[strings.TrimSpace(h[:i])]; ok {
			return c, true
		}
	}
	words := strings.FieldsFunc(h, func(r rune) bool { return r == ' ' || r == '/' || r == '-' || r == '_' })
	if len(words) > 3 {
		return ColumnNone, false
	}
	found := ColumnNone
	for _, w := range words {
		c := StoryColumns[w]
		if c == ColumnStatus && slices.ContainsFunc(words, func(of string) bool { return checkWords[of] }) {
			continue // what is tested need not be done
		}
		switch c {
		case ColumnStory, ColumnID, ColumnStatus, ColumnPriority, ColumnPoints:
			if found == ColumnNone || c == ColumnID {
				found = c
			}
		case ColumnTitle, ColumnEpic, ColumnAssignee, ColumnSprint:
			if c == ColumnSprint && w != words[len(words)-1] {
				continue // "Sprint 6 Story"
			}
			if found == ColumnNone {
				found = c
			}
		default: // one word of several does not make another column
		}
	}
	return found, false
}

// checkWords are what a status may be of that says nothing of the work itself: "Coverage
// status", "Test status".
var checkWords = Set("coverage|covered|test|tests|testing|automation|automated|qa|build|ci|cobertura|prueba|pruebas|teste|testes|" +
	"couverture|abdeckung|testabdeckung|copertura")

// IsDueColumn reports whether a column says when something is to be done.
func IsDueColumn(heading string) bool {
	return FieldOf(heading) == FieldDue || dueWords[strings.TrimSpace(Fold(heading))]
}

var dueWords = Set("when|by when|until|cuando|quando|quand|wann|bis wann|bis|entro quando|wanneer|когда|срок|何时|いつ|期日|完成日")
