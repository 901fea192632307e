// The waiting room with pg-boss: one queue of submits, one of polls. A poll that finds no end fails, and is retried.
import PgBoss from 'pg-boss';
import { serve, settings } from '../shared/face.mjs';
import { Limiter } from '../shared/limiter.mjs';
import { ENDED, Upstream } from '../shared/upstream.mjs';

const BATCH = 500;
const IDLE_MS = 100;

const options = settings();
const lease = Math.max(1, options['lease-ms'] / 1000);
const upstream = new Upstream(options.upstream);
const boss = new PgBoss({
  connectionString: options.database,
  max: 20,
  schedule: false,
  maintenanceIntervalSeconds: lease,
});
boss.on('error', failure => console.error(failure.message));

await boss.start();
const retries = { retryLimit: 1_000_000, expireInSeconds: lease };
await boss.createQueue('submits', { ...retries, retryDelay: 1 });
await boss.createQueue('polls', { ...retries, retryDelay: Math.ceil(options['poll-ms'] / 1000) });

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/** Fetches what the limit permits, as long as the process lives. */
async function work(queue, limiter, handle) {
  for (;;) {
    try {
      const permitted = await limiter.take(BATCH);
      const jobs = await boss.fetch(queue, { batchSize: permitted, priority: false });
      limiter.giveBack(permitted - jobs.length);
      if (jobs.length > 0) await handle(jobs);
      else await sleep(IDLE_MS);
    } catch (failure) {
      console.error(failure.message);
      await sleep(1000);
    }
  }
}

/** Makes a call for each job. Jobs whose call failed, or was refused with 429, are retried. */
async function calls(queue, jobs, call) {
  const results = await Promise.allSettled(jobs.map(call));
  const failed = jobs.filter((_, i) => results[i].status === 'rejected').map(job => job.id);
  if (failed.length > 0) await boss.fail(queue, failed);
  return jobs.flatMap((job, i) => results[i].status === 'fulfilled' ? [{ id: job.id, value: results[i].value }] : []);
}

async function submit(jobs) {
  const submitted = await calls('submits', jobs, job => upstream.submit(job.data));
  await boss.insert(submitted.map(({ id, value }) => (
    { id, name: 'polls', data: { upstreamTask: value }, startAfter: String(options['poll-ms'] / 1000) })));
  await boss.complete('submits', submitted.map(({ id }) => id));
}

async function poll(jobs) {
  const polled = await calls('polls', jobs, job => upstream.poll(job.data.upstreamTask));
  const running = polled.filter(({ value }) => !ENDED.has(value.status)).map(({ id }) => id);
  if (running.length > 0) await boss.fail('polls', running);
  for (const status of ENDED) {
    const ended = polled.filter(({ value }) => value.status === status).map(({ id }) => id);
    if (ended.length > 0) await boss.complete('polls', ended, { status });
    ended.forEach(id => tell(id, { task_id: id, status }));
  }
}

async function find(id) {
  const polled = await boss.getJobById('polls', id, { includeArchive: true });
  if (polled?.state === 'completed') return { task_id: id, status: polled.output.status };
  return polled || await boss.getJobById('submits', id) ? { task_id: id, status: 'INITIALIZING' } : null;
}

const tell = serve(options.port, (id, task) => boss.send('submits', task, { id }), find);
const submits = new Limiter(options.submits, options['window-ms']);
const polls = new Limiter(options.polls, options['window-ms']);
for (let i = 0; i < 2; i++) { // while one waits for the upstream, the other asks the database
  work('submits', submits, submit);
  work('polls', polls, poll);
}
