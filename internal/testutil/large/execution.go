package large

import (
	"bytes"
	"fmt"
)

// Execution returns an execution file in the form of the founding
// document, with the given numbers of epics and stories, spread evenly.
func Execution(epics, stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Backlog — Ejecución (Milestones + Issues + Evidencia)\n\n<!--\nStatus: derived\nLast-updated: 2026-02-21\nOwner: dunay2\n-->\n\n")
	b.WriteString("## 1) Milestones a crear (1 por épica)\n\n")
	names := make([][]string, epics)
	for e := range names {
		id := fmt.Sprintf("EPICA-%d", e+1)
		names[e] = []string{id + " Foundation & Core Contracts", fmt.Sprintf("ÉPICA %d", e+1), "⬜ Pendiente"}
	}
	table(&b, []string{"Milestone", "Épica", "Estado"}, names)
	fmt.Fprintf(&b, "\n## 2) Issues por historia de usuario (%d total)\n", stories)
	evidence := make([][]string, 0, epics+stories)
	for e := range epics {
		evidence = append(evidence, pending("Milestone", fmt.Sprintf("EPICA-%d", e+1)))
	}
	for e := range epics {
		fmt.Fprintf(&b, "\n### ÉPICA %d — Foundation & Core Contracts\n\n", e+1)
		for s := range (e+1)*stories/epics - e*stories/epics {
			id := fmt.Sprintf("US-%d.%d", e+1, s+1)
			fmt.Fprintf(&b, "- [ ] %s Integración número %d con el núcleo\n", id, s+1)
			evidence = append(evidence, pending("Issue", id))
		}
	}
	b.WriteString("\n## 3) Evidencia mínima requerida\n\n### Registro de evidencia\n\n")
	table(&b, []string{"Tipo", "Identificador", "URL GitHub", "Fecha UTC", "Responsable", "Estado"}, evidence)
	b.WriteString("\n## 4) Notas operativas\n\n- La creación requiere CLI/API autenticada.\n")
	return b.Bytes()
}

func pending(kind, id string) []string {
	return []string{kind, id, "_pendiente_", "_pendiente_", "_pendiente_", "⬜"}
}

// table writes a table whose columns are aligned.
func table(b *bytes.Buffer, header []string, rows [][]string) {
	widths := make([]int, len(header))
	all := append([][]string{header}, rows...)
	for _, row := range all {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell), 3)
		}
	}
	for i, row := range all {
		for j, cell := range row {
			fmt.Fprintf(b, "| %s%*s ", cell, widths[j]-width(cell), "")
		}
		b.WriteString("|\n")
		if i == 0 {
			for j := range row {
				fmt.Fprintf(b, "| %s ", bytes.Repeat([]byte{'-'}, widths[j]))
			}
			b.WriteString("|\n")
		}
	}
}

// width counts the columns of the text that is used here.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r == '⬜' {
			n++
		}
	}
	return n
}
