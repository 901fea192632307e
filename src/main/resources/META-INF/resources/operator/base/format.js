import { now } from "./api.js";
import { h } from "./dom.js";

const NUMBER = new Intl.NumberFormat("en");
const MOMENT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
const CLOCK = new Intl.DateTimeFormat("en", { timeStyle: "medium", hourCycle: "h23" });

export function number(value) {
  return NUMBER.format(value);
}

/** A number with its noun: "1 task", "2,000 tasks". */
export function count(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

const BYTES = ["B", "KiB", "MiB", "GiB", "TiB"];

/** A number of bytes in the largest unit of which there is one. */
export function bytes(value) {
  const power = value < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log2(value) / 10));
  return `${number(Math.round((10 * value) / 1024 ** power) / 10)} ${BYTES[power]}`;
}

/** A length of time in two units at most. */
export function duration(seconds) {
  if (seconds < 10) {
    return `${Math.max(0, Math.round(seconds * 10) / 10)} s`;
  }
  const whole = Math.round(seconds);
  const [units, parts] =
    whole < 3600
      ? [
          ["min", "s"],
          [Math.floor(whole / 60), whole % 60],
        ]
      : whole < 86_400
        ? [
            ["h", "min"],
            [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)],
          ]
        : [
            ["d", "h"],
            [Math.floor(whole / 86_400), Math.floor((whole % 86_400) / 3600)],
          ];
  return (
    units
      .map((unit, i) => (parts[i] === 0 ? "" : `${parts[i]} ${unit}`))
      .filter(Boolean)
      .join(" ") || "0 s"
  );
}

/** Seconds from now until a moment; negative where it is over. */
export function secondsUntil(iso) {
  return (Date.parse(iso) - now()) / 1000;
}

export function clock(iso) {
  return CLOCK.format(new Date(iso));
}

/** A moment, said by its distance from now. */
export function moment(iso) {
  if (!iso) {
    return null;
  }
  const seconds = secondsUntil(iso);
  const text = seconds >= 0 ? `in ${duration(seconds)}` : `${duration(-seconds)} ago`;
  return h("time", { datetime: iso, title: MOMENT.format(new Date(iso)) }, text);
}

/** A moment, said by the clock. */
export function date(iso) {
  return iso ? h("time", { datetime: iso }, MOMENT.format(new Date(iso))) : null;
}

/** The end of an id, which differs soonest. */
export function shortId(id) {
  return `…${id.slice(-8)}`;
}
