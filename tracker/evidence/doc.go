// Package evidence says what a tracker and the ledgers of a backlog prove.
//
// [Verify] compares the two, fact by fact, and makes a [Bundle] of what it saw, which
// can be kept and, with [ReadBundle] and [Bundle.Check], checked later without the
// tracker. [NewStatus] tells the progress, epic by epic.
//
// The package reads and writes nothing: it works on what [reconcile.Observe] read or
// [reconcile.NewPlan] planned. What the tracker says of times is RFC 3339 in UTC and whole
// seconds; what a ledger says is as written there.
package evidence
