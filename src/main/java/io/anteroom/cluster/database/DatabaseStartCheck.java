package io.anteroom.cluster.database;

import io.anteroom.async.StartupOrder;
import io.anteroom.cluster.database.DatabaseSettings.Unsafe;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Checks at the start whether PostgreSQL is what Anteroom expects: whether a connection is one
 * session, and whether what it commits is on disk.
 */
@Singleton
public class DatabaseStartCheck {

  static final String SHARED =
      "DATABASE_URL: leads to a pooler that gives one session to several connections in turn"
          + " (transaction or statement mode), which executes wrong statements: use session mode,"
          + " or PostgreSQL itself";

  private static final Logger LOG = Logger.getLogger(DatabaseStartCheck.class);

  private static final Duration MAX = Duration.ofSeconds(10);

  /** Two connections ask by turns, in an order in which no pooler can seem to be none. */
  private static final List<Integer> TURNS = List.of(0, 1, 0, 0, 1, 1, 0);

  private static final String DURABLE =
      """
      select array(
        select name || '=off' from unnest(array['fsync', 'full_page_writes']) as s (name)
        where current_setting(name) = 'off' order by name) as unsafe
      """;

  private final Pool pool;
  private final DatabaseSettings settings;
  private boolean checked;

  public DatabaseStartCheck(Pool pool, DatabaseSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  /**
   * Checks it, where the database can be reached by now.
   *
   * @throws ConfigurationException in one line that says what to change
   */
  void check(@Observes @Priority(StartupOrder.DATABASE) StartupEvent event) {
    checkBeforeMigrations();
  }

  /**
   * The same before migrations, whose lock may be one of a session. Checks once: a further call
   * does nothing where an earlier one found no fault. Blocks for at most 10 s.
   *
   * @throws ConfigurationException in one line that says what to change
   */
  public synchronized void checkBeforeMigrations() {
    if (checked) {
      return;
    }
    try {
      check().await().atMost(MAX);
      checked = true;
    } catch (ConfigurationException refused) {
      throw refused;
    } catch (RuntimeException e) {
      LOG.warnf("PostgreSQL could not be checked before the start: %s", e.getMessage());
    }
  }

  /** Fails with {@link ConfigurationException} where Anteroom cannot work with it. */
  Uni<Void> check() {
    return sharesSessions()
        .invoke(shared -> refuseIf(shared, SHARED))
        .chain(() -> pool.query(DURABLE).execute())
        .invoke(rows -> judge(List.of(rows.iterator().next().getArrayOfStrings("unsafe"))))
        .replaceWithVoid();
  }

  private void judge(List<String> unsafe) {
    if (!unsafe.isEmpty()) {
      String line =
          "PostgreSQL runs with %s: what was accepted can be lost when its machine fails"
              .formatted(String.join(", ", unsafe));
      refuseIf(settings.unsafe() == Unsafe.REFUSE, line + " (anteroom.database.unsafe)");
      if (settings.unsafe() == Unsafe.WARN) {
        LOG.warn(line);
      }
    }
  }

  private static void refuseIf(boolean wrong, String line) {
    if (wrong) {
      throw new ConfigurationException(line);
    }
  }

  /** Both are open at once: where they ever have the same process, or one changes, it is shared. */
  private Uni<Boolean> sharesSessions() {
    return pool.getConnection()
        .chain(
            one ->
                pool.getConnection()
                    .chain(other -> processes(List.of(one, other)).eventually(() -> other.close()))
                    .eventually(() -> one.close()))
        .map(DatabaseStartCheck::isShared);
  }

  private static Uni<List<Integer>> processes(List<SqlConnection> connections) {
    return Multi.createFrom()
        .iterable(TURNS)
        .onItem()
        .transformToUniAndConcatenate(
            turn -> connections.get(turn).query("select pg_backend_pid()").execute())
        .map(rows -> rows.iterator().next())
        .map((Row row) -> row.getInteger(0))
        .collect()
        .asList();
  }

  private static boolean isShared(List<Integer> processes) {
    List<List<Integer>> seen = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < TURNS.size(); i++) {
      seen.get(TURNS.get(i)).add(processes.get(i));
    }
    boolean changed = seen.stream().anyMatch(pids -> pids.stream().distinct().count() > 1);
    return changed || seen.get(0).stream().anyMatch(seen.get(1)::contains);
  }
}
