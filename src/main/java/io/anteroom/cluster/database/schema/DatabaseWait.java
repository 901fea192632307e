package io.anteroom.cluster.database.schema;

import io.anteroom.async.Ticker;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks the database on the thread of the start, once a second while it is away. A stop of the
 * process ends the wait. Used by one thread, and closed by it.
 */
final class DatabaseWait implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DatabaseWait.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Longer than the pool waits for a connection and for a response. */
  private static final Duration MAX_ANSWER = Duration.ofMinutes(6);

  /** Connection, resources, operator: it may be there in a moment. */
  private static final Set<String> AWAY = Set.of("08", "53", "57");

  private final String who;
  private final Duration max;

  /** How long it has waited. */
  private final Supplier<Duration> waited;

  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Quarkus stops an application only when its start is over, or has failed. */
  private final Thread stop = new Thread(stopped::countDown, "stop-while-waiting");

  private DatabaseWait(String who, Duration max, Supplier<Duration> waited) {
    this.who = who;
    this.max = max;
    this.waited = waited;
    Runtime.getRuntime().addShutdownHook(stop);
  }

  /** Waits without end, as for a database that goes away later. */
  static DatabaseWait ofTheStart() {
    return new DatabaseWait("start", Duration.ZERO, () -> Duration.ZERO);
  }

  /** Fails when the database has been away for so long. */
  static DatabaseWait ofTheMigration(Duration max, Ticker ticker) {
    long begun = ticker.nanos();
    return new DatabaseWait("migration", max, () -> ticker.since(begun));
  }

  /**
   * The answer to this question, which is asked again while the database is away.
   *
   * @throws ConfigurationException in one line, where the database refuses, or is away for too long
   */
  <T> T answer(Uni<T> question) {
    Optional<T> answer = tryOnce(question);
    while (answer.isEmpty()) {
      pause();
      answer = tryOnce(question);
    }
    return answer.get();
  }

  /** Asks once; empty where the database is away, which the log says. */
  <T> Optional<T> tryOnce(Uni<T> question) {
    try {
      return Optional.of(question.await().atMost(MAX_ANSWER));
    } catch (RuntimeException e) {
      Throwable failure = e instanceof CompletionException ? e.getCause() : e;
      refuse(failure);
      LOG.warnf("the %s waits for Postgres: %s", who, text(failure));
      return Optional.empty();
    }
  }

  private void refuse(Throwable failure) {
    if (failure instanceof PgException said
        && said.getSqlState() != null
        && !AWAY.contains(said.getSqlState().substring(0, 2))) {
      throw new ConfigurationException("DATABASE_URL: PostgreSQL refuses: " + text(failure));
    }
    Throwable untrusted = untrusted(failure);
    if (untrusted != null) {
      throw new ConfigurationException(
          "DATABASE_URL: the certificate of PostgreSQL is not trusted: " + text(untrusted));
    }
    if (waited.get().compareTo(max) > 0) {
      throw new ConfigurationException(
          "DATABASE_URL: PostgreSQL was away for %d s: %s"
              .formatted(max.toSeconds(), text(failure)));
    }
  }

  /** What is wrong with the certificate of the server, if that is why; or null. */
  private static Throwable untrusted(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof CertificateException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /**
   * A second.
   *
   * @throws PreventFurtherStepsException where the process is stopped meanwhile
   */
  void pause() {
    try {
      if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PreventFurtherStepsException("stopped while it waited for Postgres", 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for Postgres", e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      LOG.debug("the process is stopping");
    }
  }
}
