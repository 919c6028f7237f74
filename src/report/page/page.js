'use strict';
// The page of `inquit report`. What it shows stands in JSON blocks before this script: one for each article, with its text
// cut into runs and its quotes, and one for the speakers of all. All text goes in as text nodes, never as HTML.
//
// Articles are drawn in chunks, and a chunk only while it is near the screen, so that ten thousand quotes cost no more than
// ten do. Whatever the reader asks for goes through `apply`, which decides for each quote whether it is shown, and through
// `select`, which opens one quote.
(() => {
  const $ = (id) => document.getElementById(id);
  const SVG = 'http://www.w3.org/2000/svg';
  const TYPES = ['direct', 'mixed', 'indirect'];
  const ACTS = ['speech', 'writing', 'thought', 'intention', 'perception'];
  const AMBIGUOUS = -1, UNKNOWN = -2, GONE = -3;
  const PARAGRAPHS = 12;  // of a chunk
  const CARDS = 40;       // speakers that are listed at a time

  function el(name, attributes, ...children) {
    return fill(document.createElement(name), attributes, children);
  }
  function svg(name, attributes, ...children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
  }
  function fill(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
    return node;
  }
  const percent = (p) => `${Math.round(p * 100)} %`;
  const number = (n) => n.toLocaleString('en');
  const count = (n, what) => `${number(n)} ${what}${n === 1 ? '' : 's'}`;
  // Plain words, nearly all, need no more than small letters.
  const fold = (text) => (/^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[‘’]/g, "'")).toLowerCase();
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* it lasts as long as the page */ } };

  // ---- what there is ----

  const read = (node) => JSON.parse(node.textContent);
  const articles = Array.from(document.querySelectorAll('script.article'), read);
  const { speakers, compared } = read($('speakers-data'));
  const quotes = [];
  const byKey = new Map();
  const identities = new Map();
  speakers.forEach((speaker, index) => {
    for (const { id, speaker: inside } of speaker.articles) identities.set(`${id}\n${inside}`, index);
  });
  const changes = [];
  for (const article of articles) {
    for (const change of article.changes) {
      change.article = article;
      changes.push(change);
    }
    // Of an article that is new or gone, every quote is changed.
    article.wholeChange = article.changes.find((change) => change.differences.some(({ kind }) => kind.startsWith('article-')));
    article.quotes.forEach((quote, index) => {
      quote.article = article;
      quote.number = quote.gone ? '−' : /#q(\d+)$/.exec(quote.id)?.[1] ?? index + 1;
      quote.order = quotes.length;
      quote.changed = article.changes[quote.change] ?? null;
      if (quote.changed) quote.changed.quote = quote;
      quote.key = quote.gone ? `${quote.id}~old` : quote.id;
      // Two articles of one id: the later one's quotes are told apart.
      for (let n = 2; byKey.has(quote.key); n++) quote.key = `${quote.id}~${n}`;
      byKey.set(quote.key, quote);
      const { status, id } = quote.speaker;
      quote.who = status === 'linked' ? identities.get(`${article.id}\n${id}`) ?? GONE : status === 'ambiguous' ? AMBIGUOUS : UNKNOWN;
      quote.shown = true;
      quotes.push(quote);
    });
  }
  const present = quotes.filter((quote) => !quote.gone).length;
  const speakerName = ({ name, status, candidates }) =>
    status === 'linked' ? name : status === 'ambiguous' ? `${candidates.map((one) => one.name).join(' or ')}?` : 'unknown speaker';
  const nameOf = (who) => (who === AMBIGUOUS ? 'One of several' : who === UNKNOWN ? 'Unknown' : who === GONE ? 'No more quoted' : speakers[who].name);
  const link = (quote) => `#${encodeURIComponent(quote.key).replaceAll('%2F', '/')}`;

  // ---- which quotes are shown ----

  const wanted = { speakers: new Set(), types: new Set(), acts: new Set(), least: 0, most: 1, changed: false, kinds: new Set(), terms: [] };
  let selected = null;
  let cards = CARDS;
  let filtered = false;
  let drawing = 0; // grows whenever what is drawn gets old
  const near = new Set();

  function haystack(quote) {
    const { speaker, words, source, cue, via } = quote;
    const all = (...texts) => fold(texts.filter(Boolean).join('\n'));
    const known = speakers[quote.who];
    if (known) known.folded ??= all(known.name, ...known.aliases, ...known.roles);
    quote.folded = `${all(words, source, cue?.text, via?.source, speaker.name, ...speaker.candidates.map((one) => one.name), speaker.role)}\n${known?.folded ?? ''}`;
    return quote.folded;
  }
  /** What is searched is made ready while nothing else is to be done. */
  function prepare(from) {
    const to = Math.min(from + 200, quotes.length);
    for (const quote of quotes.slice(from, to)) quote.folded ?? haystack(quote);
    if (to < quotes.length) setTimeout(prepare, 0, to);
  }
  /** Does a quote pass all filters but that of speakers? */
  function passes(quote) {
    return (wanted.types.size === 0 || wanted.types.has(quote.type))
      && (wanted.acts.size === 0 || wanted.acts.has(quote.act))
      && quote.confidence >= wanted.least && quote.confidence <= wanted.most
      && (!wanted.changed || quote.changed || quote.article.wholeChange)
      && (wanted.kinds.size === 0 || kindsOf(quote.changed ?? quote.article.wholeChange).some((kind) => wanted.kinds.has(kind)))
      && wanted.terms.every((term) => (quote.folded ?? haystack(quote)).includes(term));
  }
  const kindsOf = (change) => change?.differences.map(({ kind }) => kind) ?? [];
  const anyWanted = () => wanted.speakers.size + wanted.types.size + wanted.acts.size + wanted.kinds.size + wanted.terms.length > 0
    || wanted.least > 0 || wanted.most < 1 || wanted.changed;

  function apply() {
    const tallies = new Map();
    const days = new Map();
    let shown = 0;
    for (const article of articles) article.shown = 0;
    for (const quote of quotes) {
      const fits = passes(quote);
      if (fits && !quote.gone) tally(tallies, quote.who)[quote.type]++;
      quote.shown = fits && (wanted.speakers.size === 0 || wanted.speakers.has(quote.who));
      if (!quote.shown) continue;
      shown++;
      quote.article.shown++;
      if (quote.article.day && !quote.gone) tally(days, quote.article.day)[quote.type]++;
    }
    drawing++;
    filtered = anyWanted();
    const all = !filtered;
    for (const article of articles) {
      article.node.hidden = !all && article.shown === 0 && !changedItself(article);
      article.whole.hidden = all || article.node.hidden;
      const told = all || article.shown === article.quotes.length ? count(article.present, 'quote') : `${article.shown} of ${count(article.quotes.length, 'quote')}`;
      if (article.told.textContent !== told) article.told.textContent = told;
      if (!article.node.hidden) article.chunks.forEach(estimate);
    }
    renew();
    $('count').textContent = all
      ? `${count(articles.length, 'article')} · ${count(present, 'quote')} · ${count(speakers.length, 'speaker')}${compared ? ` · ${count(changes.length, 'change')}` : ''}`
      : `${number(shown)} of ${count(quotes.length, 'quote')}`;
    $('clear').hidden = all;
    $('none').hidden = shown > 0 || all;
    drawSpeakers(tallies);
    drawTime(days);
  }
  /** Is it asked for changes alone, and is there one of the article itself? */
  const changedItself = (article) => {
    const { speakers, types, acts, kinds, terms, least, most, changed } = wanted;
    const own = article.changes.filter((change) => !change.quote);
    return (changed || kinds.size > 0) && speakers.size + types.size + acts.size + terms.length === 0 && least === 0 && most === 1
      && own.some((change) => kinds.size === 0 || kindsOf(change).some((kind) => kinds.has(kind)));
  };
  function tally(tallies, key) {
    let found = tallies.get(key);
    if (!found) tallies.set(key, found = { direct: 0, mixed: 0, indirect: 0 });
    return found;
  }
  const total = (one) => one.direct + one.mixed + one.indirect;

  function clear() {
    for (const set of [wanted.speakers, wanted.types, wanted.acts, wanted.kinds]) set.clear();
    Object.assign(wanted, { least: 0, most: 1, changed: false, terms: [] });
    $('search').value = '';
    $('sure').selectedIndex = 0;
    for (const box of document.querySelectorAll('#side input[type=checkbox]')) box.checked = false;
    apply();
  }

  // ---- the articles ----

  function build(article, index) {
    const { paragraphs } = article;
    article.present = article.quotes.filter((quote) => !quote.gone).length;
    article.rows = paragraphs.map((runs) => ({ runs, quotes: [], length: runs.reduce((sum, run) => sum + (Array.isArray(run) ? run[0] : run).length, 0) }));
    article.quotes.forEach((quote, place) => {
      quote.place = place;
      article.rows[quote.at]?.quotes.push(quote);
    });
    article.told = el('span');
    article.whole = el('button', { type: 'button', 'aria-pressed': 'false', hidden: true, onclick: () => {
      article.open = !article.open;
      article.whole.setAttribute('aria-pressed', article.open);
      redraw(article);
    } }, 'Whole text');
    const title = `article-${index}`;
    const about = [article.byline.join(', '), article.publisher, article.published].filter(Boolean).join(' · ');
    article.node = el('article', { 'aria-labelledby': title }, el('header', {},
      el('h3', { id: title }, article.headline ?? article.id),
      el('p', {}, about, about ? ' · ' : '', article.headline ? `${article.id} · ` : '', article.told,
        /^https?:\/\//i.test(article.url ?? '') ? [' · ', el('a', { href: article.url, rel: 'noreferrer noopener' }, 'published here')] : null),
      article.textless ? el('p', { class: 'warn' }, 'The text was not at hand, or has changed since: only the words of the quotes are shown.') : null,
      article.notes.length ? el('ul', {}, article.notes.map((note) => el('li', {}, `Note: ${note}`))) : null,
      article.changes.filter((change) => !change.quote).map(drawChange),
      article.whole));
    article.chunks = [];
    for (let start = 0; start < article.rows.length; start += PARAGRAPHS) {
      const node = el('div', { class: 'chunk' });
      const chunk = { article, node, rows: article.rows.slice(start, start + PARAGRAPHS), drawing: -1 };
      chunk.rows.forEach((row) => { row.chunk = chunk; });
      node.chunk = chunk;
      article.chunks.push(chunk);
      article.node.append(node);
      watcher.observe(node);
    }
    return article.node;
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) { near.add(target.chunk); draw(target.chunk); } else near.delete(target.chunk);
    }
  }, { rootMargin: '100% 0px' });

  const visible = (row) => !filtered || row.chunk.article.open || row.quotes.some((quote) => quote.shown || quote === selected);
  /** Draws what is near again. Where that is much, because what is shown was short, it is left to the observer, which tells what is near now. */
  function renew() {
    const until = performance.now() + 25;
    for (const chunk of [...near]) {
      if (chunk.article.node.hidden) continue;
      if (performance.now() < until) { draw(chunk); continue; }
      near.delete(chunk);
      estimate(chunk);
      watcher.unobserve(chunk.node);
      watcher.observe(chunk.node);
    }
  }
  /** Empties a chunk that is not near, and gives it about the height that it will have. */
  function estimate(chunk) {
    if (near.has(chunk)) return;
    if (chunk.drawing >= 0) chunk.node.replaceChildren();
    chunk.drawing = -1;
    const lines = chunk.rows.reduce((sum, row) => sum + (visible(row) ? Math.ceil(row.length / 70) + 0.6 : 0), 0);
    chunk.node.style.minHeight = `${Math.round(lines * 29)}px`;
  }
  function draw(chunk) {
    if (chunk.drawing === drawing || chunk.article.node.hidden) return;
    chunk.drawing = drawing;
    const parts = [];
    let left = false;
    for (const row of chunk.rows) {
      if (visible(row)) { parts.push(drawRow(row)); left = false; } else if (!left) { parts.push(el('p', { class: 'gap', 'aria-hidden': 'true' }, '⋯')); left = true; }
    }
    // A chunk of nothing but what is left out says so only once in its article.
    if (left && parts.length === 1 && chunk !== chunk.article.chunks[0]) parts.pop();
    chunk.node.replaceChildren(...parts);
    chunk.node.style.minHeight = '';
  }
  function redraw(article) {
    for (const chunk of article.chunks) {
      if (near.has(chunk)) { chunk.drawing = -1; draw(chunk); } else estimate(chunk);
    }
  }
  const live = (quote) => quote.shown || quote === selected;

  function drawRow(row) {
    const { article } = row.chunk;
    const numbered = new Set();
    const text = row.runs.map((run) => {
      if (!Array.isArray(run)) return run;
      const [words, marks] = run;
      const those = marks.filter(([place]) => live(article.quotes[place]));
      if (those.length === 0) return words;
      const contents = those.filter(([, part]) => part === 'content');
      const classes = [...new Set(those.map(([, part]) => part))];
      if (contents.length > 1) classes.push('deep');
      if (those.every(([place]) => article.quotes[place].gone)) classes.push('gone');
      if (those.some(([place]) => article.quotes[place] === selected)) classes.push('on');
      const begins = contents.map(([place]) => article.quotes[place]).filter((quote) => row.quotes.includes(quote) && !numbered.has(quote));
      begins.forEach((quote) => numbered.add(quote));
      const node = el('mark', { class: classes.join(' ') }, begins.map((quote) => (quote.gone ? null : el('sup', { 'aria-hidden': 'true' }, quote.number))), words);
      node.places = those.map(([place]) => place);
      return node;
    });
    const mine = row.quotes.filter(live);
    const body = el('p', {}, text);
    row.node = el('div', { class: 'row' }, el('div', { class: 'notes' }, mine.map(drawNote)), body);
    if (selected && mine.includes(selected)) row.node.append(drawWhy(selected));
    return row.node;
  }
  function drawNote(quote) {
    const { speaker } = quote;
    const open = quote === selected;
    const linked = speaker.status === 'linked';
    return el('button', { type: 'button', class: 'note', 'aria-expanded': String(open), 'data-key': quote.key, onclick: () => (open ? select(null) : select(quote, { focus: true })) },
      el('sup', {}, quote.number), ' ',
      el('b', { class: linked ? null : 'nobody' }, speakerName(speaker)), ' ',
      el('small', {}, `${quote.type} · ${percent(quote.confidence)} sure`),
      quote.changed || quote.gone ? [' ', el('span', { class: quote.gone ? 'tag warn' : 'tag', 'data-change': true }, changeTag(quote))] : null,
      speaker.status === 'ambiguous' ? [' ', el('span', { class: 'tag' }, 'ambiguous')] : null,
      quote.confidence < 0.5 ? [' ', el('span', { class: 'tag warn' }, 'unsure')] : null);
  }
  /** Everything there is to say of a quote. */
  function drawWhy(quote) {
    const { speaker, via } = quote;
    const row = (term, ...what) => [el('dt', {}, term), el('dd', {}, ...what)];
    const known = quote.who >= 0 ? speakers[quote.who] : null;
    const who = speaker.status === 'linked'
      ? [el('b', {}, speaker.name), speaker.role ? `, ${speaker.role}` : '', speaker.kind === 'person' ? '' : ` (${speaker.kind})`,
        speaker.resolution ? `, found by ${speaker.resolution}` : '',
        known && known.name !== speaker.name ? `; elsewhere ${known.name}` : '']
      : speaker.status === 'ambiguous'
        ? ['one of these, and nothing settles it:', el('ul', {}, speaker.candidates.map((one) => el('li', {}, `${one.name} (${percent(one.score)})`)))]
        : ['unknown: the article does not say'];
    return el('div', { class: 'why', role: 'group', 'aria-label': `Quote ${quote.number}` }, quote.changed ? drawChange(quote.changed) : null, el('dl', {},
      row('Speaker', who),
      quote.gone ? row('Said', el('q', {}, quote.words)) : null,
      quote.source ? row('Source', el('q', {}, quote.source)) : null,
      quote.cue ? row('Cue', el('q', {}, quote.cue.text), quote.cue.lemma === quote.cue.text ? '' : ` (${quote.cue.lemma})`) : null,
      via ? row('Relayed by', via.speaker.name ?? '', via.speaker.name ? ', ' : '', el('q', {}, via.source)) : null,
      row('Kind', `${quote.type} ${quote.act}${quote.type === 'direct' && !quote.marked ? ', without quotation marks' : ''}`),
      row('How sure', `${percent(quote.confidence)} that words and source are right`),
      row('Evidence', el('ul', {}, quote.evidence.map((line) => el('li', {}, line)))),
      row('Link', el('a', { href: link(quote) }, quote.key))));
  }

  // ---- what changed, and what is decided about it ----

  const where = `inquit-decisions ${location.pathname}`;
  const decisions = new Map(changes.map((change) => [change.id, { decision: null, reason: '' }]));
  for (const [id, old] of Object.entries(parsed(remembered(where)))) if (decisions.has(id)) Object.assign(decisions.get(id), old);
  function parsed(text) {
    try { return JSON.parse(text) ?? {}; } catch { return {}; }
  }

  /** A change with its differences, and what to decide. */
  function drawChange(change) {
    const mine = decisions.get(change.id);
    const side = (runs, name) => el('q', {}, runs.map(([differs, words]) => (differs ? el(name, {}, words) : words)));
    const node = el('div', { class: 'change' },
      change.differences.map(({ label, old, new: now }) => el('p', {}, el('b', {}, label),
        old ? [': ', el('del', {}, old)] : '', now ? [old ? ' → ' : ': ', el('ins', {}, now)] : '')),
      change.words ? el('p', {}, 'was ', side(change.words[0], 'del')) : null,
      change.words ? el('p', {}, 'is ', side(change.words[1], 'ins')) : null);
    const button = (decision, label) => el('button', { type: 'button', 'aria-pressed': String(mine.decision === decision), 'data-decision': decision, onclick: () => decide(change, decision) }, label);
    change.node = el('div', { class: 'decide', role: 'group', 'aria-label': 'Decision' }, button('accept', 'Accept'), button('reject', 'Reject'),
      el('input', { 'aria-label': 'Reason', placeholder: 'Reason', value: mine.reason, oninput: (event) => { mine.reason = event.target.value; keep(); } }));
    node.append(change.node);
    return node;
  }
  function changeTag({ gone, changed }) {
    const made = decisions.get(changed?.id)?.decision;
    const what = gone ? 'removed' : kindsOf(changed).includes('added') ? 'new' : 'changed';
    return made ? `${what}: ${made}ed` : what;
  }
  /** Decides; the same decision again takes it back. */
  function decide(change, decision) {
    const mine = decisions.get(change.id);
    mine.decision = mine.decision === decision ? null : decision;
    mine.when = new Date().toISOString();
    const tag = change.node.closest('.row')?.querySelector(`.note[data-key="${CSS.escape(change.quote.key)}"] [data-change]`);
    if (tag) tag.textContent = changeTag(change.quote);
    for (const button of change.node.querySelectorAll('button')) button.setAttribute('aria-pressed', button.dataset.decision === mine.decision);
    keep();
  }
  function keep() {
    const made = [...decisions].filter(([, one]) => one.decision || one.reason);
    remember(where, JSON.stringify(Object.fromEntries(made)));
    const decided = made.filter(([, one]) => one.decision);
    $('decided').textContent = `${number(decided.length)} of ${count(changes.length, 'change')} decided`;
    $('download').disabled = decided.length === 0;
  }
  /** The decisions as lines that `inquit review --apply` takes. */
  function download() {
    const who = $('decider').value.trim();
    const lines = [...decisions].filter(([, one]) => one.decision).map(([change, { decision, reason, when }]) =>
      `${JSON.stringify({ change, decision, ...(reason.trim() && { reason: reason.trim() }), ...(who && { who }), when })}\n`);
    const url = URL.createObjectURL(new Blob(lines, { type: 'application/x-ndjson' }));
    el('a', { href: url, download: 'decisions.jsonl' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
  const decideSelected = (decision) => { if (selected?.changed) decide(selected.changed, decision); };

  // ---- one quote ----

  /** Opens a quote, or closes the one that is open. `how`: `scroll` to it, `focus` it, `history` as it is, replaced or pushed. */
  function select(quote, { scroll = false, focus = false, history = 'push' } = {}) {
    const before = selected;
    selected = quote;
    if (quote && !quote.shown) clear();
    // What is drawn of both changes, wherever their parts stand.
    for (const article of new Set([before?.article, quote?.article])) if (article) redraw(article);
    const url = quote ? link(quote) : location.pathname + location.search;
    if (history === 'push' && before !== quote) window.history.pushState(null, '', url);
    if (history === 'replace') window.history.replaceState(null, '', url);
    const row = (quote ?? before)?.article.rows[(quote ?? before).at];
    if (!row) return;
    if (quote) draw(row.chunk);
    const note = () => row.node?.querySelector(`.note[data-key="${CSS.escape((quote ?? before).key)}"]`);
    if (scroll) {
      row.node.scrollIntoView({ block: 'center' });
      // What comes near is drawn, and may push it away.
      requestAnimationFrame(() => requestAnimationFrame(() => { if (selected === quote) row.node?.scrollIntoView({ block: 'center' }); }));
    }
    if (focus || !quote) note()?.focus({ preventScroll: true });
  }
  /** Opens what the address names. */
  function route() {
    const name = location.hash.slice(1);
    let key = name;
    try { key = decodeURIComponent(name); } catch { /* as it stands */ }
    const quote = byKey.get(key) ?? byKey.get(name);
    if (quote) select(quote, { scroll: true, focus: true, history: 'none' });
    else if (name && !$(name)) $('count').textContent = `There is no quote ${key} here.`;
    else if (!name && selected) select(null, { history: 'none' });
  }
  function step(by) {
    const list = quotes.filter((quote) => quote.shown);
    if (list.length === 0) return;
    let next;
    if (selected) {
      next = by > 0 ? list.find((quote) => quote.order > selected.order) : list.findLast((quote) => quote.order < selected.order);
    } else {
      // The first one on the screen.
      const top = document.querySelector('.top').getBoundingClientRect().bottom;
      const on = [...near].map((chunk) => chunk.rows).flat().filter((row) => row.node?.isConnected && row.node.getBoundingClientRect().top >= top);
      const first = Math.min(...on.flatMap((row) => row.quotes).filter((quote) => quote.shown).map((quote) => quote.order));
      next = quotes[first] ?? list[0];
    }
    if (next) select(next, { scroll: true, focus: true, history: 'replace' });
  }

  // ---- who speaks how much, and when ----

  const parts = (one) => TYPES.filter((type) => one[type]).map((type) => `${number(one[type])} ${type}`).join(', ');

  function drawSpeakers(tallies) {
    for (const who of wanted.speakers) tally(tallies, who);
    const list = [...tallies].sort(([a, one], [b, other]) => (a < 0) - (b < 0) || total(other) - total(one) || (nameOf(a) < nameOf(b) ? -1 : 1));
    const most = Math.max(1, ...list.map(([, one]) => total(one)));
    const had = document.activeElement?.closest?.('#speakers button')?.dataset.who;
    $('speakers').replaceChildren(...list.slice(0, cards).map(([who, one]) => {
      let x = 0;
      const bars = TYPES.map((type) => {
        const width = one[type] / most * 100;
        const bar = svg('rect', { class: type, x: `${x}%`, y: 0, width: `${width}%`, height: 10 });
        x += width;
        return bar;
      });
      const known = speakers[who];
      return el('li', {}, el('button', { type: 'button', 'data-who': who, class: who < 0 ? 'nobody' : null, 'aria-pressed': String(wanted.speakers.has(who)), onclick: () => toggle(wanted.speakers, who) },
        el('b', {}, nameOf(who)), el('span', {}, number(total(one))),
        known?.roles.length || (known && known.kind !== 'person') ? el('small', { class: 'role' }, known.roles[0] ?? known.kind) : null,
        svg('svg', { 'aria-hidden': 'true' }, bars),
        el('small', { class: 'counts' }, parts(one) || 'none of these', known ? ` · ${count(known.articles.length, 'article')}` : '')));
    }));
    if (had !== undefined) $('speakers').querySelector(`[data-who="${had}"]`)?.focus();
    $('more').hidden = list.length <= cards;
    $('more').textContent = `Show more (${number(list.length - cards)})`;
  }
  function toggle(set, value) {
    if (!set.delete(value)) set.add(value);
    apply();
  }

  const dated = articles.filter((article) => article.day).map((article) => article.day).sort();
  const [first, last] = [dated[0], dated.at(-1)];
  /** Days, months or years: what gives no more than 24 columns, or the fewest. */
  const period = [10, 7].find((length) => first && periods(first, last, length).length <= 24) ?? 4;
  function periods(from, to, length) {
    const list = [];
    const day = new Date(`${from.slice(0, length).padEnd(10, '-01-01').slice(0, 10)}T00:00:00Z`);
    for (let name = from.slice(0, length); name <= to.slice(0, length) && list.length <= 400; name = day.toISOString().slice(0, length)) {
      list.push(name);
      if (length === 10) day.setUTCDate(day.getUTCDate() + 1);
      else if (length === 7) day.setUTCMonth(day.getUTCMonth() + 1);
      else day.setUTCFullYear(day.getUTCFullYear() + 1);
    }
    return list;
  }
  function drawTime(days) {
    if (!first || first === last) return;
    const columns = periods(first, last, period).map((name) => ({ name, direct: 0, mixed: 0, indirect: 0 }));
    const named = new Map(columns.map((column) => [column.name, column]));
    for (const [day, one] of days) for (const type of TYPES) named.get(day.slice(0, period))[type] += one[type];
    const most = Math.max(1, ...columns.map(total));
    const wide = 100 / columns.length;
    const bars = columns.flatMap((column, place) => {
      let y = 84;
      return TYPES.map((type) => {
        const height = column[type] / most * 78;
        y -= height;
        return svg('rect', { class: type, x: `${place * wide + wide * 0.1}%`, y: `${y}%`, width: `${wide * 0.8}%`, height: `${height}%` });
      });
    });
    const open = $('time').querySelector('details')?.open;
    $('time').replaceChildren(
      svg('svg', { role: 'img', 'aria-label': `Quotes by date of the article, from ${first} to ${last}; most: ${most}. The table below has the numbers.` },
        bars, svg('text', { x: 0, y: '99%' }, columns[0].name), svg('text', { x: '100%', y: '99%', 'text-anchor': 'end' }, columns.at(-1).name)),
      el('details', { open }, el('summary', {}, 'As a table'), el('table', {},
        el('thead', {}, el('tr', {}, ['Date', ...TYPES].map((head) => el('th', { scope: 'col' }, head)))),
        el('tbody', {}, columns.filter(total).map((column) => el('tr', {}, el('th', { scope: 'row' }, column.name), TYPES.map((type) => el('td', {}, number(column[type])))))))));
  }

  // ---- what the reader does ----

  /** A box for each of `names`. */
  function chips(box, names, set, label = (name) => name) {
    box.append(...names.map((name) => el('label', {}, el('input', { type: 'checkbox', onchange: () => toggle(set, name) }), label(name))));
  }
  function offerChanges() {
    const counts = new Map();
    const labels = new Map();
    for (const change of changes) for (const { kind, label } of change.differences) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      labels.set(kind, label);
    }
    const kinds = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
    chips($('kinds'), kinds, wanted.kinds, (kind) => `${labels.get(kind)} ${number(counts.get(kind))}`);
    for (const node of [$('changes'), $('changed-label'), ...document.querySelectorAll('.with-diff')]) node.hidden = false;
    $('decider').value = remembered('inquit-who') ?? '';
    $('decider').addEventListener('change', () => remember('inquit-who', $('decider').value));
    $('download').addEventListener('click', download);
    keep();
  }
  function theme(next) {
    const names = { '': 'Light or dark: as the system', light: 'Light', dark: 'Dark' };
    const now = next ?? '';
    document.documentElement.style.colorScheme = now;
    $('theme').textContent = now === '' ? 'Light/dark' : names[now];
    $('theme').title = `${names[now]}; press to change`;
    $('theme').value = now;
  }
  function nextTheme() {
    const order = ['', 'dark', 'light'];
    const next = order[(order.indexOf($('theme').value) + 1) % order.length];
    theme(next);
    remember('inquit-theme', next);
  }
  function search() {
    wanted.terms = fold($('search').value).split(/\s+/).filter(Boolean);
    apply();
  }
  function escape() {
    if (document.activeElement === $('search')) {
      if ($('search').value) { $('search').value = ''; search(); } else $('search').blur();
    } else if (selected) select(null);
  }
  const keys = {
    a: () => decideSelected('accept'), r: () => decideSelected('reject'),
    j: () => step(1), k: () => step(-1), t: nextTheme, '?': () => $('help').showModal(),
    '/': () => { if (narrow.matches) $('search').scrollIntoView(); $('search').focus(); $('search').select(); },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('help').open) return;
    if (event.key === 'Escape') return escape();
    if (event.target.closest('input:not([type=checkbox]), select, textarea') || !$('single').checked) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (act) { event.preventDefault(); act(); }
  });
  $('articles').addEventListener('click', (event) => {
    const mark = event.target.closest('mark');
    if (!mark || String(getSelection())) return;
    const { article } = mark.closest('.chunk').chunk;
    // The innermost one; pressed again, the one around it.
    const those = mark.places.map((place) => article.quotes[place]).sort((a, b) => a.words.length - b.words.length);
    const unique = [...new Set(those)];
    const next = unique[(unique.indexOf(selected) + 1) % unique.length];
    select(next === selected ? null : next, { focus: true });
  });
  $('search').addEventListener('input', search);
  $('sure').addEventListener('change', () => { [wanted.least, wanted.most] = $('sure').value.split(' ').map(Number); apply(); });
  $('changed').addEventListener('change', () => { wanted.changed = $('changed').checked; apply(); });
  $('more').addEventListener('click', () => { cards += CARDS; apply(); });
  for (const id of ['clear', 'clear-none']) $(id).addEventListener('click', () => { clear(); requestAnimationFrame(() => $('search').focus()); });
  $('theme').addEventListener('click', nextTheme);
  $('keys').addEventListener('click', keys['?']);
  window.addEventListener('popstate', route);
  // On paper there is no screen to be near to, and the meaning of the marks stands before the text.
  window.addEventListener('beforeprint', () => {
    $('side').open = true;
    articles.forEach((article) => article.chunks.forEach(draw));
  });
  window.addEventListener('afterprint', () => foldSide());

  const narrow = matchMedia('(max-width: 62rem)');
  const foldSide = () => { $('side').open = !narrow.matches; };
  narrow.addEventListener('change', foldSide);
  foldSide();
  theme(remembered('inquit-theme') ?? '');
  chips($('types'), TYPES.filter((type) => quotes.some((quote) => quote.type === type)), wanted.types);
  chips($('acts'), ACTS.filter((act) => quotes.some((quote) => quote.act === act)), wanted.acts);
  if (compared) offerChanges();
  $('when').hidden = !first || first === last;
  $('articles').append(...articles.map(build));
  apply();
  route();
  setTimeout(prepare, 0, 0);
})();
