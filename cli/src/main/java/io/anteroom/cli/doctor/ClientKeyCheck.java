package io.anteroom.cli.doctor;

import io.anteroom.cli.service.Settings;
import io.anteroom.client.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the key of the client is one, and how its account stands. */
record ClientKeyCheck(Probe probe, URI url, Optional<Settings.Value> key) {

  private static final String CHECK = "key of the client";
  private static final String ACCOUNT = "account";

  List<Finding> findings() {
    if (key.isEmpty()) {
      return List.of(Finding.notChecked(CHECK, "ANTEROOM_KEY is not set."));
    }
    Answer answer = probe.get(url, "/quota", key.get().text());
    return KeyAnswer.failure(CHECK, key.get(), answer)
        .map(List::of)
        .orElseGet(() -> account(answer.json()));
  }

  private static List<Finding> account(JsonObject quota) {
    String name = quota.string("account").orElse("?");
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            CHECK,
            "It is known. Account %s, plan %s.".formatted(name, quota.string("plan").orElse("?"))));
    if (quota.bool("paused").orElse(false)) {
      findings.add(
          Finding.warning(
              ACCOUNT,
              "An operator has paused it since " + quota.string("paused_since").orElse("?") + ".",
              "anteroom accounts resume " + name + " lets it go on."));
    }
    for (JsonObject endpointClass : quota.objects("classes")) {
      endpointClass
          .string("paused_until")
          .ifPresent(
              until ->
                  findings.add(
                      Finding.warning(
                          ACCOUNT,
                          "Calls of the class %s wait until %s, by %s."
                              .formatted(
                                  endpointClass.string("class").orElse("?"),
                                  until,
                                  endpointClass.string("paused_by").orElse("?")),
                          "")));
    }
    long doubt = quota.number("in_doubt").map(Number::longValue).orElse(0L);
    if (doubt > 0) {
      findings.add(Finding.warning(ACCOUNT, doubt + " submits are in doubt.", ""));
    }
    return findings;
  }
}
