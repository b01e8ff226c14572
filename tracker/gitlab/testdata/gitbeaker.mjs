// Speaks to a server of GitLab's API with a client that nobody here wrote:
// "write" makes things and checks what comes back, "read" prints what is there.
import assert from "node:assert/strict";
import { Gitlab } from "@gitbeaker/rest";

const [host, token, mode] = process.argv.slice(2);
const api = new Gitlab({ host, token });
const shop = await api.Projects.show("acme/tools/shop");

async function refused(status, text, promise) {
  await assert.rejects(promise, (e) => {
    assert.equal(e.cause?.response?.status, status, String(e));
    assert.match(String(e.message) + JSON.stringify(e.cause?.description), text);
    return true;
  });
}

async function write() {
  const milestone = await api.ProjectMilestones.create(shop.id, "By hand", { description: "text", dueDate: "2026-12-31" });
  assert.equal(milestone.state, "active");
  assert.equal(milestone.due_date, "2026-12-31");
  await refused(400, /already being used/, api.ProjectMilestones.create(shop.id, "By hand"));
  const label = await api.ProjectLabels.create(shop.id, "by hand", "#d73a4a");
  assert.equal(label.color, "#d73a4a");
  await refused(409, /already exists/, api.ProjectLabels.create(shop.id, "by hand", "#d73a4a"));

  const [bo] = await api.Users.all({ username: "bo" });
  const issue = await api.Issues.create(shop.id, "One", {
    description: "text\n/label ~quick\n\nmore\r\n", labels: "by hand,new", milestoneId: milestone.id, assigneeIds: [bo.id],
  });
  assert.equal(issue.description, "text\n\nmore");
  assert.deepEqual(issue.labels.sort(), ["by hand", "new", "quick"]);
  assert.equal(issue.milestone.id, milestone.id);
  assert.equal(issue.assignees[0].username, "bo");
  const closed = await api.Issues.edit(shop.id, issue.iid, { stateEvent: "close", milestoneId: 0 });
  assert.equal(closed.state, "closed");
  assert.equal(closed.milestone, null);
  await refused(400, /too long/, api.Issues.create(shop.id, "x".repeat(256)));
  await refused(404, /Not Found/, api.Issues.show(999, { projectId: shop.id }));
  for (let n = 2; n <= 125; n++) {
    await api.Issues.create(shop.id, `Issue ${n}`, {});
  }
  for (const pagination of ["keyset", "offset"]) {
    const all = await api.Issues.all({ projectId: shop.id, pagination, perPage: 50, orderBy: "created_at", sort: "asc" });
    assert.deepEqual(all.map((i) => i.iid), Array.from({ length: 125 }, (_, n) => n + 1));
  }
  return { issues: 125, milestones: 1 };
}

async function read() {
  const issues = await api.Issues.all({ projectId: shop.id, pagination: "keyset", perPage: 100, orderBy: "created_at", sort: "asc" });
  const milestones = await api.ProjectMilestones.all(shop.id, { includeAncestors: true });
  return [
    ...issues.map((i) => ({ title: i.title, url: i.web_url, createdAt: i.created_at, author: i.author.username, milestone: i.milestone?.title ?? "" })),
    ...milestones.map((m) => ({ title: m.title, url: m.web_url, createdAt: m.created_at, author: "", milestone: "" })),
  ];
}

console.log(JSON.stringify(mode === "write" ? await write() : await read()));
