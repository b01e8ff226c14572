package lexicon

// A Rank is the level of an item. The order counts: each may hold those below.
type Rank uint8

const (
	RankItem Rank = iota // an entry of no certain level, taken for a story
	RankInitiative
	RankEpic
	RankFeature
	RankStory
	RankTask
	RankNever // a code of what is not an item: requirements, criteria, risks
)

// taskWords are those for a task in all languages.
const taskWords = "task|tarea|tarefa|tache|aufgabe|compito|attivita|taak|feladat|zadanie|ukol|задача|завдання|任务|タスク|작업|tugas|gorev|" +
	"المهمة|مهمة|משימה|εργασια|وظیفه"

// itemWords are the words that stand before the number of an item.
var itemWords = meanings(map[Rank]string{
	RankInitiative: "initiative|iniciativa|initiativ|iniziativa|инициатива",
	RankEpic: "epic|epica|epico|epique|epopee|epik|epos|epopea|epikus|" +
		"эпик|епік|епик|епос|史诗|エピック|에픽|มหากาพย์|الملحمة|ملحمة|إيبك|אפיק|אפוס|επος|επικ|حماسه|اپیک|महाकाव्य|एपिक|eposz",
	RankFeature: "feature|funcionalidad|funcionalidade|fonctionnalite|funktion|funzionalita|caracteristica|fitur|функция|функциональность|功能|機能|기능",
	RankStory: "story|stories|historia|histoire|recit|storia|stori|verhaal|" +
		"история|історія|故事|ストーリー|스토리|opowiesc|القصة|قصة|סיפור|ιστορια|داستان|tortenet|hikaye|hikayesi",
	RankTask: taskWords + "|issue|ticket|bug",
	RankItem: "requirement|requisito|exigence|anforderung|требование|需求|要件|요구사항|persyaratan|item|pbi",
})

// EpicWords and storyWords are the words of IDs that have one key in all
// languages.
var (
	EpicWords  = wordsOf(RankEpic)
	StoryWords = wordsOf(RankStory)
)

func wordsOf(r Rank) map[string]bool {
	m := make(map[string]bool)
	for w, rank := range itemWords {
		if rank == r {
			m[w] = true
		}
	}
	return m
}

// sameWord gives the words that say the same before a number one spelling.
var (
	sameWord  = sameWords()
	sameSieve = newSieve(sameWord)
)

func sameWords() map[string]string {
	m := make(map[string]string)
	for word := range EpicWords {
		m[word] = "epic"
	}
	for word := range StoryWords {
		m[word] = "story"
	}
	for word := range Set(taskWords) {
		m[word] = "task"
	}
	return m
}

// IsKindWord reports whether a folded text is nothing but the word for a kind of
// item: "Story", "Tarea", "Bug".
func IsKindWord(text string) bool {
	rank, ok := itemWords[text]
	return ok && rank >= RankFeature || kindWords[text]
}

var kindWords = Set("user story|bug|bugfix|chore|spike|defect|improvement|enhancement|tech debt|technical debt|" +
	"historia de usuario|mejora|melhoria|verbesserung|fehler|amelioration|ошибка|улучшение|缺陷|バグ")

// pluralWords head lists of items, and are not word for one.
var pluralWords = Set("stories|epicas|epicos|historias|histoires|storie")

// wordTails follow a word for story and say no more than it: "historia de
// usuario". wordHeads stand before it: "user story".
var (
	wordTails = []string{" de usuario", " de usuário", " de utilizador", " utilisateur", " d'utilisateur", " utente", " d'utente", " użytkownika",
		" المستخدم", " משתמש", " χρήστη", " користувача", " کاربر"}
	wordHeads = Set("user|пользовательская|usuario|用户|用戶|ユーザー|ユーザ|사용자|uzytkownika|felhasznaloi|kullanici")
)

// StoryCodes are abbreviations for a story that begin an ID.
var StoryCodes = Set("us", "hu", "st", "story", "uh", "ust")

var storyCodeSieve = newSieve(StoryCodes)

// epicCodes are abbreviations for an epic that begin an ID.
var epicCodes = Set("e", "ep", "epic", "epica", "epico", "epik")

// OtherCodes begin IDs of what is not an item of a backlog.
var OtherCodes = Set("ac|ca|ak|cp|fr|nfr|rf|rnf|rq|req|nfa|fa|adr|br|rn|rg|uc|cu|cas|tc|kpi|nf|ux-dr|arch|risk|ris|rsk|rfc|iso|wcag|utf|sha|md|" +
	"http|https|gpt|sc|od|oq|dec|ass|asm|con|dod|dor|inv|okr|kr|sr|ar|sprint|phase|fase|wave|release|rel|version|mvp|poc|" +
	"rel|ll|ld|milestone|ms|hito|marco|jalon|step|paso|week|day|gate|rule|oauth|ipv|web|sql|es|ec|python|java|php|vue|ps|bdd|tdd|seo|gdpr|rgpd|lgpd")

// RequirementCodes are those of [OtherCodes] that name what a system must do, or how well. They are
// items where a file has no others.
var RequirementCodes = Set("fr|rf|rq|req|fa|nfr|rnf|nfa")

// PhaseCodes are letters of milestones, versions, quarters, and the like. They
// may also be those of an area among others.
var PhaseCodes = Set("m", "v", "q", "r", "p")

// storyHeadings are names of user stories in the languages that have their own.
const storyHeadings = "historyjki|historyjki uzytkownika|historyjki uzytkownikow|historie uzytkownika|historie uzytkownikow|felhasznaloi tortenetek|" +
	"felhasznaloi tortenet|cau chuyen nguoi dung|cerita pengguna|kisah pengguna|kullanici hikayeleri|kullanici hikayesi|" +
	"hikayeler|gebruikersverhalen|anvandarberattelser|anvandarhistorier|brugerhistorier|uzivatelske pribehy|benutzergeschichten|anwendergeschichten|" +
	"nutzergeschichten|storie utente|histoires utilisateur|"

// BacklogWords in a title or heading say that items of a backlog follow.
var BacklogWords = Set("backlog|backlogs|product backlog|sprint backlog|epic|epics|epica|epicas|epicos|epico|epiques|epopees|epiken|epik|"+
	"story|stories|user story|user stories|userstories|historias|historia|historias de usuario|histoires|recits|storie|user-stories|verhalen|"+
	"task|tasks|tareas|tarefas|taches|aufgaben|attivita|taken|feladatok|tugas|gorevler|zadania|ukoly|todo|to-do|todos|issues|tickets|work items|"+
	"work packages|arbeitspakete|paquetes de trabajo|lots de travail|"+
	storyHeadings+
	"features|funcionalidades|fonctionnalites|funktionen|funzionalita|fitur|items|eintrage|tetelek|daftar backlog|requirements|"+
	"requisitos|requisitos funcionales|requisitos funcionais|exigences|anforderungen|requisiti|eisen|wymagania|kanban|kanban board|tablero kanban|quadro kanban|",
	"бэклог|беклог|эпики|истории|пользовательские истории|задачи|требования|план реализации|implementation plan|"+
		"plan de implementacion|plano de implementacao|plan d implementation|implementierungsplan|"+
		"umsetzungsplan|piano di implementazione|implementatieplan|plan implementacji|plan wdrozenia|uygulama plani|rencana implementasi|"+
		"ke hoach trien khai|ke hoach thuc hien|实施计划|实现计划|開發計劃|実装計画|구현 계획|",
	"功能需求|功能清单|需求|機能要件|機能一覧|機能|やること|待办事项|待辦|요구사항|기능|할 일|",
	"待办|用户故事|故事|史诗|任务|バックログ|ストーリー|エピック|タスク|백로그|스토리|에픽|작업|uzytkownika|deliverables")

// WorkWords are those of [BacklogWords] that speak of work to do. Below
// others, such as "Features", there may be descriptions.
var WorkWords = Set("backlog|backlogs|product backlog|sprint backlog|stories|user stories|userstories|user-stories|historias|historias de usuario|"+
	"histoires|recits|storie|verhalen|"+
	"tasks|tareas|tarefas|taches|aufgaben|feladatok|tugas|gorevler|zadania|ukoly|todo|to-do|todos|work items|work packages|arbeitspakete|"+
	"paquetes de trabajo|lots de travail|daftar backlog|"+
	storyHeadings+
	"бэклог|беклог|истории|пользовательские истории|задачи|",
	"待办|待辦|用户故事|故事|任务|任務|任務清單|バックログ|ストーリー|タスク|백로그|스토리|작업|uzytkownika")

// OtherTitleWords in the title of a file say that it is about something else,
// even if it speaks of epics and stories.
var OtherTitleWords = Set("changelog|change log|release notes|notas de version|notes de version|readme|" +
	"architecture|arquitectura|arquitetura|architektur|architettura|template|templates|plantilla|modelo|vorlage|modele|gabarit|szablon|" +
	"runbook|playbook|guide|guia|leitfaden|guida|handbook|manual|how to|how-to|howto|tutorial|walkthrough|walkthroughs|cheatsheet|" +
	"glossary|glosario|glossario|glossaire|glossar|readiness|retrospective|retrospectiva|retro|journal|diario|tagebuch|minutes|" +
	"process|proceso|processo|processus|prozess|workflow|methodology|metodologia|convention|conventions|convenciones|contributing|" +
	"handbuch|benutzerhandbuch|anleitung|bedienungsanleitung|sitzungsprotokoll|besprechungsprotokoll|besprechung|reunion|reuniao|riunione|" +
	"meeting|meetings|weekly sync|team sync|standup|acta|ata de reuniao|" +
	"compte-rendu|protokoll|verbale|notulen|postmortem|post-mortem|troubleshooting|api reference|" +
	"how we|how people|how users|agents md|claude md|copilot instructions|instructions|guideline|guidelines|structure|estructura|struktur|prompt|prompts|" +
	"curriculum|syllabus|course plan|course outline|lesson plan|study plan|learning plan|lehrplan|lernplan|temario|plan de estudios|plano de estudos|" +
	"plan d'etudes|piano di studi|studieplan|leerplan|учебный план|教学大纲|学习计划|シラバス|" +
	"release checklist|deployment checklist|launch checklist|review checklist|definition of done|code of conduct|adr|report|informe|rapport|relatorio|" +
	"test coverage|coverage matrix|test matrix|test cases|test scenarios|uat|acceptance tests|casos de prueba|casos de teste|cas de test|testfalle|" +
	"bericht|audit|review|summary report|test plan|faq|" +
	"архитектура|шаблон|руководство|глоссарий|журнал|отчет|процесс|架构|模板|指南|变更日志|変更履歴|用語集|議事録|会议纪要|会议记录|회의록|아키텍처|템플릿|가이드")

// ExampleWords begin a title, before a colon, of what only shows how to write.
var ExampleWords = Set("prompt|template|plantilla|modelo|vorlage|modele|gabarit|example|examples|ejemplo|exemplo|exemple|beispiel|guide|guia|how to|" +
	"howto|tutorial|skill")

// ReportWords end the title of a report on an epic or story, which begins with
// the ID of that.
var ReportWords = Set("implementation summary|completion summary|validation report|completion report|test report|readiness report|" +
	"implementation report|progress report|" +
	"status report|qa report|review report|final report|code review|retrospective|retro|handoff|retrospectiva")

// TeachingStarts begin the title of a file that says how to write stories, or how one
// works with them.
var TeachingStarts = []string{"how to ", "how we ", "how i ", "como escribir ", "como escribimos ", "como escrever ", "como escrevemos ", "comment ecrire ",
	"wie man ", "wie wir ", "wie schreibt man ", "come scrivere ", "hoe schrijf "}

// TeachingPhrases stand in headings of files that teach how to write stories.
var TeachingPhrases = []string{
	"how to write", "what is a user story", "what are user stories", "what are agile", "what is an epic", "what is a good", "why create", "why user stories",
	"writing good", "writing effective",
	"good user stories", "invest criteria", "invest principle", "invest-p", "best practices", "story template", "story format", "story structure",
	"story numbering", "user story name", "anatomy of", "common mistakes",
	"was ist ein", "que es un", "o que e um", "wat is een",
	"como escribir", "que es una historia", "que son las historias", "como escrever", "o que e uma historia", "comment ecrire", "qu'est-ce qu",
	"wie schreibt man", "was ist eine", "che cos'e", "hoe schrijf",
}

// CriteriaWords in a heading say that boxes and codes below it are not items.
var CriteriaWords = Set("definition of done|definition of ready|dod|dor|acceptance criteria|criteria|criterios|criterios de aceptacion|" +
	"criterios de aceitacao|" +
	"criterios de aceite|criteres|akzeptanzkriterien|kriterien|criteri|acceptatiecriteria|kriteriak|kriteriumok|feltetelek|" +
	"критерии приемки|критерии|验收标准|完成条件|완료 조건|성공 기준|kriteria|kriterleri|kryteria|legend|leyenda|legende|leggenda|legenda|легенда|图例|凡例|범례|" +
	"nichtfunktionale anforderungen|nicht-funktionale anforderungen|requisitos no funcionales|requisitos nao funcionais|requisitos nao-funcionais|" +
	"exigences non fonctionnelles|besoins non fonctionnels|requisiti non funzionali|niet-functionele eisen|wymagania niefunkcjonalne|非功能需求|非機能要件|" +
	"quality gate|quality gates|requirements inventory|functional requirements|nonfunctional requirements|non-functional requirements|requirements coverage|" +
	"table of contents|tabla de contenido|tabla de contenidos|table des matieres|inhaltsverzeichnis|sommaire|sommario|目录|目次|목차|содержание|оглавление|" +
	"daftar isi|icindekiler")

// AsideWords are whole headings of sections that hold no items.
var AsideWords = Set("before a release|before release|before every release|release checklist|pre-release checklist|" +
	"notes|notas|hinweise|note|notizen|format|formato|checklist|conventions|convenciones|how to use|como usar|validation|validacion|" +
	"verification|" +
	"checkpoint|prerequisites|references|referencias|glossary|glosario|contents|indice|inhalt|toc|risks|riesgos|riscos|risques|risiken|rischi|" +
	"overview|dependencies|dependencias|changelog|history|historial|rules|reglas|regeln|goals|non-goals|success metrics|open questions|" +
	"open decisions|decisions to make|offene entscheidungen|decisiones|decisiones abiertas|decisoes|decisions ouvertes|entscheidungen|decisioni|besluiten|" +
	"registro de incidencias|incident log|decision log|change log|registro de cambios|historial de cambios|version history|risk register|registro de riesgos|" +
	"labels|sizes|scales|levels|severity levels|appendix|großen|tamanos|tailles|dimensioni|how it works|how this works|how to read|principles|" +
	"como funciona|comment ca marche|wie es funktioniert|principios|principes|" +
	"how to contribute|out of scope|not in scope|in scope|scope|vision|product vision|background|problem|problem statement|motivation|objectives|" +
	"success criteria|" +
	"assumptions|constraints|target users|target audience|target group|audience|personas|user personas|risks and mitigations|metrics|kpis|attendees|decisions|" +
	"fuera de alcance|fuera del alcance|alcance|vision del producto|contexto|antecedentes|objetivos|supuestos|restricciones|publico objetivo|" +
	"fora do escopo|fora de escopo|escopo|visao|visao do produto|premissas|restricoes|publico-alvo|" +
	"hors perimetre|hors scope|perimetre|contexte|objectifs|hypotheses|contraintes|public cible|" +
	"nicht im umfang|nicht enthalten|abgrenzung|hintergrund|kontext|ziele|nicht-ziele|annahmen|rahmenbedingungen|einschrankungen|zielgruppe|zielgruppen|" +
	"fuori ambito|ambito|contesto|obiettivi|ipotesi|vincoli|" +
	"背景|目标|范围|范围外|非功能需求|目的|対象外|スコープ外|非機能要件|배경|목표|범위|цели|контекст|ограничения|" +
	"dependances|abhangigkeiten|dipendenze|design decisions|technical decisions|architecture decisions|key decisions|" +
	"priority order|recommended order|recommended next order|suggested order|" +
	"заметки|риски|注意事项|备注|メモ|참고|methodology|методология|metodologia|requirements coverage map|fr coverage map|test plan")
