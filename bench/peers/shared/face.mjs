// The HTTP face of the peers in Node: POST /index/text accepts, GET /tasks/{id} tells, and with `Prefer: wait=N` waits.
import http from 'node:http';
import { randomUUID } from 'node:crypto';

/** Reads `--name=value` pairs. Numbers become numbers. */
export function settings() {
  return Object.fromEntries(process.argv.slice(2).map(argument => {
    const [, name, value] = argument.match(/^--([a-z-]+)=(.*)$/);
    return [name, /^\d+$/.test(value) ? Number(value) : value];
  }));
}

/**
 * Listens. `accept(id, {text, collection_id})` returns when the task is stored. `find(id)` returns the task, or null.
 * Returns a function to call when a task has ended.
 */
export function serve(port, accept, find) {
  const waiting = new Map();

  const answer = (response, status, body) => {
    const json = JSON.stringify(body);
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) });
    response.end(json);
  };
  const stopWaiting = (id, waiter) => {
    const all = waiting.get(id);
    all?.delete(waiter);
    if (all?.size === 0) waiting.delete(id);
  };

  async function post(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const id = request.headers['idempotency-key'] ?? randomUUID();
    await accept(id, JSON.parse(Buffer.concat(parts)));
    answer(response, 200, { message: 'Accepted', task_id: id });
  }

  async function get(request, response, id) {
    const seconds = Number(/wait=(\d+)/.exec(request.headers.prefer ?? '')?.[1] ?? 0);
    let waiter;
    const ended = new Promise(resolve => {
      waiter = resolve;
      if (seconds > 0) {
        if (!waiting.has(id)) waiting.set(id, new Set());
        waiting.get(id).add(waiter);
      }
    });
    try {
      let task = await find(id); // after the registration, so that no end is missed
      if (seconds > 0 && task !== null && task.status !== 'DONE') {
        let timer;
        const end = await Promise.race([ended, new Promise(late => { timer = setTimeout(late, seconds * 1000); })]);
        clearTimeout(timer);
        task = end ?? await find(id);
      }
      answer(response, task === null ? 404 : 200, task ?? { detail: [{ msg: 'no such task' }] });
    } finally {
      stopWaiting(id, waiter);
    }
  }

  http.createServer((request, response) => {
    const found = /^\/tasks\/([^/?]+)$/.exec(request.url);
    const done = request.method === 'POST' ? post(request, response)
      : found ? get(request, response, found[1])
      : Promise.resolve(answer(response, request.url === '/health' ? 200 : 404, {}));
    done.catch(failure => answer(response, 503, { detail: [{ msg: String(failure) }] }));
  }).listen(port, '127.0.0.1');

  return (id, task) => {
    waiting.get(id)?.forEach(waiter => waiter(task));
    waiting.delete(id);
  };
}
