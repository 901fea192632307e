package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.FailureLog;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.RateLimitBackoff;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.DuplicateAssets;
import io.anteroom.upstream.UpstreamClient;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListAvailability;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.anteroom.upstream.list.ListedAssets.Followed;
import io.anteroom.upstream.list.MissingCollections;
import io.anteroom.upstream.list.SuspectCollections;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Polls many tasks with one permit, by the upstream's asset list. Thread-safe. */
@Singleton
public class PollByList {

  private static final SubjectLog LOG = SubjectLog.of(PollByList.class);

  private final UpstreamClient upstreamClient;
  private final AssetListCall list;
  private final RateLimitBackoff rateLimitBackoff;
  private final PollRecorder records;
  private final PollReader reader;
  private final AccountAvailability gate;
  private final DuplicateAssets duplicateAssets;
  private final AssetListAvailability lists;
  private final ListPageSize pages;
  private final SuspectCollections suspects;
  private final MissingCollections missingCollections;

  public PollByList(
      UpstreamClient upstreamClient,
      AssetListCall list,
      RateLimitBackoff rateLimitBackoff,
      PollRecorder records,
      PollReader reader,
      AccountAvailability gate,
      DuplicateAssets duplicateAssets,
      AssetListAvailability lists,
      ListPageSize pages,
      SuspectCollections suspects,
      MissingCollections missingCollections) {
    this.upstreamClient = upstreamClient;
    this.list = list;
    this.rateLimitBackoff = rateLimitBackoff;
    this.records = records;
    this.reader = reader;
    this.gate = gate;
    this.duplicateAssets = duplicateAssets;
    this.lists = lists;
    this.pages = pages;
    this.suspects = suspects;
    this.missingCollections = missingCollections;
  }

  /** Polls as many tasks as one response may show and records the results; the others come next. */
  Uni<Void> poll(Account account, Permit permit, List<RunningTask> all) {
    List<RunningTask> inOrder =
        missingCollections.unsureLast(account, all, RunningTask::collectionId);
    List<RunningTask> page =
        pages.fitting(account, suspects.together(account, inOrder, RunningTask::collectionId));
    List<RunningTask> later = without(page, all);
    Uni<Void> polled = pollPage(account, permit, page);
    return later.isEmpty()
        ? polled
        : Uni.join().all(polled, postpone(later)).andCollectFailures().replaceWithVoid();
  }

  /** By their ids: to compare each with each, in all that is known of them, takes long. */
  private static List<RunningTask> without(List<RunningTask> page, List<RunningTask> all) {
    if (page.size() == all.size()) {
      return List.of();
    }
    Set<UUID> asked = page.stream().map(RunningTask::id).collect(Collectors.toSet());
    return all.stream().filter(task -> !asked.contains(task.id())).toList();
  }

  /** A task as the asset list is searched for it. */
  static Followed followed(RunningTask task) {
    return new Followed(task.markers(), task.marker(), task.upstreamTaskId());
  }

  private Uni<Void> postpone(List<RunningTask> tasks) {
    return records.record(tasks, tasks.stream().map(this::next).toList(), records.begin());
  }

  private PollResult next(RunningTask task) {
    return reader.unlisted(task);
  }

  private Uni<Void> pollPage(Account account, Permit permit, List<RunningTask> tasks) {
    long start = records.begin();
    long asked = missingCollections.begin();
    List<String> collections = collections(tasks);
    List<String> markers = tasks.stream().flatMap(task -> task.markers().stream()).toList();
    return upstreamClient
        .poll(account, permit, list.call(collections, markers))
        .chain(answer -> read(account, tasks, answer, asked))
        .onFailure()
        .invoke(failure -> FailureLog.log(LOG.plain(), "polling many tasks", failure))
        .onFailure()
        .recoverWithItem(failure -> unanswered(account, tasks, failure))
        .chain(seen -> records.record(tasks, seen, start));
  }

  /** Tasks whose response was too large are polled in smaller pages, or alone. */
  private List<PollResult> unanswered(Account account, List<RunningTask> tasks, Throwable failure) {
    ResponseTooLargeException tooLarge = ResponseTooLargeException.in(failure);
    if (tooLarge == null || !tooLarge.isAlone()) {
      return reader.unknown(tasks);
    }
    LOG.debugf(
        LogFields.ofAccount(account.name()),
        "account %s: the list of %d tasks is too large",
        account.name(),
        tasks.size());
    pages.tooLarge(account, tasks);
    return tasks.stream().map(tasks.size() == 1 ? reader::alone : this::next).toList();
  }

  private Uni<List<PollResult>> read(
      Account account, List<RunningTask> tasks, UpstreamResponse answer, long asked) {
    if (AssetListCall.isList(answer)) {
      pages.read(account, answer);
      suspects.answered(account, collections(tasks), asked);
      return shown(account, tasks, ListedAssets.of(answer));
    }
    if (answer.isRateLimited()) {
      return rateLimitBackoff
          .pause(account.name(), EndpointClass.DEFAULT, answer.retryAfter())
          .replaceWith(tasks.stream().map(reader::unasked).toList());
    }
    if (answer.isUnauthorized()) {
      return gate.probe(account).map(open -> reader.unknown(tasks));
    }
    if (AssetListCall.isRejected(answer, collections(tasks))) {
      return Uni.createFrom().item(rejected(account, tasks, answer));
    }
    return AssetListCall.isMissing(answer)
        ? notFound(account, tasks, answer, asked)
        : Uni.createFrom().item(reader.unknown(tasks));
  }

  /** A list that is missing is not asked for a while; one that lacks a collection is. */
  private Uni<List<PollResult>> notFound(
      Account account, List<RunningTask> tasks, UpstreamResponse answer, long asked) {
    return switch (missingCollections.of(account, tasks.get(0).collectionId(), answer, asked)) {
      case COLLECTION -> Uni.createFrom().item(rejected(account, tasks, answer));
      case UNSURE -> Uni.createFrom().item(tasks.stream().map(this::next).toList());
      case LIST ->
          lists
              .isSurelyMissing(account, answer.words())
              .map(sure -> tasks.stream().map(reader::unlisted).toList());
    };
  }

  /** Only the tasks of a collection that is rejected in a call of its own are polled alone. */
  private List<PollResult> rejected(
      Account account, List<RunningTask> tasks, UpstreamResponse answer) {
    boolean maySplit = suspects.rejected(account, collections(tasks));
    LOG.warnf(
        LogFields.ofAccount(account.name()),
        "account %s: the asset list rejects these %d tasks (%s), they are polled %s",
        account.name(),
        tasks.size(),
        answer.words(),
        maySplit ? "by collection" : "one by one");
    return tasks.stream().map(maySplit ? this::next : reader::alone).toList();
  }

  private static List<String> collections(List<RunningTask> tasks) {
    return tasks.stream().map(RunningTask::collectionId).toList();
  }

  private Uni<List<PollResult>> shown(Account account, List<RunningTask> tasks, ListedAssets seen) {
    if (tasks.size() > 1
        && tasks.stream().noneMatch(task -> seen.find(followed(task)).isPresent())) {
      if (!tasks.stream().allMatch(reader::mayLag)) {
        lists.showsNothing(account, tasks.size());
      }
      return Uni.createFrom().item(tasks.stream().map(reader::hidden).toList());
    }
    tasks.forEach(
        task -> duplicateAssets.remove(account, task.id(), seen.duplicates(followed(task))));
    return lists.works(account).map(done -> tasks.stream().map(t -> result(t, seen)).toList());
  }

  private PollResult result(RunningTask task, ListedAssets seen) {
    PollResult pollResult =
        seen.find(followed(task))
            .map(s -> reader.seen(task, s))
            .orElseGet(() -> reader.missing(task));
    return pages.isBetterAlone(task) ? pollResult.alone() : pollResult;
  }
}
