import { h } from "../base/dom.js";
import { number } from "../base/format.js";

/** A plot over the last hour, drawn by uPlot. Where that cannot be loaded the numbers are there still. */

const HEIGHT = 150;

/** What is shown when the page was just opened, in seconds. */
const LEAST_S = 600;
const HOUR_AND_MINUTE = new Intl.DateTimeFormat("en", { timeStyle: "short", hourCycle: "h23" });

const library = import("../uplot/uPlot.esm.js").then(
  (module) => module.default,
  () => null,
);

export class Plot extends HTMLElement {
  #plot = null;
  #size = new ResizeObserver(([entry]) =>
    this.#plot?.setSize({ width: entry.contentRect.width, height: HEIGHT }),
  );
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #redraw = () => this.#clear();
  #waiting = false;
  #times = [];

  connectedCallback() {
    this.setAttribute("data-own", "");
    this.#size.observe(this);
    this.#scheme.addEventListener("change", this.#redraw);
  }

  disconnectedCallback() {
    this.#size.disconnect();
    this.#scheme.removeEventListener("change", this.#redraw);
    this.#clear();
  }

  /**
   * Shows the series.
   *
   * @param names of the series, each with the name of its colour in the style sheet
   * @param data first the seconds since 1970, then each series
   */
  async show(names, data) {
    this.#times = data[0];
    // Of one reading uPlot makes no range, and labels each tick with midnight.
    const drawn = data[0].length === 1 ? data.map((series, i) => [i === 0 ? this.#range()[0] : null, ...series]) : data;
    if (this.#plot) {
      this.#plot.setData(drawn);
    } else if (!this.#waiting) {
      this.#waiting = true;
      const UPlot = await library;
      this.#waiting = false;
      if (!this.isConnected) {
        return;
      }
      if (UPlot) {
        this.#plot = new UPlot(this.#options(names), drawn, this);
      } else {
        this.replaceChildren(h("p", {}, "The library that draws plots could not be loaded."));
      }
    }
  }

  #range() {
    const last = this.#times.at(-1) ?? Date.now() / 1000;
    return [Math.min(this.#times[0] ?? last, last - LEAST_S), last];
  }

  #clear() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #options(names) {
    const style = getComputedStyle(this);
    const axis = { stroke: style.color, grid: { stroke: style.getPropertyValue("--line").trim(), width: 1 } };
    return {
      width: this.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: () => this.#range() },
        y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] },
      },
      axes: [
        {
          ...axis,
          space: 70,
          values: (_, ticks) => ticks.map((tick) => HOUR_AND_MINUTE.format(tick * 1000)),
        },
        { ...axis, size: 60, values: (_, ticks) => ticks.map((tick) => number(tick)) },
      ],
      series: [
        {},
        ...names.map(([label, colour, dash]) => ({
          label,
          stroke: style.getPropertyValue(colour).trim(),
          width: 2,
          dash,
          points: { show: false },
        })),
      ],
    };
  }
}

customElements.define("anteroom-plot", Plot);
