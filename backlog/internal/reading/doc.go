// Package reading tells which lines of a document define epics and stories, and
// what the file says of each. It returns a [Result], which says where everything
// stands; it knows neither findings nor edits.
//
// [Read] goes through these stages, each of which is a value:
//
//   - document: the Markdown, its headings and what the title says
//   - records: ledgers, tables of milestones, the relation list
//   - search: each form finds the lines in which people write items so; they are
//     the candidates
//   - declared, guess, memory: what a candidate is, as people say, as the words,
//     codes and schemes of the file and the weights of a survey tell, and as is
//     recorded
//   - naming: the ID of each item, and one definition of each
//   - assembly: epics and stories, with the fields below them
//   - omissions: what looks like an item and is none
//
// What is recorded of a file never changes what the file says on its own: it is read as
// if nothing were, and where more is recorded than that gives, once more with memory,
// in which each of those items keeps its line; see [Known].
//
// A [Study] shows what a survey sees, and [Propose] what else may be meant.
package reading
