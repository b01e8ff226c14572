package github

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// An answer on the disk is one line, then the body as it came. The line begins
// with the SHA-256 of all that follows it, so that a damaged answer is not used;
// what was written before the machine went down needs no more care than that.
type answer struct {
	head
	body []byte
}

// A head is what is kept of the headers of an answer, in JSON.
type head struct {
	ETag string `json:"etag"`
	Link string `json:"link,omitempty"`
	Type string `json:"type"`
}

const (
	answerExt = ".answer"
	oldExt    = ".json" // of earlier versions, which nothing reads any more

	// keptFor is how long an answer that nobody asks for is kept.
	keptFor = 30 * 24 * time.Hour
)

// name is that of the file of an answer. What can be seen depends on the token,
// of which only a digest gets into it.
func (c *cache) name(req *http.Request) string {
	sum := sha256.Sum256([]byte(req.URL.String() + "\n" + req.Header.Get("Accept") + "\n" + req.Header.Get("Authorization")))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16])+answerExt)
}

// load reads an answer; nil if there is none that can be read.
func load(name string) *answer {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	const sumLen = 2*sha256.Size + 1
	if len(data) < sumLen {
		return nil
	}
	sum, data := data[:sumLen-1], data[sumLen:]
	if want := sha256.Sum256(data); hex.EncodeToString(want[:]) != string(sum) {
		return nil
	}
	line, body, _ := bytes.Cut(data, []byte("\n"))
	a := &answer{body: body}
	if json.Unmarshal(line, &a.head) != nil || a.ETag == "" {
		return nil
	}
	return a
}

// store writes an answer in one step, so that no other run reads half of it.
func store(name string, a *answer, now time.Time) {
	line, err := json.Marshal(a.head)
	if err != nil || os.MkdirAll(filepath.Dir(name), 0o700) != nil {
		return
	}
	line = append(line, '\n')
	sum := sha256.New()
	_, _ = sum.Write(line) // it cannot fail
	_, _ = sum.Write(a.body)
	f, err := os.CreateTemp(filepath.Dir(name), "*"+answerExt) // with mode 0600
	if err != nil {
		return
	}
	_, err = f.Write(append([]byte(hex.EncodeToString(sum.Sum(nil))+" "), line...))
	if err == nil {
		_, err = f.Write(a.body)
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		renew(f.Name(), now)
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // dropOld gets what is left
	}
}

// renew notes that an answer was asked for.
func renew(name string, now time.Time) {
	_ = os.Chtimes(name, now, now) // it is swept too early at worst
}

// forget removes an answer.
func forget(name string) {
	_ = os.Remove(name) // it need not be there
}

// dropOld removes answers that nobody asked for in a long time, and those of
// earlier versions. Files of other names are not touched.
func dropOld(dir string, now time.Time) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if ext != answerExt && (ext != oldExt || !isDigest(strings.TrimSuffix(e.Name(), ext))) {
			continue
		}
		if info, err := e.Info(); err == nil && (ext == oldExt || now.Sub(info.ModTime()) > keptFor) {
			forget(filepath.Join(dir, e.Name())) // another run may have done so
		}
	}
}

// isDigest reports whether s is the name that [cache.name] gives.
func isDigest(s string) bool {
	sum, err := hex.DecodeString(s)
	return err == nil && len(sum) == 16
}
