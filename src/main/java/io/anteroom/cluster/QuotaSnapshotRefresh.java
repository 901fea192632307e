package io.anteroom.cluster;

import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.quota.QuotaSnapshot;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Reads the quota of accounts that accept tasks with each tick, so that no accept has to. */
@Singleton
public class QuotaSnapshotRefresh implements BackgroundWork {

  private final QuotaSnapshot snapshot;

  public QuotaSnapshotRefresh(QuotaSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    snapshot.refresh();
    return Uni.createFrom().voidItem();
  }
}
