package backlog

import "strings"

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

// A storyColumn is what a column of a table of stories is for.
type storyColumn uint8

const (
	columnNone storyColumn = iota
	columnID
	columnTitle
	columnStory   // the heading says that the rows are stories
	columnPersona // as a
	columnWant    // I want
	columnBenefit
	columnStatus
	columnPriority
	columnPoints
	columnEpic
	columnSprint
	columnDepends
	columnAssignee
	columnLabels
	columnDone // a box or a mark
)

var storyColumns = meanings(map[storyColumn]string{
	columnID: "id|#|n|no|nr|num|number|numero|nº|n°|№|key|code|codigo|cle|schlussel|kennung|us|hu|ref|story id|us id|id us|hu id|id hu|story number|" +
		"user story id|id historia|id de historia|identificador|identifiant|identifier|identificatore|编号|编码|序号|編號|番号|項番|コード|번호|코드|kode|ma|stt|номер|no.|nr.|lp|lp.|s.no|sr. no|sr no|azonosito|kod",
	columnTitle: "title|titulo|titre|titel|titolo|name|nombre|nome|nom|task|tarea|tarefa|tache|aufgabe|compito|taak|item|ticket|issue|description|descripcion|descricao|beschreibung|descrizione|" +
		"beschrijving|omschrijving|leiras|summary|resumen|feature|funcionalidad|funcionalidade|fonctionnalite|funktion|funzionalita|fitur|thema|subject|asunto|element|" +
		"задача|название|описание|функция|标题|名称|名稱|任务|任務|描述|功能|需求|用户需求|タイトル|タスク|内容|概要|機能|名前|項目名|機能名|件名|제목|작업|설명|기능|이름|항목|judul|deskripsi|nama|nama fitur|ten|ten chuc nang|chuc nang|noi dung|mo ta|tieu de|baslik|gorev|aciklama|zadanie|tytul|nazwa|opis|cim|feladat|ukol|nazev|work item|backlog item|pbi|product backlog item|oge|ozellik|tapsiriq|oppgave|opgave|uppgift|beskrivning|tehtava|requirement|requisito",
	columnStory: "user story|user stories|story|stories|historia|historias|historia de usuario|historia de utilizador|historia/tarea|histoire|recit|storia|userstory|" +
		"пользовательская история|история|用户故事|用戶故事|使用者故事|故事|ユーザーストーリー|ユーザストーリー|ストーリー|사용자 스토리|유저 스토리|스토리|cerita pengguna|kullanici hikayesi|felhasznaloi tortenet|historyjka|user-story|story title|titulo de la historia",
	columnPersona:  "as a|as a/an|as an|role|actor|rol|como|como un|en tant que|als|persona|user|usuario|rolle|rol de usuario|sebagai|как|come|ruolo|papel|作为|角色|vai tro|jako",
	columnWant:     "i want|i want to|want|want to|quiero|quero|je veux|mochte ich|voglio|wil ik|goal|objetivo|accion|saya ingin|я хочу|我想|我想要|toi muon|chce",
	columnBenefit:  "so that|so i can|benefit|para|para que|afin de|damit|cosi che|zodat|beneficio|agar|чтобы|以便|de|aby",
	columnStatus:   "status|estado|statut|stato|etat|state|zustand|situacao|allapot|статус|состояние|状态|状態|ステータス|상태|trang thai|tinh trang|durum|stan|stav|progress|estatus|situacion|situatie|avancement|進捗|进度|進度|狀態",
	columnPriority: "priority|pri|prio.|prioritet|prioritering|onem|öncelik derecesi|mức ưu tiên|важность|重要度|중요도|urgency|urgencia|importance|importancia|prioridad|prioridade|priorite|prioritat|prio|priorita|moscow|prioriteit|prioritas|приоритет|优先级|優先度|우선순위|do uu tien|oncelik|priorytet|wichtigkeit|must/should/could",
	columnPoints: "points|est|est.|estim.|story points|sp|puntos|puntos de historia|pontos|punti|punkte|estimate|estimation|estimacion|estimativa|stima|schatzung|effort|esfuerzo|esforco|size|taille|tamano|" +
		"aufwand|pts|estimasi|оценка|估算|工数|見積|추정|boyut|complexity|complejidad|complexite|meret|estimat|t-shirt|hours|horas",
	columnEpic:     "epic|epica|epico|epique|epopee|epik|epics|эпик|史诗|エピック|에픽",
	columnSprint:   "sprint|iteration|iteracion|release|version|phase|fase|pmv|milestone|hito|wave|meilenstein|jalon|спринт|迭代|スプリント|스프린트",
	columnDepends:  "depends on|dependencies|dependencias|dependances|abhangigkeiten|dipendenze|dependency|deps|blocked by|dependensi|зависимости|依赖|依存|의존성|bagimlilik|prerequisites|prerequis",
	columnAssignee: "assignee|owner|asignado|responsable|responsavel|zustandig|assegnato|dueno|duenyo|verantwortlich|responsabile|исполнитель|负责人|担当|담당",
	columnLabels:   "labels|label|tags|etiquetas|etiquettes|etichette|area|type|tipo|typ",
	columnDone:     "done|hecho|feito|fait|erledigt|fatto|✅|✓|完成",
})

// storyColumnOf tells what a column of a table of stories is for, and whether
// the whole heading says so rather than one word of it.
func storyColumnOf(heading string) (c storyColumn, whole bool) {
	h := strings.Trim(strings.TrimSpace(fold(heading)), "*_:`")
	if c, ok := storyColumns[h]; ok {
		return c, true
	}
	if i := strings.IndexByte(h, '('); i > 0 { // "Estimate (SP)"
		if c, ok := storyColumns[strings.TrimSpace(h[:i])]; ok {
			return c, true
		}
	}
	words := strings.FieldsFunc(h, func(r rune) bool { return r == ' ' || r == '/' || r == '-' || r == '_' })
	if len(words) > 3 {
		return columnNone, false
	}
	found := columnNone
	for _, w := range words {
		switch c := storyColumns[w]; c {
		case columnStory, columnID, columnStatus, columnPriority, columnPoints:
			if found == columnNone || c == columnID {
				found = c
			}
		case columnTitle, columnEpic, columnAssignee:
			if found == columnNone {
				found = c
			}
		default: // one word of several does not make another column
		}
	}
	return found, false
}
