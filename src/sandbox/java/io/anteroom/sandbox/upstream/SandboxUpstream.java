package io.anteroom.sandbox.upstream;

import io.anteroom.sandbox.upstream.counters.Completion;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A stand-in for the Mixpeek API that really does the work: an HTTP server on 127.0.0.1 with a
 * Vert.x of its own. Thread-safe. Its methods block; they are not for event loops.
 */
public final class SandboxUpstream implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 30;

  private final Vertx vertx;
  private final Context loop;
  private final UpstreamServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SandboxUpstream(Vertx vertx, UpstreamServer server) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.server = server;
  }

  /**
   * Starts a server, and returns when it listens.
   *
   * @throws IllegalStateException where it cannot, as on a port that is taken
   */
  public static SandboxUpstream start(SandboxSettings settings) {
    // All state belongs to the one event loop; that is what makes it simple.
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(4)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    try {
      UpstreamServer server = new UpstreamServer(vertx, settings);
      await(server.listen(settings.port()));
      return new SandboxUpstream(vertx, server);
    } catch (RuntimeException e) {
      await(vertx.close());
      throw e;
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:49152}; no slash at the end. */
  public String baseUrl() {
    return "http://%s:%d".formatted(UpstreamServer.HOST, port());
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** The settings in force. */
  public SandboxSettings settings() {
    return server.settings().current();
  }

  /** Changes the settings; calls that come from now on see the change. */
  public void reconfigure(UnaryOperator<SandboxSettings> change) {
    server.settings().change(change);
  }

  /** What it has seen so far; also after it was closed. */
  public CounterSnapshot counters() {
    return server.counters().snapshot();
  }

  /** The tasks that have ended, in that order; also after it was closed. */
  public List<Completion> completions() {
    return server.counters().completions();
  }

  /** Forgets all data, counters and calls, and starts all chance anew. Settings stay. */
  public void reset() {
    await(onEventLoop(server::reset));
  }

  /** Stops the server and deletes what it kept on disk. May be called again. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      await(onEventLoop(server::stop));
      await(vertx.close());
      server.discard();
    }
  }

  private Future<Void> onEventLoop(Supplier<Future<Void>> work) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(entered -> work.get().onComplete(done));
    return done.future();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the sandbox does not answer", e);
    }
  }
}
