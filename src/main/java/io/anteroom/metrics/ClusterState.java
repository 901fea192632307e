package io.anteroom.metrics;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.HashMap;
import java.util.Map;

/** What the database says of all replicas together, as it was at one moment. Immutable. */
final class ClusterState {

  /** What a value is of. */
  enum Subject {
    /** Tasks of an account and phase that have not ended. */
    TASKS,
    /** The age of the oldest queued task of an account, in seconds. */
    OLDEST_QUEUED,
    /** Slots of an account and class that are taken. */
    QUOTA_USED,
    /** Slots of an account and class that may be taken at once. */
    QUOTA_BELIEVED,
    /** Callbacks that are to be delivered. */
    CALLBACKS,
    /** The age of the oldest of them, in seconds. */
    OLDEST_CALLBACK
  }

  private record Key(Subject subject, String account, String label) {}

  private final Map<Key, Double> values = new HashMap<>();

  private ClusterState(RowSet<Row> rows) {
    rows.forEach(this::add);
  }

  static ClusterState from(RowSet<Row> rows) {
    return new ClusterState(rows);
  }

  /**
   * The value; 0 where the database has nothing of that kind.
   *
   * @param account empty where the value is of all accounts
   * @param label the phase or the class; empty where there is none
   */
  double of(Subject subject, String account, String label) {
    return values.getOrDefault(new Key(subject, account, label), 0.0);
  }

  private void add(Row row) {
    Subject subject = Subject.valueOf(row.getString("subject"));
    Key key = new Key(subject, row.getString("account"), row.getString("label"));
    Double value = row.getDouble("value");
    if (value != null) {
      values.put(key, value);
    }
  }
}
