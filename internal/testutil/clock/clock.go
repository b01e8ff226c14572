// Package clock is the time of tests.
package clock

import (
	"context"
	"sync"
	"time"
)

// A Clock stands still unless somebody sleeps.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// New returns a clock in the evening of a Sunday, with a fraction of a second that
// services do not give.
func New() *Clock { return &Clock{now: time.Date(2026, 2, 15, 19, 53, 36, 789e6, time.UTC)} }

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set sets the time.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Sleep lets time pass, and does not wait.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}
