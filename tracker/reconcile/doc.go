// Package reconcile makes an issue tracker and the ledgers of a backlog agree.
//
// [Sync] does everything in one call: it registers backlog files in a tracker
// and records the evidence in them. A program that shows the plan, or asks
// before it writes, takes the steps one by one: [Observe] reads the items of a
// project, [NewPlan] compares them with the backlog and with the values that
// both last agreed on, [Apply] makes the changes, and a [Saver] records the
// results of Apply in the files.
//
// The package does not depend on any service: it works with any
// [tracker.Tracker]. [Import] creates a backlog from a project that has none
// yet.
//
// # What is guaranteed
//
// Each item is created exactly once, whatever happens. A create is noted in a
// [Store] before it is sent, and the item is looked for before the create is
// sent again. So a run that was killed, or that lost answers, can simply be
// repeated. [Apply] does nothing that the plan does not list. It does not
// overwrite what a person changed, unless [Options] prefer the backlog; the
// plan shows such a change as drift or as a conflict.
//
// An [Observed] and a [Plan] are never modified. A [Store] belongs to one run
// at a time, which its lock ensures.
//
// # Failures
//
// If planning is not possible, the error is a [*Refusal] or a
// [*backlog.InvalidError]. Failures of single changes are in the [Result];
// [Passing] reports whether trying again may help. The reason for a change is a
// value of package reason, whose text mentions no options of any program.
//
// # Markers
//
// Each item carries hidden comments in its text that name its ID, the scope of
// the backlog, a random nonce, and for each managed field a digest of the value
// that file and tracker last agreed on. They enclose the managed text; the text
// above and below belongs to people.
package reconcile
