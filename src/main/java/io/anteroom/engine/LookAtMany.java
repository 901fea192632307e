package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Pauses;
import io.anteroom.quota.Permit;
import io.anteroom.task.Look;
import io.anteroom.task.Running;
import io.anteroom.upstream.Upstream;
import io.anteroom.upstream.UpstreamAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Looks at many tasks with one permit, by the upstream's asset list. Thread-safe. */
@Singleton
public class LookAtMany {

  private static final Logger LOG = Logger.getLogger(LookAtMany.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration TRY_LIST_AGAIN = Duration.ofMinutes(10);

  private final Upstream upstream;
  private final AssetList list;
  private final Pauses pauses;
  private final LookRecords records;
  private final LookReader reader;
  private final AccountGate gate;
  private final Doubles doubles;
  private final Map<String, Long> withoutList = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public LookAtMany(
      Upstream upstream,
      AssetList list,
      Pauses pauses,
      LookRecords records,
      LookReader reader,
      AccountGate gate,
      Doubles doubles) {
    this.upstream = upstream;
    this.list = list;
    this.pauses = pauses;
    this.records = records;
    this.reader = reader;
    this.gate = gate;
    this.doubles = doubles;
  }

  /** Whether the upstream of this account has the list, as far as is known. */
  boolean isAvailable(Account account) {
    Long since = withoutList.get(account.name());
    return since == null || System.nanoTime() - since > TRY_LIST_AGAIN.toNanos();
  }

  /** Looks, and records what was seen. */
  Uni<Void> look(Account account, Permit permit, List<Running> tasks) {
    long start = System.nanoTime();
    List<String> collections = tasks.stream().map(Running::collectionId).toList();
    List<String> markers = tasks.stream().flatMap(task -> task.markers().stream()).toList();
    return upstream
        .send(account, permit, list.call(collections, markers))
        .chain(answer -> read(account, tasks, answer))
        .onFailure()
        .recoverWithItem(failure -> unknown(tasks))
        .chain(seen -> records.record(tasks, seen, start));
  }

  private Uni<List<Look>> read(Account account, List<Running> tasks, UpstreamAnswer answer) {
    if (AssetList.isList(answer)) {
      withoutList.remove(account.name());
      Sightings seen = Sightings.of(answer);
      tasks.forEach(task -> doubles.remove(account, task, seen.doubles(task)));
      return Uni.createFrom().item(tasks.stream().map(task -> look(task, seen)).toList());
    }
    if (answer.isRateLimited()) {
      return pauses
          .pause(account.name(), EndpointClass.DEFAULT, answer.retryAfter())
          .replaceWith(unknown(tasks));
    }
    if (answer.isUnauthorized()) {
      return gate.probe(account).replaceWith(unknown(tasks));
    }
    if (AssetList.isRefused(answer)) {
      LOG.warnf(
          "account %s: the asset list does not take these %d tasks (%s), they are polled alone",
          account.name(), tasks.size(), answer.words());
      return Uni.createFrom().item(tasks.stream().map(reader::alone).toList());
    }
    if (AssetList.isMissing(answer)) {
      LOG.warnf("account %s: no asset list (%s), polls one by one", account.name(), answer.words());
      withoutList.put(account.name(), System.nanoTime());
      return Uni.createFrom().item(tasks.stream().map(reader::alone).toList());
    }
    return Uni.createFrom().item(unknown(tasks));
  }

  private Look look(Running task, Sightings seen) {
    return seen.of(task).map(s -> reader.seen(task, s)).orElseGet(() -> reader.missing(task));
  }

  private List<Look> unknown(List<Running> tasks) {
    return tasks.stream().map(t -> reader.unknown(t, AFTER_FAILURE)).toList();
  }
}
