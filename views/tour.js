// The tour on the start page: shown until it is dismissed, which this browser remembers, and again when it is asked for.
const SEEN = "fazhi-tour";

const show = (panel, on) => {
  panel.hidden = !on;
  document.querySelector(".fz-tour-open")?.setAttribute("aria-expanded", String(on));
};

const dismiss = (panel) => {
  const inside = panel.contains(document.activeElement);
  show(panel, false);
  window.fazhiTour.seen = true;
  remember(SEEN, "1");
  // The focus was on something that is gone now.
  if (inside) document.querySelector(".fz-tour-open")?.focus({ preventScroll: true });
};

const install = () => {
  document.addEventListener("click", (event) => {
    const panel = document.querySelector(".fz-tour");
    if (!panel) return;
    if (event.target.closest?.(".fz-tour-close")) dismiss(panel);
    if (!event.target.closest?.(".fz-tour-open")) return;
    if (!panel.hidden) return dismiss(panel);
    show(panel, true);
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("keydown", (event) => {
    const panel = document.querySelector(".fz-tour:not([hidden])");
    // Escape is first for the input method, then for an open menu or dialog.
    if (event.key !== "Escape" || event.isComposing || !panel) return;
    if (document.querySelector('[role="listbox"], [role="dialog"], [data-testid="stPopoverBody"]')) return;
    dismiss(panel);
  }, { capture: true });
};

export default function ({ parentElement }) {
  if (!window.fazhiTour) {
    window.fazhiTour = { seen: false };
    install();
  }
  const panel = parentElement.querySelector(".fz-tour");
  if (!panel || panel.dataset.met) return;
  panel.dataset.met = "true";
  show(panel, !window.fazhiTour.seen && recall(SEEN) === undefined);
}
