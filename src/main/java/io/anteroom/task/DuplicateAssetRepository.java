package io.anteroom.task;

import io.anteroom.async.DatabaseSession;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads the duplicate assets that were found. Thread-safe. */
@Singleton
public class DuplicateAssetRepository
    implements PanacheRepositoryBase<DuplicateAsset, DuplicateAsset.Key> {

  private final DatabaseSession session;

  public DuplicateAssetRepository(DatabaseSession session) {
    this.session = session;
  }

  /** Those of this task, in the order in which they were found. */
  public Uni<List<DuplicateAsset>> of(UUID task) {
    return session.read(() -> list("task = ?1 order by foundAt", task));
  }
}
