package trackertest

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// Hooks simulate what other people and the service itself do to a project,
// which the suite cannot do through a [tracker.Tracker]. Each may be nil; [Run]
// logs and [Missing] returns what the suite then cannot test. Hooks are called
// from several goroutines while requests are in flight.
type Hooks struct {
	// Stranger creates an issue as somebody who may not write to the project.
	// Only title and text of the content are used.
	Stranger func(d tracker.Content) tracker.Ref

	// Delete deletes an issue, as somebody who is allowed to.
	Delete func(ref tracker.Ref)

	// Hide hides an issue from listings, as if they lagged, or shows it again.
	// [tracker.Reader].Get still finds it.
	Hide func(ref tracker.Ref, hidden bool)

	// Transfer moves an issue to another project and returns its address there.
	// A number that is the same there is the harder case.
	Transfer func(ref tracker.Ref) (address string)

	// Foreign returns the address of an issue of another project on the server.
	Foreign func() (address string)

	// Request creates something that the service counts or lists as an issue
	// but is not one, such as a pull request.
	Request func(d tracker.Content) tracker.Ref

	// Rename gives the project another name. Targets, and addresses in ledgers,
	// keep the old one.
	Rename func()

	// Archive makes the project read-only for everybody, and NoIssues disables
	// its issues.
	Archive  func()
	NoIssues func()

	// OtherKind opens a project on a server of another kind, whose API looks
	// much like that of the tracker's own.
	OtherKind func() tracker.Tracker
}

// Names of hooks, as [Missing] returns them.
const (
	HookStranger  = "Stranger: markers, titles and full pages of people without rights"
	HookDelete    = "Delete: rows that vanish from a listing, items that are gone"
	HookHide      = "Hide: listings that lag"
	HookTransfer  = "Transfer: issues that another project has now"
	HookForeign   = "Foreign: addresses of other projects"
	HookRequest   = "Request: pull requests"
	HookRename    = "Rename: projects under another name"
	HookArchive   = "Archive: projects that nobody can write to"
	HookNoIssues  = "NoIssues: projects without issues"
	HookOtherKind = "OtherKind: servers of another kind"
)

// missing names the hooks that are nil.
func (h *Hooks) missing() []string {
	var names []string
	for name, missing := range map[string]bool{
		HookStranger: h.Stranger == nil, HookDelete: h.Delete == nil, HookHide: h.Hide == nil, HookTransfer: h.Transfer == nil,
		HookForeign: h.Foreign == nil, HookRequest: h.Request == nil, HookRename: h.Rename == nil, HookArchive: h.Archive == nil,
		HookNoIssues: h.NoIssues == nil, HookOtherKind: h.OtherKind == nil,
	} {
		if missing {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Missing returns what [Run] cannot test because the tracker that f makes lacks
// a hook: names such as [HookStranger], in alphabetical order.
func Missing(t *testing.T, f Factory) []string {
	t.Helper()
	e := newEnv()
	f(t, e)
	return e.Hooks.missing()
}
