package io.anteroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.cluster.ClusterSettings;
import io.anteroom.poll.PollSettings;
import io.anteroom.quota.QuotaSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Several wrong settings at once. */
class SettingsViolationsTest {

  private static final Validator VALIDATOR =
      Validation.buildDefaultValidatorFactory().getValidator();
  private static final BeanValidationConfigValidator CONSTRAINTS = () -> VALIDATOR;

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
            "anteroom.poll.page-size must be greater than or equal to 1",
            "anteroom.poll.first-after must not be negative",
            "anteroom.quota.burst must be greater than or equal to 0"),
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

  @Test
  void rightSettingsAreTaken() {
    assertEquals(
        7,
        build(Map.of("anteroom.poll.page-size", "7"))
            .getConfigMapping(PollSettings.class)
            .pageSize());
  }

  private static SmallRyeConfig build(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(ClusterSettings.class)
        .withMapping(PollSettings.class)
        .withMapping(QuotaSettings.class)
        .withValidator(CONSTRAINTS)
        .withCustomizers(new SettingsViolations())
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .addDiscoveredConverters()
        .build();
  }
}
