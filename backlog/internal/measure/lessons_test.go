package main

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// unread are the lessons that are not read right without help yet.
var unread = map[string]bool{
	"board-en-2": true, "board-lab-inventory-en": true, "board-loom-designer": true, "board-pet-adoption-pt": true, "board-ski-rental-en": true,
	"board-todo-doing-done-caps": true, "board-trello-export": true, "board-vineyard-it": true, "bold-titles": true, "boxes-decide": true,
	"cards-numbered-emoji": true, "cards-text-en": true, "checklist-synth-manual-es": true, "criteria-ru": true, "epic-file": true,
	"epics-bullets-fr-2": true, "fr-bold-lines": true, "fr-table-parts": true, "heading-bold-items": true, "heading-bug-file-en": true,
	"heading-checklist-security-hardening-en": true, "heading-crossword-club-en": true, "heading-de-bugs-long": true,
	"heading-epics-stories-coworking-en": true, "heading-features-status": true, "heading-ferry-crew-ru": true, "heading-freight-docs-es": true,
	"heading-lighthouse-iot-pl": true, "heading-parking-zh": true, "heading-puzzle-lang": true, "heading-quick-wins-ux-en": true,
	"heading-single-issue-export-en": true, "heading-stamp-trader-it": true, "heading-tea-shop-ja": true, "list-account-fix-fr": true,
	"list-changelog-and-backlog-bot-en": true, "list-chantier-jardin-fr": true, "list-compiler": true, "list-diary-app-wish": true, "list-ferry-api-es": true,
	"list-gamejam": true, "list-it-numbered-groups": true, "list-library-fines": true, "list-liste-miglioramenti-it": true, "list-long-mixed-en": true,
	"list-marina-sites": true, "list-next-steps-research-tool-en": true, "list-radio-drama-de": true, "list-release-blockers-db-en": true,
	"list-robotics": true, "list-tech-debt-frontend-en": true, "list-workbench-ideas": true, "moscow-es": true, "no-onboarding-en": true,
	"no-policy-en": true, "no-priorities-incident": true, "no-reading-list-en": true, "no-requirements-install-en": true, "no-states-doc": true,
	"no-style-guide-again-en": true, "plan-deep-phases": true, "plan-migrazione-posta-it": true, "plan-milestones-satellite-en": true,
	"plan-phases-impl": true, "plan-refactor-billing-en": true, "plan-release-checklist": true, "plan-research": true, "plan-status-emoji-editor-en": true,
	"plan-steps-refactor": true, "plan-tax-helper-de": true, "plan-umsetzung-kita-de": true, "prd-agenda-clinica-pt": true, "prd-fleet-telemetry-en": true,
	"prd-lagerverwaltung-de": true, "prd-musthave-nocode": true, "prd-parking-permits-en": true, "prd-photo-app-en": true, "prd-recipe-box-copilot-en": true,
	"prd-vereinsapp-de": true, "prd-voorraad-voedselbank-nl": true, "prd-webhooks-en": true, "priority-bakery-core-tr": true, "priority-eisenhower": true,
	"priority-elder-care-zh": true, "priority-energy-coop-en": true, "priority-gardener-gaps": true, "priority-household-agent-ru": true,
	"priority-priorites-fr": true, "priority-warehouse-robots-en": true, "release-plan-en": true,
	"roadmap-alpine-game-de": true, "roadmap-astro-photo-en": true, "roadmap-dental-lab-de": true, "roadmap-homelab-en": true, "roadmap-open-map-es": true,
	"roadmap-toll-agents": true, "stories-sentences-en": true, "stories-sentences-it": true, "story-roles-bullets": true, "table-checkbox-cells": true,
	"table-library-kiosk-en": true, "table-museum-guide-en": true, "table-podcast-host-en": true, "table-tasks-wbs": true,
	"tasks-clinic-api-it": true, "tasks-lighthouse-queue-fr": true, "tasks-map-extension": true,
	"tasks-warehouse-sync-zh": true, "urgency-es": true,
}

// The small files that were written by hand are read right without help.
func TestLessons(t *testing.T) {
	docs, err := readLessons("testdata/lessons*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if r := d.read(reading.Options{}); r.perfect() == unread[d.Number] {
			t.Errorf("%s: read right: %t; epics %v, stories %v", d.Number, r.perfect(), r.epics, r.stories)
		}
	}
}
