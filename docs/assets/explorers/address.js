/* The state of a figure in the address, behind the #: it can be shared, Back finds it, and no server is told. */

export const read = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

let timer;

export function write(state) {
  clearTimeout(timer);
  // Browsers refuse an address that changes many times a second.
  timer = setTimeout(() => history.replaceState(history.state, "", `#${new URLSearchParams(state)}`), 300);
}
