package io.anteroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.accept.AcceptSettings;
import io.anteroom.api.ApiSettings;
import io.anteroom.audit.AuditSettings;
import io.anteroom.bulk.BulkActionSettings;
import io.anteroom.callback.CallbackSettings;
import io.anteroom.callback.secret.SecretSettings;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.EngineSettings;
import io.anteroom.cluster.database.DatabaseSettings;
import io.anteroom.guard.GuardSettings;
import io.anteroom.metrics.MetricsSettings;
import io.anteroom.passthrough.SearchCacheSettings;
import io.anteroom.poll.PollSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.reconcile.InDoubtSettings;
import io.anteroom.submit.SubmitSettings;
import io.anteroom.task.TaskSettings;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.database.DatabaseSpoolSettings;
import io.anteroom.upload.s3.S3SpoolSettings;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.waiting.stream.EventStreamSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values, each with the line that stops the start. */
class SettingsCheckTest {

  private static final Map<String, Class<?>> MAPPINGS =
      Stream.of(
              AcceptSettings.class,
              ApiSettings.class,
              AuditSettings.class,
              BulkActionSettings.class,
              ClusterSettings.class,
              DatabaseSettings.class,
              DatabaseSpoolSettings.class,
              EngineSettings.class,
              EventStreamSettings.class,
              GuardSettings.class,
              InDoubtSettings.class,
              MetricsSettings.class,
              PollSettings.class,
              QuotaSettings.class,
              S3SpoolSettings.class,
              SearchCacheSettings.class,
              SpoolSettings.class,
              SubmitSettings.class,
              TaskSettings.class,
              UpstreamSettings.class)
          .collect(
              Collectors.toMap(
                  m -> m.getAnnotation(ConfigMapping.class).prefix(), Function.identity()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accept.max-queued | 0 | must be at least 1",
        "audit.retention | -1d | must not be negative",
        "bulk.batch | 0 | must be from 1 to 1000",
        "bulk.batch | 1001 | must be from 1 to 1000",
        "bulk.pause | 0s | must be longer than 0",
        "bulk.max-tasks | 0 | must be from 1 to 10000000",
        "http.max-body-memory | -1 | must be at least 0",
        "http.max-body-memory-per-client | -1 | must be at least 0",
        "http.max-headers | 0 | must be at least 1",
        "http.hsts | -1s | must not be negative",
        "http.cors-origins | tools.example.com | must be * or origins, as https://a.example.com",
        "http.cors-origins | https://tools.example.com/ | must be * or origins, as https://a.example.com",
        "http.cors-origins | https://b.example.com,/.*/ | must be * or origins, as https://a.example.com",
        "cluster.tick | 0s | must be longer than 0",
        "database.response-timeout | 10ms | must be from 1s to 5m",
        "database.response-timeout | 1h | must be from 1s to 5m",
        "database.connect-timeout | 0s | must be from 0.1s to 1m",
        "database.migrate-wait | 999ms | must be from 1s to 1h",
        "engine.linger | -1s | must not be negative",
        "engine.max-tick | 500ms | must be at least 1s",
        "engine.max-request | 0s | must be at least 1s",
        "events.heartbeat | 0s | must be longer than 0",
        "events.heartbeat | 301s | must be at most 5m",
        "events.write-timeout | 0s | must be longer than 0",
        "events.max-per-client | 0 | must be at least 1",
        "http.guard.max-connections | 0 | must be at least 1",
        "http.guard.body-min-rate | -1 | must be at least 0",
        "http.guard.head-timeout | 0s | must be longer than 0",
        "http.guard.keep-alive | 0s | must be longer than 0",
        "http.guard.body-grace | 0s | must be longer than 0",
        "in-doubt.grace | 0s | must be longer than 0",
        "in-doubt.upload-grace | 0s | must be longer than 0",
        "in-doubt.responded-grace | 0s | must be longer than 0",
        "in-doubt.check-interval | 0s | must be longer than 0",
        "in-doubt.grace-factor-without-control | 0 | must be at least 1",
        "in-doubt.duplicate-watch | -1s | must not be negative",
        "metrics.refresh | 0s | must be longer than 0",
        "poll.page-size | 0 | must be from 1 to 100",
        "poll.page-size | 101 | must be from 1 to 100",
        "poll.first-after | -1s | must not be negative",
        "poll.max-interval | 0s | must be longer than 0",
        "poll.target-staleness | 0s | must be longer than 0",
        "poll.first-backoff | 0s | must be longer than 0",
        "quota.window | 0s | must be longer than 0",
        "quota.use-by | 0s | must be longer than 0",
        "quota.burst | -1 | must be at least 0",
        "quota.max-in-flight | 0 | must be at least 1",
        "quota.interactive-reserve | 1 | must be at least 0 and less than 1",
        "quota.decrease-factor | 0 | must be over 0, at most 1",
        "quota.decrease-factor | 1.1 | must be over 0, at most 1",
        "quota.increase-rate | 0 | must be over 0, at most 1",
        "quota.snapshot-age | -1s | must not be negative",
        "search.cache.ttl | -1s | must not be negative",
        "search.cache.max-entry-size | 0 | must be at least 1",
        "search.cache.timeout | 0s | must be longer than 0",
        "spool.database.max-file | 0 | must be at least 1",
        "spool.database.max-total | 0 | must be at least 1",
        "spool.s3.part-size | 5242879 | must be from 5242880 to 104857600",
        "spool.s3.max-parts | 1001 | must be from 1 to 1000",
        "spool.s3.part-timeout | 0s | must be longer than 0",
        "spool.failed-retention | -1s | must not be negative",
        "submit.intermediary-grace | 0s | must be longer than 0",
        "task.max-running | 0s | must be longer than 0",
        "task.retention | -1s | must not be negative",
        "task.retention-batch | 0 | must be at least 1",
        "task.exact-total-limit | 0 | must be at least 1",
        "task.request-retention | -1s | must not be negative",
        "upstream.call-timeout-ms | 0 | must be from 1 to 315360000000",
        "upstream.call-timeout-ms | 315360000001 | must be from 1 to 315360000000",
        "upstream.upload-timeout-ms | 9223372036854775807 | must be from 1 to 315360000000",
        "upstream.max-error-message | 99 | must be at least 100",
        "upstream.max-response | 1023 | must be at least 1024",
        "upstream.gone-grace | 0s | must be longer than 0",
      })
  void aWrongValueIsNamed(String key, String value, String why) {
    String prefix = "anteroom." + key.substring(0, key.lastIndexOf('.'));
    assertNamed(MAPPINGS.get(prefix), "anteroom." + key, value, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jitter | 1.1 | must be from 0 to 1",
        "jitter | -0.1 | must be from 0 to 1",
        "max-retry-after | -1s | must not be negative",
        "timeout | 0s | must be longer than 0",
        "timeout | 121s | must be at most 2m",
        "max-response | 0 | must be from 1 to 65536",
        "max-response | 65537 | must be from 1 to 65536",
        "max-in-flight | 0 | must be at least 1",
        "max-in-flight-per-client | 0 | must be at least 1",
        "max-in-flight-per-endpoint | 0 | must be at least 1",
        "breaker-failures | 0 | must be at least 1",
        "breaker-delay | 0s | must be longer than 0",
        "secret-rotation | -1s | must be from 0 to 365 days",
        "secret-rotation | 366d | must be from 0 to 365 days",
      })
  void aWrongValueForCallbacksIsNamed(String key, String value, String why) {
    Class<?> mapping = key.startsWith("secret") ? SecretSettings.class : CallbackSettings.class;
    assertNamed(mapping, "anteroom.callbacks." + key, value, why);
  }

  @Test
  void aWrongValueOfAListIsNamedByItsIndex() {
    ConfigValidationException failure =
        assertThrows(
            ConfigValidationException.class,
            () -> TestSettings.of(CallbackSettings.class, "anteroom.callbacks.schedule", "5s,0s"));
    assertEquals(
        "anteroom.callbacks.schedule[1]: must be longer than 0, is 0s",
        failure.getProblem(0).getMessage());
  }

  private static void assertNamed(Class<?> mapping, String key, String value, String why) {
    ConfigValidationException failure =
        assertThrows(ConfigValidationException.class, () -> TestSettings.of(mapping, key, value));
    assertEquals(1, failure.getProblemCount());
    String line = failure.getProblem(0).getMessage();
    assertTrue(line.startsWith(key + ": " + why + ", is "), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster.tick | 5s | cluster.lease: must be longer than two ticks, or a replica that is"
            + " well loses it",
        "cluster.lease | 5s | cluster.lease: must be longer than quota.use-by, or a submit leaves"
            + " after its takeover",
        "quota.use-by | 9s | quota.use-by: must be shorter than upstream.call-timeout-ms",
        "poll.max-backoff | 1s | poll.max-backoff: must be at least as long as poll.first-backoff",
      })
  void aContradictionBetweenSettingsIsNamed(String key, String value, String line) {
    String[] settings = {"anteroom." + key, value, "anteroom.upstream.call-timeout-ms", "8000"};
    assertEquals("anteroom." + line, contradictions(settings));
  }

  @Test
  void severalContradictionsAreNamedTogether() {
    String[] settings = {
      "anteroom.cluster.lease",
      "5s",
      "anteroom.quota.use-by",
      "20s",
      "anteroom.poll.max-backoff",
      "1s"
    };
    String lines = contradictions(settings);
    assertEquals(3, lines.lines().count(), lines);
  }

  private static String contradictions(String... settings) {
    return assertThrows(
            ConfigurationException.class,
            () ->
                new SettingsCheck(
                    TestSettings.of(ClusterSettings.class, settings),
                    TestSettings.of(QuotaSettings.class, settings),
                    TestSettings.of(UpstreamSettings.class, settings),
                    TestSettings.of(PollSettings.class, settings)))
        .getMessage();
  }
}
