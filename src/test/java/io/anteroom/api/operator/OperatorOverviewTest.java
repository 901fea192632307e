package io.anteroom.api.operator;

import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestEnvironment;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.PauseNote;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Accounts, their quota, and clients, as an operator sees them. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class OperatorOverviewTest {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String DAVE = "clients.find { it.client == 'dave' }";

  @Inject OperatorPauses pauses;

  @Test
  void theAccountsAreThereByName() {
    read("/accounts")
        .body("accounts.account", contains("default", "small"))
        .body("accounts.plan", contains("enterprise", "free"))
        .body("accounts.find { it.account == 'default' }.paused_since", nullValue());
  }

  @Test
  void theQuotaOfAnyAccountIsThatOfItsClients() {
    read("/accounts/small/quota")
        .body("account", equalTo("small"))
        .body("plan", equalTo("free"))
        .body("classes", hasSize(7))
        .body("classes[0]", not(hasKey("paused_by")));
    of(TestEnvironment.READER)
        .get("/accounts/nobody/quota")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/account-not-found"));
  }

  @Test
  void aClientHasWhatWaitsOfIt() {
    pauses
        .pause("small", new PauseNote("ann", null), Duration.ZERO, ChangeScope.ALONE)
        .subscribe()
        .with(done -> {});
    try {
      Awaitility.await().atMost(SOON).until(() -> pauses.wasPaused("small"));
      jsonOf(TestEnvironment.DAVE, "{\"text\": \"x\", \"collection_id\": \"c\"}")
          .post("/index/text")
          .then()
          .statusCode(200);
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  read("/clients")
                      .body("clients.client", hasItems("alice", "bob", "dave", "frank"))
                      .body(DAVE + ".configured", equalTo(true))
                      .body(DAVE + ".account", equalTo("small"))
                      .body(DAVE + ".weight", equalTo(1f))
                      .body(DAVE + ".max_queued", equalTo(100_000))
                      .body(DAVE + ".queued.text", greaterThanOrEqualTo(1))
                      .body(DAVE + ".oldest_queued_at", notNullValue())
                      .body(DAVE + ".running", notNullValue())
                      .body(DAVE + ".waiting.requests", notNullValue())
                      .body(DAVE + ".callbacks.pending", equalTo(0)));
    } finally {
      pauses.resume("small", ChangeScope.ALONE).await().atMost(SOON);
    }
  }

  @Test
  void aClientThatIsNotConfiguredShowsWhileItHasSomething() {
    try (PostgresFixture postgres = PostgresFixture.ofService()) {
      postgres.sql(
          """
          insert into callback (id, client, type, url, endpoint, step, due_at)
          values ('00000000-0000-7000-8000-00000000abcd', 'gone-client', 'task.done',
                  'https://example.com/', 'https://example.com', 2, now() + interval '1 day')
          """);
      String gone = "clients.find { it.client == 'gone-client' }";
      try {
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    read("/clients")
                        .body(gone + ".configured", equalTo(false))
                        .body(gone, not(hasKey("account")))
                        .body(gone + ".callbacks.pending", equalTo(1))
                        .body(gone + ".callbacks.retried", equalTo(1))
                        .body(gone + ".callbacks.oldest_at", notNullValue()));
      } finally {
        postgres.sql("delete from callback where client = 'gone-client'");
      }
    }
  }

  @Test
  void eachReplicaSaysWhatItDoes() {
    Awaitility.await()
        .untilAsserted(
            () ->
                read("/replicas")
                    .body("replicas.findAll { it.self }.size()", equalTo(1))
                    .body("replicas.find { it.self }.alive", equalTo(true))
                    .body("replicas.find { it.self }.draining", equalTo(false))
                    .body("replicas.find { it.self }.works", equalTo(true))
                    .body("replicas.find { it.self }.version", notNullValue())
                    .body("replicas.find { it.self }.polls", hasItems("default", "small"))
                    .body("replicas.find { it.self }.under_way.submits", notNullValue()));
    of(TestEnvironment.ALICE).get("/replicas").then().statusCode(403);
  }

  private static ValidatableResponse read(String call) {
    return of(TestEnvironment.READER).get(call).then().statusCode(200);
  }
}
