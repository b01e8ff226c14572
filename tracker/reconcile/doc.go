// Package reconcile makes an issue tracker and the ledgers of a backlog agree.
//
// [Sync] is the whole in one call: it registers backlog files in a tracker and
// records the evidence in them. A program that shows the plan, or asks before it
// writes, takes the steps one by one: [Observe] reads what a project holds, [NewPlan]
// compares it with the backlog and with what both last agreed on, [Apply] makes the
// changes, and a [Saver] writes what Apply learned into the files.
//
// The package knows no service: it works on any [tracker.Tracker]. [Import] makes a
// backlog of a project that has none yet.
//
// # What is guaranteed
//
// Each item is created exactly once, whatever happens: a create is noted in a [Store]
// before it is sent, and looked for before it is sent again, so that a run that was
// killed, or whose answers were lost, can simply be run again. Apply does nothing that
// the plan does not list. It does not overwrite what a person changed, unless
// [Options] prefer the backlog: that is drift or a conflict, which the plan shows.
//
// An [Observed] and a [Plan] are values that nothing here changes. A [Store] belongs
// to one run at a time, and its lock sees to that.
//
// # Failures
//
// What forbids planning is a [*Refusal] or a [*backlog.InvalidError]. What became of
// single changes is in the [Result]; [Passing] tells whether trying again may help. The
// reason of a change is a value of package reason, whose words name no option of any
// program.
//
// # Markers
//
// Each item carries hidden comments in its text that name its ID, the scope of
// the backlog, a random nonce, and for each managed field a digest of the value
// that file and tracker last agreed on. They enclose the managed text; the text
// above and below belongs to people.
package reconcile
