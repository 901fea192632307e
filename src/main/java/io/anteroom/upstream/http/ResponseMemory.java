package io.anteroom.upstream.http;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of the upstream's answers: how many one answer may have, and all of them together while
 * they arrive and are read. Thread-safe.
 */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class ResponseMemory {

  /** An answer becomes a document of about three times its size. */
  private static final int PART_OF_HEAP = 10;

  /** Whoever made the call says so; the connection would say it once more, as an error. */
  private static final Handler<Throwable> FAILS_ITS_CALL = failure -> {};

  private final long most;
  private final long mostTogether;
  private final AtomicLong arriving = new AtomicLong();

  /**
   * @throws ConfigurationException in one line that names the key, when a value cannot be used
   */
  public ResponseMemory(UpstreamSettings settings) {
    if (settings.maxAnswer() < 1024) {
      throw new ConfigurationException("anteroom.upstream.max-answer: must be at least 1024");
    }
    this.most = settings.maxAnswer();
    this.mostTogether = Math.max(most, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** How many bytes one answer may have. */
  public long most() {
    return most;
  }

  /** Watches over the answer to a request that is about to be sent. */
  void watch(HttpClientRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      request.connection().exceptionHandler(FAILS_ITS_CALL);
      ResponseSizeLimit.set(connection.channel().pipeline(), this);
    }
  }

  boolean take(long bytes) {
    if (arriving.addAndGet(bytes) <= mostTogether) {
      return true;
    }
    arriving.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    arriving.addAndGet(-bytes);
  }
}
