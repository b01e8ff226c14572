package lexicon

import "strings"

// PlanWords in a title or heading say that what follows is to be done, or how
// soon: they stand above plain lists of work.
var PlanWords = Set("release plan|release planning|plan de release|plan de releases|plan de versiones|plan de lancamentos|plan de versions|" +
	"versionsplan|" +
	"releaseplan|piano dei rilasci|piano di rilascio|implementation|wunschliste|wensenlijst|lista de deseos|liste de souhaits|" +
	"lista dei desideri|lista desideri|" +
	"aufgabenliste|aufgaben|lista de tareas|lista de tarefas|liste des taches|da fare|cose da fare|takenlijst|actielijst|actiepunten|lista zadan|" +
	"do zrobienia|att gora|yapilacaklar|список задач|やることリスト|課題一覧|待办|任务清单|あとで|以后|plus tard|mas adelante|mais tarde|spater|piu avanti|piu tardi|" +
	"carnet de produit|requests|function list|feature list|funktionsliste|roadmap|road map|wishlist|wish list|ideas|next steps|next up|moscow|" +
	"milestone|milestones|priorities|to be done|planned|" +
	"planned features|future|future work|upcoming|" +
	"must have|should have|could have|nice to have|must haves|should haves|could haves|nice to haves|must-have|should-have|could-have|" +
	"nice-to-have|now|" +
	"next|later|soon|someday|icebox|" +
	"sprint board|task board|project board|" +
	"high priority|medium priority|low priority|top priority|high|medium|low|critical|urgent|short term|mid term|medium term|long term|short-term|" +
	"long-term|quick wins|in progress|open items|action items|mvp|" +
	"hoja de ruta|ideas|proximos pasos|prioridades|pendientes|por hacer|prioridad alta|prioridad media|prioridad baja|alta prioridad|corto plazo|" +
	"largo plazo|futuro|mejoras|" +
	"roteiro|proximos passos|pendencias|prioridade alta|prioridade media|prioridade baixa|melhorias|" +
	"feuille de route|prochaines etapes|priorites|a faire|priorite haute|court terme|long terme|ameliorations|" +
	"fahrplan|nachste schritte|prioritaten|offene punkte|hohe prioritat|niedrige prioritat|kurzfristig|langfristig|zukunft|verbesserungen|" +
	"prossimi passi|priorita|da fare|priorita alta|miglioramenti|" +
	"routekaart|mapa drogowa|plan rozwoju|" +
	"дорожная карта|план|приоритеты|идеи|路线图|路線圖|ロードマップ|優先度|계획|로드맵|优先级|高优先级")

// planNames in the title of a file say that it is a plan, but in a heading little.
var planNames = Set("plan|plans|planning|sprint|sprints|iteration|release plan|planificacion|planejamento|planification|planung|" +
	"pianificazione|piano|plano")

// IsPlanOfFile reports whether a folded title of a file is that of a plan.
func IsPlanOfFile(title string) bool { return IsPlanTitle(title) || TopicsOf(title).Has(ofPlanFile) }

// IsPlanTitle reports whether a folded title is that of a part of a plan.
func IsPlanTitle(title string) bool {
	return TopicsOf(title).Has(OfPlan) || IsPriorityTitle(title)
}

// IsPriorityTitle reports whether a folded title is nothing but a priority:
// "P1", "Must have", "High priority", "Prioridad alta".
func IsPriorityTitle(title string) bool {
	t := strings.Trim(title, " :*()[]-–—")
	if i := strings.IndexAny(t, ":(—–"); i > 0 {
		t = strings.TrimSpace(t[:i])
	}
	if IsPriority(t) || priorityTitles[t] {
		return true
	}
	head, tail, ok := strings.Cut(t, " ")
	return ok && (priorityTitles[head] && fieldWords[tail] == FieldPriority ||
		fieldWords[head] == FieldPriority && (priorityTitles[tail] || IsPriority(tail) || isNumeral(tail)))
}

func isNumeral(s string) bool { return len(s) == 1 && s[0] >= '0' && s[0] <= '9' }

var priorityTitles = Set("plus tard|mas adelante|mais tarde|spater|piu avanti|piu tardi|jetzt|maintenant|ahora|agora|adesso|あとで|以后|high|" +
	"medium|low|critical|urgent|highest|lowest|normal|top|mid|nice to have|nice-to-have|must haves|should haves|" +
	"could haves|nice to haves|now|next|later|soon|someday|icebox|blocker|blockers|" +
	"muss|soll|kann|muss-kriterien|soll-kriterien|kann-kriterien|debe tener|deberia tener|podria tener|imprescindible|deseable|" +
	"deve ter|deveria ter|poderia ter|essencial|desejavel|doit avoir|devrait avoir|pourrait avoir|indispensable|souhaitable|" +
	"deve avere|dovrebbe avere|potrebbe avere|indispensabile|desiderabile|nu|straks|wysoki priorytet|sredni priorytet|niski priorytet|" +
	"hoge prioriteit|lage prioriteit|alta|media|baja|critica|urgente|baixa|haute|moyenne|basse|hoch|mittel|niedrig|bassa|hohe|niedrige|mittlere|" +
	"высокий|средний|низкий|高|中|低|高优先级|中优先级|低优先级|높음|중간|낮음")

// IsVersionTitle reports whether a folded title is that of a version in a
// changelog: "[1.2.0] - 2026-01-31", "v0.3".
func IsVersionTitle(title string) bool {
	t := strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(title, "[ "), "version "), "v")
	dots, digits := 0, 0
	for _, c := range t {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' || c == '-':
			dots++
		default:
			return digits > 1 && dots > 1
		}
	}
	return digits > 1 && dots > 1
}

// IsBacklogTitle reports whether a folded title says nothing but that the file
// is a backlog or a plan: "TODO", "Product backlog", "TODO.md", "Roadmap 2026".
func IsBacklogTitle(title string) bool {
	_, t := CutSigns(title)
	t = strings.TrimSuffix(t, ".md")
	words := strings.FieldsFunc(t, func(r rune) bool { return !IsWordRune(r) })
	if len(words) == 0 || len(words) > 3 {
		return false
	}
	whole := strings.Join(words, " ")
	if WorkWords[whole] || EpicWords[whole] || PlanWords[whole] {
		return true
	}
	said := false
	for _, w := range words {
		work := WorkWords[w] || PlanWords[w]
		if !work && !titleWords[w] {
			return false
		}
		said = said || work
	}
	return said
}

// titleWords say no more beside words for a backlog.
var titleWords = Set("list|the|our|my|project|and|of|list of|full|master|team|open|" +
	"lista|de|del|do|projeto|proyecto|produto|producto|liste|und|et|e|y|projekt|produkt")

// IsManualTitle reports whether a heading is one of manuals: of what is built,
// not of what is to be built.
func IsManualTitle(title string) bool { return manualWords[strings.Trim(Fold(title), " :")] }

var manualWords = Set("install|installation|installing|usage|license|licence|getting started|quick start|quickstart|api|examples|example|" +
	"contributing|credits|acknowledgements|acknowledgments|configuration|options|faq|" +
	"instalacion|uso|licencia|primeros pasos|instalacao|licenca|utilisation|licence|installazione|utilizzo|licenza|verwendung|lizenz|erste schritte|" +
	"установка|использование|лицензия|安装|使用|许可证|インストール|使い方|ライセンス|설치|사용법|라이선스")
