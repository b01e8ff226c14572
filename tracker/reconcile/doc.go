// Package reconcile makes an issue tracker and the ledgers of a backlog agree.
//
// [Observe] reads what a project holds, [NewPlan] compares it with the backlog
// and with what both last agreed on, and [Apply] makes the changes, each exactly
// once: a create is noted in a [Store] before it is sent. What Apply learned is
// written into the files with [Result.Record] and [backlog.File.Record].
//
// The package knows no service: it works on any [tracker.Tracker].
//
// # Markers
//
// Each item carries hidden comments in its text that name its ID, the scope of
// the backlog, a random nonce, and for each managed field a digest of the value
// that file and tracker last agreed on. They enclose the managed text; the text
// above and below belongs to people.
package reconcile
