// Package externaltest checks the command and an adapter against opinions of
// others: validators, readers of formats, terminals. It is a module of its own, so
// that what it needs is no burden to who embeds the libraries.
package externaltest
