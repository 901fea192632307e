package io.anteroom.async.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code RateLimit} header of the IETF's drafts, as a list of policies ({@code
 * "burst";r=0;t=20, "day";r=900;t=7000}) or in its former shape ({@code limit=10, remaining=0,
 * reset=20}). Stateless.
 */
final class RateLimitHeader {

  private static final List<String> REMAINING = List.of("r", "remaining");
  private static final List<String> RESET = List.of("t", "reset");

  private RateLimitHeader() {}

  /**
   * When the policies are renewed that have nothing left; all of them where none says that.
   *
   * @param header its value, or null
   */
  static List<Duration> waits(String header) {
    List<Duration> spent = new ArrayList<>();
    List<Duration> all = new ArrayList<>();
    for (Map<String, String> policy : policies(header == null ? "" : header)) {
      HeaderDurations.number(value(policy, RESET))
          .map(HeaderDurations::seconds)
          .ifPresent(
              wait -> {
                all.add(wait);
                if (HeaderDurations.number(value(policy, REMAINING))
                    .filter(left -> left.compareTo(BigDecimal.ONE) >= 0)
                    .isEmpty()) {
                  spent.add(wait);
                }
              });
    }
    return spent.isEmpty() ? all : spent;
  }

  /** The former shape is one policy, whose parts stand between commas. */
  private static List<Map<String, String>> policies(String header) {
    List<Map<String, String>> policies = new ArrayList<>();
    Map<String, String> former = new HashMap<>();
    for (String item : QuotedString.split(header, ',')) {
      Map<String, String> policy = parameters(item);
      if (QuotedString.split(item, ';').size() == 1) {
        former.putAll(policy);
      } else {
        policies.add(policy);
      }
    }
    if (!former.isEmpty()) {
      policies.add(former);
    }
    return policies;
  }

  private static Map<String, String> parameters(String item) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : QuotedString.split(item, ';')) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      }
    }
    return parameters;
  }

  private static String value(Map<String, String> policy, List<String> names) {
    return names.stream().filter(policy::containsKey).map(policy::get).findFirst().orElse("");
  }
}
