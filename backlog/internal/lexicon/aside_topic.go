package lexicon

import "strings"

// SpeaksAside reports whether a folded title has a word for what is no work, wherever
// it stands in it: "Guiding principles", "Appendix: severity levels", "Open questions".
// Sections so titled may hold items all the same, so it only tells what nobody needs to
// be asked about.
func SpeaksAside(title string) bool {
	for word := range strings.FieldsFuncSeq(title, func(r rune) bool { return !IsWordRune(r) }) {
		if asideTopics[word] {
			return true
		}
		if Unspaced(word) {
			for topic := range asideTopics {
				if strings.Contains(word, topic) && Unspaced(topic) {
					return true
				}
			}
		}
	}
	return false
}

var asideTopics = Set("introduction|overview|summary|team|goal|goals|objectives|principles|rules|agreements|risk|risks|question|questions|notes|" +
	"appendix|legend|glossary|references|reading|sponsors|retro|retrospective|capacity|velocity|metrics|indicators|criteria|liked|learned|" +
	"definition|actors|roles|personas|costs|budget|materials|assumptions|constraints|impediments|blockers|background|purpose|decisions|contents|index|" +
	"einleitung|uberblick|zusammenfassung|ziel|ziele|grundsatze|regeln|risiken|fragen|notizen|hinweise|anhang|legende|glossar|literatur|" +
	"kapazitat|kennzahlen|rollen|kosten|annahmen|hindernisse|entscheidungen|inhalt|" +
	"introduccion|resumen|equipo|objetivo|objetivos|principios|reglas|acuerdos|riesgo|riesgos|preguntas|notas|anexo|leyenda|glosario|referencias|" +
	"retrospectiva|metricas|indicadores|criterios|actores|costes|costos|supuestos|impedimentos|decisiones|indice|introducao|resumo|equipe|regras|acordos|" +
	"risco|riscos|perguntas|observacoes|custos|premissas|decisoes|materiais|materiales|" +
	"introduction|resume|equipe|objectif|objectifs|principes|regles|accords|risque|risques|remarques|annexe|legende|glossaire|indicateurs|criteres|" +
	"acteurs|couts|hypotheses|memoire|" +
	"introduzione|riepilogo|squadra|obiettivo|obiettivi|principi|regole|accordi|rischio|rischi|domande|appendice|legenda|metriche|indicatori|criteri|" +
	"attori|ruoli|costi|materiale|materiali|" +
	"inleiding|samenvatting|doel|doelen|principes|regels|afspraken|vragen|notities|bijlage|inledning|mal|fragor|anteckningar|bilaga|" +
	"wstep|podsumowanie|cele|zasady|ryzyka|pytania|notatki|zalacznik|введение|цели|принципы|правила|риски|вопросы|заметки|приложение|команда|" +
	"背景|目标|目的|原则|规则|风险|问题与|说明|备注|備考|附录|团队|用語|リスク|まとめ|概要|개요|목표|위험|참고")
