package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anteroom.NodePackage;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator's page in a real browser, in front of many tasks of 20 clients. */
class OperatorPageIT {

  private static final String UNDONE = "the operator's page was NOT checked in a browser";
  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"));

  private static final String[] FILES = {
    "all.test.mjs", "browser.mjs", "signIn.mjs", "views.mjs", "acts.mjs", "bounds.mjs"
  };

  /** Of a hundred tasks 20 wait, one is in doubt and not checked soon, one has failed. */
  private static final String FILL =
      """
      insert into task (id, client, account, kind, collection_id, request, reference, status, phase,
                        error, event_no, accepted_at, updated_at, ended_at, in_doubt_since,
                        next_check_at, traceparent)
      select uuidv7((n - %1$d) * interval '1 s'), 'client-' || n %% 20, 'default', 'text',
        'c' || n %% 50, '{"text": "a short text"}', case when n %% 10 = 0 then 'page-' || n end,
        case when p <> 'ended' then 'INITIALIZING' when n %% 100 = 99 then 'FAILED' else 'DONE' end,
        p, case when p = 'ended' and n %% 100 = 99 then 'The upstream could not read it.' end,
        1, at, at, case when p = 'ended' then at + interval '40 s' end,
        case when p = 'in_doubt' then at end,
        case when p = 'in_doubt' then now() + interval '1 h' end,
        '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
      from generate_series(1, %1$d) n,
        lateral (select case when n > %1$d * 0.8 then 'queued' when n %% 100 = 7 then 'in_doubt'
          else 'ended' end, now() + (n - %1$d) * interval '1 s') as t (p, at)
      """;

  /** The callback of each failed task was given up. */
  private static final String CALL_BACK =
      """
      insert into callback (id, client, type, url, endpoint, state, settled_at)
      select id, client, 'task.failed', 'https://shop.example/hooks', 'https://shop.example',
        'exhausted', now()
      from task where status = 'FAILED'
      """;

  @Test
  void anOperatorSeesWhyTasksWaitAndActs() {
    inFrontOf(5_000);
  }

  @Test
  @Tag("scenarios")
  void aHundredThousandTasksDoNotStallIt() {
    inFrontOf(100_000);
  }

  /** In ms. A bound of time needs a quiet machine: the goal is for the long form. */
  private static int longestBlock(int tasks) {
    return tasks < 100_000 ? 500 : 100;
  }

  private static void inFrontOf(int tasks) {
    Optional<Path> browser = BROWSERS.stream().filter(Files::isExecutable).findFirst();
    assumeTrue(browser.isPresent(), UNDONE + ": there is no Chromium");
    NodePackage page = NodePackage.install("operator-page", UNDONE, FILES);
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "free");
        AnteroomProcess replica = AnteroomProcess.start("page", environment(servers))) {
      fill(servers, replica, tasks);
      NodePackage.Output output =
          page.run(
              Duration.ofMinutes(10),
              "env",
              "CHROMIUM=" + browser.get(),
              "PAGE_URL=http://localhost:" + replica.port() + "/operator/",
              "OPERATOR_KEY=" + TestEnvironment.OPERATOR,
              "READER_KEY=" + TestEnvironment.READER,
              "CLIENT_KEY=" + TestEnvironment.ALICE,
              "SERVICE_URL=" + replica.url(""),
              "SANDBOX_URL=" + servers.upstream().baseUrl(),
              "TASKS=" + tasks,
              "LONGEST_BLOCK_MS=" + longestBlock(tasks),
              "node",
              "--test",
              "--test-reporter=spec",
              "all.test.mjs");
      assertEquals(0, output.exit(), output.text());
      output
          .text()
          .lines()
          .filter(line -> line.contains("blocked for"))
          .forEach(System.out::println);
    }
  }

  /** Some real tasks too, which use the quota up. */
  private static void fill(ScenarioServers servers, AnteroomProcess replica, int tasks) {
    ScenarioRequests.acceptTexts(replica, 10, "real");
    Awaitility.await()
        .until(() -> servers.number("select count(*) from task where phase = 'ended'") > 0);
    servers.execute(FILL.formatted(tasks));
    servers.execute(CALL_BACK);
    servers.execute("vacuum analyze task");
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    String keys =
        IntStream.range(0, 20)
            .mapToObj("client-%1$d:key-of-client-%1$d-0123456789abcdef"::formatted)
            .collect(Collectors.joining(","));
    return servers.environment(
        "ANTEROOM_API_KEYS",
        "alice:" + TestEnvironment.ALICE + "," + keys,
        "ANTEROOM_OPERATOR_KEY",
        TestEnvironment.OPERATOR,
        "ANTEROOM_OPERATOR_READ_KEY",
        TestEnvironment.READER,
        "ANTEROOM_QUOTA_USE_BY",
        "1s",
        "ANTEROOM_BULK_BATCH",
        "20",
        "ANTEROOM_BULK_PAUSE",
        "300ms",
        "ANTEROOM_UPSTREAM_BREAKER_VOLUME",
        "4",
        "ANTEROOM_UPSTREAM_BREAKER_DELAY",
        "1h");
  }
}
