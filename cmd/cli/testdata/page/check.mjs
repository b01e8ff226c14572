// Opens a page in Chromium and prints what is seen, as JSON.
//   node check.mjs CHROMIUM PAGE DIRECTORY-FOR-SCREENSHOTS
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.cwd(), "check.mjs"));
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [chromium, file, shots] = process.argv.slice(2);
const address = pathToFileURL(file).href;

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const seen = { views: [], requests: [], errors: [] };

const open = async (width, scheme, script) => {
  const page = await browser.newPage();
  page.on("request", (r) => seen.requests.push(r.url()));
  page.on("pageerror", (e) => seen.errors.push(String(e)));
  page.on("console", (m) => m.type() === "error" && seen.errors.push(m.text()));
  page.on("dialog", (d) => { seen.errors.push("dialog: " + d.message()); d.dismiss(); });
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(address, { waitUntil: "load" });
  return page;
};
const visible = (page) => page.$$eval(".epic li[data-state]", (items) => items.filter((i) => i.checkVisibility()).length);

for (const width of [400, 1400]) {
  for (const scheme of ["light", "dark"]) {
    const page = await open(width, scheme, true);
    await page.screenshot({ path: join(shots, `${width}-${scheme}.png`), fullPage: true });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
    seen.views.push({
      width, scheme, overflow,
      background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      violations: found.violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`),
    });
    await page.close();
  }
}

const page = await open(1400, "light", true);
seen.language = await page.$eval("html", (e) => e.lang);
seen.heading = await page.$eval("h1", (e) => e.textContent);
seen.counts = await page.$$eval(".facts dd", (all) => Object.fromEntries(all.map((e) => [e.id, e.textContent])));
seen.items = await visible(page);
seen.findings = await page.$$eval(".verdict li", (all) => all.map((e) => e.innerText.replace(/\s+/g, " ")));
seen.links = await page.$$eval(".item a[href]", (all) => all.length);
await page.type("#text", "SELECCION");
seen.noMatch = await page.$eval("#none", (e) => e.checkVisibility());
await page.$eval("#text", (e) => { e.value = ""; });
await page.type("#text", "ingestion DBT");
seen.byText = await visible(page);
seen.shown = await page.$eval("#shown", (e) => e.textContent);
seen.epicsByText = await page.$$eval(".epic", (all) => all.filter((e) => e.checkVisibility()).length);
await page.$eval("#text", (e) => { e.value = ""; e.dispatchEvent(new Event("input", { bubbles: true })); });
for (const [name, value] of [["byClosed", "closed"], ["byMissing", "missing"], ["byRemark", "remark"], ["byAll", ""]]) {
  await page.select("#state", value);
  seen[name] = await visible(page);
}
await page.close();

const plain = await open(1400, "light", false);
seen.withoutScript = await visible(plain);
seen.filterWithoutScript = await plain.$eval("#filter", (e) => e.hidden);
await plain.pdf({ path: join(shots, "paper.pdf"), format: "A4" });
await plain.close();

await browser.close();
seen.requests = seen.requests.filter((r) => r !== address);
console.log(JSON.stringify(seen));
