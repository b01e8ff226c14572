package rest

import (
	"net/http"
	"time"
)

// Date returns what the server's clock said in its latest answer, the zero time
// before there is one that has a date.
func (g *Guard) Date() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.date
}

func (g *Guard) noteDate(resp *http.Response) {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		g.mu.Lock()
		g.date = date
		g.mu.Unlock()
	}
}
