package io.anteroom.task;

import static io.anteroom.PostgresFixture.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The result of {@code explain (analyze, buffers, format json)}. */
public final class QueryPlan {

  private final JsonObject explained;
  private final List<JsonObject> nodes = new ArrayList<>();

  public QueryPlan(JsonObject explained) {
    this.explained = explained;
    collect(explained.getJsonObject("Plan"));
  }

  /**
   * How a prepared statement runs by its generic plan; what it does is taken back.
   *
   * @param values as SQL, separated by commas; may be empty
   */
  public static QueryPlan ofPrepared(SqlConnection connection, String statement, String values) {
    String arguments = values.isEmpty() ? "" : "(" + values + ")";
    run(connection, "set plan_cache_mode = force_generic_plan");
    run(connection, "prepare question as " + statement);
    run(connection, "begin");
    RowSet<Row> rows =
        run(connection, "explain (analyze, buffers, format json) execute question" + arguments);
    run(connection, "rollback");
    run(connection, "deallocate question");
    return new QueryPlan(((JsonArray) rows.iterator().next().getValue(0)).getJsonObject(0));
  }

  private static RowSet<Row> run(SqlConnection connection, String statement) {
    return await(connection.query(statement).execute());
  }

  public Set<String> indexesOf(String table) {
    return nodes.stream()
        .map(node -> node.getString("Index Name"))
        .filter(index -> index != null && index.startsWith(table + "_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public boolean scansAllOf(String table) {
    return nodes.stream()
        .anyMatch(
            node ->
                node.getString("Node Type").endsWith("Seq Scan")
                    && table.equals(node.getString("Relation Name")));
  }

  /** The pages that it touched; a changing CTE that nothing reads counts beside the main query. */
  public long buffers() {
    Set<String> read =
        nodes.stream()
            .map(node -> node.getString("CTE Name"))
            .filter(name -> name != null)
            .collect(Collectors.toSet());
    return buffers(explained.getJsonObject("Plan"))
        + nodes.stream()
            .filter(node -> "ModifyTable".equals(node.getString("Node Type")))
            .filter(node -> node.getString("Subplan Name", "").startsWith("CTE "))
            .filter(node -> !read.contains(node.getString("Subplan Name").substring(4)))
            .mapToLong(QueryPlan::buffers)
            .sum();
  }

  /** How many pairs of rows it compared for nothing. */
  public long unmatched() {
    return nodes.stream()
        .mapToLong(
            node -> node.getLong("Rows Removed by Join Filter", 0L) * node.getLong("Actual Loops"))
        .sum();
  }

  public double millis() {
    return explained.getDouble("Execution Time");
  }

  @Override
  public String toString() {
    return explained.encodePrettily();
  }

  private void collect(JsonObject node) {
    nodes.add(node);
    if (node.containsKey("Plans")) {
      node.getJsonArray("Plans").forEach(child -> collect((JsonObject) child));
    }
  }

  private static long buffers(JsonObject node) {
    return node.getLong("Shared Hit Blocks") + node.getLong("Shared Read Blocks");
  }
}
