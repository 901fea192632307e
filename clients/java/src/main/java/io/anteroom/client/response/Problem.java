package io.anteroom.client.response;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Why a request was refused (RFC 9457). Anything on the way may have written it: a field of another
 * type than it should have counts as missing (3.1).
 *
 * @param json all its fields; not null
 */
public record Problem(JsonObject json) {

  private static final String BLANK = "about:blank";

  /** The address of the page that explains it, perhaps relative to the service; never null. */
  public String type() {
    return text("type").orElse(BLANK);
  }

  /**
   * The last part of the type, such as {@code queue-full}: what programs switch on. It is {@code
   * about:blank} if the response came from something else than Anteroom, such as a proxy.
   */
  public String name() {
    return type().substring(type().lastIndexOf('/') + 1);
  }

  /** What the type means, in a few words; never null. */
  public String title() {
    return text("title").orElse("");
  }

  /** The HTTP status. */
  public int status() {
    return number("status").map(Number::intValue).orElse(0);
  }

  /** What happened this time; never null. */
  public String detail() {
    return text("detail").orElse("");
  }

  /** The field, parameter or header that it is about, if there is one. */
  public Optional<String> field() {
    return text("field");
  }

  /** After which time it may be over. Only {@link Task#featuresProblem()} says it. */
  public Optional<Duration> retryAfter() {
    return number("retry_after_seconds").map(Number::longValue).map(Duration::ofSeconds);
  }

  /** The task that failed by it, if there is one. */
  public Optional<UUID> taskId() {
    try {
      return json.uuid("task_id");
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private Optional<String> text(String name) {
    return json.fields().get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private Optional<Number> number(String name) {
    return json.fields().get(name) instanceof Number number
        ? Optional.of(number)
        : Optional.empty();
  }
}
