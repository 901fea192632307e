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
    return session.read(() -> find("id = ?1 and client = ?2", id, client).firstResult());
  }

  /** How many of its tasks that have not ended are in which status. */
  public Uni<BatchStatusCounts> open(Batch batch) {
    return batch.open == 0
        ? Uni.createFrom().item(BatchStatusCounts.NONE)
        : session.read(() -> countOpen(batch.id)).map(BatchStatusCounts::of);
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
