// The upstream's calls that a peer needs.
import { Pool } from 'undici';

export class RateLimited extends Error {
  constructor(milliseconds) {
    super('429');
    this.milliseconds = milliseconds;
  }
}

/** The task has ended when its status is one of these. */
export const ENDED = new Set(['DONE', 'FAILED', 'CANCELLED']);

export class Upstream {
  constructor(url, connections = 100) {
    this.pool = new Pool(url, { connections, headersTimeout: 15_000, bodyTimeout: 15_000 });
  }

  /** Returns the upstream's task id. */
  async submit(task) {
    const json = await this.#call({
      path: '/index/text', method: 'POST', body: JSON.stringify(task), headers: { 'content-type': 'application/json' },
    });
    return json.task_id;
  }

  /** Returns the upstream's task. */
  poll(id) {
    return this.#call({ path: `/tasks/${id}`, method: 'GET' });
  }

  async #call(options) {
    const { statusCode, headers, body } = await this.pool.request({
      ...options, headers: { ...options.headers, authorization: 'Bearer sandbox-enterprise-key' },
    });
    if (statusCode === 429) {
      await body.dump();
      throw new RateLimited(Number(headers['retry-after'] ?? 1) * 1000);
    }
    if (statusCode !== 200) throw new Error(`${statusCode} ${await body.text()}`);
    return body.json();
  }
}
