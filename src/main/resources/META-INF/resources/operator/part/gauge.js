import { h, svg } from "../base/dom.js";
import { duration, number, secondsUntil } from "../base/format.js";

/** Above this part of what is believed the bar warns. */
const NEARLY_FULL = 0.9;

/** How much of the quota of one endpoint class is used. */
export function gauge(quota, windowSeconds) {
  const whole = Math.max(quota.limit ?? quota.believed, quota.used, 1);
  const believed = (100 * Math.min(quota.believed, whole)) / whole;
  const used = (100 * quota.used) / whole;
  const state = quota.paused_until ? "paused" : quota.used >= NEARLY_FULL * quota.believed ? "full" : "free";
  return h(
    "li",
    { class: "gauge", "data-key": quota.class },
    h("h4", {}, quota.class),
    svg(
      "svg",
      { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true", class: state },
      svg("rect", { class: "track", width: 100, height: 6 }),
      svg("rect", { class: "lost", x: believed, width: 100 - believed, height: 6 }),
      svg("rect", { class: "used", width: used, height: 6 }),
    ),
    h("p", {}, sentences(quota, windowSeconds).join(" · ")),
  );
}

function sentences(quota, windowSeconds) {
  const window = windowSeconds === 60 ? "this minute" : `in ${duration(windowSeconds)}`;
  const of =
    quota.limit === undefined || quota.limit === null
      ? `${number(quota.believed)} at a time`
      : number(quota.limit);
  const said = [`${number(quota.used)} of ${of} used ${window}`];
  if (quota.limit && quota.believed < quota.limit) {
    said.push(`${number(quota.believed)} believed after responses with 429`);
  }
  if (quota.paused_until) {
    said.push(`paused by ${quota.paused_by} for ${duration(secondsUntil(quota.paused_until))}`);
  } else if (quota.next_permit_seconds > 0) {
    said.push(`next permit in ${duration(quota.next_permit_seconds)}`);
  } else {
    said.push(`${number(quota.free)} free now`);
  }
  if (quota.queued) {
    const rest = quota.estimate_seconds ? `, the last in about ${duration(quota.estimate_seconds)}` : "";
    said.push(`${number(quota.queued)} queued${rest}`);
  }
  return said;
}

/** Whether nothing happens in a class. */
export function isIdle(quota) {
  return (
    !quota.used && !quota.queued && !quota.paused_until && !(quota.limit && quota.believed < quota.limit)
  );
}
