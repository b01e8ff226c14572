package wait_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/wait"
)

// Who waits stops waiting when the context ends, for its cause.
func TestFor(t *testing.T) {
	t.Parallel()
	if err := wait.For(t.Context(), time.Nanosecond); err != nil {
		t.Error(err)
	}
	cause := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if err := wait.For(ctx, time.Hour); !errors.Is(err, cause) {
		t.Errorf("it ends with %v", err)
	}
}
