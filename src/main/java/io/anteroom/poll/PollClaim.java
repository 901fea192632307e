package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.http.UpstreamSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Claims permits and tasks for chosen polls, in one short transaction. Thread-safe. */
@Singleton
class PollClaim {

  private final Pool pool;
  private final QuotaLedger ledger;
  private final PollCandidates candidates;
  private final Duration callTimeout;

  PollClaim(Pool pool, QuotaLedger ledger, PollCandidates candidates, UpstreamSettings upstream) {
    this.pool = pool;
    this.ledger = ledger;
    this.candidates = candidates;
    this.callTimeout = Duration.ofMillis(upstream.callTimeoutMs());
  }

  /**
   * A poll that a permit is there for.
   *
   * @param tasks those of it that this replica may poll, at least one
   */
  record PermittedPoll(Permit permit, List<RunningTask> tasks) {}

  /**
   * Claims as many of the chosen polls as there are permits for.
   *
   * @param reserved how many permits to leave to others
   */
  Uni<List<PermittedPoll>> claim(Account account, int reserved, List<Chosen> chosen) {
    PermitRequest request =
        new PermitRequest(
            account.name(), EndpointClass.DEFAULT, chosen.size(), reserved, callTimeout);
    return pool.withTransaction(
        connection ->
            ledger
                .take(connection, request)
                .chain(permits -> claim(connection, permits, chosen.subList(0, permits.size()))));
  }

  private Uni<List<PermittedPoll>> claim(
      SqlConnection connection, List<Permit> permits, List<Chosen> chosen) {
    List<RunningTask> tasks =
        chosen.stream().map(Chosen::tasks).flatMap(Collection::stream).toList();
    return candidates
        .claim(connection, tasks, callTimeout.plusSeconds(1))
        .map(claimed -> pair(permits, chosen, claimed))
        .call(polls -> ledger.giveBack(connection, permits.subList(polls.size(), permits.size())));
  }

  private static List<PermittedPoll> pair(
      List<Permit> permits, List<Chosen> chosen, Set<UUID> claimed) {
    List<PermittedPoll> polls = new ArrayList<>();
    for (Chosen poll : chosen) {
      List<RunningTask> own = poll.tasks().stream().filter(t -> claimed.contains(t.id())).toList();
      if (!own.isEmpty()) {
        polls.add(new PermittedPoll(permits.get(polls.size()), own));
      }
    }
    return polls;
  }
}
