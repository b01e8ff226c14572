// Package evidence says what a tracker and the ledgers of a backlog prove: [Verify]
// compares them and makes a [Bundle], which can be kept and checked without the
// tracker, and [NewStatus] tells the progress. It reads and writes nothing; what it
// works on is a [reconcile.Observed] or a [reconcile.Plan].
package evidence
