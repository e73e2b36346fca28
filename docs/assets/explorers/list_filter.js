/* <list-filter label="…" of="entries">: a field above the definition lists of a page that leaves the terms with the
   most of the typed words, so that a pasted message may hold others too. Without this script the lists stay complete. */

/* Names, and numbers long enough to tell entries apart: the 9 of "[9, 1]" is the reader's own. */
const words = (text) => text.toLowerCase().match(/[a-z_]\w*|\d[\d.]+\d/g) ?? [];

class ListFilter extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `<label>${this.getAttribute("label")}
        <input id="list-filter" type="search" autocomplete="off" autocapitalize="off" spellcheck="false">
      </label>
      <output for="list-filter"></output>`;
    [this.input, this.output] = this.querySelectorAll("input, output");
    this.lists = [...this.closest("article").querySelectorAll("dl")];
    this.terms = this.lists.flatMap((list) => [...list.querySelectorAll("dt")]).map((term) => {
      const shown = [term, term.nextElementSibling];
      return { shown, words: words(shown.map((part) => part.textContent).join(" ")) };
    });
    this.input.addEventListener("input", () => this.filter());
    this.input.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") this.found[0]?.shown[0].querySelector("a").focus();
      if (key === "Escape") this.show("");
    });
    // A link to what is hidden, such as one of the contents, shows everything again.
    addEventListener("hashchange", () => {
      this.show("");
      document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
    });
    this.filter();
  }

  show(typed) {
    this.input.value = typed;
    this.filter();
  }

  filter() {
    const typed = words(this.input.value);
    const begins = (term, start) => term.words.some((word) => word.startsWith(start));
    const held = this.terms.map((term) => typed.filter((start) => begins(term, start)).length);
    const most = Math.max(...held, Math.min(1, typed.length));
    this.found = this.terms.filter((_, i) => held[i] === most);
    for (const term of this.terms) for (const part of term.shown) part.hidden = !this.found.includes(term);
    for (const list of this.lists) {
      const title = list.previousElementSibling;
      if (title.matches("h2")) title.hidden = !list.querySelector("dt:not([hidden])");
    }
    const [all, kind] = [this.terms.length, this.getAttribute("of")];
    const count = typed.length ? `${this.found.length} of ${all} ${kind}` : `${all} ${kind}`;
    this.output.value = this.found.length ? count : `None of ${all} ${kind}. Use other words, or search the whole site.`;
  }
}

customElements.define("list-filter", ListFilter);
