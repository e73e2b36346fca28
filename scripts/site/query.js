/* Runs in the search's worker, before the theme's script, and stands between it and the page. */
{
  const [SETUP, QUERY, RESULT] = [0, 2, 3];
  const SECTIONS = 2; // shown of each page
  const LEAST = 0.05; // of the best page's score, for another to be shown
  const answer = self.postMessage;
  let query = "";
  let scores = new Map();
  let separator = /\s/;
  const messages = new Map(); // place -> the pairs of words in it

  addEventListener("message", ({ data: message }) => {
    if (message.type === SETUP) {
      self.lunr.Index.prototype.search = search;
      prepare(message.data);
      separator = new RegExp(message.data.config.separator);
      for (const { location, title } of message.data.docs) {
        if (location.includes("#message-")) messages.set(location, pairs(title));
      }
    } else if (message.type === QUERY) {
      query = message.data.trim();
      message.data = query && "any"; // in what readers paste, lunr would take signs such as "-" for commands
    }
  });

  function search() {
    const found = rank(this, query);
    const typed = pairs(query.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]));
    for (const item of found) {
      const said = messages.get(item.ref);
      if (!said) continue;
      const shared = [...typed].filter((pair) => said.has(pair)).length;
      // A message that was typed or pasted comes first. To other questions, messages have too many words to count.
      item.score *= shared > Math.min(typed.size, said.size) / 2 ? 5 : 0.5;
    }
    scores = new Map(found.map(({ ref, score }) => [ref, score]));
    return found;
  }

  /** Neighbouring words, by which a message is known whatever names and numbers stand in it. */
  function pairs(html) {
    const text = html.replace(/<[^>]*>/g, "").toLowerCase();
    const words = text.split(separator).filter(Boolean);
    return new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
  }

  /** One line of a text, from a little before the first word that was met. */
  function line(html) {
    const text = html.replace(/<(?!\/?mark>)[^>]*>/g, " ").replace(/\s+/g, " ").trim();
    const start = text.lastIndexOf(" ", text.indexOf("<mark>") - 30) + 1;
    const cut = text.slice(start, start + 240).replace(/<[^>]*$|&[^;]*$/, "");
    return start ? `… ${cut}` : cut;
  }

  /** A page and its best sections, in the theme's form; the theme folds away what scores less than the first. */
  function short(found) {
    const [page] = found.filter(({ location }) => !location.includes("#"));
    const best = Math.max(...found.map(({ location }) => scores.get(location) ?? 0));
    const sections = found.filter((section) => section !== page && scores.get(section.location) >= best / 2);
    sections.sort((a, b) => scores.get(b.location) - scores.get(a.location));
    const shown = sections.slice(0, SECTIONS);
    const first = shown.length && scores.get(shown[0].location) === best;
    const items = first ? [...shown, page] : [page, ...shown];
    return items.map(({ location, title, text, about }) => {
      const told = text.includes("<mark>") ? text : about || text;
      return { location, title, text: line(told), score: best, terms: {} };
    });
  }

  self.postMessage = (message) => {
    if (message.type === RESULT) {
      const pages = message.data.items.map(short).sort(([a], [b]) => b.score - a.score);
      message.data.items = pages.filter(([page]) => page.score >= pages[0][0].score * LEAST);
    }
    answer(message);
  };
}
