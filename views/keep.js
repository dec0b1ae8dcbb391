// The buttons that keep a quotation ([data-basket], its report and span) and the number of what is kept, on every page.
// A click is sent until Python says that it has been dealt with; what is kept is painted on whatever buttons appear.
const COOKIE = "fazhi-basket";
// Clicks that are sent together; Python takes no more at once.
const MOST = 50;

// Clicks are numbered from the time on, so that no number comes twice in a session.
const kept = () => (window.fazhiKept ??= { places: new Set(), pending: [], last: Date.now(), send: null });

const paint = (root) => {
  const buttons = [...(root.querySelectorAll?.("[data-basket]") ?? [])];
  if (root.matches?.("[data-basket]")) buttons.push(root);
  for (const button of buttons) {
    const named = (button.dataset.named ??= button.textContent);
    const waiting = kept().pending.findLast((each) => each.place === button.dataset.basket);
    const on = waiting ? waiting.keep : kept().places.has(button.dataset.basket);
    const said = on ? `已${named.replace("加入", "")}` : named;
    if (button.textContent !== said) button.textContent = said;
    button.setAttribute("aria-pressed", String(on));
  }
};

const install = () => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-basket]");
    const state = kept();
    if (!button || !state.send) return;
    // What the button says is what is meant, even if another tab has changed it since.
    const keep = button.getAttribute("aria-pressed") !== "true";
    state.pending.push({ n: ++state.last, place: button.dataset.basket, keep });
    paint(document);
    state.send();
  });
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.nodeType === 1) paint(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
};

// The name of this browser's basket: the cookie's, or else the one that Python has made for this session.
const owner = (given) => {
  const found = recall(COOKIE);
  const name = /^[0-9a-f]{32}$/.test(found ?? "") ? found : given;
  remember(COOKIE, name);
  return name;
};

export default function (component) {
  const { data, setTriggerValue } = component;
  if (!window.fazhiKept) {
    kept();
    install();
  }
  const state = kept();
  state.send = () => setTriggerValue("clicks", state.pending.slice(0, MOST));
  state.places = new Set(data.places);
  state.pending = state.pending.filter((each) => !data.done.includes(each.n));
  paint(document);
  if (state.pending.length) state.send();
  const name = owner(data.owner);
  if (name !== data.owner) setTriggerValue("owner", name);
}
