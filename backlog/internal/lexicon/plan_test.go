package lexicon

import "testing"

func TestIsPlanTitle(t *testing.T) {
	t.Parallel()
	yes := []string{"roadmap 2026", "next steps", "feuille de route", "p1", "must have", "hohe prioritat", "sauna – q2 2026", "ferry app: to do"}
	no := []string{"architecture", "", "planet", "team"}
	titlesAre(t, IsPlanTitle, yes, append(no, "sprint plan"))
	titlesAre(t, IsPlanOfFile, append(yes, "sprint plan"), no)
}

func TestIsWorkTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsWorkTitle,
		[]string{"to do", "📋 roadmap", "ferry app: to do", "to do (draft)", "4. next steps:", "por hacer", "reste a faire", "今後の予定", "what's left"},
		[]string{"how to do it", "what to do in a fire: call", "the roadmap of others", "tasks", "ideas", ""})
}

func TestIsNextSteps(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsNextSteps, []string{"next steps", "ferry: next steps", "nachste schritte", "下一步"}, []string{"roadmap", "next", "steps", ""})
}

func TestIsRecordTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsRecordTitle,
		[]string{"post-mortem: no heating", "architecture", "design of the cache", "adr 4"},
		[]string{"guide to the desk", "architecture template", "example of a design", "designer", ""})
}

func TestIsPriorityTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsPriorityTitle,
		[]string{"p1", "p0: now", "must have", "(should)", "high priority", "alta prioridad", "prioridad alta", "priority p2", "priority 1", "later (2027)",
			"**now**", "next up", "some day", "urgente", "lo siguiente", "straks", "ooit", "teraz", "kiedys", "irgendwann"},
		[]string{"priority", "priority 12", "high tea", "higher", "prioridad del equipo", "p9", ""})
}

func TestIsVersionTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsVersionTitle,
		[]string{"[1.2.0] - 2026-01-31", "v0.3.1", "version 1.2.3", "2026-01-31", "1.2.0"},
		[]string{"1.2", "1.2 (may)", "v2", "1. login", "unreleased", "...", ""})
}

func TestIsBacklogTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsBacklogTitle,
		[]string{"todo", "todo.md", "product backlog", "roadmap 2026", "the project backlog", "📋 tasks", "lista de tareas", "user stories", "epic"},
		[]string{"shop backlog", "the project", "my list", "a b c tasks", "2026", ""})
}

func TestIsManualTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsManualTitle,
		[]string{"Installation", "Getting started:", "Instalación", "使用"},
		[]string{"Install the printer", "Tasks", ""})
}
