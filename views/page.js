// What a page does in the browser beyond Streamlit: copy, jump, scroll a passage into view, speak Chinese.
// Loaded with every page, installed once. It never reads or writes anything outside this page.
if (!window.fazhi) {
  const scroller = () => document.querySelector('[data-testid="stMain"]') || document.scrollingElement;
  // Where each view was scrolled to when it was left; whoever goes back goes on there.
  const positions = new Map();
  const here = () => `${location.pathname}?${[...new URLSearchParams(location.search)].map(String).sort().join("&")}`;
  let returning = false;
  const leave = () => { positions.set(here(), scroller().scrollTop); };

  // Streamlit has no language setting: its few own words are replaced where they appear.
  const words = new Map(Object.entries({
    "No results": "没有匹配的选项", "No results found": "没有匹配的选项", "No options": "没有选项",
    "No options to select": "没有可选的选项", "Clear all": "全部清除", "Clear value": "清除", "Clear entry": "清空",
    "Select all": "全选", "Open": "展开", "Close": "关闭", "Close sidebar": "收起侧栏", "Open sidebar": "展开侧栏",
    "Main menu": "菜单", "Page not found": "没有这个页面", "Connection error": "连接中断",
    "Connecting": "正在连接", "Running...": "正在处理", "Download failed": "下载没有成功", "Streamlit app": "法治参阅",
    "Loading...": "正在加载", "Sidebar": "侧栏", "Selected values": "已选", "Multiselect options": "选项",
    "Skip to main content": "跳到正文", "App pages": "页面", "Navigate to home page": "回到首页", "Expand sidebar": "展开侧栏", "Collapse sidebar": "收起侧栏",
    "Feedback rating": "评价", "Thumbs up": "有帮助", "Thumbs down": "没有帮助", "Dismiss": "关闭", "progress": "进度", "Invalid input.": "输入有误", "Please wait...": "请稍候",
    "Upload": "选择文件", "Drag and drop files here": "松开鼠标，放到这里", "Drag and drop file here": "松开鼠标，放到这里", "Notifications": "通知",
    "Sort ascending": "升序", "Sort descending": "降序", "Autosize": "适合内容的宽度", "Pin column": "固定这一列", "Unpin column": "不再固定", "Hide column": "隐藏这一列",
    "Copy column name": "复制列名", "Dataframe column menu": "列的菜单", "Format": "格式", "Statistics": "统计", "Type to search": "输入文字查找", "Next Result": "下一个",
    "Previous Result": "上一个", "Close Search": "关闭查找", "Automatic": "自动", "Localized": "按地区", "Plain": "原样", "Compact": "简写", "Percent": "百分比", "Scientific": "科学记数",
  }));
  const patterns = [
    [/^You have requested page .*$|^The page that you have requested .*$/, "已打开检索页。"],
    [/^Is Streamlit still running\?.*$|^Streamlit server is not responding\..*$/,
      "法治参阅的程序没有应答，可能已经关闭。请重新启动程序，本页会自动接上。"],
    [/^Connection (failed|timed out|lost).*$/, "与程序的连接中断了，正在重新连接。"],
    [/^([\d,]+) options? available\.?$/, "$1 个选项"], [/^Add: (.+)$/, "就用“$1”"], [/^(\d+)MB per file$/, "单个文件不超过 $1 MB"], [/^(\d+) more$/, "另外 $1 页"], [/^Remove (.+)$/, "去掉 $1"], [/^(.+), (?:close by )?backspace$/i, "$1"],
  ];
  const chinese = (text) => {
    const bare = text.trim();
    if (!/[A-Za-z]/.test(bare)) return null;
    if (words.has(bare)) return words.get(bare);
    for (const [pattern, said] of patterns) if (pattern.test(bare)) return bare.replace(pattern, said);
    return null;
  };
  const translate = (root) => {
    // Our own HTML holds reports and queries: never touched.
    if (!root.closest || root.closest(".stHtml")) return;
    for (const element of [root, ...root.querySelectorAll("[aria-label],[title],[placeholder]")]) {
      for (const name of ["aria-label", "title", "placeholder"]) {
        const said = element.hasAttribute(name) && !element.closest(".stHtml") && chinese(element.getAttribute(name));
        if (said) element.setAttribute(name, said);
      }
    }
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const said = chinese(node.nodeValue);
      if (said && !node.parentElement.closest(".stHtml,pre,input,textarea,[data-testid='stButton']")) {
        node.nodeValue = said;
      }
    }
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // On an intranet address without TLS there is no clipboard interface.
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  // The bar over a report has one row or several: what is scrolled to must come to stand below it.
  const measureBar = () => {
    const bar = document.querySelector(".st-key-report-bar");
    if (!bar) return 0;
    const top = parseFloat(getComputedStyle(bar.parentElement).top) || 0;
    const under = Math.ceil(top + bar.offsetHeight + 12);
    scroller().style.setProperty("--fz-under-bar", `${under}px`);
    return under;
  };
  const jump = (id) => {
    const target = document.getElementById(id);
    if (!target) return;
    measureBar();
    const folded = target.querySelector(":scope > details");
    if (folded) folded.open = true;
    target.scrollIntoView({ behavior: "smooth", block: "start" });
    if (window.innerWidth < 768) closeSidebar();
  };

  // A link within the app: a step of the history that Streamlit follows as it follows the back button.
  const visit = (url) => {
    if (url === location.href) return;
    history.pushState(null, "", url);
    dispatchEvent(new PopStateEvent("popstate"));
  };
  const closeSidebar = () => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) {
      copy(button.dataset.copy).then(() => {
        const named = button.dataset.name ??= button.textContent;
        button.textContent = "已复制";
        setTimeout(() => { button.textContent = named; }, 2000);
      });
    }
    const within = event.target.closest("a[data-go]");
    if (within && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      visit(within.href);
    }
    if (event.target.closest("[data-close-side]")) closeSidebar();
    // An example that was chosen is to be seen, not the help over it.
    if (event.target.closest('.st-key-syntax-examples button')) {
      setTimeout(() => document.querySelector('.st-key-syntax-help button[aria-expanded="true"]')?.click());
    }
    const link = event.target.closest("[data-jump]");
    if (link) {
      event.preventDefault();
      jump(link.dataset.jump);
    }
  });

  const soon = (attempt, tries = 120) => {
    if (!attempt() && tries > 0) requestAnimationFrame(() => soon(attempt, tries - 1));
  };

  let lastShown = null;
  // Which way along the results the next report was asked for: "back", "on", or "" for from anywhere else.
  let stepping = "";
  window.fazhi = {
    focusSearch(name = "query") {
      // On a touch screen focus would open the keyboard over the page.
      if (!matchMedia("(pointer: fine)").matches && !navigator.webdriver) return;
      soon(() => {
        const box = document.querySelector(`.st-key-${name} :is(input, textarea)`);
        if (box && (document.activeElement === document.body || !document.activeElement)) box.focus({ preventScroll: true });
        return Boolean(box);
      });
    },
    shown(key) {
      if (key === lastShown && !returning) return;
      const first = lastShown === null;
      lastShown = key;
      const position = returning ? positions.get(here()) || 0 : 0;
      returning = false;
      if (!first || position) soon(() => {
        const main = scroller();
        main.scrollTop = position;
        return Math.abs(main.scrollTop - position) < 2;
      });
    },
    // The passage asked for; its number is of no use here, a new one lets this happen again.
    reveal() {
      returning = false;
      const way = stepping;
      stepping = "";
      // The bar's buttons may come after the text, and make it a row higher.
      let under = -1;
      soon(() => {
        const mark = document.querySelector("#document mark.fz-passage");
        const now = mark ? measureBar() : under;
        if (now === under) return false;
        under = now;
        mark.scrollIntoView({ block: "start" });
        return false;
      });
      // Who steps on by keyboard goes on from where they were; at an end of the list the other way is left. The controls
      // may be drawn anew after this.
      if (way) soon(() => {
        if (document.activeElement !== document.body) return false;
        (document.querySelector(`[data-step="${way}"]`) || document.querySelector("[data-step]"))?.focus({ preventScroll: true });
        return false;
      });
    },
    // The sentence of the cell that was chosen, for eyes, keyboard and screen reader; not on the way back.
    figure(cell) {
      if (!cell || returning) return;
      soon(() => {
        const section = document.getElementById("figure");
        if (!section) return false;
        section.focus({ preventScroll: true });
        section.scrollIntoView({ block: "nearest" });
        return true;
      });
    },
    // The source that was opened beside an answer; on a narrow screen it stands below it.
    source() {
      if (returning) return;
      soon(() => {
        const section = document.getElementById("source");
        if (!section) return false;
        section.focus({ preventScroll: true });
        const quoted = section.querySelector("mark.fz-passage");
        const box = section.querySelector(".fz-source-text");
        if (quoted && box) box.scrollTop = quoted.offsetTop - box.offsetTop - 60;
        section.scrollIntoView({ block: "nearest" });
        return true;
      });
    },
    // What a click opened further down, a form say.
    into(selector) {
      if (returning) return;
      soon(() => {
        const section = document.querySelector(selector);
        section?.scrollIntoView({ block: "start" });
        return Boolean(section);
      });
    },
    top() {
      returning = false;
      scroller().scrollTop = 0;
    },
    followOutline() {
      soon(() => {
        const main = scroller();
        if (!document.querySelector(".fz-outline a") || !document.getElementById("document")) return false;
        const follow = () => {
          // While the passage asked for is in view, its heading is the current one; else what stands near the top.
          const frame = main.getBoundingClientRect();
          const asked = document.querySelector("#document mark.fz-passage")?.getBoundingClientRect().top ?? -1;
          const inView = asked >= frame.top && asked < frame.bottom;
          // The mark of a passage reaches a few pixels over the heading with which it begins.
          const line = inView ? asked + 8 : frame.top + Math.min(200, main.clientHeight / 3);
          let here = null;
          for (const link of document.querySelectorAll(".fz-outline a")) {
            const heading = document.getElementById(link.dataset.jump);
            link.removeAttribute("aria-current");
            if (heading && heading.getBoundingClientRect().top <= line) here = link;
          }
          if (!here) return;
          here.setAttribute("aria-current", "location");
          here.scrollIntoView({ block: "nearest" });
        };
        main.onscroll = () => { cancelAnimationFrame(main.pending); main.pending = requestAnimationFrame(follow); };
        follow();
        return true;
      });
    },
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest('[data-testid="stPageLink"] a, a[data-go]')) return;
    leave();
    stepping = event.target.closest("[data-step]")?.dataset.step ?? "";
    returning = Boolean(!stepping && event.target.closest('[data-back], .st-key-report-bar'));
  }, { capture: true });
  // Alt+[ and Alt+] step along the results: a key alone would fire by a slip of the hand, or of who speaks to the computer.
  document.addEventListener("keydown", (event) => {
    const way = { BracketLeft: "back", BracketRight: "on" }[event.code];
    if (!way || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable], [role=combobox]")) return;
    const control = document.querySelector(`[data-step="${way}"]`);
    if (!control) return;
    event.preventDefault();
    control.click();
  });
  addEventListener("popstate", (event) => { if (event.isTrusted) returning = true; });

  // What the user unfolded stays so when the numbers around it change.
  const folds = new Map();
  document.addEventListener("toggle", (event) => {
    if (event.target.dataset?.fold) folds.set(event.target.dataset.fold, event.target.open);
  }, { capture: true });
  // A table that is drawn anew stays where it was scrolled to.
  const kept = new Map();
  document.addEventListener("scroll", ({ target }) => {
    if (target.dataset?.keep) kept.set(target.dataset.keep, [target.scrollLeft, target.scrollTop]);
  }, { capture: true });
  const refold = (root) => {
    for (const box of root.querySelectorAll?.("[data-keep]") ?? []) {
      [box.scrollLeft, box.scrollTop] = kept.get(box.dataset.keep) ?? [0, 0];
    }
    for (const fold of root.querySelectorAll?.("details[data-fold]") ?? []) {
      const state = folds.get(fold.dataset.fold);
      if (state !== undefined && state !== fold.open) fold.open = state;
    }
  };

  document.documentElement.lang = "zh-CN";
  translate(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") {
        for (const node of change.addedNodes) {
          if (node.nodeType === 1) { refold(node); translate(node); }
          else if (node.parentElement) translate(node.parentElement);
        }
      } else {
        translate(change.target.nodeType === 1 ? change.target : change.target.parentElement);
      }
    }
  }).observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["aria-label", "title", "placeholder"],
  });

  // What was asked for before this script came, and from now on at once.
  for (const call of window.fazhiCalls ?? []) call();
  window.fazhiCalls = { push: (call) => call() };
}
