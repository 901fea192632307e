package io.anteroom.accept;

import io.anteroom.async.DatabaseSession;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** What the idempotency keys of clients stand for: a task, or a batch. Thread-safe. */
@Singleton
public class IdempotencyKeys
    implements PanacheRepositoryBase<IdempotencyKeyEntry, IdempotencyKeyEntry.Owned> {

  private final DatabaseSession session;

  public IdempotencyKeys(DatabaseSession session) {
    this.session = session;
  }

  /**
   * What a key already has; empty where it has nothing. A key with other content fails with {@link
   * IdempotencyKeyReusedException}.
   */
  Uni<Optional<AcceptResult>> holder(String client, IdempotencyKey idempotency) {
    return session
        .read(() -> findById(new IdempotencyKeyEntry.Owned(client, idempotency.key())))
        .map(Optional::ofNullable)
        .map(found -> found.filter(entry -> !entry.expired).map(entry -> held(entry, idempotency)));
  }

  /**
   * After an accept that the key stood in the way of: what it has.
   *
   * @param again accepts once more, where the key is gone or over
   */
  Uni<AcceptResult> join(
      String client, IdempotencyKey idempotency, Supplier<Uni<AcceptResult>> again) {
    return holder(client, idempotency)
        .chain(
            held ->
                held.isPresent()
                    ? Uni.createFrom().item(held.get())
                    : forgetExpired(client, idempotency.key()).chain(again::get));
  }

  private Uni<Long> forgetExpired(String client, String key) {
    return session.write(() -> delete("client = ?1 and key = ?2 and expired", client, key));
  }

  private static AcceptResult held(IdempotencyKeyEntry entry, IdempotencyKey idempotency) {
    if (!entry.fingerprint.equals(idempotency.fingerprint())) {
      throw new IdempotencyKeyReusedException();
    }
    return AcceptResult.acceptedBefore(entry.taskId);
  }
}
