package io.anteroom.sandbox.upstream.indexing;

import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.assets.SandboxTaskStatus;
import io.anteroom.sandbox.upstream.assets.TrackedAsset;
import io.anteroom.sandbox.upstream.counters.Counters;
import io.anteroom.sandbox.upstream.faults.Chance;
import io.anteroom.sandbox.upstream.limits.ArrivalClock;
import io.anteroom.sandbox.upstream.settings.LiveSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.util.SplittableRandom;
import java.util.UUID;

/** Takes tasks in, cancels and removes them. Not thread-safe: belongs to the event loop. */
public final class IndexingTasks {
  private final LiveSettings settings;
  private final ArrivalClock clock;
  private final Chance chance;
  private final Counters counters;
  private final AssetStore store;
  private final ContentPipeline workshop;
  private final StageWalk walk;

  public IndexingTasks(
      LiveSettings settings,
      ArrivalClock clock,
      Chance chance,
      Counters counters,
      AssetStore store,
      ContentPipeline workshop,
      StageWalk walk) {
    this.settings = settings;
    this.clock = clock;
    this.chance = chance;
    this.counters = counters;
    this.store = store;
    this.workshop = workshop;
    this.walk = walk;
  }

  /** Creates a task and its asset, and starts the work. */
  public Asset accept(SandboxIndexRequest request) {
    SandboxSettings now = settings.current();
    SplittableRandom random = chance.tasks(now);
    Asset first = firstState(request);
    TrackedAsset asset = new TrackedAsset(first);
    store.add(asset);
    counters.taskCreated(first);
    if (random.nextDouble() < now.visibility().vanishProbability()) {
      walk.pause(now.visibility().vanishAfterMs()).onSuccess(passed -> remove(asset));
    }
    IndexingRun run = new IndexingRun(workshop, asset, request.source());
    walk.start(run, asset, run.stages(now, random));
    return first;
  }

  /** Ends a task before its time; says whether it had not ended yet. */
  public boolean cancel(TrackedAsset asset) {
    String status = settings.current().visibility().cancelledAs();
    String error = status.equals(SandboxTaskStatus.FAILED) ? "cancelled" : null;
    return walk.end(asset, status, error);
  }

  /** Forgets an asset and its task; work on it stops. */
  public void remove(TrackedAsset asset) {
    store.remove(asset);
    workshop.forget(asset.current().assetId());
  }

  private Asset firstState(SandboxIndexRequest request) {
    long now = clock.epochMillis();
    return new Asset(
        UUID.randomUUID().toString(),
        UUID.randomUUID().toString(),
        request.account(),
        request.collectionId(),
        request.metadata(),
        request.source() instanceof ContentSource.Url url ? url.url() : null,
        request.source().guess(),
        null,
        null,
        null,
        SandboxTaskStatus.INITIALIZING,
        null,
        now,
        now);
  }
}
