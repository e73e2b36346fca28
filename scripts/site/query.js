/* Runs in the search's worker, before the theme's script: whoever pastes an error message has its page first. */
{
  const [SETUP, QUERY, RESULT] = [0, 2, 3];
  const answer = self.postMessage;
  let pasted = false;

  addEventListener("message", ({ data: message }) => {
    if (message.type === SETUP) self.lunr.TokenSet.prototype.toString = name;
    if (message.type !== QUERY) return;
    pasted = message.data.trim().split(/\s+/).length >= 5; // fewer words are a question

    // To lunr, "-1" is "without 1", quotation marks are "required", a colon ends a field: here all is text.
    const words = message.data.replace(/[+*~^\\]/g, " ").split(self.lunr.tokenizer.separator);

    // The theme looks for every word that begins with what is typed: of "a", "to" or "1" these are far too many.
    // "^1" asks for such a word itself, once another follows.
    const asked = (word, at) => (word && word.length < 3 && at < words.length - 1 ? `${word}^1` : word);
    message.data = words.map(asked).join(" ");
  });

  // lunr merges nodes of the same name. In its names the edges "1" to 2 and "3" to 4 look like one edge, "1" to 234, so it
  // merged different nodes, found words that no page has, and failed. A mark after each number keeps them apart.
  function name() {
    const edges = Object.keys(this.edges).sort();
    return this._str || edges.reduce((all, edge) => `${all}${edge}${this.edges[edge].id};`, this.final ? "1" : "0");
  }

  // The theme multiplies by up to 5 where a page's title is met, by 2 at other headings: messages come just below titles.
  const WEIGHT = 2.4;
  const byScore = (a, b) => b.score - a.score;

  self.postMessage = (message) => {
    if (message.type === RESULT && pasted) {
      for (const page of message.data.items) {
        for (const section of page) if (section.location.includes("#message-")) section.score *= WEIGHT;
        page.sort(byScore);
      }
      message.data.items.sort(([a], [b]) => byScore(a, b));
    }
    answer(message);
  };
}
