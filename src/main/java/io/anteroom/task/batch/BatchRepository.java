package io.anteroom.task.batch;

import io.anteroom.async.DatabaseSession;
import io.anteroom.task.Phase;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads batches; a client sees its own only. Thread-safe. */
@Singleton
public class BatchRepository implements PanacheRepositoryBase<Batch, UUID> {

  /** At most a thousand tasks, and none once all have ended. */
  private static final String OPEN =
      "select status, count(*) from Task where batch = ?1 and phase <> ?2 group by status";

  private final DatabaseSession session;

  public BatchRepository(DatabaseSession session) {
    this.session = session;
  }

  /** The batch of this client, or null. */
  public Uni<Batch> find(UUID id, String client) {
    return session.read(() -> own(id, client));
  }

  /** The batch of this client with the statuses of its tasks, or null. */
  public Uni<BatchView> view(UUID id, String client) {
    return session.read(
        () -> own(id, client).onItem().ifNotNull().transformToUni(BatchRepository::view));
  }

  private Uni<Batch> own(UUID id, String client) {
    return findById(id).map(batch -> batch == null || !batch.client.equals(client) ? null : batch);
  }

  private static Uni<BatchView> view(Batch batch) {
    return batch.open == 0
        ? Uni.createFrom().item(BatchView.of(batch, BatchStatusCounts.NONE))
        : countOpen(batch.id).map(rows -> BatchView.of(batch, BatchStatusCounts.of(rows)));
  }

  private static Uni<List<Object[]>> countOpen(UUID batch) {
    return Panache.getSession()
        .chain(
            open ->
                open.createSelectionQuery(OPEN, Object[].class)
                    .setParameter(1, batch)
                    .setParameter(2, Phase.ENDED)
                    .getResultList());
  }
}
