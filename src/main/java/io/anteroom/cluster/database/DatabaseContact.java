package io.anteroom.cluster.database;

import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;

/**
 * For how long this replica has heard nothing of the database. A database that refuses is heard: it
 * is away for everybody, and no restart of a replica brings it back. One that says nothing may be
 * there for all others. Thread-safe.
 */
@Singleton
public class DatabaseContact {

  /** Connection, authorization, catalog, resources, operator: the server says that it cannot. */
  private static final Set<String> REFUSALS = Set.of("08", "28", "3D", "53", "57");

  /** A connection that ends sooner was ended by somebody, and not by its silence. */
  private static final Duration QUICK = Duration.ofSeconds(1);

  private final Ticker ticker;
  private volatile long heard;

  /** The silence begins now. */
  public DatabaseContact(Ticker ticker) {
    this.ticker = ticker;
    this.heard = ticker.nanos();
  }

  /** The same question to the store, which is asked now: its answer is heard, or its refusal. */
  public <T> Uni<T> listen(Uni<T> question) {
    long asked = ticker.nanos();
    return question
        .invoke(this::answered)
        .onFailure()
        .invoke(failure -> failed(failure, ticker.since(asked)));
  }

  private void answered() {
    heard = ticker.nanos();
  }

  private void failed(Throwable failure, Duration after) {
    if (isRefusal(failure, after)) {
      heard = ticker.nanos();
    }
  }

  /** Since when nothing was heard of it. */
  public Duration silence() {
    return ticker.since(heard);
  }

  private static boolean isRefusal(Throwable failure, Duration after) {
    if (failure instanceof PgException said) {
      String state = said.getSqlState();
      return state != null && state.length() > 1 && REFUSALS.contains(state.substring(0, 2));
    }
    boolean noConnection =
        failure instanceof ConnectException
            || failure instanceof NoRouteToHostException
            || failure instanceof UnknownHostException;
    return noConnection || isClosed(failure) && after.compareTo(QUICK) < 0;
  }

  private static boolean isClosed(Throwable failure) {
    return failure instanceof ClosedChannelException
        || failure instanceof ClosedConnectionException;
  }
}
