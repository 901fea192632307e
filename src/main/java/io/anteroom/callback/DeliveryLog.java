package io.anteroom.callback;

import io.anteroom.async.DatabaseSession;
import io.anteroom.callback.outbox.CallbackClaim;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The delivery log of each callback. A callback has the id of the task or the batch whose end it
 * tells. Thread-safe.
 */
@Singleton
public class DeliveryLog implements PanacheRepositoryBase<CallbackDelivery, UUID> {

  private static final int MAX_ATTEMPTS = 50;

  /**
   * A callback and its attempts.
   *
   * @param webhookId the same for every attempt
   * @param nextAttemptAt null where there is none to come, or one is under way
   * @param attempts newest first, the last fifty
   */
  public record Log(
      String webhookId,
      String type,
      String url,
      String state,
      Instant nextAttemptAt,
      List<RecordedAttempt> attempts) {}

  private final DatabaseSession session;
  private final CallbackDispatcher callbackDispatcher;

  public DeliveryLog(DatabaseSession session, CallbackDispatcher callbackDispatcher) {
    this.session = session;
    this.callbackDispatcher = callbackDispatcher;
  }

  /** The log of a callback; empty where the client has no such callback (yet). */
  public Uni<Optional<Log>> of(UUID id, String client) {
    return session
        .read(
            () -> callback(id, client).firstResult().onItem().ifNotNull().transformToUni(this::log))
        .map(Optional::ofNullable);
  }

  /** Delivers it once more, now, by the whole schedule; false where there is no such callback. */
  public Uni<Boolean> redeliver(UUID id, String client) {
    return session
        .write(
            () ->
                callback(id, client)
                    .withLock(LockModeType.PESSIMISTIC_WRITE)
                    .firstResult()
                    .onItem()
                    .ifNotNull()
                    .invoke(CallbackDelivery::deliverAgain))
        .map(found -> found != null)
        .invoke(callbackDispatcher::wake);
  }

  private PanacheQuery<CallbackDelivery> callback(UUID id, String client) {
    return find("id = ?1 and client = ?2", id, client);
  }

  private Uni<Log> log(CallbackDelivery callback) {
    return RecordedAttempt.newest(callback.id, MAX_ATTEMPTS)
        .map(
            attempts ->
                new Log(
                    CallbackClaim.webhookId(callback.id),
                    callback.type,
                    callback.url,
                    callback.state,
                    callback.nextAttemptAt(),
                    attempts));
  }
}
