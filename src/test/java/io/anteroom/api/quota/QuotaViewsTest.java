package io.anteroom.api.quota;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.ManualTicker;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaReport;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskBacklog;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many readers of {@code GET /quota}. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class QuotaViewsTest {

  @Inject AccountDirectory accounts;
  @Inject TaskBacklog taskBacklog;
  @Inject QuotaReport report;
  @Inject PlanLimits plans;
  @Inject OperatorPauses pauses;

  @Test
  void whoAsksWithinTheAgeOfASnapshotSharesOneRead() {
    ManualTicker ticker = new ManualTicker();
    QuotaSettings settings = TestSettings.of(QuotaSettings.class);
    QuotaViews views =
        new QuotaViews(accounts, taskBacklog, report, plans, settings, pauses, ticker);
    Account account = accounts.named("default").orElseThrow();
    List<QuotaView> all =
        await(
            Uni.join()
                .all(Stream.generate(() -> views.of(account)).limit(50).toList())
                .andFailFast());
    assertEquals(1, all.stream().map(System::identityHashCode).distinct().count());
    ticker.pass(Duration.ofMillis(249));
    assertSame(all.get(0), await(views.of(account)));
    ticker.pass(Duration.ofMillis(1));
    assertNotSame(all.get(0), await(views.of(account)));
  }
}
