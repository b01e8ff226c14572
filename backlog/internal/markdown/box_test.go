package markdown

import (
	"testing"

	"github.com/yuin/goldmark/ast"
)

// TestBoxes compares the boxes that are found with those of goldmark, and reference
// definitions, which begin with a bracket, too.
func TestBoxes(t *testing.T) {
	for _, src := range []string{
		"- [ ] one\n- [x] two\n- [X]three\n- [y] four\n- [] five\n", "- [\t]\tone\n", "- [ ]\n", "- [ ]", "- [x", "- [ ] \n  two\n", "- [ ]\n  two\n",
		"- [\f] one\n", "- [\v] one\n", "- [ ]\v one\n", "- [\u00a0] one\n", "[ ] no list\n", "- text [ ] later\n", "- one\n\n  [ ] second\n",
		"- > [ ] quoted\n", "1. [ ] one\n\n2. [x] two\n", "- [ ][x] one\n", "- [x]: /box\n- [x]\n", "- [ ]: /box\n", "[a]: /b\n[c]\n: d\n\n[a] [c]\n",
		"[a\nb]: /c\n\n[a b]\n", "  [a]: <b> 'c'\ntext [a]\n", "- [a]:\n  /b\n\n[a]\n", "[\n]: /b\n", "[a]\\]: /b\n", "- [x] [x]: /b\n",
	} {
		want, have := dumped(goldmarkTree(src)), dumped(parseGuarded([]byte(src)))
		if want != have {
			t.Errorf("%q: read as\n%s\nby goldmark as\n%s", src, have, want)
		}
	}
}

// A link is no box, whatever its text is.
func TestBoxesAndLinks(t *testing.T) {
	t.Parallel()
	for src, box := range map[string]bool{
		"- [x](http://a.example) One\n": false, "- [ ](docs/a.md \"A\") One\n": false, "- [X]()\n": false, "- [x](a.md 'A')\n": false,
		"- [x] (http://a.example) One\n": true, "- [x](see below) One\n": true, "- [x](open\n": true, "- [x]One\n": true,
	} {
		found := false
		_ = ast.Walk(parseGuarded([]byte(src)), func(n ast.Node, _ bool) (ast.WalkStatus, error) {
			_, ok := n.(*TaskCheckBox)
			found = found || ok
			return ast.WalkContinue, nil
		})
		if found != box {
			t.Errorf("%q has a box: %v", src, found)
		}
	}
}
