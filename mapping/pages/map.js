"use strict";
/* The map that filters by itself. It reads figures that were cleared for showing (see payload.py), draws them
   as the pictures are drawn, and fetches nothing. Text is only ever set as text: nothing here parses markup. */
(() => {
  const D = JSON.parse(document.getElementById("map-data").textContent);
  const W = D.words;
  const F = D.frame;
  const ALL = "all";
  const MOST_LINES = 4;
  const SVG = "http://www.w3.org/2000/svg";
  const HTML = "http://www.w3.org/1999/xhtml";
  const $ = (selector) => document.querySelector(selector);
  // What stands on the page all along is looked for once.
  const standing = new Map();
  function fixed(selector) {
    if (!standing.has(selector)) standing.set(selector, $(selector));
    return standing.get(selector);
  }

  // ---- making elements -------------------------------------------------------------------------------

  // What is drawn is said first, as parts. From one view to the next most of them are the same, so only what
  // is not the same is changed on the page.
  const isNone = (value) => value === null || value === undefined || value === false;
  function flat(kids, found) {
    for (const kid of kids) {
      if (Array.isArray(kid)) flat(kid, found);
      else if (!isNone(kid) && kid !== "") found.push(kid);
    }
    return found;
  }
  function part(space, tag, facts, kids) {
    const text = facts ? facts.text : undefined;
    return { space, tag, facts: facts || {}, kids: flat(kids, text === undefined || text === null || text === "" ? [] : [String(text)]) };
  }
  const svg = (tag, facts, ...kids) => part(SVG, tag, facts, kids);
  const page = (tag, facts, ...kids) => part(HTML, tag, facts, kids);
  const html = (tag, facts, ...kids) => make(part(HTML, tag, facts, kids));
  function make(said) {
    if (typeof said === "string") return document.createTextNode(said);
    if (said instanceof Node) return said;
    const node = document.createElementNS(said.space, said.tag);
    set(node, {}, said.facts);
    for (const kid of said.kids) node.append(make(kid));
    said.node = node;
    return node;
  }
  function set(node, was, is) {
    for (const name in is) {
      const value = is[name];
      if (value === was[name] || name === "text") continue;
      if (isNone(value)) {
        if (!isNone(was[name])) node.removeAttribute(name);
      } else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    for (const name in was) if (!(name in is)) node.removeAttribute(name);
  }
  // Asks the page for nothing where nothing changes: a part knows the node that was made of it.
  function change(node, was, is) {
    is.forEach((after, at) => {
      const before = was[at];
      if (at >= was.length) node.append(make(after));
      else if (before === after) return;
      else if (before.tag !== undefined && before.tag === after.tag) {
        after.node = before.node;
        set(after.node, before.facts, after.facts);
        change(after.node, before.kids, after.kids);
      } else if (typeof before === "string" && typeof after === "string") node.childNodes[at].data = after;
      else node.childNodes[at].replaceWith(make(after));
    });
    for (let at = was.length; at > is.length; at--) node.lastChild.remove();
  }
  const onPage = new WeakMap();
  function show(node, said) {
    const parts = flat(said, []);
    if (onPage.has(node)) change(node, onPage.get(node), parts);
    else node.replaceChildren(...parts.map(make));
    onPage.set(node, parts);
  }

  // ---- writing figures -------------------------------------------------------------------------------

  // Ties go to the even digit, as on the server.
  function tenth(value) {
    const size = Math.abs(value);
    const text = (size * 4) % 4 === 1 ? String(Math.floor(size)) + ".2" : size.toFixed(1);
    return text.replace(".", W.decimal);
  }
  function signed(value) {
    const text = tenth(value);
    if (/^0.0$/.test(text)) return text;
    return (value > 0 ? "+" : "−") + text;
  }
  const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, W.thousands);
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? facts[name] : whole));
  const formOf = (number) => Number(W.plural[number < 100 ? number : 100 + (number % 100)]);
  const counted = (forms, number) => fill(forms[formOf(number)], { n: count(number) });
  const percent = (number) => fill(W.percent, { n: number });
  const quoted = (text) => fill(W.quoted, { text });
  const levelOf = (score) => Math.max(-2, Math.min(2, score < 0 ? -Math.round(-score) : Math.round(score)));
  const inkOf = (level) => F.inks[level + 2];
  const number = (value) => String(Math.round(value * 100) / 100 || 0);

  // A cell's figures by name, or why there are none.
  const REASONS = [W.empty, W.hidden, W.covering].map((why) => ({ why }));
  const NOBODY = REASONS[0];
  function figures(cell) {
    if (typeof cell === "number") return REASONS[cell];
    if (!cell.known) cell.known = read(cell);
    return cell.known;
  }
  function read(cell) {
    const [answers, customers, voters, score, low, high, response, ...levels] = cell;
    const found = { answers, customers, voters, response, levels };
    if (score === null || score === undefined) {
      found.why = customers === 0 ? W.empty : voters === 0 ? W.unscored : W.hidden;
      return found;
    }
    return Object.assign(found, { score, low, high, level: levelOf(score), isFew: voters < F.lowN });
  }
  const span = (shown) => signed(shown.low) + " … " + signed(shown.high);
  function spoken(shown) {
    if (shown.why) return shown.why;
    if (!shown.spoken) shown.spoken = spell(shown);
    return shown.spoken;
  }
  function spell(shown) {
    return `${signed(shown.score)} (${span(shown)}), n=${count(shown.voters)}${shown.isFew ? " · " + W.low_n : ""}`;
  }

  // ---- what is shown, in the address's fragment -------------------------------------------------------

  const titles = new Map(D.groups);
  const periods = new Map(D.periods.map(([key, title, kind]) => [key, { title, kind }]));
  const viewOf = (group) => D.views[state.period + "|" + group];
  const isTold = (period, group) => period + "|" + group in D.views;
  let state = asked("");
  let focusStage = 0;

  function asked(fragment) {
    const said = new URLSearchParams(fragment.replace(/^#/, ""));
    const who = (said.get("who") || D.opened[1]).split(",").filter((group) => titles.has(group));
    const period = periods.has(said.get("period")) ? said.get("period") : D.opened[0];
    const at = (said.get("at") || "").split("/").filter(Boolean);
    const groups = [...new Set(who)].slice(0, MOST_LINES);
    if (!groups.length) groups.push(D.opened[1]);
    return {
      groups: periods.get(period).kind === "week" ? [groups[0] === ALL ? ALL : groups[0]] : groups,
      period: isTold(period, groups[0]) ? period : nearest(period, groups[0]),
      medium: D.media.includes(said.get("medium")) ? said.get("medium") : null,
      at: at,
      theme: ["dark", "light"].includes(said.get("theme")) ? said.get("theme") : null,
    };
  }
  // The shortest longer period that is told of a group: weeks are told of everybody only.
  function nearest(period, group) {
    const parts = [period.slice(0, 4), ALL, D.opened[0]];
    return parts.find((each) => isTold(each, group)) || [...periods.keys()].find((each) => isTold(each, group)) || period;
  }
  function fragment() {
    const said = new URLSearchParams();
    if (state.groups.join() !== D.opened[1]) said.set("who", state.groups.join());
    if (state.period !== D.opened[0]) said.set("period", state.period);
    if (state.medium !== null) said.set("medium", state.medium);
    if (state.at.length) said.set("at", state.at.join("/"));
    if (state.theme) said.set("theme", state.theme);
    return "#" + said.toString().replace(/%2C/g, ",").replace(/%2F/g, "/").replace(/%3A/g, ":");
  }

  // ---- the figures of one stage in the present view ----------------------------------------------------

  // Of a medium's figures at a stage only those are told that are told anyway: of one touchpoint, or of all.
  function stageCell(view, place) {
    if (!view) return 1;
    const meant = pointsOf(place);
    if (state.medium === null || (meant.length && meant.length === points[place].length)) return view.t[place];
    return meant.length === 1 ? view.p[place][meant[0].at] : null;
  }
  function stageFigures(view, place) {
    const cell = stageCell(view, place);
    if (cell !== null) return figures(cell);
    return { why: pointsOf(place).length ? W.by_touchpoint : "–", isOpen: true };
  }
  const points = D.stages.map((stage) =>
    stage.points.map((point, at) => ({ id: point[0], title: point[1], isOffline: point[2] === 1, medium: D.media[point[3]], at })),
  );
  const byMedium = new Map(D.media.map((medium) => [medium, points.map((all) => all.filter((point) => point.medium === medium))]));
  const pointsOf = (place) => (state.medium === null ? points : byMedium.get(state.medium))[place];
  const pointFigures = (view, place, at) => figures(view ? view.p[place][at] : 1);
  const overall = (view) => {
    if (!view) return 1;
    return state.medium === null ? view.o : view.m[D.media.indexOf(state.medium)];
  };
  function quotesOf(view, place, point) {
    if (!view || !view.q[place].length) return [];
    const said = view.q[place].map((at) => D.quotes[at]);
    if (state.medium === null && !point) return said;
    const here = pointsOf(place).map((each) => each.id);
    return said.filter(([, touchpoint]) => here.includes(touchpoint) && (!point || touchpoint === point));
  }
  const isOpened = () =>
    state.groups.length === 1 && state.groups[0] === D.opened[1] && state.period === D.opened[0] && state.medium === null;

  // ---- measuring and wrapping text --------------------------------------------------------------------

  const ruler = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function wide(text, size, style) {
    const key = (style || "") + size + text;
    let found = widths.get(key);
    if (found === undefined) {
      ruler.font = `${style || ""} ${size}px ${F.fonts}`;
      found = ruler.measureText(text).width;
      widths.set(key, found);
    }
    return found;
  }
  const segmenter = Intl.Segmenter ? new Intl.Segmenter() : null;
  const letters = (text) => (segmenter ? Array.from(segmenter.segment(text), (each) => each.segment) : Array.from(text));
  // What was laid out once is laid out the same again.
  function remembered(lay) {
    const known = new Map();
    return (...wanted) => {
      const key = wanted.join("\u0000");
      if (!known.has(key)) known.set(key, lay(...wanted));
      return known.get(key);
    };
  }
  const clip = remembered((text, room, size, style) => {
    if (wide(text, size, style) <= room) return text;
    const kept = letters(text);
    while (kept.length && wide(kept.join("") + "…", size, style) > room) kept.pop();
    return kept.join("").replace(/[\s,;:.–-]+$/, "") + "…";
  });
  const PIECE = /[^ \-/–\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]+[\-/–]*|[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]|[\-/–]+/g;
  // Where a line may end: not at the spaces that hold a number to its sign.
  const BETWEEN = /[^\S\u00a0\u202f]+/;
  const wrap = remembered((text, room, lines, size, style) => {
    if (wide(text, size, style) <= room || lines === 1) return [clip(text, room, size, style)];
    const laid = [];
    for (const word of text.split(BETWEEN)) {
      let gap = " ";
      for (const piece of word.match(PIECE) || [word]) {
        for (const bit of bits(piece, room, size, style)) {
          const last = laid.length - 1;
          if (last >= 0 && wide(laid[last] + gap + bit, size, style) <= room) laid[last] += gap + bit;
          else laid.push(bit);
          gap = "";
        }
      }
    }
    if (laid.length <= lines) return laid;
    const rest = clip(laid.slice(lines - 1).join(" ") + " …………", room, size, style);
    return [...laid.slice(0, lines - 1), rest.replace(/ …+$/, "…")];
  });
  function bits(word, room, size, style) {
    const found = [];
    let left = word;
    while (wide(left, size, style) > room) {
      const kept = letters(left);
      while (kept.length > 1 && wide(kept.join("") + "-", size, style) > room) kept.pop();
      found.push(kept.join("") + "-");
      left = left.slice(kept.join("").length);
    }
    return [...found, left];
  }

  // ---- drawing: the same marks as in the pictures -------------------------------------------------------

  const dashed = (dash) => (dash ? { "stroke-dasharray": dash } : {});
  function write(x, y, text, facts) {
    const { size = 13, ink = "text", bold, italic, anchor, halo } = facts || {};
    const base = { x: number(x), y: number(y), "font-size": size, "font-weight": bold && 700, "font-style": italic && "italic", "text-anchor": anchor };
    const made = svg("text", { ...base, class: "f-" + ink, text });
    if (!halo) return [made];
    return [svg("text", { ...base, class: `f-${halo} s-${halo}`, "stroke-width": 4, "stroke-linejoin": "round", "aria-hidden": "true", text }), made];
  }
  const stroke = (d, ink, width, dash, round) =>
    svg("path", { d, class: "f-none s-" + ink, "stroke-width": number(width), "stroke-linecap": round && "round", ...dashed(dash) });
  const area = (d, ink, opacity) => svg("path", { d, class: "f-" + ink, "fill-opacity": opacity });
  const box = (x, y, width, height, radius, names, dash) =>
    svg("rect", { x: number(x), y: number(y), width: number(width), height: number(height), rx: radius || null, class: names, ...dashed(dash) });
  const dot = (x, y, radius, names, width, dash) =>
    svg("circle", { cx: number(x), cy: number(y), r: number(radius), class: names, "stroke-width": width, ...dashed(dash) });
  const line = (x1, y1, x2, y2) => `M${number(x1)} ${number(y1)}L${number(x2)} ${number(y2)}`;

  const BEND = [-0.63, -0.36, 0, 0.36, 0.63];
  function face(level, x, y, radius, hollow) {
    const ink = inkOf(level);
    const features = hollow ? ink : "feature";
    const fine = Math.max(1.5, (radius * 2) / 17);
    const bend = BEND[level + 2];
    const corner = y + (0.34 - bend * 0.24) * radius;
    const mouth = `M${number(x - 0.42 * radius)} ${number(corner)}Q${number(x)} ${number(corner + bend * radius)} ${number(x + 0.42 * radius)} ${number(corner)}`;
    const marks = [dot(x, y, radius, `f-${hollow ? "panel" : ink} s-${ink}`, Math.min(2, radius / 7), hollow && "3 2")];
    for (const side of [-1, 1]) marks.push(dot(x + side * 0.33 * radius, y - 0.2 * radius, 0.11 * radius, "f-" + features));
    marks.push(stroke(mouth, features, fine, null, true));
    if (level === -2)
      for (const side of [-1, 1])
        marks.push(stroke(line(x + side * 0.5 * radius, y - 0.52 * radius, x + side * 0.18 * radius, y - 0.38 * radius), features, fine * 0.9, null, true));
    return marks;
  }

  // PCHIP (Fritsch & Butland 1984): through every value, past none. As mapping/curve.py.
  function through(points) {
    if (points.length === 1) return [{ x: points[0][0], y: points[0][1], slope: 0 }];
    const steps = [];
    const rises = [];
    for (let at = 1; at < points.length; at++) {
      steps.push(points[at][0] - points[at - 1][0]);
      rises.push((points[at][1] - points[at - 1][1]) / steps[at - 1]);
    }
    if (points.length === 2) return points.map(([x, y]) => ({ x, y, slope: rises[0] }));
    const last = steps.length - 1;
    return points.map(([x, y], at) => {
      if (at === 0) return { x, y, slope: edge(steps[0], steps[1], rises[0], rises[1]) };
      if (at > last) return { x, y, slope: edge(steps[last], steps[last - 1], rises[last], rises[last - 1]) };
      return { x, y, slope: inner(steps[at - 1], steps[at], rises[at - 1], rises[at]) };
    });
  }
  function inner(before, after, riseBefore, riseAfter) {
    if (riseBefore * riseAfter <= 0) return 0;
    const one = 2 * after + before;
    const other = after + 2 * before;
    return (one + other) / (one / riseBefore + other / riseAfter);
  }
  function edge(near, far, riseNear, riseFar) {
    const slope = ((2 * near + far) * riseNear - near * riseFar) / (near + far);
    if (slope * riseNear <= 0) return 0;
    return riseNear * riseFar <= 0 && Math.abs(slope) > 3 * Math.abs(riseNear) ? 3 * riseNear : slope;
  }
  function pointAt(nodes, x) {
    const at = nodes.findIndex((node, place) => place && nodes[place - 1].x <= x && x <= node.x);
    const a = nodes[at - 1];
    const b = nodes[at];
    const step = b.x - a.x;
    const t = (x - a.x) / step;
    const rise = (b.y - a.y) / step;
    const c2 = (3 * rise - 2 * a.slope - b.slope) / step;
    const c3 = (a.slope + b.slope - 2 * rise) / step ** 2;
    const s = t * step;
    return { x, y: a.y + s * (a.slope + s * (c2 + s * c3)), slope: a.slope + s * (2 * c2 + 3 * s * c3) };
  }
  function cut(nodes, left, right) {
    const kept = nodes.filter((node) => left <= node.x && node.x <= right);
    const first = nodes[0].x;
    const last = nodes[nodes.length - 1].x;
    if (first < left && left < last) kept.unshift(pointAt(nodes, left));
    if (first < right && right < last) kept.push(pointAt(nodes, right));
    return kept.filter((node, at) => !at || node.x !== kept[at - 1].x);
  }
  function path(nodes, start) {
    let d = `${start || "M"}${number(nodes[0].x)} ${number(nodes[0].y)}`;
    for (let at = 1; at < nodes.length; at++) {
      const a = nodes[at - 1];
      const b = nodes[at];
      const third = (b.x - a.x) / 3;
      d += `C${number(a.x + third)} ${number(a.y + a.slope * third)} ${number(b.x - third)} ${number(b.y - b.slope * third)} ${number(b.x)} ${number(b.y)}`;
    }
    return d;
  }
  const ribbon = (upper, lower) => path(upper) + path(lower.slice().reverse(), "L") + "Z";
  // The pieces of a curve that lie in a band, in px; over a gap nothing is drawn.
  function runs(values, band, zero, aside) {
    const found = [[]];
    values.forEach((value, at) => {
      if (value === null || value === undefined) found.push([]);
      else found[found.length - 1].push([at * F.column, value]);
    });
    const first = band[0];
    const left = first * F.column - F.centre;
    const right = band[band.length - 1] * F.column + F.column - F.centre - 6;
    const shift = centreOf(0) - first * F.column + (aside || 0);
    return found
      .filter((run) => run.length > 1)
      .map(through)
      .filter((nodes) => nodes[nodes.length - 1].x > left)
      .map((nodes) => cut(nodes, left, right))
      .filter((nodes) => nodes.length > 1)
      .map((nodes) => nodes.map((node) => ({ x: node.x + shift, y: zero - node.y * F.perLevel, slope: -node.slope * F.perLevel })));
  }

  // ---- the picture: rows of bands ------------------------------------------------------------------------

  const leftOf = (column) => F.head + column * F.column;
  const centreOf = (column) => leftOf(column) + F.centre;
  const size = D.stages.length;
  const USUAL = { column: F.column, pillWidth: F.pillWidth, textWidth: F.textWidth, centre: F.centre, tip: F.tip };
  const NARROWEST = 172;
  const WIDEST = 280;
  // Narrower than this the map stays as it is and scrolls: on a phone that is read more easily.
  const PHONE = 700;
  // How wide the window lets the picture be, in px.
  let room = 0;
  let bands = [];
  // Several lines have their names at their ends, beyond the last column.
  let gutter = 0;
  let whole = 0;
  function takeRoom() {
    const names = state.groups.length > 1 ? state.groups.map((group) => wide(titles.get(group), 12, "bold")) : [];
    gutter = names.length ? Math.min(180, Math.max(0, Math.max(...names) - 50)) : 0;
    const perBand = fit(room - F.head - F.margin - gutter);
    if (!bands.length || bands[0].length !== perBand) {
      bands = [];
      for (let start = 0; start < size; start += perBand)
        bands.push(Array.from({ length: Math.min(perBand, size - start) }, (_, at) => start + at));
    }
    whole = F.head + Math.max(perBand, F.fewest) * F.column + F.margin + gutter;
  }
  const isNarrow = () => F.column < USUAL.column;
  // Makes the columns as narrow as they can be read, then the bands shorter, so that nothing lies aside.
  function fit(free) {
    let count = size <= F.oneBand ? 1 : 2;
    const most = Math.ceil(size / count);
    const isTight = room >= PHONE && most * USUAL.column > free;
    while (isTight && free / Math.ceil(size / count) < NARROWEST && Math.ceil(size / count) > F.fewest) count++;
    const perBand = Math.ceil(size / count);
    const less = isTight ? USUAL.column - Math.max(NARROWEST, Math.min(WIDEST, Math.floor(free / perBand))) : 0;
    for (const name of ["column", "pillWidth", "textWidth", "tip"]) F[name] = USUAL[name] - less;
    F.centre = USUAL.centre - less / 2;
    return perBand;
  }

  function drawPicture(heads, body) {
    takeRoom();
    const pen = { heads: [], rules: [], body: [] };
    let y = F.top;
    bands.forEach((band, at) => {
      y = drawBand(pen, band, y + (at ? 24 : 0));
    });
    const high = y - F.top + 8;
    for (const [node, left, right] of [[heads, 0, F.head - 4], [body, F.head - 4, whole]]) {
      node.setAttribute("height", number(high));
      node.setAttribute("width", number(right - left));
      node.setAttribute("viewBox", `${number(left)} ${number(F.top)} ${number(right - left)} ${number(high)}`);
    }
    show(heads, [pen.rules.map((rule) => ({ ...rule })), pen.heads]);
    show(body, [svg("g", {}, pen.rules), pen.body]);
  }
  function head(pen, text, y) {
    wrap(text, F.headRoom, 3, 13, "bold").forEach((part, at) => pen.heads.push(...write(F.margin, y + at * 16, part, { ink: "muted", bold: true })));
  }
  const rule = (pen, y) => pen.rules.push(stroke(line(F.margin, y, whole - F.margin, y), "grid", 1));

  function drawBand(pen, band, top) {
    const views = state.groups.map(viewOf);
    const shown = band.map((place) => views.map((view) => stageFigures(view, place)));
    const isOne = views.length === 1;
    // Each row is a group of its own, so that one more mark in it moves no other row's marks.
    const row = (draw, ...given) => {
      const own = { ...pen, body: [] };
      const bottom = draw(own, band, ...given);
      pen.body.push(svg("g", {}, own.body));
      return bottom;
    };
    let y = row(drawStages, shown, views, top);
    y = row(drawPoints, views, y + 18);
    y = row(drawEmotion, shown, views, y + 26);
    y = row(drawScores, shown, views, y);
    if (isOne && D.stages.some((stage, place) => quotesOf(views[0], place).length)) y = row(drawQuotes, views[0], y);
    if (D.looked && isOpened()) y = row(drawPains, shown, y);
    if (D.stages.some((stage) => stage.opportunities.length)) y = row(drawOpportunities, y);
    return y;
  }

  function drawStages(pen, band, shown, views, top) {
    head(pen, W.stage, top + 29);
    // Where columns are narrow, names and notes take a second line rather than be cut.
    const lines = isNarrow() ? 2 : 1;
    const freeOf = (place) => F.tip - 30 - (place ? 20 : 14);
    const fits = (px) => D.stages.every((stage, place) => stage.title.split(BETWEEN).every((word) => wide(word, px, "bold") <= freeOf(place)));
    const px = lines > 1 ? [15, 14, 13].find(fits) || 13 : 15;
    const laid = band.map((place, column) => ({
      name: wrap(D.stages[place].title, freeOf(place), lines, px, "bold"),
      note: wrap(stageNote(views[0], place, shown[column][0]), freeOf(place), lines, 12),
    }));
    const high = 48 + Math.max(...laid.map(({ name, note }) => 18 * (name.length - 1) + 15 * (note.length - 1)));
    band.forEach((place, column) => {
      const x = leftOf(column);
      const notch = place ? `L${number(x + 10)} ${number(top + high / 2)}` : "";
      const shape = `M${number(x)} ${number(top)}H${number(x + F.tip - 10)}L${number(x + F.tip)} ${number(top + high / 2)}L${number(x + F.tip - 10)} ${number(top + high)}H${number(x)}${notch}Z`;
      const left = x + (place ? 20 : 14);
      const { name, note } = laid[column];
      const title = D.stages[place].title;
      const turn = x + F.tip - 22;
      pen.body.push(
        svg(
          "g",
          {
            class: "pick",
            role: "button",
            tabindex: place === focusStage ? 0 : -1,
            "data-place": place,
            "aria-label": `${title}: ${shown[column].map((one, at) => (views.length > 1 ? titles.get(state.groups[at]) + " " : "") + spoken(one)).join("; ")}`,
            "aria-expanded": String(state.at[0] === D.stages[place].id),
            "aria-controls": "drill",
          },
          area(shape, F.bar),
          name.map((part, at) => write(left, top + 22 + 18 * at, part, { size: px, bold: true, ink: "on-bar" })),
          note.map((part, at) => write(left, top + 39 + 18 * (name.length - 1) + 15 * at, part, { size: 12, ink: "on-bar-muted" })),
          svg("path", { class: "turn f-none s-on-bar-muted", "stroke-width": 1.75, "stroke-linecap": "round", "stroke-linejoin": "round", d: `M${number(turn - 4)} ${number(top + 22)}l4 4 4 -4` }),
        ),
      );
    });
    return top + high;
  }
  function stageNote(view, place, shown) {
    const reached = view && view.r && state.medium === null && view.r[place];
    if (reached) {
      const came = counted(W.customers, reached[0]);
      return reached[1] === null ? came : `${came} · ${fill(W.go_on, { share: percent(reached[1]) })}`;
    }
    if (shown.answers === undefined || shown.answers === null) return shown === NOBODY ? counted(W.answers, 0) : "–";
    const note = counted(W.answers, shown.answers);
    return shown.response === null || shown.response === undefined ? note : `${note} · ${fill(W.responded, { share: percent(shown.response) })}`;
  }

  // What a monitor found: how large, and the words for since when.
  const changeOf = (view, place) => (view && view.c && state.medium === null ? view.c[place] : null);
  const amountOf = (change) => `${change[0] > 0 ? "▲" : "▼"} ${tenth(change[0])}`;
  function rowNote(view, place, shown) {
    const change = changeOf(view, place);
    return change ? `${stageNote(view, place, shown)} · ${amountOf(change)} ${change[1]}` : stageNote(view, place, shown);
  }

  function drawPoints(pen, band, views, top) {
    head(pen, W.touchpoints, top + 20);
    let bottom = top + 22;
    band.forEach((place, column) => {
      const points = pointsOf(place);
      const own = [];
      let y = top;
      points.slice(0, F.mostPills).forEach((point) => {
        y += drawPill(own, place, column, point, views, y) + 4;
      });
      if (points.length > F.mostPills) {
        own.push(...write(leftOf(column) + F.textLeft, y + 12, fill(W.more, { n: points.length - F.mostPills }), { size: 12, ink: "muted" }));
        y += 18;
      }
      if (!points.length) own.push(...write(leftOf(column) + F.textLeft, y + 15, "–", { size: 12, ink: "muted" }));
      pen.body.push(svg("g", {}, own));
      bottom = Math.max(bottom, y - 4);
    });
    return bottom;
  }
  function drawPill(drawn, place, column, point, views, y) {
    const x = leftOf(column) + F.pillLeft;
    const edgeX = x + F.pillWidth - 12;
    const shown = views.length === 1 ? pointFigures(views[0], place, point.at) : { why: "" };
    const marks = [];
    let right = edgeX;
    if (shown.why === undefined) {
      const text = signed(shown.score);
      const ink = inkOf(shown.level);
      const spot = edgeX - wide(text, 12, "bold") - 9;
      marks.push(...write(edgeX, y + 15, text, { size: 12, bold: true, ink, anchor: "end" }), dot(spot, y + 11, 3.5, `f-${shown.isFew ? "panel" : ink} s-${ink}`, 1.5));
      right = spot - 10;
    } else if (shown.why === W.hidden || shown.why === W.covering) {
      marks.push(...write(edgeX, y + 15, "–", { size: 12, ink: "muted", anchor: "end" }));
      right = edgeX - 14;
    }
    const room = right - x - 12;
    const laid = wrap(point.title, room, 2, 12);
    const high = 22 + 15 * (laid.length - 1);
    const where = point.isOffline ? W.offline : W.online;
    if (laid.length === 1 && wide(laid[0], 12) <= room - wide(where, 12) - 8) marks.push(...write(right, y + 15, where, { size: 12, ink: "muted", anchor: "end" }));
    laid.forEach((part, at) => marks.push(...write(x + 12, y + 15 + at * 15, part, { size: 12 })));
    drawn.push(
      svg(
        "g",
        { class: "pill", "aria-hidden": "true", "data-place": place, "data-point": point.id },
        svg("title", { text: `${point.title} (${where})${shown.why === "" ? "" : ": " + spoken(shown)}` }),
        box(x, y, F.pillWidth, high, 11, "f-panel s-muted", point.isOffline && "4 3"),
        marks,
      ),
    );
    return high;
  }

  function drawEmotion(pen, band, shown, views, top) {
    const zero = top + F.high / 2;
    const right = leftOf(band.length - 1) + F.column - 6 + gutter;
    head(pen, W.emotion, top - 6);
    pen.rules.push(box(F.head, top, right - F.head, F.high, 0, "f-panel"));
    for (let level = -2; level <= 2; level++) {
      const y = zero - level * F.perLevel;
      pen.rules.push(stroke(line(F.head, y, right, y), level ? "grid" : "zero", level ? 1 : 1.5));
      pen.heads.push(...write(F.head - 10, y + 4, W.levels[level + 2], { size: 12, bold: true, ink: inkOf(level), anchor: "end" }));
    }
    const marks = [];
    const every = D.stages.map((stage, place) => views.map((view) => stageFigures(view, place)));
    if (views.length === 1) drawOne(marks, band, shown, every, views[0], zero, top);
    else drawLines(marks, band, shown, every, zero);
    pen.body.push(svg("g", { class: "curve", "aria-hidden": "true" }, marks));
    return top + F.high;
  }
  const told = (one, name) => (one.why === undefined ? one[name] : null);
  function drawOne(marks, band, shown, every, view, zero, top) {
    const line0 = every.map((all) => all[0]);
    const uppers = runs(line0.map((one) => told(one, "high")), band, zero);
    const lowers = runs(line0.map((one) => told(one, "low")), band, zero);
    uppers.forEach((upper, at) => marks.push(area(ribbon(upper, lowers[at]), "ribbon", 0.45)));
    band.forEach((place, column) => {
      const target = D.stages[place].target;
      if (target === null) return;
      const y = zero - target * F.perLevel;
      marks.push(stroke(line(leftOf(column), y, leftOf(column) + F.column - 6, y), "muted", 1.5, "10 5"));
    });
    if (view && state.medium === null) runs(view.b, band, zero).forEach((run) => marks.push(stroke(path(run), "muted", 1.5, "2 4")));
    runs(line0.map((one) => told(one, "score")), band, zero).forEach((run) => {
      const curve = stroke(path(run), "text", 2.5);
      curve.facts["data-line"] = "0";
      marks.push(curve);
    });
    band.forEach((place, column) => {
      const one = shown[column][0];
      const x = centreOf(column);
      if (one.why !== undefined) {
        marks.push(...missing(place, column, one, view, zero));
        return;
      }
      const y = zero - one.score * F.perLevel;
      const high = zero - one.high * F.perLevel;
      const low = zero - one.low * F.perLevel;
      marks.push(...whisker(x + F.aside, y, high, low, inkOf(one.level)));
      // Drawn about its own middle, so that a face that moves is one change.
      const told = svg("title", { text: `${D.stages[place].title}: ${spoken(one)}` });
      marks.push(svg("g", { "data-place": place, class: "spot", transform: `translate(${number(x)} ${number(y)})` }, told, face(one.level, 0, 0, F.face, one.isFew)));
      if (view && state.medium === null && view.e[place]) marks.push(...label(view.e[place], x, y, high, low, top));
    });
  }
  function whisker(x, y, high, low, ink) {
    const shape = line(x, high, x, low) + line(x - F.cap, high, x + F.cap, high) + line(x - F.cap, low, x + F.cap, low);
    return [stroke(shape, "panel", 5), stroke(shape, ink, 2), dot(x, y, 3, "f-" + ink)];
  }
  function label(moments, x, y, high, low, top) {
    const names = [W.peak, W.lowest, W.end].filter((name, at) => moments & (1 << at));
    const ink = moments & 1 ? "very-positive" : moments & 2 ? "very-negative" : "muted";
    const text = names.join(" · ");
    let over = y + F.above;
    let under = y + F.below;
    if (wide(text, 12, "bold") / 2 > F.aside - F.cap) {
      over = Math.min(over, high - 6);
      under = Math.max(under, low + 15);
    }
    let isAbove = !(moments & 2);
    if (isAbove && over < top + 11) isAbove = false;
    else if (!isAbove && under > top + F.high - 4) isAbove = true;
    return write(x, isAbove ? over : under, text, { size: 12, bold: true, ink, anchor: "middle", halo: "panel" });
  }
  function missing(place, column, one, view, zero) {
    const marks = [];
    // Where a medium has several of a stage's touchpoints, each shows for itself.
    const points = one.isOpen ? pointsOf(place).map((point) => pointFigures(view, place, point.at)) : [];
    const scored = points.filter((each) => each.why === undefined);
    scored.forEach((each, at) => {
      const x = centreOf(column) + (at - (scored.length - 1) / 2) * Math.min(44, 150 / scored.length);
      marks.push(...whisker(x + 17, zero - each.score * F.perLevel, zero - each.high * F.perLevel, zero - each.low * F.perLevel, inkOf(each.level)));
      marks.push(...face(each.level, x, zero - each.score * F.perLevel, 11, each.isFew));
    });
    if (scored.length) return marks;
    const laid = wrap(one.why, F.textWidth - 40, 3, 12);
    const deep = (laid.length - 1) * 15;
    const target = D.stages[place].target;
    const over = zero - 12 - deep;
    const isCrossed = target !== null && over - 14 <= zero - target * F.perLevel && zero - target * F.perLevel <= over + deep + 6;
    laid.forEach((part, at) => marks.push(...write(centreOf(column), (isCrossed ? zero + 20 : over) + at * 15, part, { size: 12, ink: "muted", anchor: "middle", halo: "panel" })));
    return marks;
  }

  // ---- several lines on one map ----------------------------------------------------------------------------

  const DASHES = [null, "9 4", "3 4", "12 3 3 3"];
  const lineInk = (at, lines) => "line-" + (lines > 3 ? ["navy", "pink", "black", "olive"] : ["blue", "vermilion", "black"])[at];
  const SHAPES = [
    (x, y, r) => `M${number(x - r)} ${number(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
    (x, y, r) => `M${number(x - r)} ${number(y - r)}h${2 * r}v${2 * r}h${-2 * r}Z`,
    (x, y, r) => `M${number(x)} ${number(y - r * 1.2)}L${number(x + r * 1.15)} ${number(y + r)}H${number(x - r * 1.15)}Z`,
    (x, y, r) => `M${number(x)} ${number(y - r * 1.35)}L${number(x + r * 1.35)} ${number(y)}L${number(x)} ${number(y + r * 1.35)}L${number(x - r * 1.35)} ${number(y)}Z`,
  ];
  const marker = (at, lines, x, y, r, isFew) =>
    svg("path", { d: SHAPES[at](x, y, r), class: `${isFew ? "f-panel" : "f-" + lineInk(at, lines)} s-${lineInk(at, lines)}`, "stroke-width": 1.75, ...dashed(isFew && "2 1.5") });
  const swatch = (at, lines) => svg("svg", { class: "swatch", width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" }, stroke("M0 7H30", lineInk(at, lines), 2.5, DASHES[at]), marker(at, lines, 15, 7, 4.5, false));

  function drawLines(marks, band, shown, every, zero) {
    const lines = state.groups.length;
    const ends = [];
    const aside = (at) => (at - (lines - 1) / 2) * 11;
    state.groups.forEach((group, at) => {
      const values = every.map((all) => told(all[at], "score"));
      runs(values, band, zero, aside(at)).forEach((run) => {
        marks.push(stroke(path(run), lineInk(at, lines), 2.5, DASHES[at]));
      });
    });
    state.groups.forEach((group, at) => {
      let end = null;
      band.forEach((place, column) => {
        const one = shown[column][at];
        if (one.why !== undefined) return;
        const x = centreOf(column) + aside(at);
        const y = zero - one.score * F.perLevel;
        const ink = lineInk(at, lines);
        marks.push(stroke(line(x, zero - one.high * F.perLevel, x, zero - one.low * F.perLevel), ink, 1.5));
        marks.push(svg("g", { class: "spot", "data-place": place }, svg("title", { text: `${titles.get(group)} · ${D.stages[place].title}: ${spoken(one)}` }), marker(at, lines, x, y, 5.5, one.isFew)));
        end = { x: centreOf(column) + aside(lines - 1) + 12, y, at, group };
      });
      if (end) ends.push(end);
    });
    // Names stand at the lines' ends, one under the other where they would meet.
    ends.sort((one, other) => one.y - other.y);
    const low = zero + F.high / 2 - 6;
    ends.forEach((end, at) => {
      if (at) end.y = Math.max(end.y, ends[at - 1].y + 16);
    });
    for (let at = ends.length - 1, most = low; at >= 0; at--, most = ends[at + 1].y - 16) ends[at].y = Math.min(ends[at].y, most);
    ends.forEach((end) => {
      const text = clip(titles.get(end.group), leftOf(band.length - 1) + F.column - 12 + gutter - end.x - 12, 12, "bold");
      marks.push(marker(end.at, lines, end.x + 4, end.y, 3.5, false));
      marks.push(...write(end.x + 12, end.y + 4, text, { size: 12, bold: true, halo: "panel" }));
    });
    band.forEach((place, column) => {
      if (shown[column].some((one) => one.why === undefined)) return;
      marks.push(...missing(place, column, { why: shown[column][0].why }, null, zero));
    });
  }

  // ---- the rows below the curve -----------------------------------------------------------------------------

  function drawScores(pen, band, shown, views, top) {
    head(pen, W.score, top + 20);
    const lines = views.length;
    band.forEach((place, column) => {
      const left = leftOf(column) + F.textLeft;
      const marks = [];
      shown[column].forEach((one, at) => {
        const base = top + 20 + at * 19;
        if (lines > 1) {
          marks.push(marker(at, lines, left + 6, base - 5, 4.5, one.isFew));
          const score = one.why === undefined ? signed(one.score) : "–";
          marks.push(...write(left + 18, base, score, { bold: true, ink: one.why === undefined ? "text" : "muted" }));
          const note = one.why === undefined ? `${span(one)} · n=${count(one.voters)}` : one.why;
          marks.push(...write(left + 24 + wide(score, 13, "bold"), base, clip(note, F.textWidth - 24 - wide(score, 13, "bold"), 12), { size: 12, ink: "muted" }));
          return;
        }
        if (one.why !== undefined) {
          marks.push(...write(left, base, "–", { size: 16, bold: true, ink: "muted" }));
          return;
        }
        const text = signed(one.score);
        marks.push(...write(left, base, text, { size: 16, bold: true }));
        marks.push(...write(left + wide(text, 16, "bold") + 6, base, `n=${count(one.voters)}${one.isFew ? " · " + W.low_n : ""}`, { size: 12, ink: "muted" }));
        marks.push(...write(left, base + 17, span(one), { size: 12, ink: "muted" }));
        const change = changeOf(views[0], place);
        if (!change) return;
        marks.push(...write(left + F.textWidth, base, amountOf(change), { size: 12, bold: true, ink: change[0] > 0 ? "very-positive" : "very-negative", anchor: "end" }));
        marks.push(...write(left + F.textWidth, base + 17, change[1], { size: 12, ink: "muted", anchor: "end" }));
      });
      pen.body.push(svg("g", { "aria-hidden": "true", class: "score", "data-place": place }, marks));
    });
    return lines > 1 ? top + 34 + (lines - 1) * 19 : top + 46;
  }
  const isRtl = (text) => /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text);
  function drawQuotes(pen, band, view, top) {
    rule(pen, top);
    head(pen, W.quotes, top + 24);
    let most = 1;
    band.forEach((place, column) => {
      const quote = quotesOf(view, place)[0];
      if (!quote) {
        pen.body.push(svg("g", {}));
        return;
      }
      const laid = wrap(quoted(quote[0]), F.textWidth, 3, 13, "italic");
      most = Math.max(most, laid.length);
      const rtl = isRtl(quote[0]);
      const x = leftOf(column) + F.textLeft + (rtl ? F.textWidth : 0);
      const lines = laid.map((line, at) => {
        const [made] = write(x, top + 24 + at * 18, line, { italic: true });
        if (rtl) made.facts.direction = "rtl";
        return made;
      });
      pen.body.push(svg("g", { "aria-hidden": "true", class: "quote" }, svg("title", { text: quote[0] }), lines));
    });
    return top + 36 + (most - 1) * 18;
  }
  function drawPains(pen, band, shown, top) {
    rule(pen, top);
    const lines = wrap(W.pain_points, F.headRoom, 3, 13, "bold").length;
    head(pen, W.pain_points, top + 24);
    let bottom = top + 36 + 16 * (lines - 1);
    band.forEach((place, column) => {
      const pains = D.pains[place];
      const x = leftOf(column) + F.pillLeft;
      let y = top + 6;
      pains.slice(0, 3).forEach((pain) => {
        const deep = pain.severity >= 1.5 ? "very-negative" : "negative";
        const facts = [counted(W.customers, pain.customers), fill(W.severity, { n: tenth(pain.severity) })];
        const note = facts.join(" · ");
        const name = wrap(pain.title, F.pillWidth - 22, isNarrow() ? 2 : 1, 13, "bold");
        const told = isNarrow() && wide(note, 12) > F.pillWidth - 22 ? facts : wrap(note, F.pillWidth - 22, 1, 12);
        const high = 38 + 16 * (name.length - 1) + 15 * (told.length - 1);
        pen.body.push(
          svg(
            "g",
            { "aria-hidden": "true", class: "pill", "data-place": place, "data-pain": pain.id },
            svg("title", { text: `${pain.title}: ${note}` }),
            box(x, y, F.pillWidth, high, 6, `f-${deep}-tint`),
            box(x, y, 6, high, 3, "f-" + deep),
            name.map((part, at) => write(x + 14, y + 16 + 16 * at, part, { bold: true })),
            told.map((part, at) => write(x + 14, y + 31 + 16 * (name.length - 1) + 15 * at, part, { size: 12 })),
          ),
        );
        y += high + 6;
      });
      if (pains.length > 3) {
        pen.body.push(...write(leftOf(column) + F.textLeft, y + 10, fill(W.more, { n: pains.length - 3 }), { size: 12, ink: "muted" }));
        y += 18;
      }
      if (!pains.length && shown[column][0].why === undefined) {
        const told = wrap(W.no_pain, F.column - 18, isNarrow() ? 3 : 1, 12);
        told.forEach((part, at) => pen.body.push(...write(leftOf(column) + F.textLeft, top + 24 + 15 * at, part, { size: 12, ink: "muted" })));
        y = Math.max(y, top + 30 + 15 * (told.length - 1));
      }
      bottom = Math.max(bottom, y + 4);
    });
    return bottom;
  }
  function drawOpportunities(pen, band, top) {
    rule(pen, top);
    head(pen, W.opportunities, top + 24);
    let bottom = top + 36;
    band.forEach((place, column) => {
      const found = D.stages[place].opportunities;
      const x = leftOf(column) + F.pillLeft;
      let y = top + 6;
      found.slice(0, 2).forEach(([title]) => {
        const laid = wrap(title, F.pillWidth - 24, 2, 13);
        const high = 12 + laid.length * 17;
        pen.body.push(svg("g", { "aria-hidden": "true" }, svg("title", { text: title }), box(x, y, F.pillWidth, high, 6, "f-panel s-positive"), laid.map((part, at) => write(x + 12, y + 19 + at * 17, part)[0])));
        y += high + 6;
      });
      if (found.length > 2) {
        pen.body.push(...write(leftOf(column) + F.textLeft, y + 10, fill(W.more, { n: found.length - 2 }), { size: 12, ink: "muted" }));
        y += 18;
      }
      bottom = Math.max(bottom, y + 4);
    });
    return bottom;
  }

  // ---- the table: the same figures for those who read -------------------------------------------------------

  function drawTable(twin) {
    const views = state.groups.map(viewOf);
    show(twin, [views.length > 1 ? linesTable(views) : oneTable(views[0])]);
  }
  function row(name, title, note, heads, cells) {
    const filled = cells.map(([kind, content, columns], at) => {
      const isEmpty = !content || (Array.isArray(content) && !content.length);
      return page("td", { class: kind, colspan: columns > 1 ? columns : null, "data-head": isEmpty ? null : heads[at + 1] }, content || []);
    });
    return page("tr", { class: name }, page("th", { scope: "row" }, page("bdi", { text: title }), note ? [" ", page("small", { class: "muted", text: note })] : []), filled);
  }
  const list = (items) => (items.length ? page("ul", {}, items.map((text) => page("li", { text }))) : "");
  const blocks = (quotes) => quotes.map(([text]) => page("blockquote", { dir: "auto", text: quoted(text) }));
  function figureCells(one) {
    if (one.why !== undefined) return [["s", page("span", { class: "muted", text: one.why })], ["n", ""], ["n", one.customers === undefined || one.customers === null ? "" : count(one.customers)], ["n", one.answers === undefined || one.answers === null ? "" : count(one.answers)], ["n", ""]];
    const score = page("span", { text: `${signed(one.score)} ${W.levels[one.level + 2]}` }, one.isFew ? page("span", { class: "muted", text: ` (${W.low_n})` }) : null);
    return [["s", score], ["n", span(one)], ["n", count(one.voters)], ["n", count(one.answers)], ["n", one.response === null || one.response === undefined ? "" : percent(one.response)]];
  }
  const painLine = (pain) => `${pain.title} (${counted(W.customers, pain.customers)}, ${fill(W.severity, { n: tenth(pain.severity) })})`;
  function frameOf(heads, bodies, kind) {
    return page("table", { class: kind }, page("thead", {}, page("tr", {}, heads.map((text) => page("th", { scope: "col", text })))), bodies);
  }
  function oneTable(view) {
    const withPains = D.looked && isOpened();
    const withBefore = view && state.medium === null && view.b.some((each) => !isNone(each));
    const heads = [W.stage, W.score, W.range, W.customers_head, W.answers_head, W.response_head, ...(withBefore ? [W.previous_head] : []), W.quotes, ...(withPains ? [W.pain_points] : []), W.opportunities];
    const bodies = D.stages.map((stage, place) => {
      const one = stageFigures(view, place);
      const before = view && state.medium === null ? view.b[place] : null;
      const cells = [...figureCells(one), ...(withBefore ? [["n", isNone(before) ? "" : signed(before)]] : []), ["long", blocks(quotesOf(view, place))], ...(withPains ? [["long", list(D.pains[place].map(painLine))]] : []), ["long", list(stage.opportunities.map(([title]) => title))]];
      const points = pointsOf(place).map((point) => {
        const shown = figureCells(pointFigures(view, place, point.at));
        shown.push(["n", "", heads.length - 1 - shown.length]);
        return row("touchpoint", point.title, point.isOffline ? W.offline : W.online, heads, shown);
      });
      return page("tbody", {}, row("stage", stage.title, rowNote(view, place, one), heads, cells), points);
    });
    return frameOf(heads, bodies);
  }
  function linesTable(views) {
    const heads = [W.stage, ...state.groups.map((group) => titles.get(group))];
    const cellOf = (one) => [one.why === undefined ? "v" : "v muted", spoken(one)];
    const bodies = D.stages.map((stage, place) =>
      page(
        "tbody",
        {},
        row("stage", stage.title, "", heads, views.map((view) => cellOf(stageFigures(view, place)))),
        pointsOf(place).map((point) => row("touchpoint", point.title, point.isOffline ? W.offline : W.online, heads, views.map((view) => cellOf(pointFigures(view, place, point.at))))),
      ),
    );
    return frameOf(heads, bodies, "several");
  }

  // ---- behind a stage: touchpoints, pain points, words ---------------------------------------------------------

  // The stage that the panel shows at present.
  let unfolded = -1;
  function drawDrill() {
    const panel = fixed("#drill");
    const place = D.stages.findIndex((stage) => stage.id === state.at[0]);
    if (place < 0 && unfolded < 0) return;
    for (const each of document.querySelectorAll(".pick")) each.setAttribute("aria-expanded", String(Number(each.dataset.place) === place));
    unfolded = place;
    panel.hidden = place < 0;
    if (place < 0) {
      panel.replaceChildren();
      return;
    }
    const stage = D.stages[place];
    const point = pointsOf(place).find((each) => "t:" + each.id === state.at[1]);
    const last = state.at[state.at.length - 1];
    const pain = state.at.length > 1 && last.startsWith("p:") ? D.pains[place].find((each) => "p:" + each.id === last) : null;
    const trail = [[stage.title, [stage.id]]];
    if (point) trail.push([point.title, [stage.id, state.at[1]]]);
    if (pain) trail.push([pain.title, state.at]);
    panel.replaceChildren(
      html(
        "div",
        { class: "trail" },
        html("nav", { "aria-label": W.path }, html("ol", {}, trail.map(([title, at], deep) => html("li", {}, deep === trail.length - 1 ? html("h2", { id: "drill-head", tabindex: -1, dir: "auto", "aria-current": "location", text: title }) : html("button", { type: "button", dir: "auto", text: title, onclick: () => go({ at }, "#drill-head") }))))),
        html("button", { type: "button", class: "close", "aria-label": W.close, title: W.close, onclick: () => closeDrill() }, svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, stroke("M3 3L13 13M13 3L3 13", "text", 2, null, true))),
      ),
      html("div", { class: "cards" }, pain ? painCards(place, pain) : pointOrStageCards(place, point)),
    );
  }
  const card = (title, ...kids) => html("section", { class: "card" }, html("h3", { text: title }), kids);
  function pointOrStageCards(place, point) {
    const views = state.groups.map(viewOf);
    const shown = views.map((view) => (point ? pointFigures(view, place, point.at) : stageFigures(view, place)));
    const cards = [card(W.score, shown.map((one, at) => score(one, views.length > 1 ? at : null)))];
    if (!point)
      cards.push(
        card(
          W.touchpoints,
          html("ul", { class: "choices" }, pointsOf(place).map((each) => choice(each.title, beside(views.map((view) => pointFigures(view, place, each.at))), [D.stages[place].id, "t:" + each.id], views.length === 1 ? pointFigures(views[0], place, each.at).level : undefined))),
        ),
      );
    const pains = D.pains[place].filter((pain) => !point || pain.points.includes(point.at));
    if (D.looked)
      cards.push(
        card(
          W.pain_points,
          isOpened() ? null : html("p", { class: "muted", text: fill(W.pains_of, { what: `${titles.get(D.opened[1])} · ${periods.get(D.opened[0]).title}` }) }),
          pains.length ? html("ul", { class: "choices" }, pains.map((pain) => choice(pain.title, painNote(pain), [...state.at.slice(0, point ? 2 : 1), "p:" + pain.id]))) : html("p", { class: "muted", text: W.no_pain }),
        ),
      );
    const quotes = views.flatMap((view) => quotesOf(view, place, point && point.id));
    const different = [...new Map(quotes.map((quote) => [quote[0], quote])).values()];
    cards.push(card(W.quotes, different.length ? blocks(different) : html("p", { class: "muted", text: W.no_quotes })));
    const owner = D.stages[place].owner;
    if (!point && D.stages[place].opportunities.length)
      cards.push(card(W.opportunities, html("ul", { class: "plain" }, D.stages[place].opportunities.map(([title, by, status]) => html("li", {}, html("span", { dir: "auto", text: title }), html("small", { class: "muted", text: " " + [by || owner, status].filter(Boolean).join(" · ") }))))));
    return cards;
  }
  // One group's figures in full, of several each with its name.
  function beside(shown) {
    if (shown.length === 1) return spoken(shown[0]);
    return shown.map((one, at) => `${titles.get(state.groups[at])} ${one.why === undefined ? signed(one.score) : "–"}`).join(" · ");
  }
  function painNote(pain) {
    const reach = pain.of ? `${counted(W.customers, pain.customers)} (${percent(Math.round((100 * pain.customers) / pain.of))})` : counted(W.customers, pain.customers);
    return [reach, fill(W.severity, { n: tenth(pain.severity) }), ...(pain.impact === null ? [] : [`${W.impact} ${signed(pain.impact)}`])].join(" · ");
  }
  function painCards(place, pain) {
    const facts = [
      [W.reach, pain.of ? `${count(pain.customers)} / ${count(pain.of)} (${percent(Math.round((100 * pain.customers) / pain.of))})` : counted(W.customers, pain.customers), pain.of ? pain.customers / pain.of : null],
      [W.severity_head, tenth(pain.severity), pain.severity / 2],
      [W.impact, pain.impact === null ? "–" : signed(pain.impact), null],
    ];
    const named = D.stages[place].points.filter((each, at) => pain.points.includes(at));
    return [
      card(W.pain_points, html("dl", {}, facts.map(([name, value, share]) => html("div", {}, html("dt", { text: name }), html("dd", {}, html("span", { text: value }), share === null ? null : bar(share, "negative")))))),
      named.length ? card(W.touchpoints, html("ul", { class: "choices" }, named.map((each) => choice(each[1], each[2] ? W.offline : W.online, [D.stages[place].id, "t:" + each[0]])))) : null,
      card(W.quotes, pain.quotes.length ? blocks(pain.quotes.map((at) => D.quotes[at])) : html("p", { class: "muted", text: W.no_quotes })),
    ].filter(Boolean);
  }
  const bar = (share, ink) =>
    svg("svg", { class: "bar", width: "100%", height: 8, "aria-hidden": "true" }, svg("rect", { width: "100%", height: 8, rx: 4, class: "f-grid" }), svg("rect", { width: Math.max(0, Math.min(1, share)) * 100 + "%", height: 8, rx: 4, class: "f-" + ink }));
  function choice(title, note, at, level) {
    return html("li", {}, html("button", { type: "button", onclick: () => go({ at }, "#drill-head") }, level === undefined ? null : svg("svg", { class: "mini", width: 22, height: 22, viewBox: "0 0 22 22", "aria-hidden": "true" }, face(level, 11, 11, 9, false)), html("span", {}, html("bdi", { text: title }), html("small", { text: note }))));
  }
  function score(one, at) {
    const name = at === null ? null : html("p", { class: "who" }, swatch(at, state.groups.length), html("span", { text: titles.get(state.groups[at]) }));
    if (one.why !== undefined) return [name, html("p", { class: "muted", text: one.why })];
    const most = Math.max(1, ...one.levels);
    const levels = one.levels.length && at === null ? html("table", { class: "levels" }, html("caption", { text: W.by_level }), html("tbody", {}, [2, 1, 0, -1, -2].map((level) => html("tr", {}, html("th", { scope: "row", text: W.levels[level + 2] }), html("td", {}, bar(one.levels[level + 2] / most, inkOf(level))), html("td", { class: "n", text: one.levels[level + 2] === null ? "–" : count(one.levels[level + 2]) }))))) : null;
    const few = levels && one.levels.includes(null) ? html("p", { class: "muted", text: fill(W.levels_few, { n: D.k }) }) : null;
    const big = at === null ? svg("svg", { width: 40, height: 40, viewBox: "0 0 40 40", "aria-hidden": "true" }, face(one.level, 20, 20, 17, one.isFew)) : null;
    const facts = [span(one), `n=${count(one.voters)}`, one.isFew ? W.low_n : "", counted(W.answers, one.answers), one.response === null || one.response === undefined ? "" : fill(W.responded, { share: percent(one.response) })];
    return [name, html("div", { class: "told" }, big, html("p", {}, html("b", { text: `${signed(one.score)} ${W.levels[one.level + 2]}` }), html("small", { class: "muted", text: facts.filter(Boolean).join(" · ") }))), levels, few];
  }
  function closeDrill() {
    const place = D.stages.findIndex((stage) => stage.id === state.at[0]);
    go({ at: [] }, `.pick[data-place="${Math.max(0, place)}"]`);
  }

  // ---- the controls -------------------------------------------------------------------------------------------

  function option(value, text, isOff) {
    return html("option", { value, text, disabled: isOff });
  }
  function optgroups(select, pairs) {
    for (const [label, options] of pairs) {
      if (!options.length) continue;
      if (label === null) select.append(...options);
      else select.append(html("optgroup", { label }, options));
    }
    return select;
  }
  function field(id, label, select) {
    select.id = id;
    return html("div", { class: "field" }, html("label", { for: id, text: label }), select);
  }
  function buildControls() {
    const ofKind = (kind) => D.groups.filter(([group]) => group.startsWith(kind + ":")).map(([group, title]) => option(group, title));
    const who = optgroups(html("select", {}), [[null, titles.has(ALL) ? [option(ALL, titles.get(ALL))] : []], [W.personas, ofKind("persona")], [W.segments, ofKind("segment")]]);
    who.addEventListener("change", () => choose({ groups: [who.value, ...state.groups.slice(1).filter((group) => group !== who.value)] }));
    const kinds = [["all", null], ["year", W.years], ["quarter", W.quarters], ["month", W.months_head], ["week", W.weeks]];
    const when = optgroups(html("select", {}), kinds.map(([kind, label]) => [label, D.periods.filter((each) => each[2] === kind).map(([period, title]) => option(period, title))]));
    when.addEventListener("change", () => choose({ period: when.value }));
    const medium = html("select", {}, option("", W.all_media), D.media.map((each) => option(each, each)));
    medium.addEventListener("change", () => choose({ medium: medium.value || null }));
    const dark = html("button", { type: "button", class: "dark", "aria-pressed": "false", title: W.dark, "aria-label": W.dark, onclick: () => choose({ theme: isDark() ? "light" : "dark" }) }, svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, svg("circle", { cx: 9, cy: 9, r: 7, class: "f-none s-text", "stroke-width": 1.75 }), svg("path", { d: "M9 2A7 7 0 0 1 9 16Z", class: "f-text" })));
    const lines = html("div", { class: "lines", role: "group", "aria-label": W.compare }, html("span", { class: "label", "aria-hidden": "true", text: W.compare }), html("div", { class: "chips", onclick: toggle }));
    const form = html("form", { id: "filters", "aria-label": W.filters, onsubmit: (event) => event.preventDefault() }, [
      D.groups.length > 1 ? field("who", W.customers_head, who) : null,
      D.periods.length > 1 ? field("when", W.period_head, when) : null,
      D.media.length > 1 ? field("medium", W.medium, medium) : null,
      dark,
      D.groups.length > 1 ? lines : null,
    ]);
    $("main").prepend(form, html("p", { id: "said", class: "unseen", role: "status" }));
    $(".map").after(html("p", { class: "hint", text: W.hint }), html("section", { id: "drill", "aria-labelledby": "drill-head", hidden: true }));
  }
  const isDark = () => state.theme === "dark" || (state.theme === null && matchMedia("(prefers-color-scheme: dark)").matches);

  // Of whom the periods are that can be chosen at present.
  let offeredTo = null;
  function drawControls() {
    const who = fixed("#who");
    const when = fixed("#when");
    const isWeek = periods.get(state.period).kind === "week";
    if (who) {
      who.value = state.groups[0];
      drawChips(isWeek);
    }
    if (when) {
      when.value = state.period;
      if (offeredTo !== state.groups[0]) for (const each of when.options) each.disabled = !isTold(each.value, state.groups[0]);
      offeredTo = state.groups[0];
    }
    if (fixed("#medium")) fixed("#medium").value = state.medium === null ? "" : state.medium;
    const dark = fixed(".dark");
    dark.setAttribute("aria-pressed", String(isDark()));
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    else delete document.documentElement.dataset.theme;
  }
  function drawChips(isWeek) {
    const lines = state.groups.length;
    const chips = D.groups.map(([group, title]) => {
      const at = state.groups.indexOf(group);
      const isOff = at !== 0 && (isWeek || (at < 0 && lines >= MOST_LINES) || !isTold(state.period, group));
      return page(
        "button",
        { type: "button", class: "chip", "data-group": group, "aria-pressed": String(at >= 0), disabled: isOff || at === 0, title: isWeek ? W.weeks_of_all : isOff && lines >= MOST_LINES ? W.at_most : null },
        lines > 1 && at >= 0 ? swatch(at, lines) : null,
        page("span", { text: title }),
      );
    });
    show(fixed(".chips"), chips);
  }
  function toggle(event) {
    const chip = event.target.closest(".chip");
    if (!chip) return;
    const { group } = chip.dataset;
    choose({ groups: state.groups.indexOf(group) > 0 ? state.groups.filter((each) => each !== group) : [...state.groups, group] });
  }

  // ---- from one view to the next ----------------------------------------------------------------------------------

  function choose(wanted) {
    const next = { ...state, ...wanted };
    const kind = periods.get(next.period).kind;
    if (kind === "week" && wanted.period && next.groups[0] === ALL) next.groups = [ALL];
    if (!isTold(next.period, next.groups[0])) next.period = nearest(next.period, next.groups[0]);
    next.groups = next.groups.filter((group, at) => !at || isTold(next.period, group));
    go(next);
  }
  function go(wanted, focus) {
    state = { ...state, ...wanted };
    const next = fragment();
    if (next !== (location.hash || "#")) {
      try {
        history.pushState(null, "", next);
      } catch {
        location.hash = next;
      }
    }
    draw(Object.keys(wanted).join() === "at");
    if (focus) {
      const found = $(focus);
      if (found) found.focus();
    }
  }
  function titleOf() {
    const parts = [state.groups.map((group) => titles.get(group)).join(" + "), periods.get(state.period).title];
    if (state.medium !== null) parts.push(state.medium);
    return parts.join(" · ");
  }
  function headline() {
    const view = viewOf(state.groups[0]);
    if (!view) return W.hidden;
    if (state.medium === null) return view.h;
    const cell = overall(view);
    if (typeof cell === "number" || cell[0] === null || cell[1] === null) return "";
    return fill(W.from_, { answers: counted(W.answers, cell[0]), customers: counted(W.customers, cell[1]) });
  }
  const legend = Array.from(document.querySelectorAll(".legend [data-entry]"), (entry) => [entry.dataset.entry, entry]);
  function drawHeader() {
    const view = viewOf(state.groups[0]);
    fixed(".subtitle").textContent = isOpened() && view ? view.s : titleOf();
    fixed(".headline").textContent = state.groups.length > 1 ? "" : headline();
    fixed(".asof").textContent = view && state.groups.length === 1 && state.medium === null ? view.n : "";
    const shown = state.groups.flatMap((group) => D.stages.map((stage, place) => stageFigures(viewOf(group), place)));
    const isOne = state.groups.length === 1;
    const used = {
      "legend-low-n": shown.some((one) => one.isFew),
      "legend-interval": shown.some((one) => one.why === undefined),
      "legend-previous": isOne && state.medium === null && view && view.b.some((each) => each !== null),
      "legend-target": isOne && D.stages.some((stage) => stage.target !== null),
    };
    for (const [name, entry] of legend) {
      if (name in used) entry.hidden = !used[name];
      else if (name.startsWith("legend-level")) entry.hidden = !isOne;
    }
  }
  function draw(onlyDrill) {
    const began = performance.now();
    if (!onlyDrill) {
      drawControls();
      drawHeader();
      drawPicture(fixed(".map .heads"), fixed(".map .body"));
      drawTable(fixed(".twin"));
      fixed("#said").textContent = [titleOf(), state.groups.length > 1 ? "" : headline()].filter(Boolean).join(": ");
    }
    drawDrill();
    // For whoever measures: milliseconds of script for the last change.
    document.documentElement.dataset.took = (performance.now() - began).toFixed(2);
  }

  // ---- rehearsing ---------------------------------------------------------------------------------------------------

  // The first filters would be the slowest: their code not compiled yet, their words not measured. So the
  // browser's idle time draws what may be asked for next where nobody sees it, one view at a time.
  const whenIdle = window.requestIdleCallback ? (step) => requestIdleCallback(step) : (step) => setTimeout(step, 100);
  const MOST_REHEARSED = 24;
  function rehearse() {
    const [heads, body] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "svg")];
    const twin = document.createElement("div");
    const waiting = rehearsals();
    const step = () => {
      const shown = state;
      state = waiting.shift();
      drawPicture(heads, body);
      drawTable(twin);
      state = shown;
      if (waiting.length) whenIdle(step);
      else document.documentElement.dataset.ready = "";
    };
    whenIdle(step);
  }
  // What each filter would show, by turns.
  function rehearsals() {
    const near = { ...state, at: [] };
    const groups = D.groups.filter(([group]) => isTold(near.period, group)).map(([group]) => ({ ...near, groups: [group] }));
    const lines = groups.slice(1, 2).map(({ groups }) => ({ ...near, groups: [near.groups[0], ...groups] }));
    const times = D.periods.filter(([period]) => isTold(period, near.groups[0])).map(([period]) => ({ ...near, period }));
    const media = D.media.map((medium) => ({ ...near, medium }));
    const found = [near];
    for (let at = 0; found.length < MOST_REHEARSED && at < MOST_REHEARSED; at++)
      found.push(...[groups, times, media, lines].flatMap((each) => each.slice(at, at + 1)));
    return found.slice(0, MOST_REHEARSED);
  }

  // ---- hands and keys -----------------------------------------------------------------------------------------------

  function open(place, at) {
    focusStage = place;
    const id = D.stages[place].id;
    const isSame = !at && state.at[0] === id && state.at.length === 1;
    if (isSame) closeDrill();
    else go({ at: at ? [id, at] : [id] }, "#drill-head");
  }
  function focusOn(place) {
    focusStage = Math.max(0, Math.min(size - 1, place));
    for (const each of document.querySelectorAll(".pick")) each.setAttribute("tabindex", Number(each.dataset.place) === focusStage ? 0 : -1);
    $(`.pick[data-place="${focusStage}"]`).focus();
  }
  function listen() {
    const body = fixed(".map .body");
    body.addEventListener("click", (event) => {
      const found = event.target.closest("[data-place]");
      if (!found) return;
      const { place, point, pain } = found.dataset;
      open(Number(place), point ? "t:" + point : pain ? "p:" + pain : null);
    });
    body.addEventListener("keydown", (event) => {
      const found = event.target.closest(".pick");
      if (!found) return;
      const place = Number(found.dataset.place);
      const steps = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: size - 1 };
      if (event.key in steps) focusOn(steps[event.key]);
      else if (event.key === "Enter" || event.key === " ") open(place);
      else return;
      event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !state.at.length) return;
      event.preventDefault();
      if (state.at.length === 1) closeDrill();
      else go({ at: state.at.slice(0, -1) }, "#drill-head");
    });
    for (const name of ["popstate", "hashchange"])
      addEventListener(name, () => {
        if (fragment() === (location.hash || "#")) return;
        state = asked(location.hash);
        draw();
      });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawControls());
    addEventListener("resize", () => {
      if (measure()) draw();
    });
  }
  // Looks how wide the picture may be; says whether that has changed.
  function measure() {
    const before = room;
    room = fixed(".map").clientWidth;
    return room !== before;
  }

  buildControls();
  const body = fixed(".map .body");
  body.setAttribute("role", "group");
  body.removeAttribute("aria-labelledby");
  body.setAttribute("aria-label", document.title);
  listen();
  state = asked(location.hash);
  measure();
  draw();
  document.documentElement.classList.add("live");
  rehearse();
})();
