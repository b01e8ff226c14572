package rest

import "net/http"

// CheckRedirect is for [http.Client]. It follows reads on the same host, as
// renamed projects need them, and 307 and 308, which ask for the same request
// again. It does not take a read for the answer to a write, nor goes to another
// host, where the token would go too.
func CheckRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case len(via) > 5:
		return &FinalError{"too many redirects"}
	case !sameOrigin(req.URL, first.URL):
		return &RedirectError{req.URL.Host, req.Method == first.Method}
	case req.Method != first.Method:
		return http.ErrUseLastResponse
	}
	return nil
}
