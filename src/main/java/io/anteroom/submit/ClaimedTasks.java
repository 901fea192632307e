package io.anteroom.submit;

import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitGrant;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that are marked, and a permit for each. Immutable.
 *
 * @param tasks in the order of their turns
 * @param permits as many
 * @param shortOfPermits whether more tasks could have been marked with more permits
 */
record ClaimedTasks(List<MarkedTask> tasks, List<Permit> permits, boolean shortOfPermits) {

  /** There is always one row; without a task where none is marked. */
  static ClaimedTasks from(RowSet<Row> rows, PermitGrant grant) {
    List<MarkedTask> tasks = new ArrayList<>(rows.size());
    List<Permit> permits = new ArrayList<>(rows.size());
    Row any = null;
    for (Row row : rows) {
      any = row;
      if (row.getUUID("id") != null) {
        tasks.add(MarkedTask.from(row));
        permits.add(grant.permit(row.getInteger("slot")));
      }
    }
    long permitted = any.getLong("permitted");
    boolean allSpent = permitted < grant.request().max() && tasks.size() == permitted;
    return new ClaimedTasks(tasks, permits, allSpent || tasks.size() < any.getLong("fitting"));
  }
}
