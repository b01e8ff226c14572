package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
)

// asks reports whether there is a person to ask.
func (c *console) asks() bool { return isTerminal(c.stdin) && isTerminal(c.stderr) }

// ask asks a question and returns the answer without blanks around it, "" at the
// end of the input.
func (c *console) ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(c.stderr, question)
	answers := make(chan string, 1)
	go func() { // a read from a terminal cannot be called off: it ends with the process
		if c.answers == nil {
			c.answers = bufio.NewReader(c.stdin)
		}
		line, err := c.answers.ReadString('\n')
		if err != nil {
			fmt.Fprintln(c.stderr)
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
