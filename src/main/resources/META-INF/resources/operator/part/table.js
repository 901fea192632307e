import { h } from "../base/dom.js";

/**
 * A table. On a narrow screen each row becomes a card, so each cell names its column, and the roles are said once more.
 *
 * @param columns for each its heading, and what it shows of a row
 * @param key what is different in each row
 */
export function table(caption, columns, rows, key) {
  return h(
    "table",
    { role: "table" },
    h("caption", {}, caption),
    h(
      "thead",
      { role: "rowgroup" },
      h(
        "tr",
        { role: "row" },
        columns.map(([name]) => h("th", { scope: "col", role: "columnheader" }, name)),
      ),
    ),
    h(
      "tbody",
      { role: "rowgroup" },
      rows.map((row) => line(columns, row, key(row))),
    ),
  );
}

function line(columns, row, key) {
  return h(
    "tr",
    { role: "row", "data-key": key },
    columns.map(([name, show]) => cell(name, show(row))),
  );
}

function cell(name, value) {
  const isEmpty = value === null || value === undefined || value === false || value === "";
  return h("td", { role: "cell", "data-label": name, class: isEmpty ? "empty" : null }, h("div", {}, value));
}

/** Facts with their names; what is not there is left out. */
export function facts(pairs) {
  return h(
    "dl",
    {},
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
