package io.anteroom.client.request;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which batches a list shows. All conditions must hold. Each method returns a changed copy.
 * Immutable and thread-safe.
 *
 * @param parameters the parameters of the query by their names
 */
public record BatchFilter(Map<String, String> parameters) {

  private static final BatchFilter ALL = new BatchFilter(Map.of());

  /** Copies the parameters. */
  public BatchFilter {
    parameters = Map.copyOf(parameters);
  }

  /** All batches of the client. */
  public static BatchFilter all() {
    return ALL;
  }

  /** Only batches that were given this reference. */
  public BatchFilter reference(String reference) {
    return with("reference", reference);
  }

  /** Only batches of which all tasks have ended, or only those of which not. */
  public BatchFilter ended(boolean ended) {
    return with("ended", Boolean.toString(ended));
  }

  private BatchFilter with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new BatchFilter(more);
  }
}
