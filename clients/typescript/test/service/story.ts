import { Balancer } from "./balancer.js";
import { Replica } from "./replica.js";
import type { Servers } from "./servers.js";

/** Replicas behind one address. */
export interface Scene {
  readonly balancer: Balancer;
  /** The first of them holds all requests while it lives. */
  readonly replicas: Replica[];
}

/** Runs a story on new replicas, and kills those that are left. */
export async function story(
  servers: Servers,
  count: number,
  tell: (scene: Scene) => Promise<void>,
): Promise<void> {
  const environments = Array.from({ length: count }, () => servers.environment);
  const replicas = await Promise.all(environments.map(Replica.start));
  const balancer = await Balancer.start(...replicas);
  try {
    await tell({ balancer, replicas });
  } finally {
    balancer.close();
    await Promise.all(replicas.map((replica) => replica.kill()));
  }
}
