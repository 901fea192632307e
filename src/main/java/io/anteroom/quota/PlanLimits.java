package io.anteroom.quota;

import static io.anteroom.account.Plan.FREE;
import static io.anteroom.account.Plan.PRO;

import io.anteroom.account.Plan;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The calls that a plan allows of a class in one window: the upstream's table (seed: Rate Limit),
 * or what the configuration says instead. Immutable, thread-safe.
 */
@Singleton
public class PlanLimits implements CheckedAtStart {

  private final QuotaSettings settings;

  /**
   * @throws ConfigurationException in one line that names the key, when a value cannot be used
   */
  public PlanLimits(QuotaSettings settings) {
    this.settings = settings;
    SettingFaults faults = new SettingFaults();
    settings
        .limits()
        .forEach((plan, row) -> row.forEach((c, n) -> faults.check(() -> checkLimit(plan, c, n))));
    faults.stopIfAny();
  }

  /** Calls per window; empty where the plan does not limit the class. */
  public OptionalInt limit(Plan plan, EndpointClass endpointClass) {
    OptionalInt configured = settings.limit(plan.label(), endpointClass.label());
    if (configured.isPresent()) {
      return configured.getAsInt() == 0 ? OptionalInt.empty() : configured;
    }
    return seed(plan, endpointClass);
  }

  private static OptionalInt seed(Plan plan, EndpointClass endpointClass) {
    if (plan == FREE) {
      return OptionalInt.of(10);
    }
    if (plan == PRO) {
      return OptionalInt.of(pro(endpointClass));
    }
    return OptionalInt.empty();
  }

  private static int pro(EndpointClass endpointClass) {
    return switch (endpointClass) {
      case DEFAULT, SEARCH_UPLOAD -> 60;
      case SEARCH_TEXT, INDEX_TEXT -> 200;
      case SEARCH_URL, INDEX_URL, INDEX_UPLOAD -> 120;
    };
  }

  private static void checkLimit(String plan, String endpointClass, int limit) {
    String key = "limits." + plan + "." + endpointClass;
    check(Plan.named(plan).isPresent(), key + ": there is no such plan");
    check(
        Arrays.stream(EndpointClass.values()).anyMatch(c -> c.label().equals(endpointClass)),
        key + ": there is no such class");
    check(limit >= 0, key + ": must not be negative");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.quota." + sentence);
    }
  }
}
