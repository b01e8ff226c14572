package reconcile

import (
	"iter"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A Seen is an observed item, with the content of its marker.
type Seen struct {
	*tracker.Item            // not to be modified
	ID            backlog.ID // by the marker; "" without one
	Scope         string     // likewise
}

// A Lead says where the address in a ledger row leads to.
type Lead struct {
	Item    *Seen  // nil if it does not exist in the project
	Foreign bool   // the address leads to another project
	Gone    bool   // the item no longer exists, at least in this project
	MovedTo string // with Gone: the new address of the item, if the service knows it
}

// All yields every observed item, in the order in which they were read.
func (o *Observed) All() iter.Seq[*Seen] {
	return func(yield func(*Seen) bool) {
		for _, x := range o.order {
			if !yield(x.seen()) {
				return
			}
		}
	}
}

// Item returns the item ref, or nil if it was not observed.
func (o *Observed) Item(ref tracker.Ref) *Seen { return o.items[ref].seen() }

// Lead returns where the address of a ledger row leads to. It returns the zero
// Lead for a row without an address or of another backlog.
func (o *Observed) Lead(row *backlog.Evidence) Lead {
	to := o.destinations[row]
	return Lead{Item: to.item.seen(), Foreign: to.foreign, Gone: to.gone, MovedTo: to.moved}
}

// Address returns the address of item as it is written in the backlog file
// named file.
func (o *Observed) Address(item *tracker.Item, file string) string { return o.link(item, file) }

// Times returns when the project was observed: by the clock of this machine,
// and by the clock of the server in its last answer, which is zero if the
// server has none.
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

// Found yields the items of the files of p, each with its item in the tracker,
// or nil if there is none.
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

// A FileItem is an item of a file, by the kind that it has in the tracker.
type FileItem struct {
	File string
	backlog.ItemRef
}

// Address calls [Observed.Address] of the observation that p was made from. It
// returns "" if p was made offline.
func (p *Plan) Address(item *tracker.Item, file string) string {
	if p.observed == nil {
		return ""
	}
	return p.observed.Address(item, file)
}
