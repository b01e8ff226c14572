package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A savedPlan is a plan that was read from a file.
type savedPlan struct {
	*reconcile.Plan
	file  string
	named string // the host that it was made with, if it was made here and the user had named it
}

// readPlan returns the saved plan that is the only argument, nil if it is a
// backlog.
func (a *app) readPlan(args []string) (*savedPlan, error) {
	for _, name := range args {
		data, err := files.Read(name)
		if err != nil || !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
			continue // reading backlogs reports what is wrong
		}
		if len(args) > 1 {
			return nil, fmt.Errorf("%s is a plan, which stands alone", name)
		}
		p, err := reconcile.ReadPlan(data)
		if err != nil {
			return nil, withHint(fmt.Errorf("%s: %w", name, err), "make one with: backlogsync plan --out "+name+" BACKLOG.md")
		}
		return &savedPlan{p, name, a.notedHost(data)}, nil
	}
	return nil, nil
}

// plannedTarget returns the target of a saved plan. A flag may name it, too, but
// no other one.
func (ts *targets) plannedTarget(p *savedPlan, flag string, conf *config) (*target, error) {
	if p.Target == "" {
		return ts.target(flag, conf), nil
	}
	planned := &target{name: p.Target, by: byFile, where: p.file, entitled: p.named, milestones: conf.Milestones}
	if flag == "" {
		return planned, nil
	}
	given := ts.target(flag, conf)
	x, err := ts.locate(given)
	if err != nil {
		return nil, err
	}
	y, err := ts.locate(planned)
	if err != nil {
		return nil, err
	}
	if x.name != y.name {
		return nil, withHint(fmt.Errorf("--to %s is not what %s was made for, %s", flag, p.file, p.Target), "leave --to out, or make a plan for it")
	}
	return given, nil
}

// savePlan writes a plan for apply. It never writes over a backlog. named is the
// host that it was made with, "" unless the user named it.
func (a *app) savePlan(name string, p *reconcile.Plan, inputs []*input, named string) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	for _, in := range inputs {
		if in.Path == path || in.LedgerPath() == path {
			return withHint(fmt.Errorf("--out %s would overwrite the backlog", name), "name another file, such as plan.json")
		}
	}
	if data, err := files.Read(path); err == nil && len(data) > 0 {
		if _, err := reconcile.ReadPlan(data); err != nil {
			return withHint(fmt.Errorf("--out %s: the file exists and is no plan", name), "remove it or name another file")
		}
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	data, err := marshalPlan(p)
	if err != nil {
		return err
	}
	if err := replaceFile(path, data); err != nil {
		return err
	}
	if named == "" {
		return nil
	}
	if err := a.noteHost(data, named); err != nil {
		a.note("%s is saved, but not that you named its host (%v): to apply it, name the target with --to again.", name, err)
	}
	return nil
}

// plansKept is how long it is remembered that a plan was made here: after that
// it is stale anyway.
const plansKept = 90 * 24 * time.Hour

// noteHost remembers with which host a plan was made that the user named. Only a
// plan with the same bytes profits from it, wherever it is then.
func (a *app) noteHost(plan []byte, host string) error {
	dir, err := a.plansDir()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if entries, err := os.ReadDir(dir); err == nil { // else they stay a little longer
		for _, e := range entries {
			if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > plansKept {
				_ = os.Remove(filepath.Join(dir, e.Name())) // as above
			}
		}
	}
	_, err = files.Replace(filepath.Join(dir, planDigest(plan)), []byte(host+"\n"), 0o600)
	return err
}

// notedHost returns what was remembered of a plan, "" if nothing was.
func (a *app) notedHost(plan []byte) string {
	dir, err := a.plansDir()
	if err != nil {
		return ""
	}
	data, err := files.Read(filepath.Join(dir, planDigest(plan)))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

func (e environ) plansDir() (string, error) {
	dir, err := e.stateDir()
	return filepath.Join(dir, "plans"), err
}

func planDigest(plan []byte) string {
	sum := sha256.Sum256(plan)
	return hex.EncodeToString(sum[:])
}
