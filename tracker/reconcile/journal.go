package reconcile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
)

// An entry is one line of the journal. An intent is written and synced before
// a create is sent; what came of it is written after the answer. An intent
// with no outcome is a create that may or may not have happened.
type entry struct {
	Time  time.Time    `json:"time"`
	Op    entryOp      `json:"op"`
	Nonce string       `json:"nonce"`
	Kind  tracker.Kind `json:"kind"`
	Scope string       `json:"scope"`
	ID    backlog.ID   `json:"id"`

	Sent time.Time `json:"sent,omitzero"` // with an outcome: when the intent was noted

	Key  string `json:"key,omitempty"` // with opCreated
	URL  string `json:"url,omitempty"`
	Text string `json:"text,omitempty"` // with opCreated: digest of the managed text that was written last
}

// sent returns when the create was sent, or was about to be.
func (e *entry) sent() time.Time {
	if e.Sent.IsZero() {
		return e.Time
	}
	return e.Sent
}

type entryOp string

const (
	opIntent  entryOp = "intent"
	opCreated entryOp = "created"
	opRefused entryOp = "refused" // not created, for certain
	opChosen  entryOp = "chosen"  // to be created although another item has the title: a person said so
)

// ErrDamaged says that a line in the middle of a journal cannot be read. The
// lines above it are good.
var ErrDamaged = errors.New("the journal is damaged")

// remembered is how long the outcome of a create is of use: far longer than
// any listing lags behind.
const remembered = 30 * 24 * time.Hour

// A journal is the append-only file of entries.
type journal struct {
	file    *os.File
	entries map[string]*entry // last entry by nonce
	order   []string          // nonces, oldest first
}

// openJournal reads the journal at path, or makes one.
func openJournal(path string, now time.Time) (*journal, error) {
	j, err := readJournal(path)
	if err != nil {
		return nil, err
	}
	if err := j.compact(path, now); err != nil {
		return nil, err
	}
	j.file, err = os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	return j, syncDir(filepath.Dir(path))
}

// readJournal reads the journal at path, if there is one. A last line that a
// kill cut short was never acted upon, so it is dropped.
func readJournal(path string) (*journal, error) {
	data, err := files.Read(path)
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("journal: %w", err)
	}
	j := &journal{entries: make(map[string]*entry)}
	for line, rest := 1, data; len(rest) > 0; line++ {
		text, tail, complete := bytes.Cut(rest, []byte("\n"))
		rest = tail
		var e entry
		if err := json.Unmarshal(text, &e); err != nil {
			if !complete {
				break
			}
			return nil, fmt.Errorf("%w: %s:%d: %w", ErrDamaged, path, line, err)
		}
		j.note(&e)
	}
	return j, nil
}

// note remembers e.
func (j *journal) note(e *entry) {
	if old, ok := j.entries[e.Nonce]; ok {
		if e.Op == opIntent { // sent again after a refusal
			if old.Op == opIntent {
				old.Time = e.Time
			}
			return
		}
		// Outcomes name the nonce only; what was asked for stands in the intent.
		e.Kind, e.Scope, e.ID, e.Sent = old.Kind, old.Scope, old.ID, old.sent()
	} else {
		j.order = append(j.order, e.Nonce)
	}
	j.entries[e.Nonce] = e
}

// compact rewrites the file without what is of no use any more, and without a
// line that was cut short.
func (j *journal) compact(path string, now time.Time) error {
	var keep []string
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	for _, nonce := range j.order {
		e := j.entries[nonce]
		if e.Op == opRefused || e.Op != opIntent && now.Sub(e.Time) > remembered {
			delete(j.entries, nonce)
			continue
		}
		keep = append(keep, nonce)
		if err := enc.Encode(e); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
	}
	j.order = keep
	if old, err := files.Read(path); err == nil && bytes.Equal(old, text.Bytes()) {
		return nil
	}
	if _, err := files.Replace(path, text.Bytes(), 0o600); err != nil { // it is ours alone, so nothing of interest is lost
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// append writes e and returns when it is on the disk.
func (j *journal) append(e entry) error {
	if err := j.jot(e); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// jot writes e, which may be lost if the machine fails.
func (j *journal) jot(e entry) error {
	e.Time = e.Time.UTC()
	line, err := json.Marshal(e)
	if err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	j.note(&e)
	return nil
}

// open yields the intents without an outcome, oldest first.
func (j *journal) open(yield func(*entry) bool) {
	for _, nonce := range j.order {
		if e := j.entries[nonce]; e.Op == opIntent && !yield(e) {
			return
		}
	}
}

// created yields what is known to exist, oldest first.
func (j *journal) created(yield func(*entry) bool) {
	for _, nonce := range j.order {
		if e := j.entries[nonce]; e.Op == opCreated && !yield(e) {
			return
		}
	}
}

// chosen yields what is to be created although another item has its title.
func (j *journal) chosen(yield func(*entry) bool) {
	for _, nonce := range j.order {
		if e := j.entries[nonce]; e.Op == opChosen && !yield(e) {
			return
		}
	}
}

// syncDir makes the entries of a directory durable, where a system has that.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	defer func() { _ = d.Close() }() // it was only read
	if err := d.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}
