package reading

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// recall makes items of the lines that are recorded, whatever the file says
// around them: exactly one line of each ID. Lines of a role that is declared are
// not looked at.
func (m *memory) recall() {
	anchored := readAnchors(m.d, m.lines)
	if len(m.known) == 0 && !anchored {
		return
	}
	m.restore()
	m.recallOf(m.withoutNames(m.lines.all()))
	m.completeSchemes()
}

// recallOf makes items of those of some lines that are recorded.
func (m *memory) recallOf(lines []*candidate) {
	var order []*known
	anchors := make(map[ItemKey]*known) // those that are not recorded
	for _, c := range lines {
		if c.dropped == notIgnored {
			continue
		}
		first := true
		for k, how := range m.knownOf(c) {
			if m.declared.closed[roleOf(k.Kind)] && !c.declared {
				continue
			}
			if k.lines == nil {
				order, k.how = append(order, k), how
			}
			switch { // a line that is only in the file counts where there is no other
			case how == likeInFile && k.how != likeInFile:
				continue
			case how != likeInFile && k.how == likeInFile:
				k.lines = nil
			}
			k.how = min(k.how, how)
			k.lines = append(k.lines, c)
			first = false
		}
		if first && c.anchored {
			k := anchors[ItemKey{c.kind(), c.idKey()}]
			if k == nil {
				k = &known{Known: Known{Kind: c.kind(), ID: c.Id}, key: ItemKey{c.kind(), c.idKey()}, how: likeID}
				anchors[k.key] = k
				order = append(order, k)
			}
			k.lines = append(k.lines, c)
		}
	}
	slices.SortStableFunc(order, func(a, b *known) int { // else in the order of the file
		return cmp.Or(cmp.Compare(a.how, b.how), cmp.Compare(m.named(a), m.named(b)))
	})
	for _, k := range order {
		again := func(n int) *known { // the same title again: "export~2"
			if !m.repeated {
				return nil
			}
			return m.known[ItemKey{k.Kind, k.key.Key + "-" + strconv.Itoa(n)}]
		}
		define := definition
		if x := again(2); x != nil && x.lines == nil { // each line defines one of them
			define = inOrder
		}
		if !k.said {
			m.defineOne(k, k.lines, define)
		}
		for n := 2; ; n++ {
			x := again(n)
			if x == nil || x.lines != nil {
				break
			}
			if !x.said {
				m.defineOne(x, k.lines, define)
			}
		}
	}
}

// defineOne makes the definition of a recorded item of one of its lines: of those with
// an anchor, else of those that the guess took, if there are any.
func (m *memory) defineOne(k *known, lines []*candidate, define func(*document, []*candidate, Known) *candidate) {
	var anchored, taken, rest []*candidate
	if len(lines) > 1 {
		for _, c := range lines {
			switch {
			case c.recorded:
			case c.anchored:
				anchored = append(anchored, c)
			case c.accepted && m.kindOf(c, k) == c.kind():
				taken = append(taken, c)
			default:
				rest = append(rest, c)
			}
		}
		switch {
		case len(anchored) > 0:
			lines = anchored
		case len(taken) > 0:
			lines = taken
		default:
			lines = rest
		}
	}
	if len(lines) > 0 {
		if c := define(m.d, lines, k.Known); !c.recorded {
			m.define(c, k)
		}
	}
}

// named tells the items that are named after a recorded epic, 0, from those that are
// named after another heading, 1, which may stand under several epics.
func (m *memory) named(k *known) int {
	if parent, _, ok := strings.Cut(string(k.ID), "/"); ok && m.known[ItemKey{lexicon.KindMilestone, lexicon.ID(parent).Key()}] == nil {
		return 1
	}
	return 0
}
