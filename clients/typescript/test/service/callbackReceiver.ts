import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type Callback, CallbackVerifier } from "../../src/index.js";

/** A service that receives callbacks: 204 for one of Anteroom's, 401 for anything else. */
export class CallbackReceiver {
  readonly first: Promise<Callback>;
  #received: (callback: Callback) => void = () => {};
  readonly #verifier: CallbackVerifier;
  readonly #server = createServer(async (request, response) => {
    try {
      this.#received(await this.#verifier.verify(await buffer(request), request.headers));
      response.writeHead(204).end();
    } catch {
      response.writeHead(401).end();
    }
  });

  private constructor(secret: string) {
    this.#verifier = new CallbackVerifier(secret);
    this.first = new Promise((resolve) => (this.#received = resolve));
  }

  static async start(secret: string): Promise<CallbackReceiver> {
    const receiver = new CallbackReceiver(secret);
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/callbacks`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
