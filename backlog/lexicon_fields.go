package backlog

import "strings"

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
	fieldStory // the sentence
	fieldID
	fieldTitle
	fieldDone // yes or no
)

var fieldWords = meanings(map[fieldRole]string{
	fieldStatus: "status|estado|statut|stato|etat|state|zustand|situacao|allapot|статус|состояние|状态|状態|ステータス|상태|trang thai|durum|stav",

	fieldPriority: "priority|prioridad|prioridade|priorite|prioritat|prio|priorita|moscow|prioriteit|prioritas|приоритет|优先级|優先度|우선순위|do uu tien|oncelik|priorytet|wichtigkeit",

	fieldPoints: "story points|story point|points|puntos|puntos de historia|pontos|punti|punkte|sp|estimate|estimacion|estimativa|estimation|stima|schatzung|effort|estimated effort|" +
		"aufwand|esfuerzo|esforco|size|taille|tamano|storypoints|story-points|estimasi|estimacion de esfuerzo|becsult meret|оценка|оценка сложности|估算|估算时间|工数|예상|boyut|complexity|complejidad|complexite|puntos de esfuerzo",

	fieldLabels: "labels|label|tags|etiquetas|etiquettes|etichette|rotulos|schlagworter|метки|标签|ラベル|라벨",

	fieldAssignee: "assignee|assignees|assigned to|owner|asignado a|asignado|responsable|responsible|atribuido a|responsavel|" +
		"assigne a|zugewiesen an|verantwortlich|assegnato a|responsabile|исполнитель|ответственный|负责人|担当|담당|toegewezen aan",

	fieldDue: "due|due date|deadline|fecha limite|vencimiento|prazo|echeance|fallig|falligkeit|scadenza|срок|截止日期|期限|기한",

	fieldDepends: "depends on|dependencies|dependency|prerequisites|prerequisite|blocked by|dependencias|depende de|prerrequisitos|dependances|depend de|prerequis|" +
		"abhangigkeiten|hangt ab von|dipendenze|dipende da|fuggosegek|зависимости|зависит от|依赖|依存|의존성|dependensi|bagimlilik|afhankelijkheden|zaleznosci",

	fieldEpic: "epic|parent|parent epic|epic link|epic name|epic id|epica padre|epico pai|epic parent|ubergeordnetes epic|epica|epico|epique|epopee|epik|эпик|史诗|エピック|에픽|implemented in",

	fieldCriteria: "acceptance criteria|acceptance criterion|criteria|acceptance|ac|criterios de aceptacion|criterio de aceptacion|criterios|aceptacion|criterios de aceitacao|criterios de aceite|" +
		"criteres d'acceptation|ca|akzeptanzkriterien|ak|criteri di accettazione|criteri|acceptatiecriteria|elfogadasi kriteriumok|elfogadasi feltetelek|" +
		"критерии приемки|验收标准|受け入れ基準|受入条件|完了条件|성공 기준|완료 조건|kriteria selesai|kriteria penerimaan|kabul kriterleri|kryteria akceptacji|tieu chi chap nhan|done when|definition of done",

	fieldStory: "user story|story|historia|historia de usuario|historia de utilizador|histoire|recit|storia|statement|пользовательская история|история|用户故事|故事|ストーリー|스토리|" +
		"as a|as an|as|como|yo como|en tant que|als|come|mint|как|作为|sebagai|la mot|jako|функция",

	fieldID: "story id|id|us id|identifier|identificador|kennung|key|task id|issue id",

	fieldDone: "done|completed|implemented|hecho|hecha|implementado|implementada|completado|completada|feito|concluido|concluida|realise|fait|termine|" +
		"erledigt|umgesetzt|fatto|completato|implementato|gedaan|реализовано|готово|выполнено|完成|已完成|完了|완료",

	fieldTitle: "title|titulo|nazwa|nazev|cim|titre|titel|titolo|название|标题|タイトル|제목|judul|tieu de|baslik|tytul",
})

// fieldOf tells what a label is for; a remark in parentheses does not matter.
func fieldOf(label string) fieldRole {
	l := strings.ReplaceAll(strings.TrimSpace(fold(label)), "’", "'")
	if r, ok := fieldWords[l]; ok {
		return r
	}
	if i := strings.IndexAny(l, "(—–"); i > 0 {
		return fieldWords[strings.TrimSpace(l[:i])]
	}
	if _, rest := cutMark(l); rest != l {
		return fieldWords[strings.TrimSpace(rest)]
	}
	return fieldUnknown
}
