package io.anteroom.api.paging;

import io.anteroom.api.problem.ProblemType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Reads moments of RFC 3339. Immutable.
 *
 * @param values by name
 * @param where what a problem calls a value, before its name
 * @param prefix what the names of fields of a problem begin with
 */
public record TimeParameter(MultivaluedMap<String, String> values, String where, String prefix) {

  /** Date and time of RFC 3339; what reads it checks the rest. */
  private static final String TIMESTAMP = "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d.*";

  public static TimeParameter ofQuery(MultivaluedMap<String, String> query) {
    return new TimeParameter(query, "The parameter ", "");
  }

  /** The moment, or null where it is not given. */
  public Instant read(String name) {
    String value = values.getFirst(name);
    try {
      if (value == null || value.matches(TIMESTAMP)) {
        return value == null ? null : OffsetDateTime.parse(value).toInstant();
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw ProblemType.INVALID_FIELD.about(
        prefix + name,
        "%s%s%s must be a time of RFC 3339, as 2026-01-31T08:00:00Z; in a URL a + is sent as %%2B."
            .formatted(where, prefix, name));
  }
}
