// Package externaltest checks the command and an adapter against opinions of
// others: validators, readers of formats, terminals. It is a module of its own, so
// that what it needs does not burden programs that embed the libraries.
package externaltest
