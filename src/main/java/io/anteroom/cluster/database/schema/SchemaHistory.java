package io.anteroom.cluster.database.schema;

import io.anteroom.cluster.database.schema.SchemaState.Current;
import io.anteroom.cluster.database.schema.SchemaState.Newer;
import io.anteroom.cluster.database.schema.SchemaState.Outdated;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/**
 * Compares the schema with the migrations of this build, by one SELECT on the table that Flyway
 * keeps. Flyway itself needs about twenty statements and a connection of its own for the same
 * answer. Thread-safe.
 */
@Singleton
class SchemaHistory {

  private static final String APPLIED =
      "select version, checksum from flyway_schema_history where success and version is not null";

  private static final String NO_SUCH_TABLE = "42P01";

  private final Pool pool;
  private final List<MigrationScript> needed;

  /** Takes from Flyway only which migrations there are. */
  @Inject
  SchemaHistory(Pool pool, Flyway flyway) {
    this(pool, MigrationScript.of(flyway.getConfiguration()));
  }

  SchemaHistory(Pool pool, List<MigrationScript> needed) {
    this.pool = pool;
    this.needed = needed;
  }

  /** Fails where the database is away, or refuses. */
  Uni<SchemaState> state() {
    return pool.query(APPLIED)
        .execute()
        .map(this::compare)
        .onFailure(SchemaHistory::isNoSuchTable)
        .recoverWithItem(() -> new Outdated("no migration was ever applied"));
  }

  private static boolean isNoSuchTable(Throwable failure) {
    return failure instanceof PgException said && NO_SUCH_TABLE.equals(said.getSqlState());
  }

  private SchemaState compare(RowSet<Row> rows) {
    Map<String, Integer> applied = new HashMap<>();
    rows.forEach(row -> applied.put(row.getString("version"), row.getInteger("checksum")));
    for (MigrationScript script : needed) {
      Optional<String> fault = fault(script, applied);
      if (fault.isPresent()) {
        return new Outdated(fault.get());
      }
    }
    needed.forEach(script -> applied.remove(script.version()));
    return applied.isEmpty()
        ? new Current()
        : new Newer(applied.keySet().stream().sorted().toList());
  }

  private static Optional<String> fault(MigrationScript script, Map<String, Integer> applied) {
    if (!applied.containsKey(script.version())) {
      return Optional.of("migration %s is not applied".formatted(script.version()));
    }
    Integer checksum = applied.get(script.version()); // none where somebody set a baseline
    return checksum == null || checksum == script.checksum()
        ? Optional.empty()
        : Optional.of("migration %s was applied in another form".formatted(script.version()));
  }
}
