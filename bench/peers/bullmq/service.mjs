// The waiting room with BullMQ: a queue for each class of the upstream's calls, since each has a limit of its own.
import { DelayedError, Queue, Worker } from 'bullmq';
import { serve, settings } from '../shared/face.mjs';
import { ENDED, RateLimited, Upstream } from '../shared/upstream.mjs';

const options = settings();
const pollEvery = options['poll-ms'];
const connection = { url: options.redis, maxRetriesPerRequest: null };
const upstream = new Upstream(options.upstream);

const job = {
  attempts: 1_000,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: { age: 3_600 },
};
const submits = new Queue('submits', { connection, defaultJobOptions: job });
const polls = new Queue('polls', { connection, defaultJobOptions: job });

const worker = {
  connection,
  concurrency: 100,
  lockDuration: options['lease-ms'],
  stalledInterval: options['lease-ms'],
  maxStalledCount: 1_000, // the default of 1 would give tasks up that two kills hit
};

const submitter = new Worker('submits', async ({ id, data }) => {
  const upstreamTask = await submitter.limited(() => upstream.submit(data));
  await polls.add('poll', { upstreamTask }, { jobId: id, delay: pollEvery });
}, { ...worker, limiter: { max: options.submits, duration: options['window-ms'] } });

const poller = new Worker('polls', async (polled, token) => {
  const task = await poller.limited(() => upstream.poll(polled.data.upstreamTask));
  if (!ENDED.has(task.status)) {
    await polled.moveToDelayed(Date.now() + pollEvery, token);
    throw new DelayedError();
  }
  return { status: task.status, asset_id: task.asset_id };
}, { ...worker, limiter: { max: options.polls, duration: options['window-ms'] } });

for (const each of [submitter, poller]) {
  each.on('error', failure => console.error(failure.message));
  // The manual's way to obey a 429: the whole queue rests, and the job goes back without losing an attempt.
  each.limited = async call => {
    try {
      return await call();
    } catch (failure) {
      if (!(failure instanceof RateLimited)) throw failure;
      await each.rateLimit(failure.milliseconds);
      throw Worker.RateLimitError();
    }
  };
}

async function find(id) {
  const polled = await polls.getJob(id);
  if (polled?.returnvalue) return { task_id: id, ...polled.returnvalue };
  return polled || await submits.getJob(id) ? { task_id: id, status: 'INITIALIZING' } : null;
}

await Promise.all([submitter.waitUntilReady(), poller.waitUntilReady(), submits.waitUntilReady()]);
const tell = serve(options.port, (id, task) => submits.add('submit', task, { jobId: id }), find);
// Only waiters of this process are told. For others there is QueueEvents, which costs more.
poller.on('completed', ({ id }, result) => tell(id, { task_id: id, ...result }));
