/* What the search finds, best first, in the index that lunr makes: runs in the search's worker, before `query.js`. */

// How much a word counts in a heading, in the title of its page, in its description, in the text; and each kind of page.
const FIELDS = { title: 8, page: 4, about: 2, text: 0.5 };
const KINDS = [
  [/^fix\/errors\//, 0.45],
  [/^look-up\//, 0.6],
  [/^/, 1],
];
const HOME = 4; // what Home has ahead: enough where a query says little else than "sigmoid"

const titles = new Map(); // of the pages, by their place
const pageOf = (place) => place.split("#")[0];
const pages = (places) => new Set([...places].map(pageOf));

/** What to hand on to lunr's builder: all words count, as their stems, and each section knows its page's title. */
function prepare({ config, docs }) {
  config.fields = Object.fromEntries(Object.keys(FIELDS).map((field) => [field, {}]));
  config.pipeline = ["stemmer"];
  titles.clear();
  for (const doc of docs) {
    if (!doc.location.includes("#")) titles.set(doc.location, doc.title);
    doc.page = titles.get(pageOf(doc.location));
  }
}

/** The terms of `index` that a typed word stands for: itself, what begins with it, or with most of it. */
function terms(index, word) {
  const stem = stemOf(word);
  if (stem in index.invertedIndex) return [stem];
  const all = Object.keys(index.invertedIndex);
  for (let start = word; start.length > 2; start = start.slice(0, -1)) {
    const found = all.filter((term) => term.startsWith(start));
    if (found.length) return found;
  }
  return [];
}

const stemOf = (word) => String(self.lunr.stemmer(new self.lunr.Token(word)));

/** The words of a query; two that are written as one, such as "nonlinear", are taken apart. */
function wordsOf(index, query) {
  const known = (word) => word.length > 2 && stemOf(word) in index.invertedIndex;
  const apart = (word) => {
    const cut = [...word].findIndex((_, at) => known(word.slice(0, at)) && known(word.slice(at)));
    return known(word) || cut < 0 ? [word] : [word.slice(0, cut), word.slice(cut)];
  };
  const words = query.toLowerCase().split(self.lunr.tokenizer.separator).filter(Boolean);
  return [...new Set(words.flatMap(apart))];
}

/** Where in `index` a word is met: place -> how well, and lunr's marks. */
function places(index, word) {
  const found = new Map();
  for (const term of terms(index, word)) {
    for (const [field, weight] of Object.entries(FIELDS)) {
      for (const [place, { position }] of Object.entries(index.invertedIndex[term][field])) {
        const at = found.get(place) ?? { score: 0, metadata: {} };
        // A word is much of a short heading; in a text the first times count most.
        const length = index.fieldVectors[`${field}/${place}`].elements.length / 2;
        const share = field === "text" ? (2.2 * position.length) / (position.length + 1.2) : 1 / (0.7 + 0.075 * length);
        at.score += weight * share;
        (at.metadata[term] ??= {})[field] = { position };
        found.set(place, at);
      }
    }
  }
  return found;
}

/** All that `query` finds, in lunr's form. */
function rank(index, query) {
  const found = new Map();
  let all = 0;
  for (const word of wordsOf(index, query)) {
    const here = places(index, word);
    if (!here.size) continue;
    // What every page has, such as "sigmoid", is worth next to nothing; words such as "what" and "the" are worth less.
    const having = pages(here.keys()).size;
    const rare = 0.2 + Math.log(1 + (titles.size - having + 0.5) / (having + 0.5));
    const worth = self.lunr.stopWordFilter(word) ? rare : rare * 0.3;
    all += worth;
    for (const [ref, { score, metadata }] of here) {
      const item = found.get(ref) ?? { ref, score: 0, met: 0, matchData: { metadata: {} } };
      item.score += worth * score;
      item.met += worth;
      if (worth > 1) Object.assign(item.matchData.metadata, metadata);
      found.set(ref, item);
    }
  }
  for (const item of found.values()) {
    const met = item.met / all;
    item.score *= met * KINDS.find(([place]) => place.test(item.ref))[1];
    if (item.ref === "") item.score += HOME * met;
  }
  return [...found.values()];
}
