package io.anteroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cluster.ClusterSettings;
import io.anteroom.poll.PollSettings;
import io.anteroom.quota.QuotaSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several wrong settings at once. */
class SettingsViolationsTest {

  @Test
  void eachHasALineAndNothingElseIsSaid() {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () ->
                build(
                    Map.of(
                        "anteroom.poll.page-size", "0",
                        "anteroom.poll.first-after", "-1s",
                        "anteroom.quota.burst", "-1")));
    assertEquals(
        Set.of(
            "anteroom.poll.page-size: must be from 1 to 100, is 0",
            "anteroom.poll.first-after: must not be negative, is -1s",
            "anteroom.quota.burst: must be at least 0, is -1"),
        failure.getMessage().lines().collect(Collectors.toSet()));
  }

  @Test
  void aValueOfAnotherTypeHidesNoneOfThem() {
    ConfigValidationException failure =
        assertThrows(
            ConfigValidationException.class,
            () -> build(Map.of("anteroom.poll.page-size", "many", "anteroom.quota.burst", "-1")));
    assertEquals(2, failure.getProblemCount());
  }

  @ParameterizedTest
  @CsvSource({
    "anteroom.quota.use-by, 1000000000000d",
    "anteroom.quota.use-by, 1000000000000000000d",
    "anteroom.poll.first-backoff, P3651D",
    "anteroom.cluster.lease, 400000000000000s",
    "anteroom.poll.max-backoff, -4000d",
  })
  void aDurationThatNobodyCanMeanIsNamed(String key, String value) {
    ConfigValidationException failure =
        assertThrows(ConfigValidationException.class, () -> build(Map.of(key, value)));
    assertEquals(1, failure.getProblemCount());
    String line = failure.getProblem(0).getMessage();
    assertTrue(line.contains(key) && line.endsWith("(must be at most 3650d)"), line);
  }

  @Test
  void namesAndUrlsAreToldTogetherWithViolations() {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () ->
                build(
                    Map.of(
                        "anteroom.quota.burst", "-1",
                        "anteroom.quota.brust", "1",
                        "quarkus.datasource.reactive.url", "${DATABASE_URL:postgres//x}",
                        "quarkus.redis.hosts", "redis//x")));
    assertEquals(
        List.of("DATABASE_URL", "REDIS_URL", "anteroom.quota.brust", "anteroom.quota.burst"),
        failure.getMessage().lines().map(line -> line.split(":")[0]).sorted().toList());
  }

  @Test
  void aVariableThatNothingReadsIsNamed() {
    Map<String, String> variables =
        Map.of(
            "ANTEROOM_QUOTA_WINDOWS", "1s", "ANTEROOM_QUOTA_WINDOW", "1s", "ANTEROOM_SPOOL", "x");
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () -> builder(Map.of()).withSources(new EnvConfigSource(variables, 300)).build());
    assertEquals(
        "ANTEROOM_QUOTA_WINDOWS: is no setting; the nearest is ANTEROOM_QUOTA_WINDOW",
        failure.getMessage());
  }

  @Test
  void rightSettingsAreTaken() {
    assertEquals(
        7,
        build(Map.of("anteroom.poll.page-size", "7"))
            .getConfigMapping(PollSettings.class)
            .pageSize());
  }

  private static SmallRyeConfig build(Map<String, String> settings) {
    return builder(settings).build();
  }

  private static SmallRyeConfigBuilder builder(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(ClusterSettings.class)
        .withMapping(PollSettings.class)
        .withMapping(QuotaSettings.class)
        .withCustomizers(new SettingsViolations())
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .addDefaultInterceptors()
        .addDiscoveredConverters();
  }
}
