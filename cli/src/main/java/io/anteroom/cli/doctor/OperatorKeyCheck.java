package io.anteroom.cli.doctor;

import io.anteroom.cli.service.Settings;
import io.anteroom.client.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the key of the operator is one, and what the replicas say with it. */
record OperatorKeyCheck(Probe probe, URI url, Optional<Settings.Value> key, ClockCheck clocks) {

  private static final String CHECK = "key of the operator";

  List<Finding> findings() {
    if (key.isEmpty()) {
      return List.of(
          Finding.notChecked(
              CHECK, "ANTEROOM_OPERATOR_KEY is not set. So the replicas are not seen."));
    }
    Answer answer = probe.get(url, "/replicas", key.get().text());
    return KeyAnswer.failure(CHECK, key.get(), answer)
        .map(List::of)
        .orElseGet(() -> replicas(answer));
  }

  private List<Finding> replicas(Answer answer) {
    List<JsonObject> replicas = answer.json().objects("replicas");
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(CHECK, "It is known. Its role does not show before it acts."));
    replicas.stream()
        .filter(replica -> replica.bool("self").orElse(false))
        .flatMap(replica -> replica.time("reported_at").stream())
        .findFirst()
        .ifPresent(reported -> findings.add(clocks.ofDatabase(reported, answer)));
    findings.addAll(new ReplicasCheck(replicas).findings());
    return findings;
  }
}
