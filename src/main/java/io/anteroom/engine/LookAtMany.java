package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.loop.UnexpectedFailure;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Pauses;
import io.anteroom.quota.Permit;
import io.anteroom.task.Look;
import io.anteroom.task.Running;
import io.anteroom.upstream.AnswerTooLargeException;
import io.anteroom.upstream.Upstream;
import io.anteroom.upstream.UpstreamAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Looks at many tasks with one permit, by the upstream's asset list. Thread-safe. */
@Singleton
public class LookAtMany {

  private static final Logger LOG = Logger.getLogger(LookAtMany.class);

  private final Upstream upstream;
  private final AssetList list;
  private final Pauses pauses;
  private final LookRecords records;
  private final LookReader reader;
  private final AccountGate gate;
  private final Doubles doubles;
  private final ListAvailability lists;
  private final ListPages pages;

  /** Only stores its parts. */
  public LookAtMany(
      Upstream upstream,
      AssetList list,
      Pauses pauses,
      LookRecords records,
      LookReader reader,
      AccountGate gate,
      Doubles doubles,
      ListAvailability lists,
      ListPages pages) {
    this.upstream = upstream;
    this.list = list;
    this.pauses = pauses;
    this.records = records;
    this.reader = reader;
    this.gate = gate;
    this.doubles = doubles;
    this.lists = lists;
    this.pages = pages;
  }

  /** Looks at as many as one answer may show, and records what was seen; the others are next. */
  Uni<Void> look(Account account, Permit permit, List<Running> all) {
    List<Running> page = pages.fitting(account, all);
    List<Running> later = all.stream().filter(task -> !page.contains(task)).toList();
    Uni<Void> seen = lookAt(account, permit, page);
    return later.isEmpty()
        ? seen
        : Uni.join().all(seen, putOff(later)).andCollectFailures().replaceWithVoid();
  }

  private Uni<Void> putOff(List<Running> tasks) {
    return records.record(tasks, tasks.stream().map(this::next).toList(), System.nanoTime());
  }

  private Look next(Running task) {
    return reader.unlisted(task);
  }

  private Uni<Void> lookAt(Account account, Permit permit, List<Running> tasks) {
    long start = System.nanoTime();
    List<String> collections = tasks.stream().map(Running::collectionId).toList();
    List<String> markers = tasks.stream().flatMap(task -> task.markers().stream()).toList();
    return upstream
        .send(account, permit, list.call(collections, markers))
        .chain(answer -> read(account, tasks, answer))
        .onFailure()
        .invoke(failure -> UnexpectedFailure.log(LOG, "a look at many tasks", failure))
        .onFailure()
        .recoverWithItem(failure -> unanswered(account, tasks, failure))
        .chain(seen -> records.record(tasks, seen, start));
  }

  /** What was too much to be read is asked for in smaller pages, or alone. */
  private List<Look> unanswered(Account account, List<Running> tasks, Throwable failure) {
    AnswerTooLargeException tooLarge = AnswerTooLargeException.in(failure);
    if (tooLarge == null || !tooLarge.isAlone()) {
      return reader.unknown(tasks);
    }
    LOG.debugf("account %s: the list of %d tasks is too large", account.name(), tasks.size());
    pages.tooLarge(account, tasks);
    return tasks.stream().map(tasks.size() == 1 ? reader::alone : this::next).toList();
  }

  private Uni<List<Look>> read(Account account, List<Running> tasks, UpstreamAnswer answer) {
    if (AssetList.isList(answer)) {
      pages.read(account, answer);
      return shown(account, tasks, Sightings.of(answer));
    }
    if (answer.isRateLimited()) {
      return pauses
          .pause(account.name(), EndpointClass.DEFAULT, answer.retryAfter())
          .replaceWith(tasks.stream().map(reader::unasked).toList());
    }
    if (answer.isUnauthorized()) {
      return gate.probe(account).map(open -> reader.unknown(tasks));
    }
    if (AssetList.isRefused(answer)) {
      LOG.warnf(
          "account %s: the asset list does not take these %d tasks (%s), they are polled alone",
          account.name(), tasks.size(), answer.words());
      return Uni.createFrom().item(tasks.stream().map(reader::alone).toList());
    }
    if (AssetList.isMissing(answer)) {
      return lists
          .isSurelyMissing(account, answer.words())
          .map(sure -> tasks.stream().map(reader::unlisted).toList());
    }
    return Uni.createFrom().item(reader.unknown(tasks));
  }

  private Uni<List<Look>> shown(Account account, List<Running> tasks, Sightings seen) {
    if (tasks.size() > 1 && tasks.stream().noneMatch(task -> seen.of(task).isPresent())) {
      if (!tasks.stream().allMatch(reader::mayLag)) {
        lists.showsNothing(account, tasks.size());
      }
      return Uni.createFrom().item(tasks.stream().map(reader::hidden).toList());
    }
    tasks.forEach(task -> doubles.remove(account, task.id(), seen.doubles(task)));
    return lists.works(account).map(done -> tasks.stream().map(t -> look(t, seen)).toList());
  }

  private Look look(Running task, Sightings seen) {
    Look look = seen.of(task).map(s -> reader.seen(task, s)).orElseGet(() -> reader.missing(task));
    return pages.isBetterAlone(task) ? look.alone() : look;
  }
}
