package gitlab_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
)

func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer := `[{"id":40,"iid":3,"title":"EPIC-1 Sign-in","state":"active","due_date":"2026-12-31",
			"web_url":"https://gitlab.example/acme/shop/-/milestones/3"}]`
		if r.URL.EscapedPath() == "/api/v4/projects/acme%2Fshop" {
			answer = `{"id":17,"path_with_namespace":"acme/shop","web_url":"https://gitlab.example/acme/shop"}`
		}
		_, _ = fmt.Fprint(w, answer) // a lost answer is asked for again
	}))
	defer server.Close()
	shop, err := gitlab.New(nil, "https://gitlab.example/acme/shop", &gitlab.Options{APIURL: server.URL, Token: "glpat-0123456789"})
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
	// gitlab:https://gitlab.example/acme/shop is gitlab.example/17
	// milestone 40 EPIC-1 Sign-in until 2026-12-31
}

func ExampleParseTarget() {
	for _, s := range []string{"acme/tools/shop", "https://gitlab.com/acme/shop/-/issues/17", "https://gitlab.example/acme/shop.git", "shop"} {
		t, err := gitlab.ParseTarget(s, "")
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(t.Server, t.Path)
	}
	// Output:
	// https://gitlab.com acme/tools/shop
	// https://gitlab.com acme/shop
	// https://gitlab.example acme/shop
	// "shop" does not name a project; the forms are group/project and https://host/group/project
}
