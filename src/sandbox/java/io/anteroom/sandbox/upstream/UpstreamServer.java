package io.anteroom.sandbox.upstream;

import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.content.ContentFolder;
import io.anteroom.sandbox.upstream.control.ControlRoutes;
import io.anteroom.sandbox.upstream.counters.Counters;
import io.anteroom.sandbox.upstream.faults.Chance;
import io.anteroom.sandbox.upstream.http.ApiRoutes;
import io.anteroom.sandbox.upstream.http.CallChecks;
import io.anteroom.sandbox.upstream.http.CallLifecycle;
import io.anteroom.sandbox.upstream.indexing.ContentPipeline;
import io.anteroom.sandbox.upstream.indexing.IndexingServices;
import io.anteroom.sandbox.upstream.indexing.IndexingTasks;
import io.anteroom.sandbox.upstream.indexing.StageWalk;
import io.anteroom.sandbox.upstream.indexing.WorkerPool;
import io.anteroom.sandbox.upstream.limits.AccountLimits;
import io.anteroom.sandbox.upstream.limits.ArrivalClock;
import io.anteroom.sandbox.upstream.search.AssetIndex;
import io.anteroom.sandbox.upstream.settings.LiveSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * All parts of the sandbox, put together. But for settings and counters it belongs to the event
 * loop.
 */
final class UpstreamServer {
  /** Loopback: it has keys that everybody knows. */
  static final String HOST = "127.0.0.1";

  /** Metadata and filters come as form fields, and may list a hundred markers. */
  private static final int MAX_FORM_FIELD_BYTES = 1 << 20;

  private final ArrivalClock clock = ArrivalClock.system();
  private final Counters counters = new Counters();
  private final AssetStore store = new AssetStore();
  private final AccountLimits limits = new AccountLimits(clock);
  private final LiveSettings settings;
  private final Chance chance;
  private final ContentFolder folder;
  private final AssetIndex index;
  private final IndexingServices indexingServices;
  private final HttpServer http;

  UpstreamServer(Vertx vertx, SandboxSettings first) {
    this.settings = new LiveSettings(first);
    this.chance = new Chance(first.seed());
    try {
      this.folder = ContentFolder.open(first.content());
      this.index = new AssetIndex();
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox has no place for its data", e);
    }
    WorkerPool workerPool = new WorkerPool(vertx, first.content().workers());
    ContentPipeline contentPipeline =
        new ContentPipeline(vertx, settings, folder, index, workerPool);
    this.indexingServices = new IndexingServices(store, index, contentPipeline, workerPool);
    vertx.exceptionHandler(CallLifecycle::failCurrent);
    this.http = vertx.createHttpServer(options()).requestHandler(router(vertx));
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxFormAttributeSize(MAX_FORM_FIELD_BYTES)
        // One call to a connection at a time: a dropped connection must drop one call only.
        .setHttp2ClearTextEnabled(false);
  }

  private Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    StageWalk walk = new StageWalk(vertx, clock, counters);
    IndexingTasks indexingTasks =
        new IndexingTasks(
            settings, clock, chance, counters, store, indexingServices.workshop(), walk);
    CallChecks gate = new CallChecks(vertx, settings, clock, chance, limits, counters);
    ControlRoutes.add(router, vertx, settings, counters, limits, this::reset);
    ApiRoutes.add(router, gate, indexingServices, indexingTasks);
    return router;
  }

  Future<Void> listen(int port) {
    // Without a host it would listen on every address, whatever the options say.
    return http.listen(port, HOST).mapEmpty();
  }

  int port() {
    return http.actualPort();
  }

  LiveSettings settings() {
    return settings;
  }

  Counters counters() {
    return counters;
  }

  /** Forgets all data, counters and calls, and starts all chance anew. */
  Future<Void> reset() {
    store.clear();
    counters.reset();
    limits.reset();
    chance.reset();
    return indexingServices.workshop().forgetAll();
  }

  /** Takes no more calls, gives all work up, and comes when nothing runs any more. */
  Future<Void> stop() {
    return http.close()
        .onComplete(closed -> store.clear())
        .compose(closed -> indexingServices.workers().idle());
  }

  /** Deletes what is on disk, once nothing runs any more. */
  void discard() {
    try {
      index.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.close();
  }
}
