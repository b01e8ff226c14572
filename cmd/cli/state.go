package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// stateDir is where runs on this machine remember what they created.
func (e environ) stateDir() (string, error) {
	dir := e("XDG_STATE_HOME")
	if dir == "" || !filepath.IsAbs(dir) {
		home := e.home()
		if home == "" {
			return "", withHint(errors.New("there is no place for the journal"), "set XDG_STATE_HOME or HOME")
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "backlogsync"), nil
}

// openStore opens what runs on this machine remember of a project, to write to
// the project.
func (a *app) openStore(ctx context.Context, project *tracker.Project) (*reconcile.Store, error) {
	dir, err := a.stateDir()
	if err != nil {
		return nil, err
	}
	store, err := reconcile.OpenStore(ctx, dir, project, &reconcile.StoreOptions{Waiting: func() {
		a.note("Another run is working on %s; waiting for it to end.", project.Target)
	}})
	if err != nil && ctx.Err() == nil {
		err = storeError("nothing was sent, because the journal cannot be kept", err, dir)
	}
	return store, err
}

// storeError adds what can be done about a store that does not open.
func storeError(what string, err error, dir string) error {
	hint := "make " + dir + " writable, or name another place with XDG_STATE_HOME"
	kind, odd := errors.AsType[*files.KindError](err)
	switch {
	case errors.Is(err, reconcile.ErrDamaged):
		hint = "the lines above are good: correct this one or remove it; move the file away only if no run on this project was cut short"
	case odd && !kind.Mode.IsRegular():
		hint = "move away what stands where the journal belongs, or name another place with XDG_STATE_HOME"
	}
	return withHint(fmt.Errorf("%s: %w", what, err), hint)
}
