package io.anteroom.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every type of problem that Anteroom responds with (RFC 9457). What is said of a type stands in
 * {@code src/main/resources/problems/<label>.md}. The names are promises: none is ever renamed or
 * given another meaning.
 */
public enum ProblemType {
  UNAUTHORIZED,
  MISSING_FIELD,
  INVALID_FIELD,
  MULTIPLE_SOURCES,
  CALLBACK_URL_REFUSED,
  MALFORMED_JSON,
  MALFORMED_FORM,
  MALFORMED_REQUEST,
  PAGE_OUT_OF_RANGE,
  MALFORMED_TASK_ID,
  MALFORMED_EVENT_ID,
  MALFORMED_BATCH_ID,
  MALFORMED_BULK_ACTION_ID,
  BATCH_REFUSED,
  UNKNOWN_API_VERSION,
  UNKNOWN_PARAMETER,
  OPERATORS_ONLY,
  ADMINS_ONLY,
  CROSS_ORIGIN,
  CLIENTS_ONLY,
  COLLECTION_FORBIDDEN,
  NOT_FOUND,
  ASSET_NOT_FOUND,
  TASK_NOT_FOUND,
  BATCH_NOT_FOUND,
  ACCOUNT_NOT_FOUND,
  BULK_ACTION_NOT_FOUND,
  CALLBACK_SECRET_NOT_FOUND,
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  NO_CALLBACK,
  NOT_RETRYABLE,
  BULK_ACTION_RUNNING,
  NO_TASK_MATCHES,
  TOO_MANY_TASKS,
  CALLBACK_SECRET_MISSING,
  CALLBACK_SECRET_CONFIGURED,
  CALLBACK_SECRET_UNAVAILABLE,
  BODY_TOO_LARGE,
  TOO_MANY_FIELDS,
  UNSUPPORTED_MEDIA_TYPE,
  IDEMPOTENCY_KEY_REUSED,
  QUOTA_EXHAUSTED,
  QUEUE_FULL,
  TOO_MANY_STREAMS,
  TOO_MANY_HEADERS,
  UPSTREAM_REFUSED,
  INTERNAL_ERROR,
  UPSTREAM_UNAVAILABLE,
  UPSTREAM_UNAUTHORIZED,
  UPSTREAM_UNREADABLE,
  ACCOUNT_PAUSED,
  SIGN_IN_UNAVAILABLE,
  STARTING,
  STOPPING,
  DATABASE_UNAVAILABLE,
  MEMORY_FULL,
  SPOOL_UNAVAILABLE,
  SPOOL_FULL;

  private static final String FIELD = "field";

  private final ProblemText text = ProblemText.read(label());

  /** The type with this label; empty if there is none. */
  static Optional<ProblemType> named(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }

  /** The name of its file and the last part of its address. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The member {@code type}: the address of its page, relative to the service. */
  public URI uri() {
    return URI.create(ProblemPages.PATH + "/" + label());
  }

  /** The HTTP status of its problems, except where the upstream's own status is passed on. */
  public int status() {
    return text.status();
  }

  ProblemText text() {
    return text;
  }

  /** A problem with the detail and the field of this type's file. */
  public HttpProblem problem() {
    return with(text.detail());
  }

  /** A problem with this detail, and with the field of this type's file if it names one. */
  public HttpProblem with(String detail) {
    HttpProblem.Builder builder = builder().withDetail(detail);
    text.field().ifPresent(field -> builder.with(FIELD, field));
    return builder.build();
  }

  /**
   * A problem with this detail.
   *
   * @param field the field, parameter or header that is wrong
   */
  public HttpProblem about(String field, String detail) {
    return builder().withDetail(detail).with(FIELD, field).build();
  }

  /** The same problem, of the request with this path; null stands for the root. */
  public static HttpProblem at(String path, HttpProblem problem) {
    return HttpProblem.builder(problem).withInstance(ProblemInstance.of(path)).build();
  }

  /** For a problem that has more than a detail and a field. */
  public HttpProblem.Builder builder() {
    return builder(status());
  }

  /**
   * For a problem with a status of the upstream's.
   *
   * @param status from 400 to 599
   */
  public HttpProblem.Builder builder(int status) {
    HttpProblem.Builder builder =
        HttpProblem.builder().withType(uri()).withTitle(text.title()).withStatus(status);
    text.retryAfter().ifPresent(seconds -> builder.withHeader(HttpHeaders.RETRY_AFTER, seconds));
    return builder;
  }
}
