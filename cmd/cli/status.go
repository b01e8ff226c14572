package cli

import (
	"bufio"
	"context"
	"io"
	"math"
	"os"

	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// A statusCommand is one run of the command status.
type statusCommand struct {
	*app

	readFlags
	format format
	failOn failFlag
}

func newStatusCommand(a *app) *cobra.Command {
	c := &statusCommand{app: a}
	cmd := &cobra.Command{
		Use:   "status FILE...",
		Short: "Show progress by epic",
		Long: `Status reads the tracker and shows how many stories of each epic are closed. It
also shows which stories are missing from the tracker, which changed only there
(drifted), and which changed on both sides (in conflict).

Without a target, it uses the files alone.
`,
		Example: `  backlogsync status --to github:acme/shop BACKLOG.md
  backlogsync status --format markdown --fail-on drift BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.add(a, cmd)
	cmd.Flags().Var(c.format.flag(formatMarkdown), "format", "form of the output")
	c.failOn.addTo(cmd.Flags())
	return cmd
}

func (c *statusCommand) run(ctx context.Context, names []string) error {
	r, err := c.read(ctx, names, &c.readFlags)
	if err != nil {
		return err
	}
	wordReasons(r.plan)
	s := evidence.NewStatus(r.backlog, r.plan)
	titled := derivedIDs(r.backlog)
	switch c.format {
	case formatJSON:
		err = writeJSON(c.stdout, s)
	case formatMarkdown:
		err = writeStatusMarkdown(c.stdout, s, titled)
	default:
		p := &statusPrinter{out: bufio.NewWriter(c.people(c.stdout)), columns: columnsOf(c.stdout), derived: titled}
		p.green = func(text string) string {
			if text == "" {
				return ""
			}
			return c.color(c.stdout, "32", text)
		}
		if c.quiet {
			p.total(s)
			tellStatus(c.people(c.stderr), s, titled)
		} else {
			p.all(s)
		}
		err = p.out.Flush()
	}
	if err != nil {
		return err
	}
	return c.failOn.check(r.plan, r.conf, false)
}

// columnsOf returns how wide a terminal is, and of everything else that nothing
// is too wide for it.
func columnsOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	return math.MaxInt
}
