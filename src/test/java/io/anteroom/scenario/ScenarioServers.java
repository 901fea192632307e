package io.anteroom.scenario;

import io.anteroom.SandboxControl;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;

/**
 * The servers of a scenario: a database of its own in a PostgreSQL with durable commits, Redis, and
 * the stand-in upstream. All scenarios of the JVM share them, except those that make them fail.
 */
final class ScenarioServers implements AutoCloseable {

  /** Without this the embedded PostgreSQL loses the last commits in a crash. */
  private static final Map<String, String> DURABLE =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "track_commit_timestamp", "on");

  private static final AtomicInteger DATABASES = new AtomicInteger();

  static {
    // Ten seconds are too few on a machine with other work: a replica's sweeps may come that late.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    // More often would take from the replicas what they need.
    Awaitility.setDefaultPollInterval(Duration.ofMillis(100));
    Awaitility.setDefaultPollDelay(Duration.ofMillis(100));
  }

  private static final class Shared {
    private static final EmbeddedServers SERVERS = durable();

    /** A start beside a schema that is up to date is shorter, and only few scenarios migrate. */
    private static final String MIGRATED = "migrated";

    static {
      try (ScenarioServers own =
          new ScenarioServers(SERVERS, false, EMPTY, SandboxSettings.instant(), "pro")) {
        AnteroomProcess.makeClassArchive(own.environment());
        own.admin("create database " + MIGRATED);
        Flyway.configure()
            .dataSource(own.jdbcUrl(own.url(MIGRATED)), SERVERS.databaseUser(), "")
            .load()
            .migrate();
      }
    }
  }

  /** The template of a database without our schema. */
  private static final String EMPTY = "template1";

  private final EmbeddedServers servers;
  private final boolean alone;
  private final String database = "scenario_" + DATABASES.incrementAndGet();
  private final SandboxUpstream upstream;
  private final Map<String, String> environment = new HashMap<>();

  ScenarioServers(SandboxSettings settings, String plan) {
    this(Shared.SERVERS, false, Shared.MIGRATED, settings, plan);
  }

  private ScenarioServers(
      EmbeddedServers servers,
      boolean alone,
      String template,
      SandboxSettings settings,
      String plan) {
    this.servers = servers;
    this.alone = alone;
    admin("create database " + database + " template " + template);
    upstream = SandboxUpstream.start(settings);
    environment.put("DATABASE_URL", url(database));
    environment.put("DATABASE_USER", servers.databaseUser());
    environment.put("REDIS_URL", servers.redisUrl());
    environment.put("MIXPEEK_BASE_URL", upstream.baseUrl());
    environment.put("MIXPEEK_API_KEY", "sandbox-" + plan + "-key");
    environment.put("MIXPEEK_PLAN", plan);
    environment.put("ANTEROOM_API_KEYS", "alice:" + TestEnvironment.ALICE);
    environment.put("ANTEROOM_SPOOL", servers.folder().resolve("spool-" + database).toString());
  }

  /** With a database in which nothing was ever migrated. */
  static ScenarioServers unmigrated(SandboxSettings settings, String plan) {
    return new ScenarioServers(Shared.SERVERS, false, EMPTY, settings, plan);
  }

  /** With servers of its own, so that they can fail; nothing was ever migrated there. */
  static ScenarioServers alone(SandboxSettings settings, String plan) {
    return new ScenarioServers(durable(), true, EMPTY, settings, plan);
  }

  /** The same on servers that fail for several scenarios, and that the caller closes. */
  static ScenarioServers on(EmbeddedServers servers, SandboxSettings settings, String plan) {
    return new ScenarioServers(servers, false, EMPTY, settings, plan);
  }

  /** Servers with durable commits. */
  static EmbeddedServers durable() {
    return durable(Map.of());
  }

  /** The same with these settings of PostgreSQL too. */
  static EmbeddedServers durable(Map<String, String> postgresSettings) {
    Map<String, String> all = new HashMap<>(DURABLE);
    all.putAll(postgresSettings);
    return EmbeddedServers.start(all);
  }

  /** The environment of a replica, with these variables set too. */
  Map<String, String> environment(String... keysAndValues) {
    Map<String, String> all = new HashMap<>(environment);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      all.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return all;
  }

  EmbeddedServers servers() {
    return servers;
  }

  int number(String query) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        ResultSet row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Changes the store directly. */
  void execute(String statement) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl())) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** When the last change of each task was committed, in milliseconds of the system's clock. */
  Map<UUID, Long> commits() {
    String query = "select id, extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 from task";
    Map<UUID, Long> commits = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        commits.put(rows.getObject(1, UUID.class), rows.getLong(2));
      }
      return commits;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  private String url(String name) {
    return servers.databaseUrl().replaceFirst("[^/]*$", name);
  }

  private String jdbcUrl() {
    return jdbcUrl(environment.get("DATABASE_URL"));
  }

  private String jdbcUrl(String url) {
    return "jdbc:" + url + "?user=" + servers.databaseUser();
  }

  private void admin(String statement) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(servers.databaseUrl()))) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** Tasks by phase and status, for the message of a failure. */
  String tasks() {
    String query =
        "select phase || ' ' || status || ' ' || count(*) || ' (next check in '"
            + " || coalesce(max(next_check_at) - now(), interval '0') || ')'"
            + " from task group by phase, status";
    StringBuilder text = new StringBuilder();
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        text.append(rows.getString(1)).append(System.lineSeparator());
      }
      return text.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Replicas with the same environment, started at the same time. */
  List<AnteroomProcess> startReplicas(String name, int count, Map<String, String> environment) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                CompletableFuture.supplyAsync(
                    () -> AnteroomProcess.start(name + "-" + i, environment)))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .collect(Collectors.toCollection(CopyOnWriteArrayList::new));
  }

  SandboxUpstream upstream() {
    return upstream;
  }

  SandboxControl control() {
    return new SandboxControl(upstream.baseUrl());
  }

  @Override
  public void close() {
    upstream.close();
    if (alone) {
      servers.close();
    } else {
      admin("drop database " + database + " with (force)");
    }
  }
}
