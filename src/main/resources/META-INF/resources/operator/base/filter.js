/** The filter of a list of tasks. It lives in the address of the page, as URLSearchParams. */

export const CHOICES = {
  phase: ["queued", "submitting", "in_doubt", "running", "cancelling", "ended"],
  status: ["INITIALIZING", "DOWNLOADING", "UPLOADING", "PROCESSING", "DONE", "FAILED", "CANCELLED"],
  kind: ["url", "text", "upload"],
};

export const FLAGS = { doubled: "Indexed twice", undelivered: "Callback not delivered" };

export const TEXTS = {
  client: "Client",
  collection_id: "Collection",
  reference: "Reference",
  batch: "Batch",
};

export const TIMES = {
  created_after: "Accepted after",
  created_before: "Accepted before",
  undelivered_since: "Callback given up since",
};

/** Of these a bulk action takes arrays. */
const LISTS = ["client", "status", "kind", "phase"];

const NAMES = [...Object.keys(CHOICES), ...Object.keys(FLAGS), ...Object.keys(TEXTS), ...Object.keys(TIMES)];

/** The filter of an address; what is empty is left out. */
export function filterOf(address) {
  const filter = new URLSearchParams();
  for (const name of NAMES) {
    const value = address.getAll(name).filter(Boolean).join(",");
    if (value !== "") {
      filter.set(name, value);
    }
  }
  return filter;
}

/** The filter as a bulk action takes it. */
export function toJson(filter) {
  return Object.fromEntries([...filter].map(([name, value]) => [name, field(name, value)]));
}

function field(name, value) {
  if (LISTS.includes(name)) {
    return value.split(",");
  }
  return name in FLAGS ? value === "true" : value;
}

/** The filter in words, such as "phase queued or running, client alice". */
export function inWords(filter) {
  return [...filter]
    .map(([name, value]) => (name in FLAGS ? FLAGS[name] : `${label(name)} ${value.split(",").join(" or ")}`))
    .join(", ");
}

/** The same of a filter that the API shows. */
export function jsonInWords(fields) {
  return inWords(new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])));
}

function label(name) {
  return (TEXTS[name] ?? TIMES[name] ?? name).toLowerCase();
}
