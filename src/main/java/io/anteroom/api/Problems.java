package io.anteroom.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** The problems that Anteroom answers with (RFC 9457). Each type is stable. */
final class Problems {

  private Problems() {}

  static HttpProblem unauthorized(String challenge) {
    return problem(401, "unauthorized", "A valid API key is needed")
        .withDetail("Send the header Authorization: Bearer <key>.")
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge)
        .build();
  }

  static HttpProblem operatorsOnly() {
    return problem(403, "operators-only", "Only operators may make this call")
        .withDetail("A client's key does not open it.")
        .build();
  }

  static HttpProblem clientsOnly() {
    return problem(403, "clients-only", "Only clients may make this call")
        .withDetail("An operator's key opens the calls under /accounts, and no others.")
        .build();
  }

  static HttpProblem accountNotFound() {
    return problem(404, "account-not-found", "There is no such account")
        .withDetail("No account of this name is configured.")
        .build();
  }

  static HttpProblem missingField(String field, String detail) {
    return problem(400, "missing-field", "A field is missing")
        .withDetail(detail)
        .with("field", field)
        .build();
  }

  static HttpProblem invalidField(String field, String detail) {
    return problem(400, "invalid-field", "A field has a value that cannot be used")
        .withDetail(detail)
        .with("field", field)
        .build();
  }

  static HttpProblem doubledSource(String detail) {
    return problem(400, "doubled-source", "More than one thing to index")
        .withDetail(detail)
        .build();
  }

  static HttpProblem callbackRefused(String reason) {
    return problem(400, "callback-url-refused", "Callbacks cannot go there")
        .withDetail(reason)
        .with("field", "callback_url")
        .build();
  }

  static HttpProblem malformedJson(String detail) {
    return problem(400, "malformed-json", "The body is no JSON object").withDetail(detail).build();
  }

  static HttpProblem pageOutOfRange(long page, long pages) {
    return problem(400, "page-out-of-range", "There is no such page")
        .withDetail("Page %d was asked for, the last one is %d.".formatted(page, pages))
        .with("field", "page")
        .build();
  }

  static HttpProblem malformedTaskId() {
    return problem(400, "malformed-task-id", "A task id is a UUID")
        .withDetail("The task id in the path is no UUID.")
        .with("field", "id")
        .build();
  }

  static HttpProblem malformedEventId(String detail) {
    return problem(400, "malformed-event-id", "The stream cannot go on after this event")
        .withDetail(detail)
        .with("field", LastEventId.HEADER)
        .build();
  }

  static HttpProblem taskNotFound() {
    return problem(404, "task-not-found", "There is no such task")
        .withDetail("This client has no task with this id.")
        .build();
  }

  static HttpProblem callbackSecretMissing() {
    return problem(409, "callback-secret-missing", "There is no secret to sign callbacks with")
        .withDetail(
            "Make one with POST /callback-secret, or let the operator set"
                + " anteroom.clients.<name>.callback-secret; then ask again.")
        .with("field", "callback_url")
        .build();
  }

  static HttpProblem noCallback(String detail) {
    return problem(409, "no-callback", "The task has no callback to deliver")
        .withDetail(detail)
        .build();
  }

  static HttpProblem notRetryable(String detail) {
    return problem(409, "not-retryable", "The task cannot be asked for again")
        .withDetail(detail)
        .build();
  }

  static HttpProblem callbackSecretNotFound() {
    return problem(404, "callback-secret-not-found", "There is no callback secret")
        .withDetail("This client has none; POST /callback-secret makes one.")
        .build();
  }

  static HttpProblem callbackSecretConfigured() {
    return problem(409, "callback-secret-configured", "The callback secret is configured")
        .withDetail("The configuration gives this client its secret; it is changed there.")
        .build();
  }

  static HttpProblem callbackSecretUnavailable() {
    return problem(409, "callback-secret-unavailable", "No callback secret can be made")
        .withDetail("anteroom.callbacks.encryption-key is not set.")
        .build();
  }

  static HttpProblem bodyTooLarge(long most) {
    return problem(413, "body-too-large", "The body is too large")
        .withDetail("At most %d bytes are taken.".formatted(most))
        .withHeader("Connection", "close")
        .build();
  }

  static HttpProblem tooManyFields() {
    return problem(413, "too-many-fields", "The form has too many fields")
        .withDetail("A form has a file and a few fields beside it.")
        .withHeader("Connection", "close")
        .build();
  }

  static HttpProblem keyReused() {
    return problem(422, "idempotency-key-reused", "The idempotency key was used before")
        .withDetail("The same Idempotency-Key came with other content.")
        .with("field", "Idempotency-Key")
        .build();
  }

  static HttpProblem noPermit(Duration retryAfter) {
    return problem(429, "quota-exhausted", "The account's quota is used up for now")
        .withDetail("No call of this kind was free in time.")
        .withHeader(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds() + 1))
        .build();
  }

  static HttpProblem tooManyStreams(String detail) {
    return problem(429, "too-many-streams", "Too many event streams are open")
        .withDetail(detail)
        .withHeader(HttpHeaders.RETRY_AFTER, 5)
        .build();
  }

  static HttpProblem upstreamUnavailable(String detail) {
    return problem(502, "upstream-unavailable", "The upstream did not answer")
        .withDetail(detail)
        .build();
  }

  static HttpProblem accountPaused() {
    return problem(503, "account-paused", "An operator has paused the account")
        .withDetail("Nothing is asked of the upstream until it is resumed; accepts go on.")
        .withHeader(HttpHeaders.RETRY_AFTER, 60)
        .build();
  }

  /** Before the first connection to the store. */
  static HttpProblem starting() {
    return problem(503, "starting", "The service is starting")
        .withDetail("This replica is not ready yet. Ask again.")
        .withHeader(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  static HttpProblem stopping() {
    return problem(503, "stopping", "The service is stopping")
        .withDetail("This replica takes no new requests. Ask again, of another one.")
        .withHeader(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  static HttpProblem tooManyHeaders(int most) {
    return problem(431, "too-many-headers", "The request has too many header fields")
        .withDetail("At most %d are taken.".formatted(most))
        .build();
  }

  static HttpProblem storeUnavailable() {
    return problem(503, "store-unavailable", "Nothing can be accepted at the moment")
        .withDetail(
            "The database does not answer. Ask again, with the same Idempotency-Key if any.")
        .withHeader(HttpHeaders.RETRY_AFTER, 2)
        .build();
  }

  static void throwSpoolFull(String detail) {
    throw problem(507, "spool-full", "No room for the file").withDetail(detail).build();
  }

  /** The upstream refused what was asked; in its own words, with its own status. */
  static HttpProblem refused(int status, String words, UUID task) {
    HttpProblem.Builder problem =
        problem(status / 100 == 4 ? status : 502, "upstream-refused", "The upstream refused it")
            .withDetail(words);
    return (task == null ? problem : problem.with("task_id", task.toString())).build();
  }

  private static HttpProblem.Builder problem(int status, String type, String title) {
    return HttpProblem.builder()
        .withType(URI.create("/problems/" + type))
        .withTitle(title)
        .withStatus(status);
  }
}
