package lexicon

import (
	"slices"
	"strings"
)

// workFiles in the title of a file say that it lists what is to be built or mended. In
// a heading they may stand above what was.
var workFiles = Set("atividades|actividades|soucis|problemes|a regler|a corriger|trabajo pendiente|trabalho pendente|開發計劃|开发计划|開發計畫|" +
	"bugs|bug list|known bugs|bug tracker|fixes|to fix|findings|improvements|enhancements|tech debt|technical debt|debt|defects|defect list|" +
	"quick wins|blockers|feature ideas|ideas|wishes|want to build|users want|users ask for|what s next|we re going|where are we|follow-up|follow-ups|" +
	"open ends|open work|work plan|hardening|must do|to do before|wbs|work breakdown|issues to file|not proud of|could be better|hurts most|" +
	"shipping|go-live plan|" +
	"fehlerliste|mangelliste|mangel|ideenspeicher|ideensammlung|ideen|wunsche|wunschzettel|technische schulden|was steht an|was als nachstes|arbeitsplan|" +
	"projektplan|umsetzungsplan|maßnahmenplan|arbeitspakete|baustellen|offene enden|verbesserungen|verbesserungsvorschlage|restarbeiten|" +
	"dette technique|idees|bogues|anomalies|corrections|chantiers|plan de travail|plan d action|faudrait faire|travaux|deploiement|" +
	"deuda tecnica|mejoras pendientes|fallos|incidencias|plan de trabajo|plan de accion|divida tecnica|debito tecnico|ideias|erros|plano de trabalho|" +
	"plano de acao|priorizacao|funcionalidades planejadas|debito tecnico|idee|da realizzare|piano di lavoro|piano d azione|" +
	"verbeteringen|technische schuld|plan van aanpak|projectplan|verbeterpunten|usprawnien|usprawnienia|bledy|pomysly|dlug techniczny|tablica zadan|plan pracy|" +
	"teknisk skuld|forbattringar|ideer|tekniske ge|forbedringer|idees|улучшения|баги|ошибки|техдолг|технический долг|план работ|доска|" +
	"改进|缺陷|问题列表|技术债|优先级列表|看板|想法|追加したい機能|改善|不具合|バグ|技術的負債|アイデア|개선|버그|아이디어|기술 부채")

// IsWorkFile reports whether a folded title of a file says that it lists what is to be
// built or mended, or that it is a plan.
func IsWorkFile(title string) bool { return IsPlanTitle(title) || TopicsOf(title).Has(ofWorkFile) }

// requirementFiles in the title of a file say that it holds requirements.
var requirementFiles = Set("prd|product requirements|product requirement|requirements|requirements document|software requirements|srs|" +
	"requirements specification|product specification|product spec|functional specification|lastenheft|pflichtenheft|anforderungen|produktanforderungen|" +
	"anforderungsdokument|anforderungskatalog|cahier des charges|exigences|specifications fonctionnelles|requisitos|especificacion del producto|" +
	"especificacion de requisitos|documento de requisitos|especificacao de requisitos|especificacao do produto|requisiti|capitolato|specifica dei requisiti|" +
	"programma van eisen|eisen|kravspecifikation|kravspesifikasjon|kravspec|wymagania|specyfikacja wymagan|требования|техническое задание|тз|" +
	"产品需求|产品需求文档|需求文档|要件定義|要件定義書|要求仕様|요구사항|요구사항 정의서")

// IsRequirementsFile reports whether a folded title of a file says that it holds
// requirements.
func IsRequirementsFile(title string) bool { return TopicsOf(title).Has(ofRequirements) }

// requirementTitles stand above what a product is to do, and are more than a part of
// the title: "4. Functional requirements", "Was es können muss".
var requirementTitles = Set("requirements|functional requirements|functional scope|features|feature list|functions|functionality|key features|" +
	"core features|product features|product functions|specific requirements|user requirements|user needs|system requirements|software requirements|" +
	"feature requirements|scope|what it must do|what it should do|what it does|we need|what we need|users need|needs|use cases|capabilities|" +
	"must do|must haves|anforderungen|funktionale anforderungen|funktionen|produktfunktionen|funktionsumfang|leistungsumfang|was es konnen muss|" +
	"was wir brauchen|musskriterien|muss-kriterien|sollkriterien|kannkriterien|wunschkriterien|" +
	"specifications fonctionnelles|specification fonctionnelle|functional specification|functional specifications|" +
	"exigences|exigences fonctionnelles|besoins fonctionnels|besoins|fonctionnalites|fonctionnalites attendues|fonctions|perimetre fonctionnel|" +
	"requisitos|requisitos funcionales|requisitos funcionais|funcionalidades|funciones|funcoes|lo que debe hacer|necesidades|" +
	"requisiti|requisiti funzionali|funzionalita|funzioni|functionele eisen|eisen|functionaliteiten|functies|funktionella krav|krav|funktioner|" +
	"wymagania|wymagania funkcjonalne|funkcje|функциональные требования|требования|функции|возможности|" +
	"功能需求|功能|需求|功能列表|主要功能|核心功能|产品功能|功能模块|アプリ機能|主な機能|主要機能|機能要件|機能|要件|機能一覧|기능 요구사항|기능|요구사항")

// IsRequirementsTitle reports whether a folded title says nothing but that what a
// product is to do follows.
func IsRequirementsTitle(title string) bool {
	_, t := CutSigns(title)
	t = strings.Trim(t, " 0123456789.):*")
	if i := strings.IndexAny(t, "(:–—"); i > 0 {
		t = strings.TrimSpace(t[:i])
	}
	return requirementTitles[t] || requirementTitles[strings.TrimSpace(cutRank(t))]
}

// BeginsAsRequirements reports whether a folded title is such a one, or begins with
// one of two words: "3. Functional requirements of the MVP".
func BeginsAsRequirements(title string) bool {
	words := strings.Fields(strings.TrimLeft(title, " 0123456789.)"))
	return len(words) > 2 && requirementTitles[words[0]+" "+words[1]] || IsRequirementsTitle(title)
}

// cutRank takes off a folded title how much is wanted of what it names: "Must have
// features", "Main functions", "Fonctionnalités principales".
func cutRank(title string) string {
	for _, rank := range []string{"must have ", "should have ", "could have ", "nice to have ", "must-have ", "should-have ", "could-have ", "nice-to-have ",
		"main ", "primary ", "secondary ", "additional ", "optional ", "planned ", "wesentliche ", "weitere "} {
		if rest, ok := strings.CutPrefix(title, rank); ok {
			return rest
		}
	}
	for _, rank := range []string{" principales", " secondaires", " secundarias", " principais", " principali", " secondarie"} {
		if rest, ok := strings.CutSuffix(title, rank); ok {
			return rest
		}
	}
	return title
}

// IsRefusalTitle reports whether a folded title says that what follows is not to be
// done: "Won't have (this year)", "Not in 2026", "Decided against", "Bewusst weggelassen".
// That something is not done yet, or not urgent, is no refusal.
func IsRefusalTitle(title string) bool {
	_, t := CutSigns(title)
	words := strings.FieldsFunc(t, func(r rune) bool { return !IsWordRune(r) })
	if len(words) == 0 || len(words) > 7 {
		return false
	}
	whole := strings.Join(words, " ")
	if refusals.in(whole) != 0 {
		return true
	}
	if slices.ContainsFunc(words, func(w string) bool {
		return yetWords[w] || StatusWords[w] == StatusDone || StatusWords[w] == StatusDoing
	}) {
		return false
	}
	return len(words) > 1 && (refusalHeads[words[0]] || refusalHeads[words[0]+" "+words[1]]) ||
		StatusWords[whole] == StatusDropped || Unspaced(t) && (strings.HasPrefix(t, "不") || strings.HasSuffix(t, "ない") || strings.HasSuffix(t, "ないこと"))
}

// refusalHeads begin such titles.
var refusalHeads = Set("not in|not for|not planned|not doing|not building|not going|not now|not included|won t|wont|will not|we won t|we will not|" +
	"we don t|don t|do not|never|no longer|no|nicht in|nicht fur|nicht im|nicht gewunscht|nicht anerkannt|nicht vorgesehen|nicht geplant|" +
	"nicht gegenstand|machen wir|" +
	"wird nicht|kommt nicht|kein|keine|no en|no se|no lo|no entra|fuera de|nao vamos|nao sera|nao entra|fora de|fora do|ne pas|on ne|pas de|pas prevu|pas dans|" +
	"non si|non lo|non previsto|non faremo|fuori|niet in|niet doen|niet gepland|geen|gor vi|inte i|ikke i|nie robimy|nie planujemy|nie w|не в|не будем|не делаем")

// yetWords say that something is not so yet, or how urgent it is.
var yetWords = Set("yet|started|begun|done|urgent|important|wichtig|dringend|noch|begonnen|gestartet|encore|important|importante|urgente|" +
	"todavia|ainda|ancora|" +
	"nog|begonnen|belangrijk|working|works|reproducible|assigned|estimated|scheduled|sure|decided|specified|clear|geschatzt|zugewiesen|brainer|" +
	"priority|prioridad|" +
	"prioridade|priorite|epic|epica|status|milestone|due|date|owner|category|id")

var refusals = newVocabulary(map[Topics]map[string]bool{1: Set("rejected|declined|refused|decided against|ruled out|left out|dropped|discarded|wontfix|" +
	"must not do|does not do|did not make|cut already|cut from|accepted risks|turned down|out of scope|non goals|non-goals|not planned|not doing|" +
	"don t need|don t want|don t do|abgelehnt|verworfen|gestrichen|weggelassen|ausgeschlossen|abgrenzung|nicht anerkannt|brauchen wir nicht|wollen wir nicht|" +
	"descartado|descartada|descartados|rechazado|rechazados|excluido|fuera de alcance|no haremos|no necesitamos|rejeitado|rejeitados|fora do escopo|nao faremos|" +
	"ecarte|ecartes|refuse|refuses|abandonne|abandonnes|exclu|hors perimetre|ne fera pas|ne ferons pas|scartato|scartati|rifiutato|rifiutati|" +
	"escluso|fuori ambito|" +
	"afgewezen|afgevallen|vervallen|buiten scope|doen we niet|avslaget|avvisat|odrzucone|poza zakresem|отклонено|отклонены|отказались|не будем делать|" +
	"拒绝|已拒绝|不做|放弃|否决|却下|見送り|対象外|やらない|不採用|거절|제외|하지 않음")})

// IsGroupTitle reports whether a folded title begins with a word for a part of a product
// or a plan, set apart from its name.
func IsGroupTitle(title string) bool {
	word, name, ok := strings.Cut(title, ":")
	return ok && groupWords[strings.TrimRight(word, " 0123456789")] && name != ""
}

var groupWords = Set("theme|feature|module|area|component|stream|workstream|track|work package|pillar|objective|thema|modul|bereich|arbeitspaket|baustein|" +
	"funktion|tema|modulo|area|componente|funcionalidad|funcionalidade|eje|pilar|theme|fonctionnalite|domaine|axe|lot|modulo|tematica|funzionalita|ambito|" +
	"functie|onderdeel|werkpakket|obszar|тема|модуль|область|模块|主题|モジュール|テーマ|모듈|테마")

// IsAsideTitle reports whether a folded title is that of a section that holds no items.
func IsAsideTitle(title string) bool {
	t := strings.Trim(title, " :0123456789.*")
	return AsideWords[t] || areAside(t) || isRoutine(t) ||
		slices.ContainsFunc(asideHeads, func(head string) bool { return strings.HasPrefix(t, head) }) && !IsSentence(t)
}

// areAside reports whether a folded title is that of two sections that hold no items:
// "notes / dependencies", "risks & assumptions".
func areAside(title string) bool {
	i := strings.IndexAny(title, "/&")
	return i >= 0 && AsideWords[strings.TrimSpace(title[:i])] && AsideWords[strings.TrimSpace(title[i+1:])]
}

// isRoutine reports whether a folded title is that of a checklist that is gone through
// each time: "Testing checklist", "Before publishing checklist".
func isRoutine(title string) bool {
	head, ok := strings.CutSuffix(title, " checklist")
	if !ok {
		head, ok = strings.CutPrefix(title, "checklist ")
	}
	return ok && slices.ContainsFunc(strings.FieldsFunc(head, func(r rune) bool { return !IsWordRune(r) }), func(w string) bool { return routineWords[w] })
}

var routineWords = Set("release|publish|publishing|publication|testing|test|tests|qa|quality|review|deploy|deployment|merge|commit|submission|verification|" +
	"validation|validacion|validacao|validazione|validering|revision|revisao|pruebas|testes|publicacion|publicacao|despliegue|calidad|qualidade|" +
	"abnahme|freigabe|prufung|qualite|recette|relecture|collaudo|verifica|rilascio")

// asideHeads begin questions that a section answers.
var asideHeads = []string{"how we ", "how to ", "how do ", "how this ", "how it ", "how you ", "how i ",
	"como pedir ", "como calculamos", "como priorizamos", "como funciona ",
	"como contribuir", "como se ", "comment nous ", "comment on ", "comment faire ", "comment contribuer", "comment lire ", "wie wir ", "wie man ", "wie geht ",
	"come si ", "come scegliamo", "come contribuire", "hoe we ", "hoe wij ", "hoe werkt "}
