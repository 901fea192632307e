package io.anteroom.cli.doctor;

import io.anteroom.client.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a replica says of its own health: database, Redis, upstream accounts, spool.
 *
 * @param management where {@code /q/health} is, if it is known
 */
record HealthCheck(Probe probe, Optional<URI> management) {

  private static final String CHECK = "health";

  List<Finding> findings() {
    if (management.isEmpty()) {
      return List.of(
          Finding.notChecked(
              CHECK,
              "Give --management http://HOST:9000 to see database, Redis and spool as a replica"
                  + " sees them."));
    }
    Map<String, JsonObject> checks = new LinkedHashMap<>();
    for (String path : List.of("/q/health", "/q/health/well")) {
      Answer answer = probe.get(management.get(), path);
      if (answer.missing() != null) {
        return List.of(Finding.failed(CHECK, answer.missing(), "Is this the port of health?"));
      }
      if (answer.json().string("status").isEmpty()) {
        return List.of(
            Finding.failed(
                CHECK,
                "No health of Anteroom: " + answer.description() + ".",
                "Is this the port of health?"));
      }
      answer
          .json()
          .objects("checks")
          .forEach(check -> checks.put(check.string("name").orElse("?"), check));
    }
    List<Finding> findings = new ArrayList<>();
    checks.forEach((name, check) -> findings.add(finding(name, check)));
    return findings;
  }

  private static Finding finding(String name, JsonObject check) {
    boolean up = check.string("status").orElse("").equals("UP");
    JsonObject data = check.object("data").orElse(JsonObject.empty());
    return switch (name) {
      case "takes requests" -> requests(up, data);
      case "hints between replicas" -> hints(data);
      case "upstream accounts" ->
          up
              ? Finding.ok("upstream", "Accounts: " + words(data) + ".")
              : Finding.failed(
                  "upstream",
                  "It refuses a key: " + words(data) + ".",
                  "Set a valid key, and restart.");
      case "hears of the database" -> {
        String words = "PostgreSQL was heard %d ms ago.".formatted(number(data, "silent_ms"));
        yield up ? Finding.ok(name, words) : Finding.failed(name, words, "See its log.");
      }
      default ->
          up
              ? Finding.ok(name, data.fields().isEmpty() ? "It is up." : words(data) + ".")
              : Finding.failed(
                  name, data.fields().isEmpty() ? "It is down." : words(data) + ".", "");
    };
  }

  /** Names and values, for people. */
  private static String words(JsonObject data) {
    return data.fields().entrySet().stream()
        .map(field -> field.getKey().replace('_', ' ') + ": " + field.getValue())
        .collect(Collectors.joining(", "));
  }

  private static long number(JsonObject data, String name) {
    return data.number(name).map(Number::longValue).orElse(0L);
  }

  private static Finding requests(boolean up, JsonObject data) {
    long silence = number(data, "database_silent_ms");
    String state = data.string("state").orElse("?");
    String check = "database and schema";
    if (up) {
      return Finding.ok(
          check,
          "The replica is %s. PostgreSQL was heard %d ms ago. With another schema it would not run."
              .formatted(state, silence));
    }
    return Finding.failed(
        check,
        "The replica is %s. PostgreSQL was heard %d ms ago.".formatted(state, silence),
        "Its log says what it waits for. See docs/operations.md.");
  }

  private static Finding hints(JsonObject data) {
    String state = data.string("state").orElse("?");
    return state.equals("connected")
        ? Finding.ok("Redis", "Connected.")
        : Finding.warning(
            "Redis",
            "It is "
                + state
                + ". Everything works, but replicas hear of each other up to 1 s later.",
            "See REDIS_URL.");
  }
}
