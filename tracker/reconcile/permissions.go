package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
)

// permissionKept is how long the answer of a [tracker.Permitter] counts.
const permissionKept = 24 * time.Hour

// permissions are the answers of a [tracker.Permitter], kept in a file beside the
// journal. Losing them costs a request a login, so what goes wrong with the file
// is not an error.
type permissions struct {
	path   string // "" keeps them for this run
	now    func() time.Time
	logins map[string]permission // by login in lower case
	silent map[string]bool       // to which there was no answer in this run
	refuse bool                  // the credentials may not ask
	fresh  bool                  // there are answers that the file lacks
}

type permission struct {
	MayWrite bool      `json:"mayWrite"`
	Asked    time.Time `json:"asked"`
}

const permissionsName = "permissions.json"

func newPermissions() *permissions {
	return &permissions{now: time.Now, logins: make(map[string]permission), silent: make(map[string]bool)}
}

// readPermissions reads what is kept in the state directory of a project.
func readPermissions(dir string, now func() time.Time) *permissions {
	p := newPermissions()
	p.path, p.now = filepath.Join(dir, permissionsName), now
	data, err := os.ReadFile(p.path)
	if err != nil || json.Unmarshal(data, &p.logins) != nil || p.logins == nil {
		p.logins = make(map[string]permission)
	}
	return p
}

// mayWrite asks whether a login may write to the project, unless that is known.
// Where the answer is not to be had the login stays in doubt.
func (p *permissions) mayWrite(ctx context.Context, r tracker.Permitter, login string) bool {
	key := strings.ToLower(login)
	if known, ok := p.logins[key]; ok && p.now().Sub(known.Asked) < permissionKept && !known.Asked.After(p.now()) {
		return known.MayWrite
	}
	if p.refuse || p.silent[key] {
		return false
	}
	may, err := r.MayWrite(ctx, login)
	if err != nil {
		p.silent[key] = true
		p.refuse = errors.Is(err, tracker.ErrUnsupported) || errors.Is(err, tracker.ErrUnauthorized)
		return false
	}
	p.logins[key], p.fresh = permission{may, p.now().UTC()}, true
	return may
}

// save keeps the answers, without those that do not count any more.
func (p *permissions) save() {
	if p.path == "" || !p.fresh {
		return
	}
	p.fresh = false
	kept := make(map[string]permission, len(p.logins))
	for login, known := range p.logins {
		if p.now().Sub(known.Asked) < permissionKept {
			kept[login] = known
		}
	}
	data, err := json.Marshal(kept)
	if err == nil && os.MkdirAll(filepath.Dir(p.path), 0o700) == nil {
		_, _ = files.Replace(p.path, data, 0o600) // else it is asked again
	}
}
