package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.cluster.WorkCounts;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.PollTimes;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Searches the asset list for submits in doubt, together with controls ({@link ListControls}).
 * Thread-safe.
 */
@Singleton
public class InDoubtChecks {

  private static final SubjectLog LOG = SubjectLog.of(InDoubtChecks.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  /** Together with the tasks in doubt these fit into one page, so that the response is complete. */
  private static final int MAX_CONTROLS = 50;

  private final RetryingCalls calls;
  private final AssetListCall list;
  private final ControlTaskStore known;
  private final Counter checks;
  private final Duration listLag;

  public InDoubtChecks(
      RetryingCalls calls,
      AssetListCall list,
      ControlTaskStore known,
      PollTimes poll,
      MeterRegistry registry) {
    this.calls = calls;
    this.list = list;
    this.known = known;
    this.checks = registry.counter(WorkCounts.CHECKS); // shows as 0 until there is one
    this.listLag = poll.listLag();
  }

  /**
   * Checks all these tasks with one call. When the upstream rejects the call for one task, the
   * controls may be the reason: then it is repeated without them.
   */
  Uni<InDoubtCheck> check(Account account, List<InDoubtTask> tasks) {
    List<String> collections = tasks.stream().map(d -> d.task().collectionId()).distinct().toList();
    return known
        .find(account.name(), collections, MAX_CONTROLS)
        .map(found -> new ListControls(found, listLag))
        .chain(controls -> check(account, tasks, controls))
        .invoke(check -> checks.increment(tasks.size()))
        .invoke(check -> logIfUnsure(account, tasks, check));
  }

  private Uni<InDoubtCheck> check(Account account, List<InDoubtTask> tasks, ListControls controls) {
    List<String> collections =
        Stream.concat(
                tasks.stream().map(d -> d.task().collectionId()), controls.collections().stream())
            .toList();
    List<String> markers =
        Stream.concat(
                tasks.stream().flatMap(d -> d.task().markers().stream()),
                controls.markers().stream())
            .toList();
    return call(account, list.call(collections, markers))
        .chain(
            answer ->
                AssetListCall.isRefused(answer) && tasks.size() == 1 && !controls.isEmpty()
                    ? check(account, tasks, ListControls.NONE)
                    : Uni.createFrom().item(read(answer, tasks, controls)));
  }

  private static InDoubtCheck read(
      UpstreamResponse answer, List<InDoubtTask> tasks, ListControls controls) {
    return new InDoubtCheck(answer, ListedAssets.of(answer), tasks, controls);
  }

  /** Finds out whether the list can be believed, when this check was inconclusive. */
  ListVerification verification(Account account, InDoubtCheck check) {
    return new ListVerification(calls, list, account, check);
  }

  private Uni<UpstreamResponse> call(Account account, UpstreamCall call) {
    return calls.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, call);
  }

  private static void logIfUnsure(Account account, List<InDoubtTask> tasks, InDoubtCheck check) {
    UpstreamResponse answer = check.answer();
    if (!answer.isSuccess() || !AssetListCall.isWhole(answer)) {
      LOG.warnf(
          LogFields.ofAccount(account.name()),
          "account %s: %d submits are in doubt, and the asset list cannot be read (%s)",
          account.name(),
          tasks.size(),
          answer.words());
    } else if (tasks.stream().anyMatch(t -> check.evidenceFor(t) == ListEvidence.HIDES_OUR_TASKS)) {
      LOG.warnf(
          LogFields.ofAccount(account.name()),
          "account %s: %d submits are in doubt, and the asset list does not show tasks that are"
              + " there",
          account.name(),
          tasks.size());
    }
  }
}
