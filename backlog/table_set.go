package backlog

import (
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A tableSet collects changes of the tables of a file.
type tableSet struct {
	f       *File
	editors map[int]*markdown.TableEditor
}

func newTableSet(f *File) *tableSet { return &tableSet{f, make(map[int]*markdown.TableEditor)} }

func (t *tableSet) editor(table int) *markdown.TableEditor {
	if t.editors[table] == nil {
		t.editors[table] = markdown.NewTableEditor(t.f.src, t.f.tables[table].Rows, newRecorder(t.f, Record{}).eol)
	}
	return t.editors[table]
}

// replace changes a title in the cell of a row that holds it as a milestone's.
func (t *tableSet) replace(at reading.RowSyntax, old, title string) {
	editor, column := t.editor(at.Table), t.f.tables[at.Table].Columns.Milestone
	cells := editor.Row(at.Row)
	if column < 0 || column >= len(cells) {
		return
	}
	if s, ok := titleIn(cells[column], old); ok {
		editor.Set(at.Row, column, cells[column][:s.Start]+escapeCell(title)+cells[column][s.End:])
	}
}

// insert adds a row behind another one.
func (t *tableSet) insert(at reading.RowSyntax, cellsOf func(*reading.Columns) map[int]string) {
	editor := t.editor(at.Table)
	cells := make([]string, len(editor.Row(0)))
	for column, text := range cellsOf(&t.f.tables[at.Table].Columns) {
		if column >= 0 && column < len(cells) {
			cells[column] = text
		}
	}
	editor.Insert(at.Row, cells)
}

func (t *tableSet) edits() []Edit {
	var edits []Edit
	for i := range t.f.tables {
		if e := t.editors[i]; e != nil {
			edits = append(edits, e.Edits()...)
		}
	}
	return edits
}
