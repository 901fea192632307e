package io.anteroom.cli.doctor;

import io.anteroom.cli.Version;
import io.anteroom.client.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the replicas say of themselves.
 *
 * @param replicas as {@code GET /replicas} shows them
 */
record ReplicasCheck(List<JsonObject> replicas) {

  private static final String CHECK = "replicas";
  private static final String VERSIONS = "versions";

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(work());
    findings.add(versions());
    alive().forEach(replica -> findings.addAll(troubles(replica)));
    return findings;
  }

  private Stream<JsonObject> alive() {
    return replicas.stream().filter(replica -> replica.bool("alive").orElse(false));
  }

  private Finding work() {
    long alive = alive().count();
    long dead = replicas.size() - alive;
    String words = alive + " alive" + (dead == 0 ? "." : ", " + dead + " dead or gone.");
    if (alive().noneMatch(replica -> replica.bool("works").orElse(true))) {
      return Finding.failed(
          CHECK, words + " None of them submits and polls.", "See anteroom.cluster.work.");
    }
    return dead == 0
        ? Finding.ok(CHECK, words)
        : Finding.warning(CHECK, words, "After an update that is so for some minutes.");
  }

  private Finding versions() {
    Set<String> versions =
        alive()
            .flatMap(replica -> replica.string("version").stream())
            .collect(Collectors.toCollection(TreeSet::new));
    String words = "Replicas: " + String.join(", ", versions) + "; here: " + Version.OWN + ".";
    if (versions.size() > 1) {
      return Finding.warning(VERSIONS, words, "Is an update under way?");
    }
    return versions.isEmpty() || versions.contains(Version.OWN)
        ? Finding.ok(VERSIONS, words)
        : Finding.warning(VERSIONS, words, "Take the command line of that version.");
  }

  private static List<Finding> troubles(JsonObject replica) {
    String name = replica.string("host").or(() -> replica.string("id")).orElse("?");
    List<Finding> findings = new ArrayList<>();
    for (JsonObject refused : replica.objects("refused")) {
      findings.add(
          Finding.failed(
              "upstream",
              "It refuses the key of the account %s.".formatted(word(refused, "account")),
              "Set a valid key, and restart."));
    }
    for (JsonObject breaker : replica.objects("breakers")) {
      findings.add(
          Finding.warning(
              "upstream",
              "%s: the circuit breaker of %s, class %s, is open until %s."
                  .formatted(
                      name,
                      word(breaker, "account"),
                      word(breaker, "class"),
                      word(breaker, "until")),
              "Look at the upstream."));
    }
    replica
        .string("spool")
        .ifPresent(
            why ->
                findings.add(
                    Finding.failed("spool", name + " cannot use it: " + why, "Mount it.")));
    return findings;
  }

  private static String word(JsonObject object, String name) {
    return object.string(name).orElse("?");
  }
}
