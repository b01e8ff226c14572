package trackertest

import (
	"fmt"
	"net/http"

	"github.com/backlogsync/backlogsync/tracker"
)

// finished is a backlog in which work is done already: some of its issues are
// made and closed, which takes two requests.
const finished = `# Plan

<!--
checkbox: done
-->

## Epic 1: Access

- [x] US-1.1 Login

  - **Labels:** auth
- [ ] US-1.2 Logout

## Epic 2: Data

- [x] US-2.1 Import
`

// endings are what cuts the making of finished stories off: whichever write is
// killed, lost, or refused once, each story ends up closed.
func endings(r request, wired bool) []*fault {
	if !r.write {
		return nil
	}
	list := append(kills(), refusals()...)
	for _, f := range disturbances(r, wired, true) {
		if !f.kill {
			list = append(list, f)
		}
	}
	return list
}

// refusals are answers by which a service refuses a request although the same
// one passes later: a replica does not know the item yet, a check is wrong, a
// permission arrives late (googleapis/release-please#2754).
func refusals() []*fault {
	list := []*fault{
		{status: http.StatusNotFound, kind: tracker.ErrNotFound},
		{status: http.StatusUnprocessableEntity, kind: tracker.ErrRejected},
		{status: http.StatusForbidden, kind: tracker.ErrUnauthorized},
	}
	for _, f := range list {
		f.name = fmt.Sprintf("refused with %d", f.status)
		f.contentType, f.body = "application/json", fmt.Sprintf(`{"message":%q}`, http.StatusText(f.status))
	}
	return list
}
