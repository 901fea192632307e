import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AnteroomClient } from "../src/index.js";
import type { ClientOptions } from "../src/options.js";

/** A request that came. */
export interface Received {
  /** Such as `GET /tasks`. */
  call: string;
  query: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Responds to one request. */
export type Responder = (response: ServerResponse) => void | Promise<void>;

/**
 * A real HTTP server that responds as a test says, call by call. The last response of a call is given
 * again and again.
 */
export class ScriptedServer {
  readonly received: Received[] = [];
  readonly #script = new Map<string, Responder[]>();
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  static async start(): Promise<ScriptedServer> {
    const server = new ScriptedServer();
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  client(options: ClientOptions = {}): AnteroomClient {
    return new AnteroomClient(this.url, "key-of-the-test", options);
  }

  /** What a call gets. */
  on(call: string, ...responders: Responder[]): this {
    this.#script.set(call, [...(this.#script.get(call) ?? []), ...responders]);
    return this;
  }

  /** The requests of a call, in the order that they came. */
  of(call: string): Received[] {
    return this.received.filter((request) => request.call === call);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const [path = "", query = ""] = (request.url ?? "").split("?");
    const call = `${request.method} ${path}`;
    const body = Buffer.concat(chunks).toString();
    this.received.push({ call, query, headers: request.headers, body });
    const responders = this.#script.get(call) ?? [html(404)];
    const next = responders.length > 1 ? responders.shift() : responders[0];
    await next?.(response);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A response with JSON. */
export function json(status: number, body: unknown, headers = {}): Responder {
  return (response) => {
    const text = body === "" ? "" : JSON.stringify(body);
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(text);
  };
}

/** A response of something between the client and Anteroom. */
export function html(status: number, headers = {}): Responder {
  return (response) => void response.writeHead(status, headers).end(`<html>${status}</html>`);
}

/** Closes the connection without a response. */
export const cut: Responder = (response) => void response.destroy();

/** Says nothing. */
export const silence: Responder = () => {};

/** Begins a response with JSON, and closes the connection in the middle of it. */
export const cutInTheMiddle: Responder = (response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
  response.write('{"task_id":', () => response.destroy());
};

/** A stream of server-sent events that is cut after this text. */
export function stream(text: string): Responder {
  return (response) => {
    openStream(response);
    response.write(text, () => response.end());
  };
}

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.flushHeaders();
}
