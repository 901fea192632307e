package io.anteroom.upstream;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.upstream.http.UpstreamCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a poll shows is known at once; that its permit has ended is recorded beside it. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class PollAnswerTest {

  /** Of the account "small"; no other test makes such a call for it. */
  private static final EndpointClass CLASS = EndpointClass.SEARCH_UPLOAD;

  private static final String SLOTS =
      "from quota_slot where account = 'small' and class = '%s'".formatted(CLASS.label());

  @Inject UpstreamClient upstreamClient;
  @Inject AccountDirectory accounts;
  @Inject QuotaLedger quotaLedger;
  @Inject Pool pool;

  @Test
  void theAnswerDoesNotWaitForTheLedger() {
    Account account = accounts.named("small").orElseThrow();
    PermitRequest request = new PermitRequest("small", CLASS, 1, 0, Duration.ofSeconds(15));
    Permit permit = await(quotaLedger.take(request)).get(0);
    SqlConnection lock = await(pool.getConnection());
    await(lock.query("begin; select " + SLOTS + " for update").execute());
    UpstreamCall call = new UpstreamCall.Plain(api -> api.task("none"));
    assertEquals(404, await(upstreamClient.poll(account, permit, call)).status());
    assertEquals(1, granted(), "its slot is locked");
    assertTrue(quotaLedger.isSettling());
    await(lock.query("commit").execute().chain(lock::close));
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> granted() == 0);
  }

  private int granted() {
    String count = "select count(*)::int %s and grant_id is not null".formatted(SLOTS);
    return await(pool.query(count).execute()).iterator().next().getInteger(0);
  }
}
