package io.anteroom.cluster.database;

import io.anteroom.async.Ticker;
import io.netty.channel.ConnectTimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

/**
 * For how long this replica has heard nothing of the database. A database that answers with an
 * error is heard: no restart of a replica mends that. One that says nothing may be there for all
 * others. Thread-safe.
 */
@Singleton
public class DatabaseContact {

  /** A connection that ends sooner was ended by somebody, and not by its silence. */
  private static final Duration QUICK = Duration.ofSeconds(1);

  private final Ticker ticker;
  private volatile long heard;
  private volatile boolean resting;

  /** The silence begins now. */
  public DatabaseContact(Ticker ticker) {
    this.ticker = ticker;
    this.heard = ticker.nanos();
  }

  /** The same question to the store, which is asked now: its answer is heard, or its refusal. */
  public <T> Uni<T> listen(Uni<T> question) {
    return Uni.createFrom().deferred(() -> ask(question));
  }

  /** Nothing is asked until the next question: that is no silence. */
  public void rest() {
    resting = true;
  }

  private <T> Uni<T> ask(Uni<T> question) {
    long asked = ticker.nanos();
    if (resting) {
      heard = asked;
      resting = false;
    }
    return question
        .invoke(this::answered)
        .onFailure()
        .invoke(failure -> failed(failure, ticker.since(asked)));
  }

  private void answered() {
    heard = ticker.nanos();
  }

  private void failed(Throwable failure, Duration after) {
    if (isHeard(failure, after)) {
      heard = ticker.nanos();
    }
  }

  /** Since when nothing was heard of it; zero while nothing is asked. */
  public Duration silence() {
    return resting ? Duration.ZERO : ticker.since(heard);
  }

  private static boolean isHeard(Throwable failure, Duration after) {
    boolean isAnswer =
        failure instanceof PgException
            || failure instanceof ConnectException && !(failure instanceof ConnectTimeoutException)
            || failure instanceof NoRouteToHostException
            || failure instanceof UnknownHostException;
    return isAnswer || isClosed(failure) && after.compareTo(QUICK) < 0;
  }

  private static boolean isClosed(Throwable failure) {
    return failure instanceof ClosedChannelException
        || failure instanceof ClosedConnectionException;
  }
}
