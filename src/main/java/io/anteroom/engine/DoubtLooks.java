package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.DoubtedTask;
import io.anteroom.task.KnownTasks;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamCall;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Looks for submits in doubt on the asset list, with controls beside them. Thread-safe. */
@Singleton
public class DoubtLooks {

  private static final Logger LOG = Logger.getLogger(DoubtLooks.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  /** With those that are looked for fewer than a page holds, so that a list that works is whole. */
  private static final int MOST_CONTROLS = 50;

  private final PaidCalls calls;
  private final AssetList list;
  private final KnownTasks known;
  private final Duration listLag;

  /** Only stores its parts. */
  public DoubtLooks(PaidCalls calls, AssetList list, KnownTasks known, EngineSettings settings) {
    this.calls = calls;
    this.list = list;
    this.known = known;
    this.listLag = settings.poll().listLag();
  }

  /** One call for all of them; again without controls where they may be what is refused. */
  Uni<DoubtLook> look(Account account, List<DoubtedTask> tasks) {
    List<String> collections = tasks.stream().map(d -> d.task().collectionId()).distinct().toList();
    return known
        .find(account.name(), collections, MOST_CONTROLS)
        .map(found -> new ListControls(found, listLag))
        .chain(controls -> look(account, tasks, controls))
        .invoke(look -> tellIfNotAsked(account, tasks, look));
  }

  private Uni<DoubtLook> look(Account account, List<DoubtedTask> tasks, ListControls controls) {
    List<String> collections =
        Stream.concat(
                tasks.stream().map(d -> d.task().collectionId()), controls.collections().stream())
            .toList();
    List<String> markers =
        Stream.concat(
                tasks.stream().flatMap(d -> d.task().markers().stream()),
                controls.markers().stream())
            .toList();
    return ask(account, list.call(collections, markers))
        .chain(
            answer ->
                AssetList.isRefused(answer) && tasks.size() == 1 && !controls.isEmpty()
                    ? look(account, tasks, ListControls.NONE)
                    : Uni.createFrom().item(read(answer, tasks, controls)));
  }

  private static DoubtLook read(
      UpstreamAnswer answer, List<DoubtedTask> tasks, ListControls controls) {
    return new DoubtLook(answer, Sightings.of(answer), tasks, controls);
  }

  /** What to ask further where this look leaves it open what the list is worth. */
  ListProof proof(Account account, DoubtLook look) {
    return new ListProof(calls, list, account, look);
  }

  private Uni<UpstreamAnswer> ask(Account account, UpstreamCall call) {
    return calls.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, call);
  }

  private static void tellIfNotAsked(Account account, List<DoubtedTask> tasks, DoubtLook look) {
    UpstreamAnswer answer = look.answer();
    if (!answer.isSuccess() || !AssetList.isWhole(answer)) {
      LOG.warnf(
          "account %s: %d submits are in doubt, and the upstream cannot be asked (%s)",
          account.name(), tasks.size(), answer.words());
    } else if (tasks.stream().anyMatch(t -> look.evidenceFor(t) == ListEvidence.BLIND)) {
      LOG.warnf(
          "account %s: %d submits are in doubt, and the asset list does not show what is there",
          account.name(), tasks.size());
    }
  }
}
