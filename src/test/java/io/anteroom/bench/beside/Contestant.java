package io.anteroom.bench.beside;

import io.anteroom.TestEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A service with the face of Anteroom.
 *
 * @param name as it is printed
 * @param redis how Redis keeps what this service writes
 * @param readyPath what answers 200 when the service is ready
 * @param launch makes its command and variables
 */
record Contestant(
    String name, BenchStores.RedisFile redis, String readyPath, LaunchFactory launch) {

  /**
   * Where a service listens, and what it works with.
   *
   * @param database URL without a user
   */
  record Place(
      int port,
      int managementPort,
      String upstream,
      String database,
      BenchStores stores,
      RunSettings settings) {}

  /** A command with its variables. */
  record Launch(List<String> command, Map<String, String> variables) {}

  /** Makes the command of a service at a place. */
  @FunctionalInterface
  interface LaunchFactory {
    Launch at(Place place);
  }

  /**
   * Anteroom.
   *
   * @param program the command, with its arguments
   * @param variables of the environment, beside those that all have
   */
  static Contestant anteroom(String name, List<String> program, Map<String, String> variables) {
    return new Contestant(
        name,
        BenchStores.RedisFile.NONE,
        "/tasks?page_size=1",
        place -> {
          List<String> command = new ArrayList<>(program);
          command.addAll(1, limits(place.settings()));
          Map<String, String> all = anteroomVariables(place);
          all.putAll(variables);
          return new Launch(command, all);
        });
  }

  private static List<String> limits(RunSettings settings) {
    return settings.submits() == 0
        ? List.of()
        : List.of(
            "-Danteroom.quota.limits.pro.\"index.text\"=" + settings.submits(),
            "-Danteroom.quota.limits.pro.\"default\"=" + settings.polls());
  }

  private static Map<String, String> anteroomVariables(Place place) {
    RunSettings settings = place.settings();
    Map<String, String> variables = new HashMap<>();
    variables.put("QUARKUS_HTTP_PORT", Integer.toString(place.port()));
    variables.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(place.managementPort()));
    variables.put("DATABASE_URL", place.database());
    variables.put("DATABASE_USER", place.stores().databaseUser());
    variables.put("REDIS_URL", place.stores().redisUrl());
    variables.put("MIXPEEK_BASE_URL", place.upstream());
    variables.put("MIXPEEK_API_KEY", "sandbox-enterprise-key");
    variables.put("MIXPEEK_PLAN", settings.submits() == 0 ? "enterprise" : "pro");
    variables.put("ANTEROOM_API_KEYS", "alice:" + TestEnvironment.ALICE);
    variables.put("ANTEROOM_SPOOL", place.stores().folder().resolve("spool").toString());
    if (settings.submits() != 0) {
      variables.put("ANTEROOM_QUOTA_WINDOW", settings.window().toMillis() + "ms");
      variables.put("ANTEROOM_CLUSTER_LEASE", settings.lease().toMillis() + "ms");
      variables.put("ANTEROOM_IN_DOUBT_GRACE", settings.lease().toMillis() + "ms");
      variables.put("ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms");
      variables.put("ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000");
      variables.put("ANTEROOM_QUOTA_USE_BY", "1s");
    }
    return variables;
  }

  /** A service of {@code bench/peers}. */
  static Contestant peer(String name, BenchStores.RedisFile redis, List<String> program) {
    return new Contestant(
        name,
        redis,
        "/health",
        place -> {
          List<String> command = new ArrayList<>(program);
          RunSettings settings = place.settings();
          String user = place.stores().databaseUser();
          command.add("--port=" + place.port());
          command.add("--upstream=" + place.upstream());
          command.add("--database=" + place.database().replace("//", "//" + user + "@"));
          command.add("--redis=" + place.stores().redisUrl());
          command.add("--submits=" + RunSettings.orNeverReached(settings.submits()));
          command.add("--polls=" + RunSettings.orNeverReached(settings.polls()));
          command.add("--window-ms=" + settings.window().toMillis());
          command.add("--lease-ms=" + settings.lease().toMillis());
          command.add("--poll-ms=1000");
          return new Launch(command, Map.of());
        });
  }
}
