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
	"next|later|soon|someday|some day|icebox|things to do|still to do|left to do|what is left|what s left|open points|open tasks|remaining work|" +
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
	"openstaande punten|open punten|volgende stappen|nasta steg|næste skridt|neste steg|kolejne kroki|nastepne kroki|punti aperti|points ouverts|" +
	"reste a faire|noch zu tun|nog te doen|ancora da fare|kvar att gora|хотелки|что сделать|следующие шаги|今後の予定|今後の課題|下一步|" +
	"things to build|things to fix|work left|open work|pending work|loose ends|wishes|feature requests|release scope|scope of release|deseos|" +
	"desejos|evolutions|souhaits|wunsche|ideen|idee|desideri|wensen|ideeen|pomysly|lista zyczen|实施计划|需求池|待开发|愿望清单|実装計画|要望|구현 계획|" +
	"onskelista|onskeliste|gjoremal|istek listesi|yapilacak isler|" +
	"дорожная карта|план|приоритеты|идеи|路线图|路線圖|ロードマップ|優先度|계획|로드맵|优先级|高优先级")

// workTitles say all by themselves that what follows is still to be done.
var workTitles = Set("to do|todo|to-do|todos|to-dos|todo list|to-do list|to do list|things to do|still to do|left to do|what is left|what's left|" +
	"roadmap|road map|product roadmap|project roadmap|backlog|product backlog|action items|actions|action plan|next steps|open items|open tasks|" +
	"open points|remaining work|remaining tasks|planned|planned features|planned work|future work|upcoming|upcoming features|wishlist|wish list|" +
	"follow-ups|follow-up actions|work items|" +
	"por hacer|pendientes|tareas pendientes|hoja de ruta|proximos pasos|acciones|acciones pendientes|lista de tareas|lo que falta|cosas por hacer|" +
	"trabajo pendiente|mejoras futuras|por fazer|a fazer|pendencias|tarefas pendentes|roteiro|proximos passos|acoes|lista de tarefas|o que falta|" +
	"a faire|reste a faire|il reste a faire|ce qui reste|taches a faire|feuille de route|prochaines etapes|plan d'action|points ouverts|liste des taches|" +
	"zu tun|noch zu tun|zu erledigen|offene punkte|offene aufgaben|nachste schritte|fahrplan|massnahmen|aufgabenliste|was noch fehlt|geplant|" +
	"da fare|cose da fare|ancora da fare|prossimi passi|azioni|punti aperti|tabella di marcia|te doen|nog te doen|volgende stappen|actiepunten|" +
	"actielijst|openstaande punten|open punten|takenlijst|routekaart|att gora|kvar att gora|nasta steg|atgarder|fardplan|at gøre|næste skridt|" +
	"neste steg|a gjøre|do zrobienia|co zostalo|kolejne kroki|nastepne kroki|lista zadan|plan rozwoju|k udelani|dalsi kroky|plan rozvoje|" +
	"что сделать|осталось сделать|что осталось|список задач|дорожная карта|следующие шаги|планы|хотелки|баги и хотелки|" +
	"yapilacaklar|sonraki adimlar|yol haritasi|langkah selanjutnya|daftar tugas|peta jalan|teendok|kovetkezo lepesek|viec can lam|lo trinh|" +
	"待办|待办事项|待辦|待辦事項|路线图|路線圖|下一步|后续计划|行动项|未来计划|今後の予定|今後の課題|やること|ロードマップ|次のステップ|残タスク|残作業|" +
	"할 일|해야 할 일|로드맵|다음 단계|향후 계획|남은 작업")

// IsWorkTitle reports whether a folded title, or what stands before or behind its
// colon or dash, says nothing but that work follows: "To do", "Ferry: next steps".
func IsWorkTitle(title string) bool { return hasPart(title, workTitles) }

// hasPart reports whether a folded title, or what stands before or behind its colon
// or dash, is one of some.
func hasPart(title string, titles map[string]bool) bool {
	_, t := CutSigns(title)
	for part := range strings.FieldsFuncSeq(t, func(r rune) bool { return strings.ContainsRune(":：—–|(", r) }) {
		if titles[strings.Trim(part, " *_.)0123456789")] {
			return true
		}
	}
	return false
}

// nextSteps are those of them that guides and manuals also put above what may be read
// or tried next.
var nextSteps = Set("next steps|proximos pasos|proximos passos|prochaines etapes|nachste schritte|prossimi passi|volgende stappen|nasta steg|" +
	"næste skridt|neste steg|kolejne kroki|nastepne kroki|dalsi kroky|следующие шаги|sonraki adimlar|langkah selanjutnya|kovetkezo lepesek|" +
	"下一步|次のステップ|다음 단계")

// IsNextSteps reports whether a folded title is one of next steps, see [IsWorkTitle].
func IsNextSteps(title string) bool { return hasPart(title, nextSteps) }

// recordWords in the title of a file say that it describes something that is or was.
var recordWords = Set("readme|architecture|arquitectura|arquitetura|architektur|architettura|архитектура|design|diseno|conception|entwurf|" +
	"post-mortem|postmortem|incident|incidente|storung|retrospective|retrospectiva|retro|adr|rfc|架构|アーキテクチャ|设计|設計|障害報告|복기")

// IsRecordTitle reports whether a folded title is that of a document about something
// that is or was: "Post-mortem: no heating", "Architecture".
func IsRecordTitle(title string) bool {
	record := false
	for _, w := range strings.FieldsFunc(title, func(r rune) bool { return !IsWordRune(r) }) {
		if ExampleWords[w] || templateWords[w] {
			return false
		}
		record = record || recordWords[w]
	}
	return record
}

// planNames in the title of a file say that it is a plan, but in a heading little.
var planNames = Set("plan|plans|planning|board|tablero|quadro|tafel|sprint|sprints|iteration|release plan|planificacion|planejamento|planification|planung|" +
	"pianificazione|piano|plano")

// IsPlanOfFile reports whether a folded title of a file is that of a plan.
func IsPlanOfFile(title string) bool { return IsPlanTitle(title) || TopicsOf(title).Has(ofPlanFile) }

// IsPlanTitle reports whether a folded title is that of a plan, or of a part of one.
func IsPlanTitle(title string) bool {
	title = strings.ReplaceAll(title, "next.js", "nextjs")
	of := TopicsOf(title)
	return of.Has(OfPlan) || IsPriorityTitle(title) || IsWorkTitle(title) && !of.Has(OfBacklog) || endsInPeriod(title)
}

// IsPriorityTitle reports whether a folded title is nothing but a priority:
// "P1", "Must have", "High priority", "Prioridad alta".
func IsPriorityTitle(title string) bool {
	t := strings.Trim(title, " :*()[]-–—")
	if i := strings.IndexFunc(t, func(r rune) bool { return r == ':' || r == '(' || r == '—' || r == '–' }); i > 0 {
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

var priorityTitles = Set("some day|one day|eventually|right now|next up|asap|backburner|on the back burner|some time|" +
	"lo siguiente|siguiente|algun dia|despues|luego|cuanto antes|a seguir|um dia|depois|em breve|ensuite|un jour|bientot|prochainement|des que possible|" +
	"dringend|als nachstes|irgendwann|danach|bald|demnachst|prossimamente|un giorno|poi|presto|ooit|daarna|binnenkort|als volgende|zo snel mogelijk|" +
	"teraz|potem|kiedys|pilne|pozniej|nastepne|wkrotce|sedan|senare|snart|nagon gang|bradskande|senere|engang|haster|ted|pozdeji|nekdy|brzy|" +
	"kesobb|surgos|simdi|sonra|acil|sekarang|nanti|mendesak|suatu saat|bay gio|sau nay|срочно|сейчас|потом|позже|когда-нибудь|далее|" +
	"现在|紧急|稍后|将来|今|今すぐ|次|いつか|緊急|지금|다음|나중에|언젠가|긴급|plus tard|mas adelante|mais tarde|spater|piu avanti|piu tardi|jetzt|maintenant|ahora|agora|adesso|あとで|以后|high|" +
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

// IsColumnTitle reports whether a folded title may be that of a column of a board beside
// those of states.
func IsColumnTitle(title string) bool { return columnTitles[title] }

var columnTitles = Set("inbox|suggestions|ideas|raw ideas|someday|someday / maybe|some day|this week|this sprint|today|waiting|waiting for|" +
	"on hold|parked|maybe|" +
	"vorschlage|ideen|diese woche|wartet|irgendwann|vielleicht|idees|suggestions|cette semaine|en attente|un jour|sugerencias|esta semana|en espera|algun dia|" +
	"sugestoes|a espera|idee|suggerimenti|questa settimana|in attesa|ideeen|deze week|wachten|pomysly|w tym tygodniu|идеи|на этой неделе|ожидание|想法|收件箱|本周|" +
	"アイデア|今週|受信箱|아이디어|이번 주")

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
