package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Looks for submits in doubt on the asset list, with controls beside them. Thread-safe. */
@Singleton
public class InDoubtChecks {

  private static final Logger LOG = Logger.getLogger(InDoubtChecks.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  /** With those that are looked for fewer than a page holds, so that a list that works is whole. */
  private static final int MOST_CONTROLS = 50;

  private final RetryingCalls calls;
  private final AssetListCall list;
  private final ControlTaskStore known;
  private final Duration listLag;

  /** Only stores its parts. */
  public InDoubtChecks(
      RetryingCalls calls, AssetListCall list, ControlTaskStore known, ClusterSettings settings) {
    this.calls = calls;
    this.list = list;
    this.known = known;
    this.listLag = settings.poll().listLag();
  }

  /** One call for all of them; again without controls where they may be what is refused. */
  Uni<InDoubtCheck> look(Account account, List<InDoubtTask> tasks) {
    List<String> collections = tasks.stream().map(d -> d.task().collectionId()).distinct().toList();
    return known
        .find(account.name(), collections, MOST_CONTROLS)
        .map(found -> new ListControls(found, listLag))
        .chain(controls -> look(account, tasks, controls))
        .invoke(look -> tellIfNotAsked(account, tasks, look));
  }

  private Uni<InDoubtCheck> look(Account account, List<InDoubtTask> tasks, ListControls controls) {
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
                AssetListCall.isRefused(answer) && tasks.size() == 1 && !controls.isEmpty()
                    ? look(account, tasks, ListControls.NONE)
                    : Uni.createFrom().item(read(answer, tasks, controls)));
  }

  private static InDoubtCheck read(
      UpstreamResponse answer, List<InDoubtTask> tasks, ListControls controls) {
    return new InDoubtCheck(answer, ListedAssets.of(answer), tasks, controls);
  }

  /** What to ask further where this look leaves it open what the list is worth. */
  ListVerification proof(Account account, InDoubtCheck look) {
    return new ListVerification(calls, list, account, look);
  }

  private Uni<UpstreamResponse> ask(Account account, UpstreamCall call) {
    return calls.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, call);
  }

  private static void tellIfNotAsked(Account account, List<InDoubtTask> tasks, InDoubtCheck look) {
    UpstreamResponse answer = look.answer();
    if (!answer.isSuccess() || !AssetListCall.isWhole(answer)) {
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
