package io.anteroom.callback.outbox;

import io.anteroom.async.Ticker;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.LogSubject;
import io.anteroom.async.trace.TaskTraces.Message;
import io.anteroom.async.trace.TraceContext;
import java.time.Duration;
import java.util.UUID;

/**
 * A callback that this replica may attempt now, and nobody else until its lease ends.
 *
 * @param id the callback's id, which is that of the task or the batch
 * @param type {@code task.done}, {@code task.failed}, {@code task.cancelled} or {@code batch.ended}
 * @param endpoint scheme, host and port of the URL
 * @param account where its task was submitted; null of a batch
 * @param attempts how many were made before
 * @param step how many attempts failed since it was (re)delivered
 * @param age how long ago its delivery began: at the end of the task, or when it was redelivered
 * @param token what the record of the attempt must show
 * @param trace where the accept stands in a trace, or null
 * @param leaseEnd when the lease ends, by {@link Ticker#nanos()}
 */
public record CallbackClaim(
    UUID id,
    String client,
    String account,
    String type,
    String url,
    String endpoint,
    int attempts,
    int step,
    Duration age,
    UUID token,
    TraceContext trace,
    long leaseEnd)
    implements LogSubject {

  /** Whether it tells of a batch; else it does of a task. */
  public boolean isOfBatch() {
    return type.startsWith("batch.");
  }

  /** Where its task or batch is found, below our own address. */
  public String path() {
    return (isOfBatch() ? "/batches/" : "/tasks/") + id;
  }

  /** As its span tells of it. */
  public Message message() {
    return new Message(id, client, endpoint, trace, attempts + 1);
  }

  @Override
  public void describe(LogFields fields) {
    (isOfBatch() ? fields.batchId(id) : fields.taskId(id))
        .account(account)
        .client(client)
        .attempt(attempts + 1)
        .traceId(trace == null ? null : trace.traceId());
  }

  public ClientEndpoint route() {
    return new ClientEndpoint(client, endpoint);
  }

  /** How long nobody else claims it; zero or less where somebody may have. */
  public Duration leaseLeft(Ticker ticker) {
    return Duration.ofNanos(leaseEnd - ticker.nanos());
  }

  /**
   * The {@code webhook-id}: the same for every attempt, and so what a receiver drops doubles by.
   */
  public static String webhookId(UUID id) {
    return "msg_" + id;
  }
}
