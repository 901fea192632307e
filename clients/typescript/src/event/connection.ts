import { UnreadableResponseError } from "../error.js";
import { parse, readAnswer } from "../http/answer.js";
import { ConnectionFailure } from "../http/connectionFailure.js";
import { read, type Transport } from "../http/transport.js";
import { Watch } from "../http/watch.js";
import { hasEnded, type TaskEvent } from "../response.js";
import { EventStreamParser, type ServerSentEvent } from "./parser.js";

/** Anteroom sends a comment every 15 s; so many response timeouts (of 20 s) are silence. */
const SILENCE = 3;

/** Where a reader of a stream is, over all its connections. */
export interface Place {
  /** The id of the last event, if there was one. */
  lastId: string | undefined;
  /** After how many milliseconds the stream asks to come back. */
  retryMs: number;
  /** How many connections in a row were cut before anything came. */
  cuts: number;
}

/** Whether this is the last event of its task. */
export function isLast(event: TaskEvent): boolean {
  return hasEnded(event.data);
}

/**
 * The events of one connection. Nothing more is read than the caller takes and one piece of the
 * network. It ends when the reader has the last event of its task already (204).
 *
 * @param place of the reader, which is changed
 * @throws ConnectionFailure when the connection is cut, ends, or is silent
 */
export async function* connect(
  transport: Transport,
  path: string,
  place: Place,
  signal?: AbortSignal,
): AsyncGenerator<TaskEvent, void, undefined> {
  const watch = new Watch(signal);
  try {
    const body = await open(transport, path, place, watch);
    if (body === undefined) {
      return;
    }
    const parser = new EventStreamParser(place.lastId);
    for (;;) {
      watch.start(SILENCE * transport.responseTimeoutMs);
      const piece = await read(() => body.read(), watch);
      watch.stop();
      if (piece.done) {
        throw new ConnectionFailure("the event stream ended");
      }
      for (const event of events(parser, piece.value)) {
        yield taskEvent(event);
      }
      place.lastId = parser.id;
      place.retryMs = parser.retryMs;
      place.cuts = 0;
    }
  } finally {
    watch.abort();
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Undefined if nothing more will come. */
async function open(
  transport: Transport,
  path: string,
  place: Place,
  watch: Watch,
): Promise<Reader | undefined> {
  const headers = {
    Accept: "text/event-stream",
    ...(place.lastId !== undefined && { "Last-Event-ID": place.lastId }),
  };
  const response = await transport.open({ method: "GET", path, headers }, watch);
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  if (response.status === 200 && isStream && response.body !== null) {
    return response.body.getReader();
  }
  const text = await read(() => response.text(), watch);
  readAnswer(response.status, response.headers, text);
  if (text !== "") {
    throw new UnreadableResponseError(response.status, "it is no event stream");
  }
  return undefined;
}

function events(parser: EventStreamParser, piece: Uint8Array): ServerSentEvent[] {
  try {
    return parser.read(piece);
  } catch (cause) {
    throw new ConnectionFailure(String(cause), { cause });
  }
}

function taskEvent(event: ServerSentEvent): TaskEvent {
  const data = parse(200, event.data) as TaskEvent["data"];
  return { id: event.id ?? "", type: event.type, data };
}
