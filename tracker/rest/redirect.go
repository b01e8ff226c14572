package rest

import "net/http"

// CheckRedirect is for [http.Client]. On the same host, it follows redirects of
// reads, which renamed projects need, and redirects with status 307 and 308,
// which repeat the same request. It does not follow a redirect that turns a
// write into a read, nor one to another host, which would receive the token.
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
