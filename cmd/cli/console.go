package cli

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"
)

// A console is where a run talks to people: what it prints, asks and logs.
type console struct {
	environ

	stdin   *os.File
	answers *bufio.Reader // of stdin, once something was asked
	stdout  io.Writer
	stderr  io.Writer

	quiet    bool
	verbose  bool
	progress progress // of the run that is going on
}

// logger logs to stderr if the user wants that.
func (c *console) logger() *slog.Logger {
	if !c.verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(c.stderr, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: plainAttr}))
}

// plainAttr makes what others wrote fit for the log.
func plainAttr(_ []string, attr slog.Attr) slog.Attr {
	if kind := attr.Value.Kind(); kind == slog.KindString || kind == slog.KindAny {
		attr.Value = slog.StringValue(printable(withoutUser(attr.Value.String())))
	}
	return attr
}

// note tells people something that is not the result.
func (c *console) note(format string, args ...any) {
	if !c.quiet {
		fmt.Fprintln(c.stderr, printable(withoutUser(fmt.Sprintf(format, args...))))
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// color returns text in a color of ECMA-48, if out is a terminal and the user
// does not forbid it, see https://no-color.org.
func (c *console) color(out io.Writer, code, text string) string {
	if c.getenv("NO_COLOR") != "" || c.getenv("TERM") == "dumb" || !isTerminal(out) {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
