package io.anteroom.passthrough;

import io.anteroom.async.CallerContext;
import io.anteroom.async.FailureLog;
import io.anteroom.async.Sha256;
import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Answers to searches, in Redis, for a moment. Off unless it is configured. It never fails and
 * never makes a search wait longer than {@link SearchCacheSettings#timeout()}: without Redis there
 * is just no cache, and after a failure Redis is left alone for a second. Thread-safe.
 */
@Singleton
public class SearchCache {

  private static final Logger LOG = Logger.getLogger(SearchCache.class);
  private static final String PREFIX = "anteroom:search:";
  private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

  private final Instance<Redis> redis;
  private final SearchCacheSettings settings;
  private final boolean enabled;
  private final Ticker ticker;
  private volatile long restUntil;

  /**
   * An answer that was kept.
   *
   * @param body as the upstream sent it
   * @param age how long ago it was put here; negative where it was under a longer {@link
   *     SearchCacheSettings#ttl()}
   * @param left how long it will be used still
   */
  public record Kept(byte[] body, Duration age, Duration left) {}

  public SearchCache(
      Instance<Redis> redis,
      SearchCacheSettings settings,
      @ConfigProperty(name = "REDIS_URL") Optional<String> url,
      Ticker ticker) {
    this.redis = redis;
    this.settings = settings;
    this.ticker = ticker;
    this.restUntil = ticker.nanos();
    this.enabled = settings.ttl().toMillis() > 0 && url.filter(u -> !u.isBlank()).isPresent();
  }

  public boolean isEnabled() {
    return enabled;
  }

  /**
   * The key of a search: a digest over everything that makes it the same one.
   *
   * @param parts in their order; none is null
   */
  public static String key(List<String> parts) {
    return PREFIX + Sha256.of(parts);
  }

  /** The answer that is kept under a key, if Redis says so in time. */
  public Uni<Optional<Kept>> find(String key) {
    return ask(
        () ->
            redis
                .get()
                .batch(
                    List.of(Request.cmd(Command.GET).arg(key), Request.cmd(Command.PTTL).arg(key)))
                .map(this::kept),
        Optional.empty());
  }

  /**
   * Keeps an answer, where it is not too large.
   *
   * @return whether Redis has it
   */
  public Uni<Boolean> keep(String key, byte[] body) {
    if (body.length > settings.maxEntrySize()) {
      return Uni.createFrom().item(false);
    }
    Request set =
        Request.cmd(Command.SET)
            .arg(key)
            .arg(Buffer.buffer(body))
            .arg("PX")
            .arg(settings.ttl().toMillis());
    return ask(() -> redis.get().send(set).map(done -> true), false);
  }

  private <T> Uni<T> ask(Supplier<Uni<T>> question, T otherwise) {
    if (!enabled || restUntil - ticker.nanos() > 0) {
      return Uni.createFrom().item(otherwise);
    }
    return Uni.createFrom()
        .deferred(question::get)
        .ifNoItem()
        .after(settings.timeout())
        .fail()
        .onFailure()
        .invoke(this::rest)
        .onFailure()
        .recoverWithItem(otherwise)
        .emitOn(CallerContext.executor());
  }

  private void rest(Throwable failure) {
    FailureLog.log(LOG, "the cache of searches", failure);
    restUntil = ticker.nanos() + REST_NANOS;
  }

  private Optional<Kept> kept(List<Response> answers) {
    Response body = answers.get(0);
    long left = answers.get(1).toLong();
    return body == null || left <= 0
        ? Optional.empty()
        : Optional.of(kept(body, Duration.ofMillis(left)));
  }

  private Kept kept(Response body, Duration left) {
    return new Kept(body.toBytes(), settings.ttl().minus(left), left);
  }
}
