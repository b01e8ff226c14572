package reconcile

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// digest returns 12 hexadecimal digits that stand for a value.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// digest adds what was seen of the items of the scope, field by field.
func (sp *scopePlan) digest(w io.Writer) {
	b := fmt.Appendf(nil, "scope %q\n", sp.scope.Name)
	field := func(s string) { b = append(strconv.AppendInt(b, int64(len(s)), 10), ':'); b = append(b, s...) }
	for _, x := range sp.o.order {
		mk := x.body.marker
		owner := sp.matcher.claimed[x.index]
		if owner == nil && (mk == nil || !sp.matcher.ours(mk)) {
			continue
		}
		if owner != nil {
			field(string(owner.id))
		}
		if mk != nil {
			field(string(mk.id))
			field(mk.nonce)
		}
		field(string(x.Kind))
		field(x.Key)
		for _, s := range managedValues(x, owner) {
			field(s)
		}
		field(strings.Join(managedMembers(fieldLabels, x.Labels, owner, mk), "\n"))
		field(strings.Join(managedMembers(fieldAssignees, x.Assignees, owner, mk), "\n"))
		b = append(b, '\n')
		_, _ = w.Write(b) // a hash never fails
		b = b[:0]
	}
	for _, e := range sp.o.journal {
		if e.Scope == sp.scope.Name && e.Op == opIntent {
			b = fmt.Appendf(b, "intent %s\n", e.Nonce)
		}
	}
	_, _ = w.Write(b) // as above
}

// managedValues returns the values of the fields that the backlog mentions. Of
// an item that is gone from the files the state counts: it may be closed.
func managedValues(x *observed, owner *desired) []string {
	if owner == nil {
		return []string{x.Title, string(x.State)}
	}
	values := []string{x.Title}
	add := func(managed bool, value string) {
		if managed {
			values = append(values, value)
		}
	}
	mk := x.body.marker
	add(owner.text != nil, x.body.text)
	add(owner.state != "" || mk != nil && mk.base.pruned, string(x.State))
	add(owner.milestone != "", x.Milestone)
	add(owner.due != "", x.Due)
	add(owner.points != "", x.Points)
	return values
}

// managedMembers returns the members of a set that the backlog declares or once
// declared, in order. owner and mk may be nil.
func managedMembers(f field, set []string, owner *desired, mk *marker) []string {
	if len(set) == 0 {
		return nil
	}
	var declared []string
	if owner != nil && f == fieldLabels {
		declared = owner.labels
	} else if owner != nil {
		declared = owner.assignees
	}
	var members []string
	for _, name := range set {
		managed := containsFold(declared, name)
		if mk != nil && !managed {
			_, managed = mk.base.set(f)[digest(strings.ToLower(name))]
		}
		if managed {
			members = append(members, strings.ToLower(name))
		}
	}
	slices.Sort(members)
	return members
}
