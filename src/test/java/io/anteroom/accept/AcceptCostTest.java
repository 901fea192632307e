package io.anteroom.accept;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IdleReplica;
import io.anteroom.PostgresFixture;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The statements that PostgreSQL runs for one accept at rest, by pg_stat_statements. The replica
 * does not submit; its ticks run a few statements a second, far fewer than there are accepts.
 */
@QuarkusTest
@TestProfile(IdleReplica.class)
@QuarkusTestResource(TestEnvironment.class)
class AcceptCostTest {

  private static final int ACCEPTS = 40;
  private static final String TEXT = "{\"text\": \"t\", \"collection_id\": \"c\"}";

  /** A statement, and how often it ran. */
  private record Ran(String statement, long calls) {}

  @Inject Pool pool;

  @BeforeEach
  void countStatements() {
    sql("create extension if not exists pg_stat_statements");
  }

  @Test
  void anAcceptInTheShapeOfTheUpstreamIsOneStatement() {
    assertOneStatement(200, () -> json(TEXT).post("/index/text"));
  }

  @Test
  void anAcceptThatNobodyWaitsForIsOneStatement() {
    assertOneStatement(
        202, () -> json(TEXT).header("Prefer", "respond-async").post("/index-and-wait"));
  }

  @Test
  void anAcceptWithAnIdempotencyKeyIsOneStatement() {
    assertOneStatement(
        200,
        () ->
            json(TEXT).header("Idempotency-Key", UUID.randomUUID().toString()).post("/index/text"));
  }

  @Test
  void anUploadIsOneStatement() {
    assertOneStatement(
        200,
        () ->
            alice()
                .multiPart("file", "a.txt", "content".getBytes(), "text/plain")
                .multiPart("collection_id", "c")
                .post("/index/upload"));
  }

  @Test
  void aBatchIsOneStatement() {
    assertOneStatement(
        202, () -> json("{\"items\": [%s, %s]}".formatted(TEXT, TEXT)).post("/index/batch"));
  }

  @Test
  void aBatchWithAnIdempotencyKeyIsOneStatement() {
    assertOneStatement(
        202,
        () ->
            json("{\"items\": [%s, %s]}".formatted(TEXT, TEXT))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .post("/index/batch"));
  }

  private void assertOneStatement(int status, Supplier<Response> accept) {
    for (int i = 0; i < 3; i++) {
      assertEquals(status, accept.get().statusCode());
    }
    sql("select pg_stat_statements_reset()");
    for (int i = 0; i < ACCEPTS; i++) {
      assertEquals(status, accept.get().statusCode());
    }
    List<Ran> ran = forEachAccept();
    assertEquals(1, ran.size(), ran.toString());
    assertEquals(ACCEPTS, ran.get(0).calls());
    assertTrue(ran.get(0).statement().contains("insert into task ("), ran.get(0).statement());
  }

  private List<Ran> forEachAccept() {
    List<Ran> ran = new ArrayList<>();
    sql("""
            select query, calls from pg_stat_statements s
            join pg_database d on d.oid = s.dbid and d.datname = current_database()
            where calls >= %d
            """
            .formatted(ACCEPTS))
        .forEach(row -> ran.add(new Ran(row.getString("query"), row.getLong("calls"))));
    return ran;
  }

  private Iterable<Row> sql(String statement) {
    return PostgresFixture.await(pool.query(statement).execute());
  }
}
