import { a } from "../base/address.js";
import { get } from "../base/api.js";
import { h } from "../base/dom.js";
import { moment, number } from "../base/format.js";
import { queuedOf } from "../base/pulse.js";
import { table } from "../part/table.js";
import { View } from "../part/view.js";

const COLUMNS = [
  [
    "Client",
    ({ client, configured }) => [
      a({ view: "tasks", client }, client),
      configured ? null : " (not configured any more)",
    ],
  ],
  ["Account", (client) => client.account],
  ["Weight", (client) => client.weight],
  ["Queued", (client) => queue(client)],
  ["Oldest", (client) => moment(client.oldest_queued_at)],
  ["Submitting", (client) => some(client.submitting)],
  [
    "In doubt",
    ({ client, in_doubt: tasks }) =>
      tasks > 0 && a({ view: "tasks", client, phase: "in_doubt" }, number(tasks)),
  ],
  ["Running", (client) => some(client.running)],
  ["Requests that wait", (client) => some(client.waiting.requests)],
  ["Event streams", (client) => some(client.waiting.streams)],
  ["Callbacks", (client) => callbacks(client.callbacks)],
];

/** What there is of each client, and who waits. */
class Clients extends View {
  title() {
    return "Clients";
  }

  load() {
    return get("clients");
  }

  render({ clients }) {
    return table("Clients, with what waits on all replicas", COLUMNS, clients, (client) => client.client);
  }
}

function some(n) {
  return n > 0 ? number(n) : null;
}

function queue(client) {
  const queued = queuedOf(client);
  const kinds = Object.entries(client.queued)
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => `${number(n)} ${kind}`);
  return queued > 0
    ? h(
        "span",
        { title: kinds.join(", ") },
        client.max_queued ? `${number(queued)} of ${number(client.max_queued)}` : number(queued),
      )
    : null;
}

function callbacks({ pending, retried, oldest_at: oldest }) {
  return pending > 0
    ? [
        `${number(pending)} to deliver`,
        retried > 0 ? `, ${number(retried)} failed before` : null,
        ", oldest ",
        moment(oldest),
      ]
    : null;
}

customElements.define("anteroom-clients", Clients);
