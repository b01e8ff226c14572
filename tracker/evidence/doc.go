// Package evidence compares a tracker with the ledgers of a backlog, and
// reports progress.
//
// [Verify] compares the two, fact by fact, and returns a [Bundle] of what it
// saw. A bundle can be stored and, with [ReadBundle] and [Bundle.Check],
// checked later without the tracker. [NewStatus] returns the progress of each
// epic.
//
// The package does no I/O: it works on the results of [reconcile.Observe] and
// [reconcile.NewPlan]. Observed times are RFC 3339 in UTC, in whole seconds;
// recorded values are as written in the ledger.
package evidence
