package lexicon

import (
	"strings"
)

// IsPriority reports whether a word is a priority by itself: P0 to P4, MoSCoW.
func IsPriority(w string) bool {
	if len(w) == 2 && (w[0] == 'P' || w[0] == 'p') && w[1] >= '0' && w[1] <= '5' {
		return true
	}
	return moscowSieve.passes(w) && moscowWords[Fold(w)]
}

var moscowSieve = newSieve(moscowWords)

var moscowWords = Set("must|should|could|won't|wont|must have|should have|could have|won't have|must-have|should-have|could-have")

// A FieldRole is what a field of a story is for.
type FieldRole uint8

const (
	FieldUnknown FieldRole = iota
	FieldStatus
	FieldPriority
	FieldPoints
	FieldLabels
	FieldAssignee
	FieldDue
	FieldDepends
	FieldEpic
	FieldCriteria
	FieldStory // the sentence
	FieldID
	FieldTitle
	FieldDone // yes or no
)

// PurposeWords label what an epic or a story is for, before a colon.
var PurposeWords = Set("goal|goals|purpose|objective|objectives|why|benefit|value|business value|scope|objetivo|objetivos|proposito|beneficio|valor|alcance|" +
	"objectif|objectifs|but|ziel|ziele|zweck|nutzen|obiettivo|scopo|beneficio|doel|cel|цель|目标|目的|목표")

var fieldWords = meanings(map[FieldRole]string{
	FieldStatus: "status|estado|statut|stato|etat|state|zustand|situacao|allapot|статус|готовность|состояние|状态|状態|ステータス|상태|trang thai|durum|stav",

	FieldPriority: "priority|prioridad|prioridade|priorite|prioritat|prio|priorita|moscow|prioriteit|prioritas|приоритет|优先级|優先度|우선순위|do uu tien|oncelik|" +
		"priorytet|wichtigkeit",

	FieldPoints: "story points|story point|points|puntos|puntos de historia|pontos|punti|punkte|sp|estimate|estimacion|estimativa|estimation|stima|" +
		"schatzung|effort|estimated effort|" +
		"aufwand|größe|grösse|umfang|esfuerzo|esforco|size|t-shirt size|taille|tamano|tamanho|dimensione|omvang|rozmiar|storlek|størrelse|размер|大小|" +
		"サイズ|크기|storypoints|story-points|estimasi|estimacion de esfuerzo|becsult meret|оценка|оценка сложности|估算|估算时间|" +
		"工数|예상|boyut|complexity|complejidad|complexite|puntos de esfuerzo|" +
		"ポイント|ストーリーポイント|포인트|스토리 포인트|故事点",

	FieldLabels: "labels|label|tags|etiquetas|etiquettes|etichette|rotulos|schlagworter|метки|标签|ラベル|라벨",

	FieldAssignee: "assignee|assignees|assigned to|owner|asignado a|asignado|responsable|responsible|atribuido a|responsavel|" +
		"assigne a|zugewiesen an|zustandig|verantwortlich|assegnato a|responsabile|исполнитель|ответственный|负责人|担当|담당|toegewezen aan",

	FieldDue: "due|due date|due on|due by|deadline|target date|fecha limite|fecha de vencimiento|fecha de entrega|vencimiento|plazo|prazo|data limite|" +
		"data de entrega|data de vencimento|" +
		"echeance|date d'echeance|date limite|date butoir|fallig|fallig am|falligkeit|falligkeitsdatum|frist|termin|stichtag|scadenza|data di scadenza|" +
		"entro il|срок|截止日期|期限|기한",

	FieldDepends: "depends on|dependencies|dependency|prerequisites|prerequisite|blocked by|dependencias|depende de|prerrequisitos|dependances|depend de|" +
		"prerequis|" +
		"abhangigkeiten|hangt ab von|dipendenze|dipende da|fuggosegek|зависимости|зависит от|依赖|依存|의존성|dependensi|bagimlilik|afhankelijkheden|zaleznosci",

	FieldEpic: "epic|parent|parent epic|epic link|epic name|epic id|epica padre|epico pai|epic parent|ubergeordnetes epic|epica|epico|epique|epopee|epik|" +
		"эпик|史诗|エピック|에픽|implemented in",

	FieldCriteria: "acceptance criteria|acceptance criterion|criteria|acceptance|ac|criterios de aceptacion|criterio de aceptacion|criterios|aceptacion|" +
		"criterios de aceitacao|criterios de aceite|" +
		"criteres d'acceptation|ca|akzeptanzkriterien|ak|criteri di accettazione|criteri|acceptatiecriteria|elfogadasi kriteriumok|elfogadasi feltetelek|" +
		"критерии приемки|验收标准|受け入れ基準|受け入れ条件|受入基準|受入条件|完了条件|성공 기준|완료 조건|" +
		"kriteria selesai|kriteria penerimaan|kabul kriterleri|kryteria akceptacji|tieu chi chap nhan|" +
		"done when|definition of done|hecho cuando|terminado cuando|listo cuando|feito quando|pronto quando|termine quand|fini quand|fertig wenn|" +
		"fertig, wenn|erledigt wenn|fatto quando|finito quando|klaar als|klaar wanneer|klart nar|gotowe gdy|gotowe, gdy|готово когда|готово, когда",

	FieldStory: "user story|story|historia|historia de usuario|historia de utilizador|histoire|recit|storia|statement|пользовательская история|история|" +
		"用户故事|故事|ストーリー|스토리|" +
		"as a|as an|as|como|yo como|en tant que|als|come|mint|как|作为|sebagai|la mot|jako|функция",

	FieldID: "story id|id|us id|identifier|identificador|kennung|key|task id|issue id",

	FieldDone: "done|completed|implemented|hecho|hecha|implementado|implementada|completado|completada|feito|concluido|concluida|realise|fait|termine|" +
		"erledigt|umgesetzt|fatto|completato|implementato|gedaan|реализовано|готово|выполнено|完成|已完成|完了|완료",

	FieldTitle: "title|titulo|nazwa|nazev|cim|titre|titel|titolo|название|标题|タイトル|제목|judul|tieu de|baslik|tytul",
})

var fieldSieve = newSieve(fieldWords)

// FieldOf tells what a label is for; a remark in parentheses does not matter.
func FieldOf(label string) FieldRole {
	if t := strings.TrimSpace(label); !fieldSieve.passes(t) && strings.IndexByte(t, '(') <= 0 {
		return FieldUnknown
	}
	l := strings.ReplaceAll(strings.TrimSpace(Fold(label)), "’", "'")
	if r, ok := fieldWords[l]; ok {
		return r
	}
	if i := strings.IndexAny(l, "(—–"); i > 0 {
		return fieldWords[strings.TrimSpace(l[:i])]
	}
	if _, rest := CutMark(l); rest != l {
		return fieldWords[strings.TrimSpace(rest)]
	}
	return FieldUnknown
}

// IsTextLabel reports whether a label or title says that the text of an item follows.
func IsTextLabel(label string) bool { return textLabels[strings.Trim(Fold(label), " :*")] }

var textLabels = Set("description|details|detail|summary|context|text|body|descripcion|detalles|resumen|contexto|descricao|detalhes|resumo|" +
	"details|resume|contexte|beschreibung|einzelheiten|zusammenfassung|kontext|descrizione|dettagli|riassunto|contesto|beschrijving|omschrijving|" +
	"beskrivning|beskrivelse|opis|popis|leiras|описание|подробности|描述|说明|概要|説明|詳細|설명|내용|deskripsi|aciklama|mo ta")

// IsWorkLabel reports whether a folded label is one of what is to be mended or built.
func IsWorkLabel(label string) bool { return workLabels[label] }

var workLabels = Set("file|files|fix|cause|root cause|solution|severity|impact|effort|steps|steps to reproduce|expected|actual|found by|" +
	"reported by|owner|status|" +
	"size|estimate|asked by|who|due|done when|why|risk|benefit|priority|datei|dateien|behebung|ursache|losung|schwere|aufwand|größe|grösse|schritte|erwartet|" +
	"gemeldet von|zustandig|stufe|nutzen|fichier|fichiers|correctif|cause|solution|gravite|effort|taille|responsable|archivo|archivos|arreglo|causa|solucion|" +
	"gravedad|esfuerzo|tamano|arquivo|correcao|solucao|gravidade|esforco|tamanho|file|correzione|soluzione|gravita|impegno|bestand|oplossing|oorzaak|moeite|" +
	"plik|przyczyna|rozwiazanie|файл|причина|решение|文件|原因|解决方案|修复|影响|ファイル|対応|파일|원인|해결")

// IsPointsLabel reports whether a label of estimates says that they are numbers: those
// of sizes and effort may hold words.
func IsPointsLabel(label string) bool {
	for word := range strings.FieldsFuncSeq(Fold(label), func(c rune) bool { return c == ' ' || c == '-' || c == '(' || c == ')' }) {
		if pointsWords[word] {
			return true
		}
	}
	return false
}

var pointsWords = Set("points|point|puntos|pontos|punti|punkte|storypoints|sp")
