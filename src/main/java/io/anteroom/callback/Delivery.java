package io.anteroom.callback;

import io.anteroom.callback.destination.Destinations;
import io.anteroom.callback.secret.CallbackSecret;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretUnreadable;
import io.anteroom.callback.secret.Signature;
import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One attempt to deliver a callback (Standard Webhooks 1.0). Thread-safe. */
@Singleton
class Delivery {

  private static final String NO_SECRET =
      "The client has no callback secret to sign with: POST /callback-secret makes one.";
  private static final String UNREADABLE =
      "The client's callback secret cannot be decrypted: POST /callback-secret makes a new one.";
  private static final String NO_TASK = "The task is gone.";

  private final CallbackSecrets secrets;
  private final EndedTasks tasks;
  private final Payload payload;
  private final Destinations destinations;
  private final CallbackPost post;
  private final Clock clock;
  private final Duration timeout;

  Delivery(
      CallbackSecrets secrets,
      EndedTasks tasks,
      Payload payload,
      Destinations destinations,
      CallbackPost post,
      Clock clock,
      DeliverySettings settings) {
    this.secrets = secrets;
    this.tasks = tasks;
    this.payload = payload;
    this.destinations = destinations;
    this.post = post;
    this.clock = clock;
    this.timeout = settings.timeout();
  }

  /** Makes it; fails only where our own store does not answer, which is no attempt. */
  Uni<Attempt> attempt(Claim claim) {
    return secrets
        .of(claim.client())
        .chain(found -> found.isEmpty() ? unsent(NO_SECRET) : sign(claim, found))
        .onFailure(SecretUnreadable.class)
        .recoverWithUni(() -> unsent(UNREADABLE));
  }

  private Uni<Attempt> sign(Claim claim, List<CallbackSecret> keys) {
    return tasks.of(claim).chain(task -> tell(claim, task, keys));
  }

  private Uni<Attempt> tell(Claim claim, Task task, List<CallbackSecret> keys) {
    return task == null ? unsent(NO_TASK) : send(claim, payload.of(claim.type(), task), keys);
  }

  private Uni<Attempt> send(Claim claim, byte[] body, List<CallbackSecret> keys) {
    Instant at = clock.instant();
    long start = System.nanoTime();
    return Uni.createFrom()
        .deferred(() -> destinations.resolve(URI.create(claim.url())))
        .chain(to -> post.send(to, headers(claim, at, body, keys), body))
        .ifNoItem()
        .after(timeout)
        .fail()
        .map(answer -> Attempt.answered(at, since(start), answer))
        .onFailure()
        .recoverWithItem(failure -> Attempt.failed(at, since(start), failure));
  }

  private static MultiMap headers(Claim claim, Instant at, byte[] body, List<CallbackSecret> keys) {
    String id = Claim.webhookId(claim.id());
    long seconds = at.getEpochSecond();
    return MultiMap.caseInsensitiveMultiMap()
        .add("content-type", "application/json")
        .add("user-agent", "Anteroom")
        .add("webhook-id", id)
        .add("webhook-timestamp", Long.toString(seconds))
        .add("webhook-signature", Signature.of(id, seconds, body, keys));
  }

  private Uni<Attempt> unsent(String why) {
    return Uni.createFrom().item(() -> Attempt.unsent(clock.instant(), why));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
