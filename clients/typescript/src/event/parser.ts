/** An event of a stream. */
export interface ServerSentEvent {
  /** The last id that the stream named, if it named one. */
  readonly id: string | undefined;
  /** Its name; `message` if it has none. */
  readonly type: string;
  readonly data: string;
}

/** An event of Anteroom has less than 100 KB. */
const MAX_LINE = 1 << 20;

/** Reads server-sent events (WHATWG HTML, 9.2.6) as their bytes come. */
export class EventStreamParser {
  readonly #decoder = new TextDecoder();
  #text = "";
  #afterCarriageReturn = false;
  #events: ServerSentEvent[] = [];
  #id: string | undefined;
  #newId: string | undefined;
  #type = "";
  #data: string | undefined;
  #retryMs = 0;

  /** @param id of the event that the stream goes on after, if there is one */
  constructor(id?: string) {
    this.#id = id;
    this.#newId = id;
  }

  /** After which event the stream goes on. */
  get id(): string | undefined {
    return this.#id;
  }

  /** After how many milliseconds the stream asks to come back; 0 if it does not say. */
  get retryMs(): number {
    return this.#retryMs;
  }

  /**
   * Reads more bytes, and returns the events that are complete now.
   *
   * @throws RangeError if a line is too long
   */
  read(bytes: Uint8Array): ServerSentEvent[] {
    let more = this.#decoder.decode(bytes, { stream: true });
    if (more !== "") {
      more = this.#afterCarriageReturn && more.startsWith("\n") ? more.slice(1) : more;
      this.#afterCarriageReturn = more.endsWith("\r");
    }
    const lines = (this.#text + more).split(/\r\n|\r|\n/);
    this.#text = lines.pop() ?? "";
    if (this.#text.length > MAX_LINE) {
      throw new RangeError(`a line of the event stream has more than ${MAX_LINE} characters`);
    }
    lines.forEach((line) => this.#endLine(line));
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #endLine(line: string): void {
    if (line === "") {
      this.#endEvent();
      return;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1);
    this.#field(name, value.startsWith(" ") ? value.slice(1) : value);
  }

  /** A line that begins with a colon is a comment: its name is empty. */
  #field(name: string, value: string): void {
    if (name === "id" && !value.includes("\0")) {
      this.#newId = value;
    } else if (name === "event") {
      this.#type = value;
    } else if (name === "data") {
      this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    } else if (name === "retry" && /^[0-9]{1,6}$/.test(value)) {
      this.#retryMs = Number(value);
    }
  }

  #endEvent(): void {
    this.#id = this.#newId;
    if (this.#data !== undefined) {
      this.#events.push({ id: this.#id, type: this.#type || "message", data: this.#data });
    }
    this.#type = "";
    this.#data = undefined;
  }
}
