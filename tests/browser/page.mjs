// The page of `inquit report`, as a reader uses it. Every name and sentence is invented. Started by `run`.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const { INQUIT, CHROMIUM, INQUIT_SHOTS } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'inquit-page-'));
let browser;

before(async () => {
  // The sandbox of the browser needs rights that a container may lack; what it opens is made here.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

// ---- what is read ----

const FERRY = `---
title: Ferry late again
date: 2024-03-02
---
🚢 “We sail on Monday,” said Ana Ruiz, the harbour master. “The e\u0301ngine is new.”

Bo Lind, a fisherman, said that the pier was rotten.

Nobody was on the quay in the afternoon.

Ruiz denied that the ferry was unsafe.
`;
const COUNCIL = `Tove Marsh, the mayor, promised that the bridge would open in May.

“I do not believe a word of it,” Orla Voss said.

The council will meet again.
`;

function write(name, contents) {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, contents);
  return path;
}
function inquit(...args) {
  return execFileSync(INQUIT, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
}
const url = (report) => pathToFileURL(join(folder, report, 'index.html')).href;
const lines = (records) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

/** A record of `text` with quotes of `[content, source, cue, name, …]`, each found behind the one before. */
function record(id, text, said, { path = id, more = {} } = {}) {
  const chars = (part, from) => {
    const at = text.indexOf(part, from);
    assert.ok(at >= 0, part);
    const start = [...text.slice(0, at)].length;
    return { text: part, spans: [[start, start + [...part].length]], at };
  };
  let from = 0;
  const speakers = new Map();
  const quotes = said.map(([content, source, cue, name, rest], index) => {
    const words = chars(content, from);
    from = words.at;
    const part = ({ text, spans }) => ({ text, spans });
    const slug = name?.toLowerCase().replaceAll(' ', '-');
    if (name) speakers.set(slug, { id: slug, name, kind: 'person', gender: null, aliases: [], roles: [], quotes: 1 + (speakers.get(slug)?.quotes ?? 0) });
    return {
      id: `${id}#q${index + 1}`, type: 'direct', act: 'speech', marked: true, content: part(words),
      cue: { ...part(chars(cue, from)), lemma: 'say' }, source: part(chars(source, from)),
      speaker: { id: slug ?? null, name: name ?? null, kind: name ? 'person' : 'unknown', role: null, status: name ? 'linked' : 'unknown', resolution: name ? 'name' : null, gazetteer: null, candidates: [] },
      via: null, context: { sentence: [0, 1], paragraph: 0 }, confidence: 0.9, evidence: ['because'], ...rest,
    };
  });
  return {
    schema: 'inquit/1', id, article: { path, url: null, headline: null, byline: [], publisher: null, published: null, language: null },
    text_sha256: createHash('sha256').update(text).digest('hex'), offsets: 'chars', quotes, speakers: [...speakers.values()], ...more,
  };
}

/** A page, with what went wrong in it, and everything it asked for. */
async function open(address, { width = 1280, height = 900, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const seen = { errors: [], requests: [], blocked: [] };
  page.on('pageerror', (error) => seen.errors.push(error.stack));
  page.on('console', (message) => { if (message.type() === 'error') seen.errors.push(message.text()); });
  page.on('dialog', (dialog) => { seen.errors.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  context.on('requestfailed', (request) => { if (request.failure().errorText === 'csp') seen.blocked.push(request.url()); });
  context.on('request', (request) => seen.requests.push(request.url()));
  await page.goto(address);
  return { page, seen, close: () => context.close() };
}
async function shot(page, name) {
  if (INQUIT_SHOTS) await page.screenshot({ path: join(INQUIT_SHOTS, `${name}.png`) });
}
/** Nothing went wrong, and nothing but the file itself was asked for. */
function assertQuiet({ errors, requests }, address) {
  assert.deepEqual(errors, []);
  const other = requests.filter((request) => request.split('#')[0] !== address.split('#')[0] && !request.startsWith('blob:'));
  assert.deepEqual(other, []);
}
// What is drawn comes with the next frame.
const frame = (page) => page.evaluate(() => new Promise((done) => { setTimeout(done, 60); }));
async function names(page) {
  await frame(page);
  return page.locator('.note:visible b').allTextContents();
}
const opened = (page) => page.locator('.note[aria-expanded=true]');
const marks = (page, kind) => page.locator(`article mark.${kind}`).evaluateAll((nodes) => nodes.map((node) => [...node.childNodes].filter((child) => child.nodeName !== 'SUP').map((child) => child.textContent).join('')));

let small;
function smallReport() {
  if (!small) {
    write('news/ferry.md', FERRY);
    write('news/town/council.txt', COUNCIL);
    inquit('report', 'news', '-o', 'small/');
    small = url('small');
  }
  return small;
}

test('who said what, and where', async () => {
  const { page, seen, close } = await open(smallReport());
  assert.match(await page.textContent('#count'), /^2 articles · \d+ quotes · 4 speakers$/);
  const said = (await marks(page, 'content')).join('|');
  // A ship of two units and a letter of two code points stand before.
  assert.match(said, /We sail on Monday,\|The e\u0301ngine is new\./);
  assert.ok((await marks(page, 'source')).includes('Ana Ruiz, the harbour master'));
  assert.ok((await marks(page, 'cue')).includes('said'));
  assert.ok((await names(page)).includes('Tove Marsh'));
  assert.equal(await page.locator('h3').first().textContent(), 'Ferry late again');
  // Evidence only when it is asked for.
  assert.equal(await page.locator('.why').count(), 0);
  await page.locator('.note').first().click();
  assert.match(await page.locator('.why').textContent(), /Evidence/);
  assert.match(await page.locator('.why').textContent(), /harbour master/);
  await shot(page, 'light');
  // Pressing words opens their quote.
  await page.locator('mark.content', { hasText: 'pier was rotten' }).click();
  assert.match(await opened(page).textContent(), /Bo Lind/);
  assertQuiet(seen, small);
  await close();
});

test('filters', async () => {
  const { page, seen, close } = await open(smallReport());
  const all = (await names(page)).length;
  await page.getByLabel('indirect', { exact: true }).check();
  const indirect = await names(page);
  assert.ok(indirect.length > 0 && indirect.length < all);
  assert.ok((await page.locator('.note:visible small').allTextContents()).every((text) => text.startsWith('indirect')));
  assert.match(await page.textContent('#count'), new RegExp(`^${indirect.length} of ${all} quotes$`));
  // Paragraphs without a quote are left out, until they are asked for.
  const shown = () => page.locator('#articles').innerText();
  assert.ok(!(await shown()).includes('Nobody was on the quay'));
  await page.getByRole('button', { name: 'Whole text' }).first().click();
  assert.ok((await shown()).includes('Nobody was on the quay'));
  await page.getByLabel('indirect', { exact: true }).uncheck();
  await page.locator('#speakers button', { hasText: 'Ana Ruiz' }).click();
  assert.deepEqual([...new Set(await names(page))], ['Ana Ruiz']);
  assert.equal(await page.locator('article:visible').count(), 1);
  await page.locator('#speakers button', { hasText: 'Orla Voss' }).click();
  assert.deepEqual([...new Set(await names(page))], ['Ana Ruiz', 'Orla Voss']);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  assert.equal((await names(page)).length, all);
  await page.getByLabel('How sure').selectOption('90 % and more');
  await frame(page);
  const sure = await page.locator('.note:visible small').allTextContents();
  assert.ok(sure.length < all && sure.every((text) => Number(/(\d+) %/.exec(text)[1]) >= 90), sure.join());
  await page.getByLabel('How sure').selectOption('any');
  await page.getByLabel('thought', { exact: true }).or(page.getByLabel('speech', { exact: true })).first().check();
  assert.match(await page.textContent('#count'), /of/);
  assertQuiet(seen, small);
  await close();
});

test('search', async () => {
  const { page, seen, close } = await open(smallReport());
  const search = page.getByLabel('Search words and speakers');
  for (const [words, found] of [['pier ROTTEN', ['Bo Lind']], ['engine', ['Ana Ruiz']], ['marsh', ['Tove Marsh']], ['ruiz unsafe', ['Ana Ruiz']], ['no such word', []]]) {
    await search.fill(words);
    assert.deepEqual(await names(page), found, words);
  }
  assert.ok(await page.getByText('No quote fits.').isVisible());
  await page.locator('#clear-none').click();
  assert.ok(await page.getByText('No quote fits.').isHidden());
  assertQuiet(seen, small);
  await close();
});

test('keys', async () => {
  const { page, seen, close } = await open(smallReport());
  const number = async () => (await opened(page).locator('sup').textContent().catch(() => null));
  await page.keyboard.press('j');
  assert.equal(await number(), '1');
  await page.keyboard.press('j');
  assert.equal(await number(), '2');
  await page.keyboard.press('k');
  assert.equal(await number(), '1');
  // What is opened has the focus, and it can be seen.
  const outline = await page.evaluate(() => [document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle]);
  assert.deepEqual(outline, ['note', 'solid']);
  await page.keyboard.press('Escape');
  assert.equal(await opened(page).count(), 0);
  await page.keyboard.press('/');
  await page.keyboard.type('jk?');
  assert.equal(await page.inputValue('#search'), 'jk?');
  await page.keyboard.press('Escape');
  assert.equal(await page.inputValue('#search'), '');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.ok(await page.getByRole('dialog').isVisible());
  await page.getByLabel('Single keys do this').uncheck();
  await page.keyboard.press('Escape');
  assert.ok(await page.getByRole('dialog').isHidden());
  await page.keyboard.press('j');
  assert.equal(await opened(page).count(), 0);
  // Everything can be reached with the tabulator.
  await page.keyboard.press('Tab');
  for (let n = 0; n < 60 && !(await page.evaluate(() => document.activeElement.matches('.note'))); n++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await opened(page).count(), 1);
  assertQuiet(seen, small);
  await close();
});

test('links to a quote, and back', async () => {
  const start = smallReport();
  const { page, seen, close } = await open(`${start}#news/town/council.txt%23q2`, { height: 500 });
  assert.match(await opened(page).textContent(), /Orla Voss/);
  const inView = () => opened(page).evaluate((node) => { const { top, bottom } = node.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; });
  await page.waitForTimeout(100);
  assert.ok(await inView());
  assert.equal(await page.locator('mark.on.content').count(), 1);
  await page.locator('.note', { hasText: 'Tove Marsh' }).click();
  assert.match(decodeURIComponent(new URL(page.url()).hash), /council\.txt#q1$/);
  await page.goBack();
  assert.match(await opened(page).textContent(), /Orla Voss/);
  await page.goForward();
  assert.match(await opened(page).textContent(), /Tove Marsh/);
  // The link in the evidence is the address.
  const link = await page.locator('.why a').getAttribute('href');
  assert.equal(link, new URL(page.url()).hash);
  // Where filters leave it out, the address wins.
  await page.getByLabel('Search words and speakers').fill('pier');
  await page.goBack();
  assert.match(await opened(page).textContent(), /Orla Voss/);
  await page.goto(`${start}#no-such-quote%`);
  assert.match(await page.textContent('#count'), /no quote no-such-quote%/);
  assertQuiet(seen, start);
  await close();
});

test('light and dark', async () => {
  const { page, close } = await open(smallReport());
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.keyboard.press('t');
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await paper(), dark, 'it is remembered');
  await page.keyboard.press('t');
  assert.equal(await paper(), light);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  assert.ok(await page.locator('#speakers').isHidden());
  assert.ok(await page.getByText('the words that name who').isVisible());
  assert.equal(await paper(), light, 'paper is light');
  await close();
});

test('an article cannot act', async () => {
  const bad = `<script>window.hit = 1</script> </script><script>window.hit = 2</script> "><img src=x onerror="window.hit = 3"> ]]> <!-- \u2028 \u2029 {{script}} {{data}} &lt;b&gt; '`;
  const text = `${bad} “${bad}” said Eve ${bad} and\n\n${bad} no more.\n`;
  write('bad/<b>.txt', text);
  const evil = record('bad/<b>.txt', text, [[`“${bad}”`, bad, 'said', 'Eve']], { more: { notes: [bad] } });
  const [quote] = evil.quotes;
  quote.id = `${bad}#q1`;
  quote.evidence = [bad];
  quote.speaker.name = bad;
  quote.speaker.role = bad;
  Object.assign(evil.speakers[0], { name: bad, roles: [bad], aliases: [bad] });
  Object.assign(evil.article, { headline: bad, publisher: bad, byline: [bad], published: bad, url: 'javascript:window.hit=4' });
  const other = structuredClone(evil);
  other.quotes[0].speaker = { ...quote.speaker, id: null, name: null, status: 'ambiguous', candidates: [{ id: bad, name: bad, score: 0.5 }] };
  write('evil.jsonl', lines([evil]));
  write('evil-old.jsonl', lines([other]));
  inquit('report', 'evil.jsonl', '--diff', 'evil-old.jsonl', '-o', 'evil/');
  const { page, seen, close } = await open(url('evil'));
  assert.equal(await page.locator('h3').textContent(), bad);
  await page.keyboard.press('j');
  const why = await page.locator('.why').textContent();
  assert.ok(why.includes(bad) && why.includes('speaker changed'), why);
  assert.ok((await page.locator('#articles').textContent()).includes(`${bad} no more.`));
  assert.ok((await page.locator('#speakers').textContent()).includes(bad));
  assert.equal(await page.locator('article img, article script, article a[href^=javascript]').count(), 0);
  assert.equal(await page.evaluate(() => window.hit), undefined);
  // Even where markup got in, the policy would hold.
  await page.evaluate(() => { document.body.insertAdjacentHTML('beforeend', '<img src="https://example.org/x.png" onerror="window.hit = 5">'); });
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.deepEqual(seen.requests.filter((request) => request.startsWith('http')), seen.blocked);
  await close();
});

test('records without their articles', async () => {
  write('gone/a.txt', COUNCIL);
  writeFileSync(join(folder, 'gone.jsonl'), inquit('extract', 'gone/a.txt', '--format', 'jsonl'));
  write('gone/a.txt', `${COUNCIL} And more.`);
  inquit('report', 'gone.jsonl', '-o', 'gone-report/');
  const { page, seen, close } = await open(url('gone-report'));
  assert.match(await page.locator('article').textContent(), /text was not at hand, or has changed since/);
  assert.match(await page.locator('article').textContent(), /I do not believe a word of it/);
  assert.ok(!(await page.locator('article').textContent()).includes('The council will meet again'));
  assertQuiet(seen, url('gone-report'));
  await close();
});

/** An old and a new extraction of one text: a speaker changed, a content longer, a quote new, one gone. */
function changed() {
  const text = '“We go,” said Ana Ruiz. “Never,” said Bo Lind, and he went home.\n\n“It is late,” said Cy Moss. “It rains,” said Di Hale.\n';
  write('c.txt', text);
  const go = (name) => ['We go,', 'Ana Ruiz', 'said', name];
  const old = record('c.txt', text, [go('Cy Moss'), ['Never,', 'Bo Lind', 'said', 'Bo Lind'], ['It is', 'Cy Moss', 'said', 'Cy Moss']]);
  const now = record('c.txt', text, [go('Ana Ruiz'), ['It is late,', 'Cy Moss', 'said', 'Cy Moss'], ['It rains,', 'Di Hale', 'said', null, { speaker: { id: null, name: null, kind: 'person', role: null, status: 'ambiguous', resolution: 'name', gazetteer: null, candidates: [{ id: 'di-hale', name: 'Di Hale', score: 0.6 }, { id: 'bo-lind', name: 'Bo Lind', score: 0.4 }] } }]]);
  write('c-old.jsonl', lines([old]));
  write('c-new.jsonl', lines([now]));
  inquit('report', 'c-new.jsonl', '--diff', 'c-old.jsonl', '-o', 'changed/');
  return url('changed');
}

test('what changed, and decisions', async () => {
  const address = changed();
  const { page, seen, close } = await open(address);
  assert.match(await page.textContent('#count'), /3 quotes · .* · 4 changes/);
  assert.deepEqual(await page.locator('.note .tag').allTextContents(), ['changed', 'removed', 'changed', 'new', 'ambiguous']);
  assert.equal((await marks(page, 'gone')).join(), 'Never,,said,Bo Lind');
  await page.getByLabel('Changed only').check();
  assert.match(await page.textContent('#count'), /^4 of 4/);
  await page.getByLabel(/^speaker changed/).check();
  assert.deepEqual(await names(page), ['Ana Ruiz']);
  await page.getByLabel(/^speaker changed/).uncheck();
  await page.getByLabel('Who decides').fill('Ines Tarn');
  await page.getByLabel('Who decides').blur();

  await page.keyboard.press('j');
  assert.match(await page.locator('.change').textContent(), /speaker changed: Cy Moss → Ana Ruiz/);
  await page.keyboard.press('a');
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'Reject', exact: true }).click();
  await page.getByLabel('Reason').fill('He did say "never"\u2028 </script>');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.locator('.note', { hasText: 'Cy Moss' }).click();
  assert.match(await page.locator('.change').textContent(), /is “?It is late,/);
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.getByRole('button', { name: 'Accept', exact: true }).click(); // taken back
  await page.locator('.note', { hasText: 'Bo Lind?' }).click();
  assert.match(await page.locator('.why').textContent(), /one of these.*Di Hale \(60 %\)Bo Lind \(40 %\)/);
  assert.equal(await page.textContent('#decided'), '2 of 4 changes decided');
  await shot(page, 'changed');

  // They last until they are taken over.
  await page.reload();
  assert.equal(await page.textContent('#decided'), '2 of 4 changes decided');
  assert.deepEqual((await page.locator('.note .tag').allTextContents()).slice(0, 2), ['changed: accepted', 'removed: rejected']);
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the decisions' }).click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), 'decisions.jsonl');
  const file = join(folder, 'decisions.jsonl');
  await download.saveAs(file);
  const decisions = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  const { changes } = JSON.parse(diff());
  const of = (kind) => changes.find((change) => change.differences.some((one) => one.kind === kind)).id;
  assert.deepEqual(decisions.map(({ change, decision, reason, who }) => ({ change, decision, reason, who })), [
    { change: of('speaker'), decision: 'accept', reason: undefined, who: 'Ines Tarn' },
    { change: of('removed'), decision: 'reject', reason: 'He did say "never"\u2028 </script>', who: 'Ines Tarn' },
  ]);
  for (const { when } of decisions) assert.match(when, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assertQuiet(seen, address);
  await close();
});
/** What `inquit diff` says of the same. */
const diff = () => changing('diff', 'c-old.jsonl', 'c-new.jsonl', '--format', 'json');
/** The output of a command that exits with 1 because there is a change. */
function changing(...args) {
  try {
    inquit(...args);
  } catch (error) {
    assert.equal(error.status, 1, error.stderr);
    return error.stdout;
  }
  return assert.fail(`no change: ${args.join(' ')}`);
}

test('what is decided in the page is applied by inquit review', async () => {
  write('locked/ferry.txt', '“We cannot run a boat for eleven,” said Ana Ruiz, the harbour master.\n\nPort Lora said that a bus would take its place.\n');
  const head = 'id,name,aliases,weak_aliases,role,kind\n';
  write('names.csv', `${head}port:7,Ana Ruiz,,Ruiz,harbour master,person\nport:8,Port Lora Authority,Port Lora,,,organization\n`);
  const held = ['locked', '--snapshots', 'held', '--gazetteer', 'names.csv'];
  inquit('lock', ...held);
  write('names.csv', `${head}port:7,Ana Maria Ruiz,Ana Ruiz,Ruiz,harbour master,person\nport:8,Harbour Board,Port Lora,,,organization\n`);
  assert.equal(JSON.parse(changing('check', ...held, '--format', 'json')).changes.length, 2);

  inquit('report', 'locked', '--diff', 'held', '--gazetteer', 'names.csv', '-o', 'held-report/');
  const { page, seen, close } = await open(url('held-report'));
  await page.getByLabel('Who decides').fill('Ines Tarn');
  await page.locator('.note', { hasText: 'Ana Maria Ruiz' }).click();
  await page.keyboard.press('a');
  await page.locator('.note', { hasText: 'Harbour Board' }).click();
  await page.getByLabel('Reason').fill('another body');
  await page.getByRole('button', { name: 'Reject', exact: true }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the decisions' }).click();
  await (await waiting).saveAs(join(folder, 'held.jsonl'));
  assertQuiet(seen, url('held-report'));
  await close();

  inquit('review', '--snapshots', 'held', '--apply', 'held.jsonl');
  const snapshot = readFileSync(join(folder, 'held/ferry.snap'), 'utf8');
  assert.ok(snapshot.includes('Ana Maria Ruiz') && snapshot.includes('Port Lora Authority') && !snapshot.includes('Harbour Board'), snapshot);
  const log = readFileSync(join(folder, 'held/review.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(log.map(({ decision, who, reason }) => [decision, who, reason ?? null]), [['accept', 'Ines Tarn', null], ['reject', 'Ines Tarn', 'another body']]);
  // Exit code 0: nothing is left to decide, and the page says so, too.
  inquit('check', ...held);
  inquit('report', 'locked', '--diff', 'held', '--gazetteer', 'names.csv', '-o', 'held-report/');
  const again = await open(url('held-report'));
  assert.match(await again.page.textContent('#count'), / 0 changes$/);
  await again.close();
});

/** Ten thousand quotes in four hundred articles with their texts. */
function many() {
  const pick = (list, n) => list[(n * 7919) % list.length];
  const given = ['Ana', 'Bo', 'Zoë', 'Miriam', 'Curtis', 'Dmitri', 'Hester', 'Rupert', 'Ines', 'Tove', 'Orla'];
  const family = ['Ruiz', 'Lind', 'Oyelaran', 'Falk', 'Locke', 'Sedge', 'Quill', 'Marsh', 'Tarn', 'Voss'];
  const things = ['the bridge', 'the ferry', 'the school roof', 'the old mill', 'the sea wall', 'the night bus'];
  const records = [];
  for (let article = 0; article < 400; article++) {
    const said = [];
    const paragraphs = [];
    for (let n = article * 25; n < article * 25 + 25; n++) {
      const name = `${pick(given, n)} ${pick(family, n)}`;
      const words = `We will mend ${pick(things, n)} before the frost, that is promise ${n},`;
      paragraphs.push(`“${words}” said ${name}.`, 'The street was quiet in the morning, and nobody came to look at the works.');
      said.push([words, name, 'said', name, { type: pick(['direct', 'mixed', 'indirect'], n), confidence: (n % 100) / 100 }]);
    }
    const text = `${paragraphs.join('\n\n')}\n`;
    write(`many/street-${article}.txt`, text);
    const made = record(`many/street-${article}.txt`, text, said);
    made.article.published = `20${20 + article % 5}-0${1 + article % 9}-11`;
    records.push(made);
  }
  write('many.jsonl', lines(records));
  inquit('report', 'many.jsonl', '-o', 'many-report/');
  return url('many-report');
}

test('ten thousand quotes', async () => {
  const address = many();
  const begin = performance.now();
  const { page, seen, close } = await open(address);
  const load = performance.now() - begin;
  assert.equal(await page.textContent('#count'), '400 articles · 10,000 quotes · 110 speakers');
  const times = await page.evaluate(async () => {
    const times = {};
    const search = document.getElementById('search');
    const timed = async (name, act) => {
      const begin = performance.now();
      act();
      times[name] = performance.now() - begin;
      await new Promise((done) => { setTimeout(done, 100); });
    };
    const type = (words) => timed(`search ${words}`, () => { search.value = words; search.dispatchEvent(new Event('input')); });
    for (const words of ['b', 'bridge', 'bridge oyelaran', 'promise 7777', '']) await type(words);
    for (const box of document.querySelectorAll('#types input')) await timed(`type ${box.parentNode.textContent}`, () => box.click());
    await timed('speaker', () => document.querySelector('#speakers button').click());
    await timed('clear', () => document.getElementById('clear').click());
    return times;
  });
  console.log(`load ${Math.round(load)} ms; script, in ms: ${Object.entries(times).map(([name, time]) => `${name} ${time.toFixed(0)}`).join(', ')}`);
  // On a machine that others use, too, the middle one says more than the slowest.
  const sorted = Object.values(times).sort((a, b) => a - b);
  assert.ok(sorted[Math.floor(sorted.length / 2)] < 100, JSON.stringify(times));
  assert.ok(sorted.at(-1) < 500, JSON.stringify(times));
  // Only what is near is drawn.
  assert.ok((await page.locator('.row').count()) < 1000);
  await page.getByLabel('Search words and speakers').fill('promise 7777');
  assert.equal((await names(page)).length, 1);
  // The last quote of the last article, by its address.
  await page.goto(`${address}#many/street-399.txt%23q25`);
  await page.waitForFunction(() => { const box = document.querySelector('.note[aria-expanded=true]')?.getBoundingClientRect(); return box && box.top > 0 && box.bottom < innerHeight; });
  assert.match(await page.locator('.why').textContent(), /street-399\.txt#q25/);
  await page.keyboard.press('k');
  assert.equal(await opened(page).locator('sup').textContent(), '24');
  assert.ok(await page.locator('#time svg').isVisible());
  // On paper everything is there.
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('.note').count(), 10_000);
  assertQuiet(seen, address);
  await close();
});

for (const [name, options] of Object.entries({
  light: {}, dark: { colorScheme: 'dark' }, phone: { width: 375, height: 740 }, 'phone, dark': { width: 375, height: 740, colorScheme: 'dark' },
})) {
  test(`accessible: ${name}`, async () => {
    for (const address of [smallReport(), changed()]) {
      const { page, close } = await open(address, options);
      // Scripts of tests are no part of the page: its policy does not let them in by an element.
      await page.evaluate(axe.source);
      const check = async (state) => {
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]), [], state);
      };
      await check('as it opens');
      await page.evaluate(() => { document.getElementById('side').open = true; });
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await check('with a quote open');
      // Nothing is wider than the screen.
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await shot(page, `${name}-${address.includes('changed') ? 'changed' : 'small'}`);
      await page.keyboard.press('?');
      await check('with the keys');
      await close();
    }
  });
}
