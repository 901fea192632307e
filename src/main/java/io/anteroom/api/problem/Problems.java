package io.anteroom.api.problem;

import io.anteroom.api.batch.RefusedItem;
import io.anteroom.api.events.LastEventId;
import io.anteroom.api.version.ApiVersion;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The problems that Anteroom answers with (RFC 9457), each of a type that has a page. */
public final class Problems {

  /** Whoever asked for a proxy's key, took too long, or wants another protocol, asked Anteroom. */
  private static final Set<Integer> OF_THE_CONNECTION = Set.of(407, 408, 421, 425, 426);

  private Problems() {}

  public static HttpProblem unauthorized(String challenge) {
    return ProblemType.UNAUTHORIZED
        .problem()
        .withDetail("Send the header Authorization: Bearer <key>.")
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge)
        .build();
  }

  public static HttpProblem operatorsOnly() {
    return ProblemType.OPERATORS_ONLY
        .problem()
        .withDetail("A client's key does not open it.")
        .build();
  }

  public static HttpProblem clientsOnly() {
    return ProblemType.CLIENTS_ONLY
        .problem()
        .withDetail("An operator's key opens the calls under /accounts, and no others.")
        .build();
  }

  public static HttpProblem accountNotFound() {
    return ProblemType.ACCOUNT_NOT_FOUND
        .problem()
        .withDetail("No account of this name is configured.")
        .build();
  }

  public static HttpProblem missingField(String field, String detail) {
    return ProblemType.MISSING_FIELD.problem().withDetail(detail).with("field", field).build();
  }

  public static HttpProblem invalidField(String field, String detail) {
    return ProblemType.INVALID_FIELD.problem().withDetail(detail).with("field", field).build();
  }

  public static HttpProblem doubledSource(String detail) {
    return ProblemType.DOUBLED_SOURCE.problem().withDetail(detail).build();
  }

  public static HttpProblem callbackRefused(String reason) {
    return ProblemType.CALLBACK_URL_REFUSED
        .problem()
        .withDetail(reason)
        .with("field", "callback_url")
        .build();
  }

  public static HttpProblem malformedJson(String detail) {
    return ProblemType.MALFORMED_JSON.problem().withDetail(detail).build();
  }

  public static HttpProblem malformedForm(String detail) {
    return ProblemType.MALFORMED_FORM.problem().withDetail(detail).build();
  }

  public static HttpProblem malformedRequest(String detail) {
    return ProblemType.MALFORMED_REQUEST.problem().withDetail(detail).build();
  }

  public static HttpProblem internalError() {
    return ProblemType.INTERNAL_ERROR
        .problem()
        .withDetail("The log of the service says more.")
        .build();
  }

  public static HttpProblem pageOutOfRange(long page) {
    return ProblemType.PAGE_OUT_OF_RANGE
        .problem()
        .withDetail("Page %d was asked for; the list ends before it.".formatted(page))
        .with("field", "page")
        .build();
  }

  public static HttpProblem malformedTaskId() {
    return ProblemType.MALFORMED_TASK_ID
        .problem()
        .withDetail("The task id in the path is no UUID.")
        .with("field", "id")
        .build();
  }

  public static HttpProblem malformedEventId(String detail) {
    return ProblemType.MALFORMED_EVENT_ID
        .problem()
        .withDetail(detail)
        .with("field", LastEventId.HEADER)
        .build();
  }

  public static HttpProblem unknownApiVersion() {
    return ProblemType.UNKNOWN_API_VERSION
        .problem()
        .withDetail("The known versions are %s.".formatted(ApiVersion.list()))
        .with("field", ApiVersion.HEADER)
        .with("known", ApiVersion.labels())
        .build();
  }

  public static HttpProblem collectionForbidden() {
    return ProblemType.COLLECTION_FORBIDDEN
        .problem()
        .withDetail("The configuration restricts this client to other collections.")
        .with("field", "collection_id")
        .build();
  }

  public static HttpProblem assetNotFound() {
    return ProblemType.ASSET_NOT_FOUND
        .problem()
        .withDetail("This client has no asset with this id.")
        .build();
  }

  public static HttpProblem malformedBatchId() {
    return ProblemType.MALFORMED_BATCH_ID
        .problem()
        .withDetail("The batch id in the path is no UUID.")
        .with("field", "id")
        .build();
  }

  public static HttpProblem batchNotFound() {
    return ProblemType.BATCH_NOT_FOUND
        .problem()
        .withDetail("This client has no batch with this id.")
        .build();
  }

  /** None of its items can be accepted; what is wrong with each is said in the same order. */
  public static HttpProblem batchRefused(List<RefusedItem> items) {
    return ProblemType.BATCH_REFUSED
        .problem()
        .withDetail("Each of the %d items has an error.".formatted(items.size()))
        .with("field", "items")
        .with("items", items)
        .build();
  }

  public static HttpProblem taskNotFound() {
    return ProblemType.TASK_NOT_FOUND
        .problem()
        .withDetail("This client has no task with this id.")
        .build();
  }

  public static HttpProblem callbackSecretMissing() {
    return ProblemType.CALLBACK_SECRET_MISSING
        .problem()
        .withDetail(
            "Make one with POST /callback-secret, or let the operator set"
                + " anteroom.clients.<name>.callback-secret; then ask again.")
        .with("field", "callback_url")
        .build();
  }

  public static HttpProblem noCallback(String detail) {
    return ProblemType.NO_CALLBACK.problem().withDetail(detail).build();
  }

  public static HttpProblem notRetryable(String detail) {
    return ProblemType.NOT_RETRYABLE.problem().withDetail(detail).build();
  }

  public static HttpProblem callbackSecretNotFound() {
    return ProblemType.CALLBACK_SECRET_NOT_FOUND
        .problem()
        .withDetail("This client has none; POST /callback-secret makes one.")
        .build();
  }

  public static HttpProblem callbackSecretConfigured() {
    return ProblemType.CALLBACK_SECRET_CONFIGURED
        .problem()
        .withDetail("The configuration gives this client its secret; it is changed there.")
        .build();
  }

  public static HttpProblem callbackSecretUnavailable() {
    return ProblemType.CALLBACK_SECRET_UNAVAILABLE
        .problem()
        .withDetail("anteroom.callbacks.encryption-key is not set.")
        .build();
  }

  public static HttpProblem bodyTooLarge(long most) {
    return ProblemType.BODY_TOO_LARGE
        .problem()
        .withDetail("At most %d bytes are taken.".formatted(most))
        .withHeader("Connection", "close")
        .build();
  }

  public static HttpProblem fieldsTooLarge(long most) {
    return ProblemType.BODY_TOO_LARGE
        .problem()
        .withDetail("The fields of a form hold at most %d bytes together.".formatted(most))
        .withHeader("Connection", "close")
        .build();
  }

  public static HttpProblem tooManyFields() {
    return ProblemType.TOO_MANY_FIELDS
        .problem()
        .withDetail("A form has a file and a few fields beside it.")
        .withHeader("Connection", "close")
        .build();
  }

  public static HttpProblem keyReused() {
    return ProblemType.IDEMPOTENCY_KEY_REUSED
        .problem()
        .withDetail("The same Idempotency-Key came with other content.")
        .with("field", "Idempotency-Key")
        .build();
  }

  public static HttpProblem noPermit(Duration retryAfter) {
    return ProblemType.QUOTA_EXHAUSTED
        .problem()
        .withDetail("No call of this kind was free in time.")
        .withHeader(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds() + 1))
        .build();
  }

  public static HttpProblem queueFull(String detail, Duration retryAfter) {
    return ProblemType.QUEUE_FULL
        .problem()
        .withDetail(detail)
        .withHeader(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.plusMillis(999).toSeconds()))
        .build();
  }

  public static HttpProblem tooManyStreams(String detail) {
    return ProblemType.TOO_MANY_STREAMS
        .problem()
        .withDetail(detail)
        .withHeader(HttpHeaders.RETRY_AFTER, 5)
        .build();
  }

  public static HttpProblem upstreamUnavailable(String detail) {
    return ProblemType.UPSTREAM_UNAVAILABLE.problem().withDetail(detail).build();
  }

  /** It answered, and nobody can say what. */
  public static HttpProblem upstreamUnreadable(String detail) {
    return ProblemType.UPSTREAM_UNREADABLE.problem().withDetail(detail).build();
  }

  public static HttpProblem accountPaused() {
    return ProblemType.ACCOUNT_PAUSED
        .problem()
        .withDetail("Nothing is asked of the upstream until it is resumed; accepts go on.")
        .withHeader(HttpHeaders.RETRY_AFTER, 60)
        .build();
  }

  /** Before the first connection to the store. */
  public static HttpProblem starting() {
    return ProblemType.STARTING
        .problem()
        .withDetail("This replica is not ready yet. Ask again.")
        .withHeader(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  public static HttpProblem stopping() {
    return ProblemType.STOPPING
        .problem()
        .withDetail("This replica takes no new requests. Ask again, of another one.")
        .withHeader(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  public static HttpProblem tooManyHeaders(int most) {
    return ProblemType.TOO_MANY_HEADERS
        .problem()
        .withDetail("At most %d are taken.".formatted(most))
        .build();
  }

  public static HttpProblem storeUnavailable() {
    return ProblemType.STORE_UNAVAILABLE
        .problem()
        .withDetail(
            "The database does not answer. Ask again, with the same Idempotency-Key if any.")
        .withHeader(HttpHeaders.RETRY_AFTER, 2)
        .build();
  }

  /** Memory comes free as fast as bodies are stored: within a second or two. */
  public static HttpProblem memoryFull(String detail) {
    return ProblemType.MEMORY_FULL
        .problem()
        .withDetail(detail)
        .withHeader(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  public static HttpProblem spoolUnavailable() {
    return ProblemType.SPOOL_UNAVAILABLE
        .problem()
        .withDetail("Nothing was accepted. Ask again, with the same Idempotency-Key if any.")
        .withHeader(HttpHeaders.RETRY_AFTER, 5)
        .build();
  }

  public static HttpProblem spoolFull(String detail) {
    return ProblemType.SPOOL_FULL.problem().withDetail(detail).build();
  }

  public static void throwSpoolFull(String detail) {
    throw ProblemType.SPOOL_FULL.problem().withDetail(detail).build();
  }

  /** It does not let this account in, or not to this. */
  public static HttpProblem upstreamUnauthorized(int status, String words) {
    return ProblemType.UPSTREAM_UNAUTHORIZED
        .problem()
        .withDetail(
            "The upstream answered %d to the key of this account: %s".formatted(status, words))
        .build();
  }

  /**
   * The upstream refused what was asked; in its own words, with its own status, unless that speaks
   * of the connection between Anteroom and the upstream rather than of the request.
   */
  public static HttpProblem refused(int status, String words, UUID task) {
    HttpProblem.Builder problem =
        ProblemType.UPSTREAM_REFUSED
            .problem(isOfTheRequest(status) ? status : 502)
            .withDetail(words);
    return (task == null ? problem : problem.with("task_id", task.toString())).build();
  }

  private static boolean isOfTheRequest(int status) {
    return status / 100 == 4 && !OF_THE_CONNECTION.contains(status);
  }
}
