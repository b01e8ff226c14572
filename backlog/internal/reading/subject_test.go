package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// The name of a file stands for its title, where it has none.
func TestNameOfFile(t *testing.T) {
	t.Parallel()
	const list, titled = "- Order tyres\n- Paint the door\n", "# Rules of the house\n\n- Be quiet\n- Be kind\n"
	for _, test := range []struct {
		name, src string
		want      int
	}{
		{"TODO.md", list, 2}, {"product-backlog.md", list, 2}, {"TASKS.md", list, 2}, {"notes.md", list, 0}, {"", list, 0}, {"todo-app.md", list, 0},
		{"TODO.md", titled, 0},
	} {
		r := reading.Read([]byte(test.src), reading.Options{Name: test.name})
		if len(r.Stories) != test.want {
			t.Errorf("%s: %d stories, want %d in\n%s", test.name, len(r.Stories), test.want, test.src)
		}
	}
}
