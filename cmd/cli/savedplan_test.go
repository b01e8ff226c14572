package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// A saved plan settles every flag that plan and apply share, but where the
// tracker is.
func TestSavedPlanSettlesFlags(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file, plan := m.write(t, "small.md", cleanBacklog), filepath.Join(m.dir, "plan.json")
	m.run(t, exitDone, "plan", "--to", "local:"+filepath.Join(m.dir, "t"), "--out", plan, file)
	a := &app{}
	shared := newApplyCommand(a).Flags()
	n := 0
	newPlanCommand(a).Flags().VisitAll(func(f *pflag.Flag) {
		value := "1s"
		switch v := f.Value.(type) {
		case *choice:
			value = v.words[0]
		case *pruneFlag:
			value = "1"
		}
		if f.Value.Type() == "bool" {
			value = "true"
		}
		switch f.Name {
		case "to", "api-url", "insecure-http", "out", "no-write", "summary", "no-diff": // where the result goes is for each to say
			return
		}
		if shared.Lookup(f.Name) == nil {
			return
		}
		n++
		_, stderr := m.run(t, exitFailed, "apply", "--"+f.Name+"="+value, plan)
		if !strings.Contains(stderr, "--"+f.Name+" cannot be used with a saved plan, which has settled it") {
			t.Errorf("--%s: %s", f.Name, stderr)
		}
	})
	if n < 19 {
		t.Errorf("plan and apply share %d flags", n)
	}
}
