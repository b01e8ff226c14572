package github_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

// answering serves a few answers, as those of a service, by their path.
func answering(answers map[string]string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer, ok := answers[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			answer = `{"message":"Not Found"}`
		}
		_, _ = fmt.Fprint(w, answer) // a lost answer is asked for again
	}))
}

func Example() {
	server := answering(map[string]string{
		"/repos/acme/shop": `{"id":1296269,"node_id":"R_1","full_name":"acme/shop","html_url":"https://github.example/acme/shop","has_issues":true}`,
		"/repos/acme/shop/milestones": `[{"number":3,"title":"EPIC-1 Sign-in","state":"open",
			"html_url":"https://github.example/acme/shop/milestone/3","due_on":"2026-12-31T08:00:00Z"}]`,
	})
	defer server.Close()
	shop, err := github.New(nil, "https://github.example/acme/shop", &github.Options{APIURL: server.URL, Token: "ghp_0123456789abcdef"})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	project, err := shop.Project(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(project.Target, "is", project.ID)
	for item, err := range shop.List(ctx, tracker.KindMilestone) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(item.Ref, item.Title, "until", item.Due)
	}
	// Output:
	// github:github.example/acme/shop is github.example/1296269
	// milestone 3 EPIC-1 Sign-in until 2026-12-31
}

// A failure says what kind it is of, and what a person can do about it.
func ExampleTracker_Get() {
	server := answering(nil)
	defer server.Close()
	shop, err := github.New(nil, "https://github.example/acme/shop", &github.Options{APIURL: server.URL})
	if err != nil {
		log.Fatal(err)
	}
	_, err = shop.Get(context.Background(), tracker.Ref{Kind: tracker.KindIssue, Key: "17"})
	fmt.Println(err)
	// Output: github:github.example/acme/shop: read issue 17: not found: 404 Not Found
}

func ExampleParseTarget() {
	for _, s := range []string{"acme/shop", "https://github.com/acme/shop/issues/17", "https://ghe.example/acme/shop.git", "shop"} {
		t, err := github.ParseTarget(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(t, "at", t.API())
	}
	// Output:
	// acme/shop at https://api.github.com/
	// acme/shop at https://api.github.com/
	// ghe.example/acme/shop at https://ghe.example/api/v3/
	// "shop" does not name a repository; the forms are owner/repo and https://host/owner/repo
}
