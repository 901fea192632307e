import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Replica } from "./replica.js";

/**
 * One address for several replicas: each connection goes to the first of them that takes it. If none
 * does, or the replica dies, the connection is closed.
 */
export class Balancer {
  readonly #ports: number[];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((caller) => void this.#connect(caller));

  private constructor(replicas: Replica[]) {
    this.#ports = replicas.map((replica) => replica.port);
  }

  static async start(...replicas: Replica[]): Promise<Balancer> {
    const balancer = new Balancer(replicas);
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  add(replica: Replica): void {
    this.#ports.push(replica.port);
  }

  async #connect(caller: Socket): Promise<void> {
    this.#keep(caller);
    for (const port of this.#ports) {
      const target = this.#keep(connect(port, "127.0.0.1"));
      try {
        await once(target, "connect");
        caller.on("close", () => target.destroy());
        target.on("close", () => caller.destroy());
        caller.pipe(target).pipe(caller);
        return;
      } catch {
        // The next one may be there.
      }
    }
    caller.destroy();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
  }

  close(): void {
    this.#server.close();
    this.#sockets.forEach((socket) => socket.destroy());
  }
}
