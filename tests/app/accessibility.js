// What stands in the way of some readers on the page as it is drawn: pale text (WCAG 2.2, 1.4.3), controls without a Chinese name.
() => {
  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest("[aria-hidden=true]");
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  // Red, green, blue 0..255 and alpha 0..1 of any CSS colour.
  const colour = (given) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = given;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (upper, lower) => [0, 1, 2].map((n) => upper[n] * upper[3] + lower[n] * (1 - upper[3])).concat(1);
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ancestors = (element) => (element ? [element, ...ancestors(element.parentElement)] : []);
  const ground = (element) => {
    const layers = [];
    for (const each of ancestors(element)) {
      layers.unshift(colour(getComputedStyle(each).backgroundColor));
      if (layers[0][3] === 1) break;
    }
    return layers.reduce((lower, upper) => over(upper, lower), [255, 255, 255, 1]);
  };
  const contrast = (element, given) => {
    const lower = ground(element);
    const upper = colour(given);
    upper[3] *= ancestors(element).reduce((alpha, each) => alpha * parseFloat(getComputedStyle(each).opacity), 1);
    const [light, dark] = [luminance(over(upper, lower)), luminance(lower)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const pale = new Set();
  const check = (element, words, style) => {
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const found = contrast(element, element.closest("svg") ? style.fill : style.color);
    if (found < (large ? 3 : 4.5)) pale.add(`${found.toFixed(2)} ${element.className} ${words.trim().slice(0, 20)}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    // What cannot be used need not be easy to read.
    if (!node.nodeValue.trim() || !element || element.closest("script,style,noscript,:disabled,[aria-disabled=true]")) continue;
    if (seen(element)) check(element, node.nodeValue, getComputedStyle(element));
  }
  for (const box of document.querySelectorAll("input[placeholder],textarea[placeholder]")) {
    if (seen(box) && !box.value) check(box, box.placeholder, getComputedStyle(box, "::placeholder"));
  }
  const name = (element) => {
    if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
    const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    if (by.trim()) return by;
    const copy = element.cloneNode(true);
    // Icons are letters of an icon font.
    for (const icon of copy.querySelectorAll('[data-testid="stIconMaterial"]')) icon.remove();
    return [...(element.labels ?? [])].map((label) => label.textContent).join("") || copy.textContent || element.title;
  };
  const nameless = [];
  for (const element of document.querySelectorAll("button,input,textarea,select,summary,a[href],[role=button],[role=link]")) {
    if (element.type === "hidden" || !seen(element)) continue;
    // Numbers are names too: [1] of an answer, 98.5% of a table.
    if (!/[\u4e00-\u9fff\d]/.test(name(element))) nameless.push(element.outerHTML.slice(0, 200));
  }
  return { pale: [...pale], nameless };
}
