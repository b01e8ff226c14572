package reconcile

import (
	"iter"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A Seen is an item as it was observed, with what its marker says.
type Seen struct {
	*tracker.Item            // not to be modified
	ID            backlog.ID // by the marker; "" without one
	Scope         string     // likewise
}

// A Lead says where the address in a ledger row leads.
type Lead struct {
	Item    *Seen  // nil if there is none any more, or none of the project
	Foreign bool   // it is of another project
	Gone    bool   // its item no longer exists, here at least
	MovedTo string // with Gone: the address at which the item is now, if the service tells
}

// All yields every item that was observed, in the order in which it was met.
func (o *Observed) All() iter.Seq[*Seen] {
	return func(yield func(*Seen) bool) {
		for _, x := range o.order {
			if !yield(x.seen()) {
				return
			}
		}
	}
}

// Item returns an item, nil if none was observed under ref.
func (o *Observed) Item(ref tracker.Ref) *Seen { return o.items[ref].seen() }

// Lead returns where the address of a ledger row leads. A row without an address,
// or of another backlog, leads nowhere.
func (o *Observed) Lead(row *backlog.Evidence) Lead {
	to := o.destinations[row]
	return Lead{Item: to.item.seen(), Foreign: to.foreign, Gone: to.gone, MovedTo: to.moved}
}

// Address returns the address of an item for use in the backlog file of that
// name.
func (o *Observed) Address(item *tracker.Item, file string) string { return o.link(item, file) }

// Times returns when the project was observed: by the clock of this machine, and
// by the server's after its last answer, which is zero if it has none.
func (o *Observed) Times() (here, server time.Time) { return o.at, o.date }

func (x *observed) seen() *Seen {
	if x == nil {
		return nil
	}
	s := &Seen{Item: &x.Item}
	if mk := x.body.marker; mk != nil {
		s.ID, s.Scope = mk.id, mk.scope
	}
	return s
}

// Found yields the items of the files that p was made for, each with its kind
// and ID, and the item of the tracker that stands for it, nil if there is none.
func (p *Plan) Found() iter.Seq2[FileItem, *tracker.Item] {
	return func(yield func(FileItem, *tracker.Item) bool) {
		for _, sp := range p.scopes {
			for i := range sp.matches {
				m := &sp.matches[i]
				var item *tracker.Item
				if m.item != nil {
					item = &m.item.Item
				}
				if !yield(FileItem{m.file.Name(), backlog.ItemRef{Kind: m.kind, ID: m.id}}, item) {
					return
				}
			}
		}
	}
}

// A FileItem is an epic or a story of a file, as what it becomes.
type FileItem struct {
	File string
	backlog.ItemRef
}

// Address is [Observed.Address] of what p was made from, "" if it was made
// offline.
func (p *Plan) Address(item *tracker.Item, file string) string {
	if p.observed == nil {
		return ""
	}
	return p.observed.Address(item, file)
}
