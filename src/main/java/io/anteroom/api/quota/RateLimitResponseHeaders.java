package io.anteroom.api.quota;

import io.anteroom.quota.QuotaReport.ClassReport;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The header fields {@code RateLimit-Policy} and {@code RateLimit} (draft-ietf-httpapi-ratelimit-
 * headers-11): an item of a structured list, named by the endpoint class.
 *
 * @param policy how many requests the account's plan allows in a window; where the plan has no
 *     limit, how many may be under way at once
 * @param limit how many may leave now, and for how many seconds no more than these
 */
record RateLimitResponseHeaders(String policy, String limit) {

  static final String POLICY = "RateLimit-Policy";
  static final String LIMIT = "RateLimit";

  /**
   * The fields for a class.
   *
   * @param perWindow what the plan allows; empty: unlimited
   */
  static RateLimitResponseHeaders of(ClassReport report, OptionalInt perWindow, Duration window) {
    String name = '"' + report.endpointClass().label() + '"';
    int free = report.pausedUntil().isPresent() ? 0 : report.free();
    if (perWindow.isEmpty()) {
      String policy = name + ";q=" + report.believed() + ";qu=\"concurrent-requests\"";
      return new RateLimitResponseHeaders(policy, name + ";r=" + free + pause(report));
    }
    String policy = name + ";q=" + perWindow.getAsInt() + ";w=" + seconds(window);
    Duration until = free == 0 ? report.nextPermit() : report.nextFree().orElse(window);
    return new RateLimitResponseHeaders(policy, name + ";r=" + free + ";t=" + seconds(until));
  }

  /** A slot of an unlimited class is free again when its call is answered, whenever that is. */
  private static String pause(ClassReport report) {
    return report.pausedUntil().isPresent() ? ";t=" + seconds(report.nextPermit()) : "";
  }

  private static long seconds(Duration duration) {
    return Math.max(1, (duration.toMillis() + 999) / 1000);
  }
}
