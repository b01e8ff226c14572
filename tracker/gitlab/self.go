package gitlab

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
)

// selfKept is how long it is remembered who a token belongs to.
const selfKept = 24 * time.Hour

// selfFile is where the number of the user is kept whom the token belongs to, ""
// for nowhere. Only a digest of the token gets into it.
func (p *people) selfFile() string {
	if p.opts.StateDir == "" || p.opts.Token == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(p.client.Base().String() + "\n" + p.opts.Token))
	return filepath.Join(p.opts.StateDir, "gitlab-user-"+hex.EncodeToString(sum[:16]))
}

// recallSelf takes over what an earlier run learned of the user, in place of a
// request. What cannot be read is asked for.
func (p *people) recallSelf() {
	name := p.selfFile()
	if name == "" {
		return
	}
	info, err := os.Stat(name)
	if err != nil || p.client.Now().Sub(info.ModTime()).Abs() > selfKept {
		return
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return
	}
	if id, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64); err == nil && id > 0 {
		p.writers.Learn(id, true)
	}
}

// keepSelf is for the next run. That it cannot be kept costs a request there.
func (p *people) keepSelf(id int64) {
	name := p.selfFile()
	if name == "" || os.MkdirAll(p.opts.StateDir, 0o700) != nil {
		return
	}
	if _, err := files.Replace(name, []byte(strconv.FormatInt(id, 10)+"\n"), 0o600); err == nil {
		_ = os.Chtimes(name, time.Time{}, p.client.Now()) // else it counts from the system's clock
	}
}
