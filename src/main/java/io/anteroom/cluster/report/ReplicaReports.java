package io.anteroom.cluster.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.async.FailureLog;
import io.anteroom.async.PacedRead;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.Ticker;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What all replicas say of themselves, about a second old: readers share one statement.
 * Thread-safe.
 */
@Singleton
public class ReplicaReports {

  private static final Logger LOG = Logger.getLogger(ReplicaReports.class);
  private static final Duration KEPT = Duration.ofSeconds(1);

  /** Those whose lease ended long ago are of no use to anybody. */
  private static final String READ =
      """
      select r.id, r.lease_until, r.lease_until > clock_timestamp() as alive, r.draining,
        array(select l.account from poll_lease l
              where l.owner = r.id and l.lease_until > clock_timestamp()
              order by l.account) as polls,
        r.reported_at, r.report::text as report
      from replica r
      where r.lease_until > now() - interval '10 minutes'
      order by r.lease_until desc, r.id
      limit 500
      """;

  private final Pool pool;
  private final ObjectMapper json;
  private final PacedRead<List<ReportedReplica>> replicas;

  public ReplicaReports(Pool pool, ObjectMapper json, Ticker ticker) {
    this.pool = pool;
    this.json = json;
    this.replicas = new PacedRead<>(this::read, KEPT, ticker);
  }

  /** The replicas that are alive or were minutes ago; the one that lives longest first. */
  public Uni<List<ReportedReplica>> all() {
    return replicas.get();
  }

  /** The same, for somebody who does not wait longer than this; empty where it is not known. */
  public Uni<Optional<List<ReportedReplica>>> within(Duration max) {
    return replicas.within(max);
  }

  private Uni<List<ReportedReplica>> read() {
    return StatementTimeout.of(pool.preparedQuery(READ).execute())
        .map(rows -> Rows.list(rows, this::read));
  }

  private ReportedReplica read(Row row) {
    OffsetDateTime reportedAt = row.getOffsetDateTime("reported_at");
    return new ReportedReplica(
        row.getUUID("id"),
        row.getOffsetDateTime("lease_until").toInstant(),
        row.getBoolean("alive"),
        row.getBoolean("draining"),
        List.of(row.getArrayOfStrings("polls")),
        reportedAt == null ? null : reportedAt.toInstant(),
        report(row.getString("report")));
  }

  /** Another version may write what this one cannot read. */
  private ReplicaReport report(String text) {
    try {
      return text == null ? null : json.readValue(text, ReplicaReport.class);
    } catch (JsonProcessingException e) {
      FailureLog.log(LOG, "reading the report of a replica", e);
      return null;
    }
  }
}
