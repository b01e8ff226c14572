package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
)

// asks reports whether there is a person to ask.
func (a *app) asks() bool { return isTerminal(a.stdin) && isTerminal(a.stderr) }

// ask asks a question and returns the answer without blanks around it, "" at the
// end of the input.
func (a *app) ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(a.stderr, question)
	answers := make(chan string, 1)
	go func() { // a read from a terminal cannot be called off: it ends with the process
		if a.answers == nil {
			a.answers = bufio.NewReader(a.stdin)
		}
		line, err := a.answers.ReadString('\n')
		if err != nil {
			fmt.Fprintln(a.stderr)
		}
		answers <- strings.TrimSpace(line)
	}()
	select {
	case answer := <-answers:
		return answer, nil
	case <-ctx.Done():
		return "", &codeError{exitInterrupted, errors.New("interrupted: nothing was done")}
	}
}
