package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.cluster.WorkCounts;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.PollTimes;
import io.anteroom.upstream.RetryLaterException;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListAvailability;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.anteroom.upstream.list.SuspectCollections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

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
  private final SuspectCollections suspects;
  private final AssetListAvailability lists;
  private final Counter checks;
  private final Duration listLag;

  public InDoubtChecks(
      RetryingCalls calls,
      AssetListCall list,
      ControlTaskStore known,
      SuspectCollections suspects,
      AssetListAvailability lists,
      PollTimes poll,
      MeterRegistry registry) {
    this.calls = calls;
    this.list = list;
    this.known = known;
    this.suspects = suspects;
    this.lists = lists;
    this.checks = registry.counter(WorkCounts.CHECKS); // shows as 0 until there is one
    this.listLag = poll.listLag();
  }

  /**
   * The controls of a check for these tasks; none of a collection that the list rejected lately.
   */
  Uni<ListControls> controls(Account account, List<InDoubtTask> tasks) {
    List<String> collections = tasks.stream().map(d -> d.task().collectionId()).distinct().toList();
    return known
        .find(account.name(), collections, MAX_CONTROLS, suspects.lately(account))
        .map(found -> new ListControls(found, listLag));
  }

  /** Checks one task. Where its controls may be the reason of a failure, it is repeated without. */
  Uni<InDoubtCheck> checkAlone(Account account, InDoubtTask doubted) {
    List<InDoubtTask> alone = List.of(doubted);
    return controls(account, alone)
        .chain(controls -> check(account, alone, controls))
        .chain(
            check ->
                AssetListCall.isRejected(check.answer(), check.collections())
                        && !check.controls().isEmpty()
                    ? check(account, alone, ListControls.NONE)
                    : Uni.createFrom().item(check));
  }

  /**
   * Checks all these tasks with one call. The controls alone may be more than a response may have:
   * a call for one task is then repeated without them.
   */
  Uni<InDoubtCheck> check(Account account, List<InDoubtTask> tasks, ListControls controls) {
    List<String> markers =
        Stream.concat(
                tasks.stream().flatMap(d -> d.task().markers().stream()),
                controls.markers().stream())
            .toList();
    List<String> collections = InDoubtCheck.collections(tasks, controls);
    long asked = suspects.begin();
    return call(account, list.call(collections, markers))
        .map(answer -> read(answer, tasks, controls))
        .call(check -> remember(account, check, asked))
        .onFailure(failure -> tasks.size() == 1 && !controls.isEmpty() && isTooLarge(failure))
        .recoverWithUni(() -> check(account, tasks, ListControls.NONE));
  }

  /**
   * Whether a call was made and its response is none, or none that can be read. It may end so each
   * time: a collection may be too large. A call that was not made is worth another try.
   */
  static boolean isUnanswered(Throwable failure) {
    return failure instanceof RetryLaterException later && !later.answer().isRateLimited()
        || failure instanceof UpstreamCallException known && known.maybeSent()
        || failure instanceof TimeoutException;
  }

  private static boolean isTooLarge(Throwable failure) {
    ResponseTooLargeException tooLarge = ResponseTooLargeException.in(failure);
    return tooLarge != null && tooLarge.isAlone();
  }

  private Uni<Void> remember(Account account, InDoubtCheck check, long asked) {
    checks.increment(check.tasks().size());
    logIfUnsure(account, check.tasks(), check);
    if (!AssetListCall.isList(check.answer())) {
      return Uni.createFrom().voidItem();
    }
    suspects.answered(account, check.collections(), asked);
    return lists.works(account);
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
    if (tasks.isEmpty()) {
      return;
    }
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
