package io.anteroom.upstream.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for responses of the upstream: how many bytes one response may have, and how many all
 * of them may have together while they arrive and are read. Thread-safe.
 */
@Singleton
public class ResponseMemory {

  /** In memory a response becomes a document of about three times its size. */
  private static final int PART_OF_HEAP = 10;

  /** The call reports its failure itself; by default the connection would log it once more. */
  private static final Handler<Throwable> IGNORE = failure -> {};

  private final long maxResponse;
  private final long maxTogether;
  private final AtomicLong arriving = new AtomicLong();

  public ResponseMemory(UpstreamSettings settings) {
    this.maxResponse = settings.maxResponse();
    this.maxTogether = Math.max(maxResponse, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  public long maxResponse() {
    return maxResponse;
  }

  /** Limits the response to a request that is about to be sent. */
  void watch(HttpClientRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      request.connection().exceptionHandler(IGNORE);
      ResponseSizeLimit.addTo(
          connection.channel().pipeline(),
          () -> new ResponseSizeLimit(maxResponse, this::take, this::release));
    }
  }

  private boolean take(long bytes) {
    if (arriving.addAndGet(bytes) <= maxTogether) {
      return true;
    }
    arriving.addAndGet(-bytes);
    return false;
  }

  private void release(long bytes) {
    arriving.addAndGet(-bytes);
  }
}
