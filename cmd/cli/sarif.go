package cli

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// A remark is one finding, of whatever command, in the forms that other tools
// read.
type remark struct {
	pos      backlog.Position // Line is 0 if it is about the whole file
	severity backlog.Severity
	code     backlog.Code
	message  string
}

// The parts of the Static Analysis Results Interchange Format that are used:
// version 2.1.0, docs.oasis-open.org/sarif/sarif/v2.1.0.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Version        string      `json:"version"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID string `json:"id"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// writeSARIF writes remarks for tools that show results of static analysis. It
// names lines only: columns are counted in bytes here, and in characters there.
func writeSARIF(w io.Writer, remarks []remark) error {
	driver := sarifDriver{Name: "backlogsync", InformationURI: "https://github.com/backlogsync/backlogsync", Version: built().Version, Rules: []sarifRule{}}
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	for i := range remarks {
		r := &remarks[i]
		rule := slices.IndexFunc(driver.Rules, func(x sarifRule) bool { return x.ID == string(r.code) })
		if rule < 0 {
			rule = len(driver.Rules)
			driver.Rules = append(driver.Rules, sarifRule{string(r.code)})
		}
		where := sarifPhysical{ArtifactLocation: sarifArtifact{fileURI(r.pos.File)}}
		if r.pos.Line > 0 {
			where.Region = &sarifRegion{r.pos.Line}
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: string(r.code), RuleIndex: rule, Level: r.severity.String(), Message: sarifMessage{r.message},
			Locations: []sarifLocation{{where}},
		})
	}
	run.Tool.Driver = driver
	return writeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// fileURI is a name with slashes as a reference of RFC 3986.
func fileURI(name string) string {
	if strings.HasPrefix(name, "/") {
		return (&url.URL{Scheme: "file", Path: name}).String()
	}
	return (&url.URL{Path: strings.TrimPrefix(name, "./")}).String()
}
